"""Stories: articles about one event, by the words that they share and by what their openings mean.

How like two articles are is the mean of two cosines, of their words and of their meanings; how like two stories are,
the mean over their pairs. That alone tells a story from the next one badly: reports of one trial are all alike, those
of an election night are not. So it is held against how like the articles *within* each of the two stories are, their
cohesion: `nearness` is the ratio, and one bound holds for tight stories and for loose ones. (The idea is that of
local scaling: Zelnik-Manor and Perona, "Self-tuning spectral clustering", NIPS 2004.)

Two that are both about something, and share nothing of it, are never one: results, dividends and auctions are reported
in one form, in which the names alone say that they are different things.

Copies of one text count once, or a text sent ten times would be a story that nothing else is near to.
Sums are of integers, so a story that is put together again from the same texts is the same, whatever their order.
"""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from heapq import nsmallest

import msgspec
import numpy as np
import numpy.typing as npt

from services.grouping.linkage import Square, halves
from services.grouping.pictures import FINENESS, Picture
from services.grouping.words import SCALE, Vector
from services.text.embedding import WIDTH

SEEDS = 32
"""The heaviest words of an article, by which the stories are found that may be near."""

LIKELY = 0.04
"""Mean cosine by the heaviest words alone from which a story is looked at as a whole."""

MOST_LOOKED_UP, MOST_SCORED = 4096, 512
"""Entries of the heaviest words, the rarest of these first, by which stories are found, and how many of these, the most
likely so far, are scored by the commoner words too: a bound on the time an article takes, however many stories there
are. Where all entries are fewer, every story that shares one of the words is scored by all of them."""

Seed = tuple[dict[str, int], int]
"""What a word adds up to in each story, and its weight in the article."""

MOST_LIKELY = 64
"""Stories that are looked at as a whole, the most likely ones."""

MOST_SPLIT = 60
"""Texts of a story beyond which it is not looked at for halves: it has long been what it is."""

FEWEST_IN_HALF = 2
"""Texts of a part that may leave. A single one that is unlike the rest may still be of the event."""


class Measure(msgspec.Struct, frozen=True):
    """How likeness is measured, and from which nearness on articles are of one story.

    `words` is the share of the words' cosine in likeness; `prior` the cohesion of a story that nothing is known of.
    """

    words: float
    prior: float
    near: float


PRIOR_PAIRS = 3
"""Pairs of texts that the prior counts as."""

BOTH = Measure(words=0.6, prior=0.45, near=0.78)
WORDS_ALONE = Measure(words=1.0, prior=0.22, near=0.72)
"""For languages that the model of meaning does not know."""


class Story(msgspec.Struct):
    """A story as the sum of its texts: pictures and numbers of articles by the key of each text.

    `square` is the square of the length of the sum of the words, `meaning` the sum of the meanings; `selves` are the
    sums of the squares of each text, of its words and of its meaning. `unasked` are the texts whose meaning is not in
    them yet: it is added when the story is looked at. `names` counts what its texts are about.
    """

    language: str
    measure: Measure
    texts: dict[str, Picture] = {}
    articles: dict[str, int] = {}
    square: int = 0
    meaning: npt.NDArray[np.int64] = msgspec.field(default_factory=lambda: np.zeros(WIDTH, np.int64))
    selves: tuple[int, int] = (0, 0)
    unasked: set[str] = set()
    names: Counter[str] = msgspec.field(default_factory=Counter)


