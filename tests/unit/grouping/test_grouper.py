"""What is said of articles as they come, go, come again, and are read again."""

from collections.abc import Iterable

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.article import Article, Retraction
from schemas.groups import Duplicates, Story
from services.grouping.grouper import MOST_IN_GROUP, Grouper, Limits
from services.grouping.members import Said
from tests.unit.grouping.articles import FLOOD, PICTURES, STRIKE, article

NOW = "2026-11-03T12:00:00+00:00"
FOLLOW_UP = (
    "Four hundred houses in Quillhaven still stand in the water of the Drava, mayor Ilka Brandt said on Tuesday. "
    "The bridge to Marrowby may open on Thursday."
)
RIVER = [
    article("flood"),
    article("flood-copy", title="Houses under water in Quillhaven"),
    article("strike", STRIKE, title="Dockers walk out at Ostwick"),
    article("flood-later", FOLLOW_UP, title="Quillhaven waits", published="2026-11-04T08:00:00+00:00"),
    article("strike-copy", STRIKE + " Nobody was hurt.", title="Port of Ostwick at a standstill"),
    article("flood", FLOOD + " Two people are missing.", version=2),
]


def grouper(limits: Limits | None = None) -> Grouper:
    return Grouper(PICTURES, limits or Limits())


def feed(state: Grouper, articles: Iterable[Article], accepted: str = NOW) -> list[Said]:
    """Take each article and say what follows at once."""
    said = []
    for one in articles:
        state.take(one, accepted)
        changes = state.changes()
        state.said(changes)
        said += changes
    return said


def newest(said: Iterable[Said]) -> dict[str, Said]:
    """The last message of each group."""
    return {message.id: message for message in said}


def members(said: dict[str, Said]) -> dict[str, set[tuple[str, int]]]:
    """Who is in each group."""
    return {
        key: {(a.article, a.version) for a in (m.articles if isinstance(m, Story) else m.copies)}
        for key, m in said.items()
    }


def ids(*articles: Article) -> set[str]:
    return {one.id for one in articles}


def stories(said: Iterable[Said]) -> list[set[str]]:
    found = [m for m in newest(said).values() if isinstance(m, Story)]
    return sorted(({a.article for a in story.articles} for story in found), key=len)


def copies(said: Iterable[Said]) -> list[Duplicates]:
    return [m for m in newest(said).values() if isinstance(m, Duplicates)]


def retraction(one: Article) -> Retraction:
    return Retraction(
        id=one.id, version=one.version + 1, digest=one.digest, source=one.source, reason="canceled"
    )


def test_articles_about_one_event_form_a_story_with_its_span_and_a_title_of_its_own() -> None:
    said = feed(grouper(), RIVER)
    assert stories(said) == [ids(RIVER[2], RIVER[4]), ids(RIVER[0], RIVER[1], RIVER[3])]
    flood = next(m for m in newest(said).values() if isinstance(m, Story) and len(m.articles) == 3)
    assert (flood.first, flood.last) == ("2026-11-03T10:00:00+00:00", NOW)
    assert flood.title in {one.title for one in RIVER}
    assert flood.central in {a.article for a in flood.articles}


def test_copies_of_a_text_form_a_group_whose_head_is_the_earliest() -> None:
    early = article("early", title="First", published="2026-11-03T09:00:00+00:00")
    (group,) = copies(feed(grouper(), [RIVER[0], RIVER[1], early]))
    assert group.head == early.id
    assert [copy.similarity for copy in group.copies] == [1.0, 1.0, 1.0]


def test_a_version_is_no_copy_of_its_own_article() -> None:
    said = feed(grouper(), [RIVER[0], RIVER[5]])
    assert said == []


def test_a_copy_that_was_rewritten_leaves_its_group_and_keeps_its_story() -> None:
    rewritten = msgspec.structs.replace(article("flood-copy", FOLLOW_UP, version=2))
    said = feed(grouper(), [RIVER[0], RIVER[1], rewritten])
    assert [[c.article for c in group.copies] for group in copies(said)] == [[RIVER[0].id]]
    assert stories(said) == [ids(RIVER[0], RIVER[1])]


def test_an_article_alone_is_not_spoken_of() -> None:
    assert feed(grouper(), [RIVER[0], RIVER[2]]) == []


