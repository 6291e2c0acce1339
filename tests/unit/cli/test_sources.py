"""The table of sources says at a glance which of them needs somebody."""

from msgspec.structs import replace

from schemas.source import Source, SourceFault
from services.cli.sources import table
from tests.contract.messages import example

NOW = "2026-11-03T12:00:00+00:00"
EXAMPLE = example("dateline.source.checked.v1")
assert isinstance(EXAMPLE, Source)
WELL = replace(EXAMPLE, fault=None, failures=0)
FAULT = SourceFault(kind="dns", detail="dns: no such host", since=NOW)


def cells(*sources: Source) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in table(sources, NOW)[1:]]


def test_a_source_that_is_well_says_when_it_was_heard_of() -> None:
    assert cells(WELL) == [
        [
            "quillhaven-courier",
            "well",
            "55 min ago",
            "2 h ago",
            "21 min",
            "412",
            "https://courier.example/rss",
        ]
    ]


def test_what_is_wrong_is_named() -> None:
    failing, silent = replace(WELL, fault=FAULT, failures=7), replace(WELL, quiet=True)
    held = replace(WELL, fault=SourceFault(kind="held", detail="held: for 30 s more", since=NOW))
    assert [row[1] for row in cells(failing, held, silent)] == ["dns ×7", "held", "quiet"]
    assert [row[7:] for row in cells(failing, held, silent)] == [
        ["dns: no such host"],
        ["held: for 30 s more"],
        [],
    ]


def test_a_source_of_which_little_is_known_says_so() -> None:
    new = replace(WELL, found=None, usual_s=None, items=0, checked=NOW)
    assert cells(new)[0][2:6] == ["0 s ago", "never", "?", "0"]
