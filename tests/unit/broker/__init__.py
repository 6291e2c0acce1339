"""The embedded broker's parts, each on its own: files in a folder, groups under a clock of the test's."""
