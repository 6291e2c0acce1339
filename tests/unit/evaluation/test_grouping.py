"""`dateline eval stories` and `duplicates`, on articles labelled by hand."""

import json
from pathlib import Path

import pytest

from services.cli import main
from tests.unit.evaluation.labelled import write
from tests.unit.grouping.articles import FLOOD, STRIKE

TEXTS = [
    ("flood", FLOOD),
    ("flood", f"Water\n{FLOOD}"),
    ("strike", STRIKE),
    ("strike", "Rain.\nIt rained in Porto."),
]


@pytest.mark.parametrize(
    ("task", "label", "metrics"),
    [
        ("stories", "story", {"bcubed_f1": 0.8571, "bcubed_precision": 1.0, "bcubed_recall": 0.75}),
        ("duplicates", "group", {"precision": 1.0, "recall": 0.5}),
    ],
)
def test_groups_are_measured(
    task: str,
    label: str,
    metrics: dict[str, float],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = [{"id": str(number), label: name, "text": text} for number, (name, text) in enumerate(TEXTS)]
    write(tmp_path / "a.jsonl.gz", rows)
    main(["eval", task, "--data", str(tmp_path), "--json"])
    found = json.loads(capsys.readouterr().out)
    assert (found["task"], found["n"], found["metrics"]) == (task, 4, metrics)


def test_the_groups_that_were_cut_up_are_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"id": str(number), "story": name, "text": text} for number, (name, text) in enumerate(TEXTS)]
    write(tmp_path / "a.jsonl.gz", rows)
    main(["eval", "stories", "--data", str(tmp_path)])
    listed = capsys.readouterr().out.partition("cut up or mixed")[2]
    assert "strike" in listed
    assert "flood" not in listed
