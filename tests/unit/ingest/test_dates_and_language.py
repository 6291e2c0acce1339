"""Dates as sources write them, languages as sources claim them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest import dates
from services.ingest.language import UNKNOWN, identify, tag

ENGLISH = (
    "The parties discussed bilateral issues and the broader geopolitical situation on Monday in Brussels."
)
GERMAN = (
    "Die Bundesregierung hat am Montag in Berlin beschlossen, dass die Steuern im kommenden Jahr steigen."
)


@pytest.mark.parametrize(
    ("value", "utc"),
    [
        ("2025-07-03T10:00:00Z", "2025-07-03T10:00:00Z"),
        ("2025-07-03T10:00:00.123+02:00", "2025-07-03T08:00:00Z"),
        ("2025-07-03 10:00", "2025-07-03T10:00:00Z"),
        ("2025-07-03", "2025-07-03T00:00:00Z"),
        (" Thu, 03 Jul 2025 10:00:00 +0200 ", "2025-07-03T08:00:00Z"),
        ("Thu, 3 Jul 2025 10:00:00 EST", "2025-07-03T15:00:00Z"),
        ("1899-12-31", None),
        ("9999-12-31T23:59:59Z", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("2025-02-30", None),
        ("yesterday", None),
        ("", None),
        ("1" * 500, None),
    ],
)
def test_a_date_becomes_rfc_3339_in_utc_or_nothing(value: str, utc: str | None) -> None:
    assert dates.to_utc(value) == utc


@given(st.text(max_size=80))
def test_no_text_is_more_than_no_date(value: str) -> None:
    found = dates.to_utc(value)
    assert found is None or dates.to_utc(found) == found


@pytest.mark.parametrize(
    ("line", "utc"),
    [
        ("Friday, January 4, 2019", "2019-01-04T00:00:00Z"),
        ("4 January 2019", "2019-01-04T00:00:00Z"),
        ("2019-01-04", "2019-01-04T00:00:00Z"),
        ("On January 4, 2019", None),
        ("January", None),
    ],
)
def test_a_line_that_is_a_date_says_the_day(line: str, utc: str | None) -> None:
    assert dates.written(line) == utc


@pytest.mark.parametrize(
    ("moment", "now", "kept"),
    [
        ("2025-07-03T10:59:00Z", "2025-07-03T10:00:00.5+00:00", True),
        ("2025-07-03T11:01:00Z", "2025-07-03T10:00:00Z", False),
        ("2025-07-03T11:01:00Z", None, True),
        ("2025-07-03T11:01:00Z", "no date", True),
    ],
)
def test_a_date_is_never_in_the_future(moment: str, now: str | None, kept: bool) -> None:
    assert dates.not_after(moment, now) == (moment if kept else None)


@pytest.mark.parametrize(
    ("moment", "credible"),
    [
        (None, None),
        ("2025-07-03T11:00:00Z", "2025-07-03T11:00:00Z"),
        ("2025-07-03T11:00:01Z", "2025-07-03T10:00:00Z"),
        ("2025-07-04T10:00:00Z", "2025-07-03T10:00:00Z"),
        ("2025-07-04T10:00:01Z", None),
    ],
)
def test_a_date_up_to_a_day_ahead_is_now(moment: str | None, credible: str | None) -> None:
    assert dates.credible(moment, "2025-07-03T10:00:00+00:00") == credible


@pytest.mark.parametrize(
    ("value", "bcp47"),
    [("en", "en"), ("EN-gb", "en-GB"), ("en_US", "en-US"), ("zh-hant-tw", "zh-Hant-TW"), ("es-419", "es-419"),
     ("english", "en"), ("eng", "en"), ("ger-AT", "de-AT"), ("xx", None), ("nonsense", None),
     ("", None), (None, None), ("und", None), ("e", None), ("en-", None), ("x" * 99, None)],
)  # fmt: skip
def test_a_language_tag_is_checked(value: str | None, bcp47: str | None) -> None:
    assert tag(value) == bcp47


@pytest.mark.parametrize(
    ("text", "submitted", "language"),
    [
        (ENGLISH, None, "en"),
        (ENGLISH, "en-GB", "en-GB"),
        (GERMAN, None, "de"),
        (GERMAN, "en", "de"),
        ("Photo", "fr", "fr"),
        ("Photo", None, UNKNOWN),
        ("", None, UNKNOWN),
        ("12 34 56", "nonsense tag", UNKNOWN),
        ("Obama met Merkel in Berlin. “That was a good day,” she said.", None, "en"),
        ("The mayor resigns", None, "en"),
        ("The mayor resigns", "fr", "fr"),
        ("Het is de week van de stad en we gaan op reis", None, UNKNOWN),
        ("Det er for sent at stoppe", None, UNKNOWN),
        ("Polen Deutschland Gipfel", None, UNKNOWN),
    ],
)
def test_the_language_is_the_detected_one_if_that_is_sure(
    text: str, submitted: str | None, language: str
) -> None:
    found, confidence = identify(text, submitted)
    assert found == language
    assert (confidence == 0) == (language == UNKNOWN)
