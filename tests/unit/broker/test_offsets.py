"""Committed offsets: the newest of each place, also after a crash."""

import os
from pathlib import Path

from services.broker.offsets import Committed, Offsets

ONE, TWO = Committed(1, 0, "note"), Committed(2, -1, "")


def test_the_newest_commits_come_back(tmp_path: Path) -> None:
    offsets = Offsets(tmp_path)
    offsets.commit("g", {("s", 0): ONE, ("s", 1): ONE})
    offsets.commit("g", {("s", 0): TWO})
    offsets.commit("h", {("t", 0): ONE})
    offsets.log.close()
    assert Offsets(tmp_path).groups == {"g": {("s", 0): TWO, ("s", 1): ONE}, "h": {("t", 0): ONE}}


def test_what_was_forgotten_stays_forgotten(tmp_path: Path) -> None:
    offsets = Offsets(tmp_path)
    for group in ("g", "h"):
        offsets.commit(group, {("s", 0): ONE, ("t", 0): ONE})
    offsets.forget(group="g")
    offsets.forget(stream="s")
    expected = {"h": {("t", 0): ONE}}
    assert offsets.groups == expected
    offsets.log.close()
    assert Offsets(tmp_path).groups == expected


def test_a_commit_that_a_crash_cut_short_never_was(tmp_path: Path) -> None:
    offsets = Offsets(tmp_path)
    offsets.commit("g", {("s", 0): ONE})
    offsets.commit("g", {("s", 0): TWO, ("s", 1): TWO})
    offsets.log.close()
    path = offsets.log.segments[0].path
    os.truncate(path, path.stat().st_size - 1)
    assert Offsets(tmp_path).groups == {"g": {("s", 0): ONE}}
