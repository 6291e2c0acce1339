"""Webhooks: tagged events delivered to addresses that subscribers name, signed, and again until they arrive."""
