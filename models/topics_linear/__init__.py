"""The linear topic model: its data, and the scripts that made it."""
