"""Marks that stand in a paragraph beside its words, for what the words alone do not say."""

# Noncharacters, which Unicode keeps for use inside a program: `normalise` takes them out of any input.
LINK, UNLINK = "\ufdd0", "\ufdd1"
