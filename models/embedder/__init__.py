"""The sentence embedder, and the script that made it."""