class Stories:
    """The sums of all stories; those of the words are kept by word: `_sums[word][story]`."""

    def __init__(self) -> None:
        self._sums: dict[str, dict[str, int]] = {}
        self._stories: dict[str, Story] = {}

    def __len__(self) -> int:
        return len(self._stories)

    def add(self, key: str, text: str, picture: Picture, language: str) -> None:
        """Put an article with the text called `text` into story `key`, which begins with its first one."""
        story = self._stories.get(key)
        if story is None:
            story = self._stories[key] = Story(language, _measure(picture))
        story.articles[text] = story.articles.get(text, 0) + 1
        if story.articles[text] == 1:
            story.texts[text] = picture
            story.names.update(picture.names)
            self._shift(key, story, picture.words, 1)
            if picture.asked:
                _mean(story, picture, 1)
            elif picture.meant:
                story.unasked.add(text)

    def remove(self, key: str, text: str) -> None:
        """Take an article with that text out of story `key`, which ends with its last one."""
        story = self._stories[key]
        story.articles[text] -= 1
        if story.articles[text] == 0:
            del story.articles[text]
            picture = story.texts.pop(text)
            story.names -= Counter(picture.names)
            self._shift(key, story, picture.words, -1)
            if text in story.unasked:
                story.unasked.remove(text)
            elif picture.meant:
                _mean(story, picture, -1)
        if not story.texts:
            del self._stories[key]

    def near(self, key: str) -> float:
        """The nearness from which something is of this story."""
        return self._stories[key].measure.near

    def closeness(self, key: str, picture: Picture) -> float:
        """How like a picture is to the texts of a story, summed over them."""
        story = self._look(key)
        words = sum(
            weight * self._sums.get(term, {}).get(key, 0)
            for term, weight in zip(picture.words.terms, picture.words.weights, strict=True)
        )
        meaning = int(story.meaning @ picture.meaning()) if picture.meant else 0
        return _mixed(story.measure, words, meaning)

    def nearest(
        self, picture: Picture, language: str, fits: Callable[[str], bool]
    ) -> list[tuple[float, str]]:
        """The stories that an article may belong to with their nearness, nearest first, then by name.

        `fits` says which ones may be considered.
        """
        measure, found = _measure(picture), []
        for key in self._likely(picture.words):
            story = self._stories[key]
            alike = story.language == language and story.measure == measure
            if alike and not _strange(picture.names, story.names.keys()) and fits(key):
                likeness = self.closeness(key, picture) / len(story.texts)
                found.append((-likeness / math.sqrt(measure.prior * _cohesion(story)), key))
        return [(-score, key) for score, key in sorted(found)]

    def nearness(self, one: str, other: str) -> float:
        """How near two stories are."""
        smaller, larger = sorted((one, other), key=lambda key: len(self._stories[key].texts))
        a, b = self._look(smaller), self._look(larger)
        if a.measure != b.measure or _strange(a.names.keys(), b.names.keys()):
            return 0.0
        likeness = sum(self.closeness(larger, picture) for picture in a.texts.values())
        return likeness / (len(a.texts) * len(b.texts)) / math.sqrt(_cohesion(a) * _cohesion(b))

    def apart(self, key: str) -> tuple[float, frozenset[str]] | None:
        """The smaller half of a story that is two, by the keys of its texts, and how near the halves are."""
        story = self._stories[key]
        if not 2 * FEWEST_IN_HALF <= len(story.texts) <= MOST_SPLIT:
            return None
        names = sorted(story.texts)
        likeness = _square([story.texts[name] for name in names], story.measure)
        kept, leaving = halves(likeness)
        if len(leaving) < FEWEST_IN_HALF:
            return None
        between = float(likeness[np.ix_(kept, leaving)].mean())
        near = between / math.sqrt(_within(likeness, kept, story) * _within(likeness, leaving, story))
        return (near, frozenset(names[number] for number in leaving)) if near < story.measure.near else None

    def _likely(self, words: Vector) -> Sequence[str]:
        """The stories that come near enough by the heaviest words alone to be looked at as a whole."""
        seeds = [
            (self._sums[term], weight)
            for term, weight in zip(words.terms[:SEEDS], words.weights[:SEEDS], strict=True)
            if term in self._sums
        ]
        seeds.sort(key=lambda seed: len(seed[0]))
        products: dict[str, int] = {}
        looked_up = 0
        for used, (sums, weight) in enumerate(seeds):
            looked_up += len(sums)
            if looked_up > MOST_LOOKED_UP and products:
                products = self._scored(products, seeds[used:])
                break
            for key, total in sums.items():
                products[key] = products.get(key, 0) + weight * total
        least = LIKELY * SCALE * SCALE
        return [key for mean, key in self._first(MOST_LIKELY, products) if mean >= least]

    def _scored(self, products: dict[str, int], seeds: Sequence[Seed]) -> dict[str, int]:
        """The most likely of the stories, with their products by `seeds` added."""
        likely = [key for _, key in self._first(MOST_SCORED, products)]
        return {
            key: products[key] + sum(sums.get(key, 0) * weight for sums, weight in seeds) for key in likely
        }

    def _first(self, most: int, products: Mapping[str, int]) -> list[tuple[float, str]]:
        """The `most` stories of the greatest products a text, with these, greatest first, then by name."""
        means = ((-product / len(self._stories[key].texts), key) for key, product in products.items())
        return [(-mean, key) for mean, key in nsmallest(most, means)]

    def _look(self, key: str) -> Story:
        """A story with the meaning of all its texts."""
        story = self._stories[key]
        while story.unasked:
            _mean(story, story.texts[story.unasked.pop()], 1)
        return story

    def _shift(self, key: str, story: Story, words: Vector, sign: int) -> None:
        for term, weight in zip(words.terms, words.weights, strict=True):
            sums = self._sums.setdefault(term, {})
            before = sums.get(key, 0)
            after = before + sign * weight
            story.square += after * after - before * before
            if after:
                sums[key] = after
            else:
                del sums[key]
            if not sums:
                del self._sums[term]
        own, meaning = story.selves
        story.selves = own + sign * sum(weight * weight for weight in words.weights), meaning


