"""Addresses as they come from outside, read strictly: an absolute http or https URL that hides nothing."""

import httpx

from services.runtime.outgoing.addresses import is_odd_host
from services.runtime.outgoing.guard import FetchError


def checked(url: str) -> httpx.URL:
    """`url`, read; `FetchError` where it is no absolute http or https URL, or hides an address or a user."""
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise FetchError("protocol", f"no URL: {error}") from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise FetchError("protocol", "not an absolute http or https URL")
    if parsed.userinfo:
        raise FetchError("protocol", "user information in the URL")
    if is_odd_host(parsed.host):
        raise FetchError("refused_address", f"{parsed.host} is an IPv4 address in disguise")
    return parsed


def joined(base: httpx.URL, location: str) -> httpx.URL:
    """Where a redirect from `base` to `location` leads; `FetchError` as for `checked`."""
    try:
        return checked(str(base.join(location)))
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError("redirect", f"no URL: {error}") from error
