"""Pure work on text that more than one service does."""
