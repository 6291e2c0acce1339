"""How feedparser reads the names of entries here: a guid as it is written, whether the feed is well-formed or not.

feedparser resolves a guid that is no whole address against the feed's own, so that an entry would get another
identity when the feed moves; and where a feed is not well-formed, it leaves "&amp;" in guids and links. It has no
options for that.
"""

import html
from typing import Any

from feedparser import api

_WEB = ("http://", "https://")
_NAMES = ("id", "link")


class _AsWritten:
    """A guid is an address too only if it is written as one."""

    def _end_guid(self: Any) -> None:
        is_link, self.guidislink = self.guidislink, 0
        guid = self.pop("id")  # with `guidislink` it would be resolved
        self.guidislink = is_link and str(guid).lower().startswith(_WEB)
        self._save("guidislink", self.guidislink and "link" not in self._get_context())
        if self.guidislink:
            self._save("link", guid)

    _end_id = _end_guid


class _Strict(_AsWritten, api.StrictFeedParser):  # type: ignore[misc]  # feedparser is untyped
    """For a feed that is well-formed."""


class _Loose(_AsWritten, api.LooseFeedParser):  # type: ignore[misc]  # feedparser is untyped
    """For any other."""

    def decode_entities(self, element: str, data: str) -> str:
        decoded: str = super().decode_entities(element, data)
        return html.unescape(decoded) if element in _NAMES else decoded


def install() -> None:
    """From now on `feedparser.parse` reads with these."""
    api.StrictFeedParser, api.LooseFeedParser = _Strict, _Loose
