"""Sources that are asked again and again: when, by which process, and what is remembered of them."""
