"""Training of the named-entity model; `../ner-minilm/CARD.md` says what came of it. Needs PyTorch."""
