"""`dateline eval`, with the real extractor on articles labelled by hand."""

import json
from pathlib import Path

import pytest

from services.cli import main
from tests.unit.evaluation.labelled import named, quoted, write

NAMES = named(
    "Wang Yi met Kaja Kallas in Brussels. Paris was quiet.",
    ("Wang Yi", "PER"),
    ("Kaja Kallas", "PER"),
    ("Brussels", "ORG"),
)
QUOTES = quoted("“We are ready for it,” Wang Yi said.", ("Wang Yi", "“We are ready for it,”"))


def printed(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    main(["eval", *argv])
    return capsys.readouterr().out


def test_names_are_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "a.jsonl.gz", [NAMES])
    found = json.loads(printed(capsys, "ner", "--data", str(tmp_path), "--json"))
    assert (found["task"], found["n"]) == ("ner", 1)
    assert {name: found["metrics"][name] for name in ("precision", "recall")} == {
        "precision": 0.5,
        "recall": 0.6667,
    }


def test_quotes_are_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "a.jsonl.gz", [QUOTES])
    found = json.loads(printed(capsys, "quotes", "--data", str(tmp_path), "--json"))
    assert {name: found["metrics"][name] for name in ("found", "speaker", "precision")} == {
        "found": 1.0,
        "speaker": 1.0,
        "precision": 1.0,
    }


def test_a_reader_gets_tables_and_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "a.jsonl.gz", [NAMES])
    text = printed(capsys, "ner", "--data", str(tmp_path), "--html", str(tmp_path / "page.html"))
    assert {line.split()[0] for line in text.splitlines() if line} >= {"person", "a.jsonl.gz", "gold,", "bin"}
    assert "Kaja Kallas" in (tmp_path / "page.html").read_text()


def test_data_without_labels_is_one_line_and_exit_code_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["eval", "quotes", "--data", str(tmp_path)])
    assert "text and attributions" in capsys.readouterr().err
