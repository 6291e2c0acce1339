"""News tagging services: ingest, extraction, tagging, grouping, gateway, and what they share."""
