"""The settings of the ingest service."""

import re
from pathlib import Path

from pydantic import Field, field_validator

from services.ingest.collectors.feed import Feed
from services.ingest.names import check_source
from services.runtime.outgoing.addresses import allowed
from services.runtime.settings import Settings

_COMMA = re.compile(r",\s*(?=[a-z0-9._-]+=)")


class IngestSettings(Settings):
    """What ingest needs beside what every service needs."""

    http_port: int = Field(8001, ge=0, le=65535, description="Port of ingest's probes and metrics.")
    feeds: str = Field("", description="RSS and Atom feeds to poll: `source=URL`, with commas between.")
    feed_interval_s: float = Field(300, gt=0, description="Seconds between two polls of a feed.")
    folder: Path | None = Field(None, description="Folder that is watched for documents; unset: none.")
    folder_source: str = Field("folder", description="Source of a document in the folder that names none.")
    folder_interval_s: float = Field(2, gt=0, description="Seconds between two looks at the folder.")
    document_limit: int = Field(
        4 * 1024 * 1024,
        ge=1024,
        le=5 * 1024 * 1024,
        description="Bytes of the largest document in the folder.",
    )
    fetch_allow: str = Field(
        "",
        description="Addresses that may be fetched although they are not public: `host`, `host:port` or networks "
        "in CIDR notation, with commas between.",
    )
    fetch_limit: int = Field(
        10 * 1024 * 1024, ge=1024, description="Bytes of the largest answer, once decompressed."
    )
    fetch_s: float = Field(30, gt=0, description="Seconds that a whole fetch may take, redirects included.")
    user_agent: str = Field(
        "", description="Name that fetches give; empty: `dateline/` and the version. Add a contact address."
    )

    @field_validator("feeds")
    @classmethod
    def _feeds(cls, value: str) -> str:
        parse_feeds(value)
        return value

    @field_validator("folder_source")
    @classmethod
    def _source(cls, value: str) -> str:
        return check_source(value)

    @field_validator("fetch_allow")
    @classmethod
    def _allow(cls, value: str) -> str:
        allowed(value)
        return value


def parse_feeds(setting: str) -> list[Feed]:
    """The feeds in `setting`: "wire=https://news.example/rss, blog=https://blog.example/atom", or `ValueError`."""
    feeds = []
    for entry in _COMMA.split(setting.strip().rstrip(",")) if setting.strip() else ():
        source, _, url = entry.strip().partition("=")
        if not url.startswith(("http://", "https://")):
            raise ValueError(f"{entry!r} is not of the form source=https://…")
        feeds.append(Feed(check_source(source.strip()), url))
    return feeds
