"""The settings of the ingest service."""

import re
from pathlib import Path

from pydantic import Field, SecretStr, field_validator

from services.ingest.formats import opml
from services.ingest.formats.contract import Address, Context
from services.ingest.language import tag
from services.ingest.names import check_source
from services.ingest.polling.status import Polled
from services.runtime.outgoing.addresses import allowed
from services.runtime.settings import OptionalFile, OptionalFolder, Settings

_COMMA = re.compile(r",\s*(?=[a-z0-9._-]+=)")


class IngestSettings(Settings):
    """What ingest needs beside what every service needs."""

    http_port: int = Field(8001, ge=0, le=65535, description="Port of ingest's probes and metrics.")
    feeds: str = Field("", description="Feeds and news sitemaps to poll: `source=URL`, with commas between.")
    feed_list: OptionalFile = Field(None, description="OPML file with more feeds to poll; read at start.")
    feed_interval_s: float = Field(300, gt=0, description="Seconds between two polls of a feed, at least.")
    feed_longest_s: float = Field(
        3600, gt=0, description="Seconds between two polls of a feed that seldom has something new, or fails."
    )
    language: str = Field(
        "",
        description="Language (BCP 47) of a document that does not say its own and is too short to tell; unset: none.",
    )
    folder: OptionalFolder = Field(None, description="Folder that is watched for documents; unset: none.")
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
    fetch_proxy: SecretStr = Field(
        SecretStr(""), description="URL of your own HTTP proxy, through which every fetch goes; empty: none."
    )
    host_at_once: int = Field(2, ge=1, le=100, description="Requests to one host at the same time, at most.")
    host_delay_s: float = Field(
        1, ge=0, le=3600, description="Seconds between two requests to one host, at least."
    )
    robots_exempt: str = Field(
        "",
        description="Hosts whose robots.txt is not asked for, by agreement with them, with commas between.",
    )
    parse_s: float = Field(
        10, gt=0, description="Seconds that reading one document may take; then its reader is killed."
    )
    parse_limit: int = Field(
        1024 * 1024 * 1024,
        ge=256 * 1024 * 1024,
        description="Bytes of memory that a reader of documents may take, address space included.",
    )
    user_agent: str = Field(
        "", description="Name that fetches give; empty: `dateline/` and the version. Add a contact address."
    )

    @field_validator("feeds")
    @classmethod
    def _feeds(cls, value: str) -> str:
        parse_feeds(value)
        return value

    @field_validator("fetch_proxy")
    @classmethod
    def _proxy(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not value.get_secret_value().startswith(("http://", "https://")):
            raise ValueError("not of the form http://host:port")
        return value

    @field_validator("language")
    @classmethod
    def _language(cls, value: str) -> str:
        if value and tag(value) is None:
            raise ValueError("no BCP 47 tag, such as en or pt-BR")
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


def hosts(setting: str) -> list[str]:
    """The host names in `setting`: "news.example, wire.example"."""
    return [host for part in setting.split(",") if (host := part.strip().lower())]


def parse_feeds(setting: str) -> list[Polled]:
    """The feeds in `setting`: "wire=https://news.example/rss, blog=https://blog.example/atom", or `ValueError`."""
    feeds = []
    for entry in _COMMA.split(setting.strip().rstrip(",")) if setting.strip() else ():
        source, _, url = entry.strip().partition("=")
        if not url.startswith(("http://", "https://")):
            raise ValueError(f"{entry!r} is not of the form source=https://…")
        feeds.append(Polled(check_source(source.strip()), url))
    return feeds


def listed_feeds(path: Path | None) -> list[Polled]:
    """The feeds in the OPML file at `path`. `ValueError` where it can't be read."""
    if path is None:
        return []
    try:
        found = opml.parse(path.read_bytes(), Context(source="feed", name=path.name))
    except (OSError, ValueError) as error:
        raise ValueError(f"DATELINE_FEED_LIST: {error}") from error
    return [Polled(one.source or "feed", one.url) for one in found if isinstance(one, Address)]
