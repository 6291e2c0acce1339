"""The embedder: vectors of unit length that lie near where meaning does."""

from pathlib import Path

import numpy as np
import pytest
from tokenizers import BertWordPieceTokenizer

from schemas.article import Article
from schemas.submission import Submission
from services.ingest.intake import build
from services.text.embedding import CHARACTERS, WIDTH, Embedder, Lower, opening

FOLDER = Path(__file__).parents[3] / "models" / "embedder"


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return Embedder(FOLDER)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "Rain", "🚋", "word " * 5000, "x" * 5000, "東京で地震"])
def test_every_text_has_a_vector_of_unit_length(embedder: Embedder, text: str) -> None:
    vector = embedder.embed(text)
    assert vector.shape == (WIDTH,)
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-4)


def test_the_same_text_gives_the_same_bits_whatever_came_before(embedder: Embedder) -> None:
    first = embedder.embed("Parliament passes the budget.")
    embedder.embed("Something else altogether, and longer.")
    assert embedder.embed("Parliament passes the budget.").tobytes() == first.tobytes()


@pytest.mark.parametrize(
    "text", ["rain " * 400, "unbelievably " * 100, "x, " * 40, "no", "東京" * 900, "l" * 700 + " rain" * 300]
)
def test_the_pieces_are_the_first_of_the_whole_text(text: str) -> None:
    reference = BertWordPieceTokenizer(str(FOLDER / "vocab.txt"), lowercase=True)
    whole = reference.encode(text[:CHARACTERS], add_special_tokens=False).ids
    assert Lower(FOLDER, longest=100).pieces(text) == whole[:98]


def test_words_beyond_the_longest_text_change_nothing(embedder: Embedder) -> None:
    opening_words = "Parliament passes the budget. " * 40
    same = embedder.embed(opening_words).tobytes()
    assert embedder.embed(opening_words + "A storm is coming.").tobytes() == same


@pytest.mark.parametrize(
    ("one", "near", "far"),
    [
        (
            "Quake kills dozens in Chile",
            "Earthquake in South America, many dead",
            "Striker signs for a new club",
        ),
        ("Central bank raises rates", "Interest rates go up again", "Monkeys seen using stone tools"),
        ("Teachers walk out over pay", "Strike closes schools", "New comet discovered by amateur"),
    ],
)
def test_what_means_the_same_lies_nearer(embedder: Embedder, one: str, near: str, far: str) -> None:
    vector = embedder.embed(one)
    assert vector @ embedder.embed(near) > vector @ embedder.embed(far) + 0.2


def article(content: str, title: str | None) -> Article:
    built = build(Submission(source="test", guid="g", title=title, content=content), None, None)
    assert isinstance(built, Article)
    return built


def test_the_opening_is_the_title_and_the_first_words() -> None:
    assert opening(article("The river rose.\n\nIt fell.", "Flood")) == "Flood\nThe river rose.\nIt fell."


def test_the_opening_of_a_long_article_is_cut() -> None:
    assert len(opening(article("\n\n".join(["many words " * 40] * 90), "Long"))) <= CHARACTERS