def test_a_withdrawn_article_leaves_its_groups_and_a_group_of_none_is_over() -> None:
    state = grouper()
    feed(state, RIVER[:2])
    for one in RIVER[:2]:
        state.withdraw(retraction(one))
    said = state.changes()
    assert {type(m) for m in said} == {Story, Duplicates}
    assert all(m.revision == 2 for m in said)
    assert stories(said) == [set()]
    assert [(group.copies, group.head) for group in copies(said)] == [((), None)]


def test_what_is_to_be_said_is_repeated_until_it_has_been_said() -> None:
    state = grouper()
    for one in RIVER[:2]:
        state.take(one, NOW)
    assert state.changes() == state.changes() != []
    state.said(state.changes())
    assert state.changes() == []


def test_a_replayed_article_changes_nothing() -> None:
    state = grouper()
    feed(state, RIVER)
    assert feed(state, [*RIVER, *reversed(RIVER)]) == []


def test_a_late_article_joins_the_story_of_its_time() -> None:
    state = grouper()
    feed(state, RIVER)
    late = article("late", FOLLOW_UP, title="The night before", published="2026-11-02T23:00:00+00:00")
    said = feed(state, [late], "2026-11-09T12:00:00+00:00")
    assert ids(late, RIVER[0], RIVER[1], RIVER[3]) in stories(said)


def test_an_equal_event_of_another_time_is_another_story() -> None:
    year_before = article("old", FOLLOW_UP, title="Flood", published="2025-11-03T10:00:00+00:00")
    assert feed(grouper(), [RIVER[0], year_before]) == []


def test_an_article_from_before_the_window_is_left_alone() -> None:
    state = grouper(Limits(window_s=3600))
    state.take(RIVER[2], NOW)
    assert state.take(RIVER[0], "2026-11-03T10:00:00+00:00") == "late"


def test_what_the_window_leaves_behind_is_forgotten() -> None:
    state = grouper(Limits(window_s=3600))
    feed(state, RIVER)
    feed(
        state, [article("new", "Something else altogether.", title="Elsewhere")], "2026-11-05T12:00:00+00:00"
    )
    assert (state.articles, state.stories) == (1, 1)


def test_the_number_of_articles_is_bounded() -> None:
    state = grouper(Limits(most=3))
    for minute, one in enumerate(RIVER[:5]):
        state.take(one, f"2026-11-03T12:{minute:02}:00+00:00")
    assert state.articles == 3


def test_a_group_that_is_full_takes_no_more() -> None:
    said = feed(grouper(), [article(str(i)) for i in range(MOST_IN_GROUP + 2)])
    sizes = sorted(len(group.copies) for group in copies(said))
    assert sizes == [2, MOST_IN_GROUP]


@settings(max_examples=150, deadline=None)
@given(st.permutations(RIVER[:5]), st.integers(0, 6), st.integers(0, 6), st.integers(0, 3))
def test_a_restart_at_any_moment_comes_to_the_same_groups(
    river: list[Article], read: int, acknowledged: int, lost: int
) -> None:
    """Killed after `read` articles, the last `lost` messages never sent, fewer articles acknowledged than read."""
    river = [*river, RIVER[5]]
    acknowledged = min(read, acknowledged)
    sent, kept = feed(grouper(), river[:acknowledged]), feed(grouper(), river[:read])
    before = kept[: max(len(sent), len(kept) - lost)]
    state = grouper()
    for message in newest(before).values():
        state.recall(message, NOW)
    for number, one in enumerate(river):
        state.restore(one, NOW, number < acknowledged)
    again = feed(state, river[acknowledged:])
    assert members(newest([*before, *again])) == members(newest(feed(grouper(), river)))


@settings(max_examples=30, deadline=None)
@given(st.permutations(RIVER[:5]))
def test_the_same_articles_in_the_same_order_give_the_same_bytes(river: list[Article]) -> None:
    assert msgspec.json.encode(feed(grouper(), river)) == msgspec.json.encode(feed(grouper(), river))


@settings(max_examples=30, deadline=None)
@given(st.permutations(RIVER[:5]))
def test_who_is_a_copy_of_whom_does_not_depend_on_the_order(river: list[Article]) -> None:
    found = {frozenset(c.article for c in group.copies) for group in copies(feed(grouper(), river))}
    assert found == {frozenset(ids(RIVER[0], RIVER[1])), frozenset(ids(RIVER[2], RIVER[4]))}
