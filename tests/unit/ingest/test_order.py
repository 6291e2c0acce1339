"""An older version never replaces a newer one, in whatever order they come; what is really new does."""

from collections.abc import Sequence
from typing import Any

import pytest

from schemas.article import Article
from schemas.submission import Submission
from services.ingest.intake import Known, draft, is_late, remember, settle
from services.ingest.order import MOST, Past, Told, after, told

NOW = "2026-06-12T12:00:00Z"
FIRST, SECOND, THIRD = "2026-06-10T08:00:00Z", "2026-06-10T09:00:00Z", "2026-06-10T10:00:00Z"


def one(text: str, kind: str = "folder", accepted: str = NOW, **fields: Any) -> tuple[Submission, str]:
    """A submission of the one article, "-" for its retraction, and when it is accepted."""
    submission = Submission(
        source="wire",
        guid="1",
        content=f"The council met in {text}.",
        source_class=kind,  # type: ignore[arg-type]  # one of the three
        pubstatus="canceled" if text == "-" else "usable",
        **fields,
    )
    return submission, accepted


def story(submissions: Sequence[tuple[Submission, str]]) -> str:
    """The letter of each version that came out, "-" for a retraction."""
    known: Known | None = None
    versions = ""
    for submission, accepted in submissions:
        drafted, said = draft(submission, accepted), told(submission, accepted)
        settled = None if is_late(drafted, known, said) else settle(drafted, known)
        if settled is not None:
            known = remember(settled, -1, accepted, known, said)
            versions += settled.text[-2] if isinstance(settled, Article) else "-"
    return versions


@pytest.mark.parametrize("archive", ["AB", "ABC", "A-", "AB-", "ABCB"])
def test_an_archive_that_is_loaded_again_undoes_nothing(archive: str) -> None:
    assert story([one(text) for text in archive * 2]) == archive.replace("CB", "C")


def test_a_correction_that_was_pushed_stays_when_the_archive_is_loaded_again() -> None:
    assert story([one("A"), one("B", "push"), one("A")]) == "AB"


def test_an_old_version_that_was_never_here_comes_too_late() -> None:
    newer = one("B", "feed", updated=SECOND, published=FIRST)
    assert story([newer, one("A", updated=FIRST)]) == "B"
    assert story([newer, one("A", published=FIRST)]) == "B"
    assert story([newer, one("A", "feed", updated=FIRST)]) == "B"


@pytest.mark.parametrize("kind", ["feed", "push"])
def test_what_is_fed_or_pushed_holds_now(kind: str) -> None:
    assert story([one("A", kind), one("B", kind), one("A", kind)]) == "ABA"


def test_an_old_text_that_its_source_dates_anew_is_a_new_version() -> None:
    dated = [one("A", updated=FIRST), one("B", updated=SECOND), one("A", updated=THIRD)]
    assert story(dated) == "ABA"
    assert story(dated * 2) == "ABA"


def test_a_page_that_was_captured_earlier_comes_too_late() -> None:
    live = one("B", "feed", accepted=SECOND)
    assert story([live, one("A", captured=FIRST)]) == "B"
    assert story([live, one("A", captured=THIRD)]) == "BA"
    assert story([one("B", captured=SECOND), one("A", captured=FIRST)]) == "B"
    assert story([one("A", captured=FIRST), one("B", captured=SECOND), one("A", captured=THIRD)]) == "ABA"


def test_a_date_that_is_yet_to_come_keeps_no_later_version_out() -> None:
    assert story([one("A", updated="2099-01-01T00:00:00Z"), one("B", updated=SECOND)]) == "AB"


def test_no_more_versions_are_remembered_than_that() -> None:
    past = Past()
    for number in range(MOST + 5):
        past = after(past, str(number), Told())
    assert past.marks == tuple(str(number) for number in range(5, MOST + 5))
