"""The streams of `streams.yaml`: what each carries, who writes and reads it, how it is kept."""

import functools
from collections.abc import Mapping
from importlib import resources
from typing import Literal

import msgspec

SUBMISSIONS = "dateline.submissions.v1"
ARTICLES = "dateline.articles.v1"
ENTITIES = "dateline.entities.v1"
TAGGED = "dateline.tagged.v1"
SUPERSEDED = "dateline.superseded.v1"
GROUPS = "dateline.groups.v1"
SOURCES = "dateline.sources.v1"


def dead_letters(service: str) -> str:
    """The dead letter stream of `service`."""
    return f"dateline.{service}.dlq.v1"


class Stream(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of `streams.yaml`. `key` says what the record key is; hours of retention, -1 for ever.

    Of a stream that is compacted, the newest record of each key is kept for ever.
    """

    summary: str
    key: str
    messages: tuple[str, ...]
    producers: tuple[str, ...]
    consumers: tuple[str, ...]
    partitions: int
    retention_hours: int
    compatibility: Literal["BACKWARD_TRANSITIVE"]
    compacted: bool = False


@functools.cache
def streams() -> Mapping[str, Stream]:
    """Every stream by its name."""
    raw = resources.files("schemas").joinpath("streams.yaml").read_bytes()
    return msgspec.yaml.decode(raw, type=dict[str, Stream])
