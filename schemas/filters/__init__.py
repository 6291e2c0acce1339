"""The filter language: one grammar for REST, the event stream and the command line. docs/filters.md explains it."""
