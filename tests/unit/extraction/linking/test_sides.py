"""Which game the names of an article tell."""

from collections import Counter

import pytest

from services.extraction.linking.base import Candidate, Known
from services.extraction.linking.fields import FIELDS, TEAM, counted, mask
from services.extraction.linking.games import SOLO
from services.extraction.linking.layer import Extra
from services.extraction.linking.record import How
from services.extraction.linking.sides import MANY, figures, homes, over, sides


def team(game: str, how: How = "derived", prior: float = 5.0, country: str = "") -> Candidate:
    fields = TEAM | 1 << FIELDS.index(game)
    known = Known(game, game, "organisation", "team", country, fields, prior, Extra(), own=False)
    return Candidate(known, frozenset({how}), 0, capitals=False)


def test_a_team_in_full_tells_its_game() -> None:
    assert sides([[team("baseball", "label")], []]) == (Counter(baseball=3), 0.0)


def test_many_towns_tell_the_game_that_most_of_them_play() -> None:
    pools = [[team("baseball")]] * 8 + [[team("hockey"), team("baseball")]] * 4
    found, table = sides(pools)
    assert found["baseball"] == 12
    assert found["hockey"] == 0
    assert table == 1.0


def test_a_few_towns_and_little_known_teams_tell_nothing() -> None:
    assert sides([[team("baseball")]] * 3) == (Counter(), 0.0)
    assert sides([[team("baseball", prior=1.0)]] * 30) == (Counter(), 0.0)


def test_a_table_is_at_home_where_most_of_its_names_have_a_team() -> None:
    pools = [[team("football", country="NL")]] * (MANY - 2) + [
        [team("football", country="NL"), team("football", country="SU")]
    ] * 2
    assert homes(pools) == {"NL": 1.0, "SU": 2 / MANY}
    assert homes(pools[:3]) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Springfield 3 Norland 1", 1.0),
        ("The minister resigned on 3 May", 0.5),
        ("No figures", 0.0),
        ("", 0.0),
    ],
)
def test_a_table_of_results_has_many_figures(text: str, expected: float) -> None:
    assert figures(text) == pytest.approx(expected)


@pytest.mark.parametrize(("share", "expected"), [(0.1, 0.0), (0.2, 0.0), (0.35, 0.5), (0.5, 1.0), (0.9, 1.0)])
def test_a_share_counts_between_two_bounds(share: float, expected: float) -> None:
    assert over(share, 0.2, 0.5) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "game"),
    [
        ("the football club's striker", "football"),
        ("a major league game", "baseball"),
        ("National Football League", "gridiron"),
        ("an American football team", "gridiron"),
        ("the golfer's birdie", SOLO),
    ],
)
def test_words_and_phrases_tell_a_game(text: str, game: str) -> None:
    assert counted(text)[game] > 0
    assert game == "football" or counted(text)["football"] == 0


def test_single_peoples_sports_are_no_bit_of_a_mask() -> None:
    assert mask(["golfer"]) == mask(["sport golf"])
