"""News tagging services: ingest, extraction, tagging, gateway, and what they share."""
