"""How common each English word is in news: see CARD.md."""