def _mean(story: Story, picture: Picture, sign: int) -> None:
    """Add the meaning of a text to a story, or take it out."""
    exact = picture.meaning().astype(np.int64)
    words, own = story.selves
    story.meaning += sign * exact
    story.selves = words, own + sign * int(exact @ exact)


def _strange(some: Set[str], others: Set[str]) -> bool:
    """Whether the two are about something, and nothing of it is the same."""
    return bool(some and others) and some.isdisjoint(others)


def _measure(picture: Picture) -> Measure:
    return BOTH if picture.meant else WORDS_ALONE


def _mixed(measure: Measure, words: int, meaning: int) -> float:
    """Likeness from products of words and of meanings."""
    return measure.words * words / SCALE**2 + (1 - measure.words) * meaning / FINENESS**2


def _cohesion(story: Story) -> float:
    """How like the texts of a story are to each other: the mean over their pairs, drawn to the prior while few."""
    words, meaning = story.selves
    pairs = _mixed(story.measure, story.square - words, int(story.meaning @ story.meaning) - meaning) / 2
    return _drawn(pairs, len(story.texts), story)


def _within(likeness: Square, part: Sequence[int], story: Story) -> float:
    """The cohesion of a part of a story."""
    square = likeness[np.ix_(part, part)]
    return _drawn(float(square.sum() - np.trace(square)) / 2, len(part), story)


def _drawn(total: float, texts: int, story: Story) -> float:
    pairs = texts * (texts - 1) / 2
    return max(total + PRIOR_PAIRS * story.measure.prior, 0.01) / (pairs + PRIOR_PAIRS)


def _square(pictures: Sequence[Picture], measure: Measure) -> Square:
    """How like each two of the pictures are, [n, n]."""
    columns: dict[str, int] = {}
    for picture in pictures:
        for term in picture.words.terms:
            columns.setdefault(term, len(columns))
    words = np.zeros((len(pictures), len(columns)))
    for row, picture in enumerate(pictures):
        words[row, [columns[term] for term in picture.words.terms]] = picture.words.weights
    square = measure.words * (words @ words.T) / SCALE**2
    if measure.words < 1:
        meaning = np.stack([picture.meaning() for picture in pictures]).astype(np.float64)
        square += (1 - measure.words) * (meaning @ meaning.T) / FINENESS**2
    return square
