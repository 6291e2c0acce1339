"""Stories that merge and split as news arrives: what is said of it, in which order, and after a crash."""

import random
from collections.abc import Iterable, Sequence

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.article import Article, Retraction
from schemas.groups import Story, StoryMerged, StorySplit
from services.grouping.grouper import Grouper, Limits
from services.grouping.members import Moved, Said
from tests.unit.grouping.articles import PICTURES, article

NOW = "2026-11-03T12:00:00+00:00"
DRAVA, OSTWICK = ([f"{a}{b}{tag}".capitalize() for a in "abcdef" for b in "ghijk"] for tag in ("dra", "ost"))


def piece(name: str, *vocabularies: Sequence[str], count: int = 24) -> Article:
    """An article of `count` names out of each vocabulary, in an order of its own."""
    rng = random.Random(name)
    names = [word for words in vocabularies for word in rng.sample(words, count)]
    rng.shuffle(names)
    return article(name, " ".join(names), title="…")


D1, D2, D3 = (piece(f"p{n}", DRAVA) for n in (1, 2, 3))
O1, O2, O3 = (piece(f"q{n}", OSTWICK) for n in (1, 2, 3))
BOTH = [piece(f"y{n}", DRAVA, OSTWICK) for n in range(4)]
BRIDGE = piece("y0", DRAVA, OSTWICK, count=15)
MERGING = [D1, D2, O1, O2, *BOTH]
SPLITTING = [D1, BRIDGE, O1, D2, O2, O3, D3]


def feed(state: Grouper, articles: Iterable[Article]) -> list[Said | Moved]:
    said = []
    for one in articles:
        state.take(one, NOW)
        changes = state.changes()
        state.said(changes)
        said += changes
    return said


def grouper() -> Grouper:
    return Grouper(PICTURES, Limits())


def stories(said: Iterable[Said | Moved]) -> dict[str, Story]:
    return {message.id: message for message in said if isinstance(message, Story)}


def ids(*articles: Article) -> set[str]:
    return {one.id for one in articles}


def of(story: Story) -> set[str]:
    return {one.article for one in story.articles}


def test_stories_that_turn_out_to_be_one_are_merged_and_the_smaller_one_is_over() -> None:
    said = feed(grouper(), MERGING)
    (move,) = [message for message in said if isinstance(message, StoryMerged)]
    over, kept = stories(said)[move.id], stories(said)[move.into]
    assert set(move.articles) >= ids(O1, O2)
    assert (over.articles, over.merged_into, over.revision) == ((), kept.id, move.revision)
    assert of(kept) == ids(*MERGING)


def test_a_story_that_turns_out_to_be_two_is_split_and_the_larger_part_keeps_the_id() -> None:
    said = feed(grouper(), SPLITTING)
    (move,) = [message for message in said if isinstance(message, StorySplit)]
    kept, new = stories(said)[move.id], stories(said)[move.into]
    assert of(kept) == ids(D1, D2, D3, BRIDGE)
    assert of(new) == ids(O1, O2, O3)
    assert new.split_from == kept.id
    assert set(move.articles) == ids(O1, O2)
    assert kept.id == next(message.id for message in said if isinstance(message, Story))


def test_what_takes_articles_over_is_said_first_then_the_move_then_what_they_left() -> None:
    for river in (MERGING, SPLITTING):
        said = [message for message in feed(grouper(), river) if isinstance(message, Story | Moved)]
        at = next(number for number, message in enumerate(said) if isinstance(message, Moved))
        move = said[at]
        assert isinstance(move, Moved)
        assert [message.id for message in said[at - 1 : at + 2]] == [move.into, move.id, move.id]


def test_a_replay_changes_nothing_of_what_was_merged_or_split() -> None:
    for river in (MERGING, SPLITTING):
        state = grouper()
        feed(state, river)
        assert feed(state, [*river, *reversed(river)]) == []


def test_an_article_that_comes_again_does_not_bring_a_merged_story_back() -> None:
    state = grouper()
    (move,) = [message for message in feed(state, MERGING) if isinstance(message, StoryMerged)]
    for one in (O1, O2):
        state.withdraw(
            Retraction(id=one.id, version=2, digest=one.digest, source=one.source, reason="canceled")
        )
    state.said(state.changes())
    again = [
        msgspec.structs.replace(one, version=3, text=f"…\n\n{text}")
        for one, text in ((O1, "Something else altogether."), (O2, "Something else altogether."))
    ]
    said = feed(state, again)
    assert stories(said)
    assert move.id not in stories(said)


@settings(max_examples=120, deadline=None)
@given(
    st.permutations(MERGING) | st.permutations(SPLITTING),
    st.integers(0, 8),
    st.integers(0, 8),
    st.integers(0, 5),
)
def test_after_a_crash_at_any_moment_every_article_is_in_one_story_and_every_move_was_said(
    river: list[Article], read: int, acknowledged: int, lost: int
) -> None:
    """Killed after `read` articles, the last `lost` messages never sent, fewer articles acknowledged than read."""
    acknowledged = min(read, acknowledged)
    state = grouper()
    sent = feed(state, river[:acknowledged])
    kept = sent + feed(state, river[acknowledged:read])
    before = kept[: max(len(sent), len(kept) - lost)]
    state, last = grouper(), dict[tuple[str, ...], tuple[int, Said | Moved]]()
    for number, message in enumerate(before):
        last[(message.id, message.into) if isinstance(message, Moved) else (message.id,)] = (number, message)
    for _, message in sorted(last.values(), key=lambda one: one[0]):
        state.recall(message, NOW)
    for number, one in enumerate(river):
        state.restore(one, NOW, number < acknowledged)
    said = [*before, *feed(state, river[acknowledged:])]
    newest = stories(said)
    named = [name for story in newest.values() for name in of(story)]
    assert len(named) == len(set(named))
    for story in newest.values():
        moves = [message for message in said if isinstance(message, Moved)]
        if story.merged_into:
            assert any((m.id, m.into) == (story.id, story.merged_into) for m in moves)
            assert story.articles == ()
        if story.split_from:
            assert any((m.id, m.into) == (story.split_from, story.id) for m in moves)
    revisions = [(m.id, m.revision) for m in said if isinstance(m, Story)]
    assert all(newest[key].revision >= revision for key, revision in revisions)
