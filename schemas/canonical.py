"""The canonical form of an article's URL: part of its identity, so every producer must make the same one."""

from urllib.parse import urlsplit

from w3lib.url import canonicalize_url, url_query_cleaner

LONGEST = 2048
TRACKING = [
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "utm_term",
    "utm_content",
    "utm_id",
    "fbclid",
    "gclid",
    "dclid",
    "gbraid",
    "wbraid",
    "msclkid",
    "igshid",
    "mc_cid",
    "mc_eid",
    "yclid",
    "ns_mchannel",
    "ns_source",
    "ns_campaign",
    "ns_linkname",
    "ocid",
    "cmpid",
    "at_medium",
    "at_campaign",
]
"""Query parameters that say where the reader came from, not what is read."""


def canonical_url(url: str) -> str:
    """`url` without fragment, default port and tracking parameters; host in lower case, query sorted.

    `ValueError` that names `url` where it is no absolute http or https URL of at most `LONGEST` characters.
    """
    url = url.strip()
    if len(url) > LONGEST:
        raise ValueError(f"url: longer than {LONGEST} characters")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ValueError(f"url: {error}") from error
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise ValueError("url: not an absolute http or https URL")
    if parts.username is not None or parts.password is not None:
        raise ValueError("url: holds a user name or a password")
    default = {"http": 80, "https": 443}[parts.scheme.lower()]
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    netloc = host if port in (None, default) else f"{host}:{port}"
    bare = parts._replace(scheme=parts.scheme.lower(), netloc=netloc, path=parts.path or "/", fragment="")
    cleaned = url_query_cleaner(bare.geturl(), TRACKING, remove=True, unique=False)
    return str(canonicalize_url(cleaned, keep_blank_values=True, keep_fragments=False))
