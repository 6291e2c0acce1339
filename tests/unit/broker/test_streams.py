"""The catalogue of streams on the disk."""

from pathlib import Path

import pytest
from kafka import errors

from services.broker.streams import Streams, check
from tests.unit.broker.batches import batch


def test_streams_and_settings_come_back(tmp_path: Path) -> None:
    streams = Streams(tmp_path)
    streams.create("s", 2, {"retention.ms": "1000"})
    streams.grow("s", 3)
    streams.configure("s", {"retention.ms": None, "cleanup.policy": "compact"})
    again = Streams(tmp_path).get("s")
    assert len(again.logs) == 3
    assert again.given == {"cleanup.policy": "compact"}
    assert again.config["retention.ms"] == "604800000"


def test_a_changed_setting_counts_for_the_next_append(tmp_path: Path) -> None:
    streams = Streams(tmp_path)
    streams.create("s", 1, {})
    streams.configure("s", {"max.message.bytes": "100"})
    with pytest.raises(errors.MessageSizeTooLargeError):
        streams.log("s", 0).append(batch((b"k", b"v" * 100)))


def test_a_deleted_stream_leaves_nothing_on_the_disk(tmp_path: Path) -> None:
    streams = Streams(tmp_path)
    streams.create("s", 1, {})
    streams.log("s", 0).append(batch((b"k", b"v")))
    streams.delete("s")
    assert [path.name for path in tmp_path.iterdir()] == ["streams.json"]
    streams.create("s", 1, {})
    assert streams.log("s", 0).end == 0


def test_what_a_crash_left_of_a_deleted_stream_is_cleared_away(tmp_path: Path) -> None:
    Streams(tmp_path).create("s", 1, {})
    (tmp_path / "gone" / "0").mkdir(parents=True)
    Streams(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["s", "streams.json"]


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "../up", "ä", "x" * 250, "new\nline", "nul\0"])
def test_a_name_that_could_leave_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(errors.InvalidTopicError):
        Streams(tmp_path).create(name, 1, {})


@pytest.mark.parametrize(
    "given",
    [
        {"cleanup.policy": "compact,delete"},
        {"retention.ms": "-1"},
        {"min.cleanable.dirty.ratio": "0.01"},
        {"compression.type": "zstd"},
    ],
)
def test_settings_of_kafka_are_taken(given: dict[str, str]) -> None:
    check(given)


@pytest.mark.parametrize(
    "given",
    [{"retention": "1"}, {"retention.ms": "1h"}, {"cleanup.policy": ""}, {"cleanup.policy": "compact;"}],
)
def test_settings_without_sense_are_named(given: dict[str, str]) -> None:
    (name,) = given
    with pytest.raises(errors.InvalidConfigurationError, match=name):
        check(given)
