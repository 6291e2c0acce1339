"""What tells one text from another."""

import hashlib


def text_digest(text: str) -> str:
    """SHA-256 of the text in UTF-8, 64 hex digits. `UnicodeEncodeError` for a lone surrogate."""
    return hashlib.sha256(text.encode()).hexdigest()
