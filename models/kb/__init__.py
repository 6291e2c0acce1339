"""The knowledge base that names are linked to: its files, and the script that builds them."""
