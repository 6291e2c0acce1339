"""One address for one article: the canonical form of a URL."""

import re
from urllib.parse import SplitResult, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

LONGEST = 4096
"""Code points of the longest URL that is taken."""

_PORTS = {"http": 80, "https": 443}

_PREFIXES = ("utm_", "mtm_", "pk_", "piwik_", "at_", "hsa_", "guce_", "vero_", "oly_")
_TRACKERS = """
    fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ysclid twclid ttclid li_fat_id igshid igsh wickedid s_kwcid
    mc_cid mc_eid mkt_tok _hsenc _hsmi _ga _gl cmp cmpid icid ocid smid ns_mchannel ns_source ns_campaign ns_linkname
    ns_fee ref_src ref_url wt_mc wt_zmc rb_clickid soc_src soc_trk guccounter __twitter_impression spm_id_from xtor
"""
_NAMES = frozenset(_TRACKERS.split())
"""Query parameters that say how a reader came, never what the page is. Gathered from the public documentation of
the ad, mail and analytics systems that add them."""

_EDITION = re.compile(r"^(?:(?:www|m|mobile|amp)\.)+(?=[^.:]+\.[^.:]+)")
_AMP_HEAD = re.compile(r"^/amp(?=/.)")
_AMP_TAIL = re.compile(r"(?:/amp|\.amp)(?P<end>(?:\.html?)?)/?$")
_AMP_QUERY = frozenset({"amp", "amp=1", "amp=true", "outputtype=amp", "output=amp", "m=1", "mobile=1"})
_AMP_CACHE = re.compile(
    r"https?://(?:(?:www\.)?google\.[a-z.]{2,6}/amp/|[a-z0-9-]+\.cdn\.ampproject\.org/[acv]/)(?P<tls>s/)?"
    r"(?P<page>[^/?#]+\.[^/?#]+.*)",
    re.IGNORECASE | re.DOTALL,
)
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\x9f\ud800-\udfff\\]")
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\]")


def canonical_url(url: str) -> str:
    """The canonical form of an http(s) URL; equal articles at equal addresses get equal strings.

    Lower-case scheme and host (IDNA), no default port, no fragment, no tracking parameter, query sorted, percent
    encoding and dot segments normalised, an AMP cache left out. The scheme is kept: not every host serves both.
    `ValueError` that names `url` for anything that is not an absolute http(s) URL, or that holds user information.
    """
    parts = _split(_unwrapped(url.strip()))
    query = "&".join(item for item in parts.query.split("&") if item and not _tracks(item))
    try:
        settled = _settle(urlunsplit(parts._replace(query=query, fragment="")))
    except (ValueError, UnicodeError) as error:
        raise ValueError(f"url: {error}") from error
    return _checked(settled)


def page_key(canonical: str) -> str:
    """What stays the same of a canonical URL on a page's other addresses: mobile, AMP, with or without `www`, over
    http or https, with or without a slash at its end.

    It tells pages apart, and need not be one itself: keep the URL to show. Anything that is no URL is its own key.
    """
    try:
        parts = urlsplit(canonical)
    except ValueError:
        return canonical
    if parts.scheme not in _PORTS or not parts.netloc:
        return canonical
    host = _EDITION.sub("", parts.netloc)
    path = _AMP_HEAD.sub("", _AMP_TAIL.sub(r"\g<end>", parts.path)).rstrip("/") or "/"
    query = "&".join(item for item in parts.query.split("&") if item.lower() not in _AMP_QUERY)
    return urlunsplit(("https", host, path, query, ""))


def _unwrapped(url: str) -> str:
    """The publisher's address where `url` is that of an AMP cache."""
    match = _AMP_CACHE.fullmatch(url)
    return f"http{'s' if match['tls'] else ''}://{match['page']}" if match else url


def _split(url: str) -> SplitResult:
    text = url.strip()
    if len(text) > LONGEST:
        raise ValueError(f"url: {len(text)} code points, over {LONGEST}")
    if _FORBIDDEN.search(text):
        raise ValueError("url: a space, a backslash or a control character in it")
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError as error:
        raise ValueError(f"url: {error}") from error
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError("url: not an absolute http or https URL")
    if parts.username is not None or parts.password is not None:
        raise ValueError("url: user information in it")
    return parts


def _tracks(item: str) -> bool:
    name = item.partition("=")[0].lower()
    return name in _NAMES or name.startswith(_PREFIXES)


def _settle(url: str) -> str:
    """`canonicalize_url` until it changes nothing more: on odd percent encodings its first answer isn't its last."""
    for _ in range(4):
        before, url = url, str(canonicalize_url(url))
        if url == before:
            return url
    raise ValueError("its percent encoding has no canonical form")


def _checked(url: str) -> str:
    parts = urlsplit(url)
    host = parts.netloc.rpartition(":")[0] if parts.port is not None else parts.netloc
    host = host.rstrip(".")
    if not _HOST.fullmatch(host):
        raise ValueError(f"url: {host[:64]!r} is no host name")
    port = "" if parts.port in (None, _PORTS[parts.scheme]) else f":{parts.port}"
    return urlunsplit(parts._replace(netloc=host + port))
