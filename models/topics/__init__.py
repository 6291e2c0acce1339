"""The topic model: labels, terms, and the scripts that made it."""
