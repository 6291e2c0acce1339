"""Politely out to the web: every fetch that ingest makes, and what keeps it welcome and safe."""
