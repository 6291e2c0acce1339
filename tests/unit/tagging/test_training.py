"""The scripts that made the topic model: the same data gives the same bytes."""

import gzip
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import pytest

from models.topics_linear import corpus
from models.topics_linear.calibrate import assess, calibrate, fold
from models.topics_linear.corpus import Example
from models.topics_linear.fit import Recipe, learnable, marked
from models.topics_linear.train import gather, train
from schemas.mediatopics import TABLE, MediaTopic, Vocabulary
from services.tagging.heads import Heads, Mix, Top
from services.tagging.linear import FILES, LinearModel
from tests.unit.tagging.articles import CONFLICT, SPORT

WEATHER = "medtop:17000000"
RECIPE = Recipe(min_documents=1, min_examples=5, folds=3)
SHIPPED = Path(__file__).parents[3] / "models" / "topics_linear"
VOCABULARY = Vocabulary.load(SHIPPED.parent / TABLE)
KEPT = next(
    row
    for row in corpus.rows(corpus.TOPICS / "kept.tsv")
    if row["id"].startswith("gmb-") and row["start"] != "0"
)
PORTAL = next(row for row in corpus.rows(SHIPPED / "portal.tsv") if not corpus.is_held(row["id"], 3))


def examples() -> list[Example]:
    words = {SPORT: ("goal", "match", "coach", "league"), CONFLICT: ("war", "truce", "shelling", "army")}
    texts = [
        (f"{words[topic][n % 4]} and {words[topic][n // 4 % 4]} number{chr(97 + n)}", topic)
        for topic in words
        for n in range(16)
    ]
    rare = Example(id="rare", origin="seeds", text="a gust of wind", topics=frozenset({WEATHER}))
    return [
        *(
            Example(id=text, origin="marks", text=text, topics=frozenset({topic}), date="2026-01-01")
            for text, topic in texts
        ),
        rare,
    ]


def test_learning_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        train(examples(), tmp_path / name, RECIPE)
    for name in FILES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_what_is_learnt_is_read_by_the_tagger_and_knows_its_topics(tmp_path: Path) -> None:
    description = train(examples(), tmp_path, RECIPE)
    scores = {s.topic: s.score for s in LinearModel.load(tmp_path).scored({"truce": 1, "war": 1})}
    assert list(scores) == [SPORT, CONFLICT]
    assert scores[CONFLICT] > 0.5 > scores[SPORT]
    assert description.examples[SPORT] == {"marks": 16}
    assert description.cross_validation["marks"].texts == 32


def test_a_topic_with_too_few_examples_is_left_out() -> None:
    assert learnable(examples(), RECIPE) == [SPORT, CONFLICT]
    assert learnable(examples(), Recipe(min_examples=1)) == [SPORT, CONFLICT, WEATHER]
    assert marked(examples(), [SPORT]).sum() == 16


def test_a_threshold_is_the_best_within_the_bounds() -> None:
    few = examples()[:32]
    marks = marked(few, [SPORT])
    (sure,) = calibrate([SPORT], few, np.where(marks, 4.0, -4.0), marks, RECIPE)
    assert RECIPE.lowest_threshold <= sure.threshold <= RECIPE.highest_threshold
    assert sure.probability(4.0) > 0.9
    assert sure.probability(-4.0) < 0.1


def test_the_fold_of_an_example_hangs_on_its_id_alone() -> None:
    assert [fold(identifier, 5) for identifier in ("a", "b", "hp-00001")] == [4, 0, 1]


def test_scores_are_measured_as_they_are_defined() -> None:
    marks = np.array([[True, False]] * 4 + [[False, True]] * 4)
    given = marks.copy()
    given[0] = [False, True]
    scores = assess(given.astype(float), given, marks)
    assert (scores.micro_f1, scores.precision, scores.recall, scores.texts) == (0.875, 0.875, 0.875, 8)
    assert scores.macro_f1 == pytest.approx((2 * 3 / 7 + 2 * 4 / 9) / 2, abs=1e-4)
    assert scores.ece == 2 / 16  # one topic too many and one too few among sixteen, all of them sure


def write(path: Path, lines: Iterable[Mapping[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(line) + "\n" for line in lines)


def shared(folder: Path) -> Path:
    events = folder / "train" / "wikipedia-current-events"
    write(
        events / "topics-2003-2024.jsonl.gz",
        [
            {"id": "old", "date": "2020-01-01", "text": "Teachers ask for peace.", "labels": [CONFLICT]},
            {"id": "none", "date": "2020-01-01", "text": "Rain.", "labels": []},
            {"id": PORTAL["id"], "date": "2020-01-01", "text": "By hand.", "labels": [SPORT]},
        ],
    )
    write(
        events / "topics-links.jsonl.gz",
        [
            {"id": "before", "date": "2026-04-24", "text": "A goal.", "labels": [SPORT]},
            {"id": "test", "date": corpus.TEST_FROM, "text": "A match.", "labels": [SPORT]},
        ],
    )
    write(
        folder / "eval" / "huffpost-headlines" / "half.jsonl.gz",
        [{"id": "h1", "text": "what a goal", "medtop": SPORT}, {"id": "h2", "text": "funny", "medtop": None}],
    )
    write(
        folder / "train" / "gmb-voa" / "train.jsonl.gz",
        [{"id": KEPT["id"], "text": "." * int(KEPT["end"]) + "!"}],
    )
    return folder


def test_later_days_are_kept_back_and_every_source_is_read(tmp_path: Path) -> None:
    found = {example.id: example for example in gather(shared(tmp_path))}
    assert {"old", "before", "h1"} <= set(found)
    assert not {"none", "test", "h2", "unmarked"} & set(found)
    assert {example.origin for example in found.values()} == {
        "current-events",
        "huffpost",
        "marks",
        "own",
        "portal",
        "seeds",
        "vocabulary",
    }
    assert found[PORTAL["id"]].second == {f"medtop:{number}" for number in PORTAL["topics"].split()}


def test_no_labelled_article_is_in_both_parts_or_learnt_from_twice() -> None:
    parts = {part: {line["url"] for line in corpus.lines(path)} for part, path in corpus.LABELLED.items()}
    assert len(parts["train"]) + len(parts["test"]) >= 200
    assert not parts["train"] & parts["test"]
    assert not parts["kept"] & (parts["train"] | parts["test"])


def test_a_third_of_what_is_labelled_by_hand_is_held_out_and_the_test_is_in_neither_part(
    tmp_path: Path,
) -> None:
    learnt, held = (
        {one.id for one in corpus.by_hand(shared(tmp_path), VOCABULARY, held=part)} for part in (False, True)
    )
    kept = {one.id for one in corpus.kept(tmp_path, VOCABULARY)}
    assert not learnt & held
    assert kept < held
    assert 0.25 < len(held - kept) / len(learnt | held - kept) < 0.42
    assert not (learnt | held) & {one.id for one in corpus.marked_wikinews("test")}


def test_of_a_wire_text_only_the_stretch_of_one_story_is_read(tmp_path: Path) -> None:
    (found,) = [one for one in corpus.kept(shared(tmp_path), VOCABULARY) if one.origin == "voa"]
    assert (found.id, len(found.text)) == (KEPT["id"], int(KEPT["end"]) - int(KEPT["start"]))
    assert "!" not in found.text
    assert found.second <= {f"medtop:{number}" for number in KEPT["topics"].split()}


def test_a_topic_alone_tells_by_the_vector_what_shares_of_all_topics_do_not() -> None:
    mix = Mix(tops=_tops(), headlines=_tops(), seconds=(), sections=())
    alone = np.zeros((2, 384), dtype=np.float32)
    alone[0, 0], alone[1, 1] = 9.0, 9.0
    heads = Heads(mix, np.zeros((2, 384), dtype=np.float32), np.zeros(2, dtype=np.float32), alone)
    both = np.zeros(384, dtype=np.float32)
    both[:2] = 0.7
    assert set(heads.scores(both, {}, {}, {}).values()) == {0.9866}  # -2 + 9 * 0.7
    assert set(heads.scores(both, {}, {}, {}, headline=True).values()) == {0.1192}  # -2


def _tops() -> tuple[Top, ...]:
    return tuple(
        Top(topic=topic, words=0.0, network=0.0, sections=0.0, lexical=0.0, offset=-2.0, threshold=0.5)
        for topic in (SPORT, CONFLICT)
    )


def test_items_of_our_own_name_topics_of_the_second_level_and_no_text_twice() -> None:
    items = corpus.own_items(VOCABULARY)
    assert len({one.text for one in items}) == len({one.id for one in items}) == len(items) >= 200
    for one in items:
        assert one.topics
        assert one.topics >= {VOCABULARY.top(topic) for topic in one.second}
        assert all(VOCABULARY.current(topic) == topic for topic in one.second)


@pytest.mark.parametrize("part", ["train", "kept", "test"])
def test_the_labels_by_hand_are_topics_in_use_at_their_level(part: str) -> None:
    for example in corpus.marked_wikinews(part):
        assert example.topics
        assert example.topics >= {VOCABULARY.top(topic) for topic in example.second}
        assert all(VOCABULARY.level(one) == 1 for one in example.topics)
        assert all(VOCABULARY.level(one) == 2 and VOCABULARY.current(one) == one for one in example.second)


def test_indicator_words_add_topics_and_take_none(tmp_path: Path) -> None:
    found = {example.id: example for example in gather(shared(tmp_path))}
    assert found["old"].topics == {CONFLICT, "medtop:05000000"}
    assert found["before"].topics == {SPORT}


def test_a_definition_is_an_example_of_its_top_topic() -> None:
    vocabulary = Vocabulary(
        {
            "a": MediaTopic(id="a", label="sport", definition="Games"),
            "b": MediaTopic(id="b", label="chess", definition="A board game", parent="a"),
            "c": MediaTopic(id="c", label="old", definition="Gone", parent="a", retired="2020-01-01"),
        }
    )
    assert [(e.text, set(e.topics)) for e in corpus.definitions(vocabulary)] == [
        ("sport. Games", {"a"}),
        ("chess. A board game", {"a"}),
    ]


@pytest.mark.parametrize("name", ["seeds.tsv"])
def test_the_hand_made_tables_name_top_topics_and_no_text_twice(name: str) -> None:
    rows = corpus.rows(SHIPPED / name)
    tops = {f"medtop:{number:02}000000" for number in range(1, 18)}
    assert all(set(row["topics"].split()) <= tops and row["topics"] for row in rows)
    texts = [row.get("text") or row["article"] for row in rows]
    assert len(set(texts)) == len(texts)


def test_the_shipped_model_is_small_and_knows_all_17_topics() -> None:
    assert sum((SHIPPED / name).stat().st_size for name in FILES) < 8_000_000
    model = LinearModel.load(SHIPPED)
    assert [scored.topic for scored in model.scored({})] == [f"medtop:{n:02}000000" for n in range(1, 18)]
