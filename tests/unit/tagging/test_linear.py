"""Scores of a linear model, and what each term adds to them."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tagging.linear import FILES, Calibration, LinearModel
from tests.unit.tagging.articles import CONFLICT, SPORT, WEIGHTS, small_model

COUNTS = st.dictionaries(st.sampled_from([*WEIGHTS, "unheard"]), st.integers(min_value=1, max_value=99))


def by_topic(model: LinearModel, counts: dict[str, int]) -> dict[str, float]:
    return {scored.topic: scored.score for scored in model.scored(counts)}


def test_a_score_is_the_calibrated_margin() -> None:
    scores = by_topic(small_model(), {"goal": 1})
    assert scores == {SPORT: round(1 / (1 + math.exp(-2.0)), 4), CONFLICT: round(1 / (1 + math.exp(1.0)), 4)}


@pytest.mark.parametrize(("threshold", "given_"), [(0.5, True), (0.5001, False)])
def test_a_topic_is_given_from_its_threshold_on(threshold: float, given_: bool) -> None:
    calibration = Calibration(topic=SPORT, slope=1.0, offset=0.0, threshold=threshold)
    assert (calibration.probability(0.0) >= calibration.threshold) is given_


@given(st.floats(allow_nan=False), st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))
def test_a_probability_lies_in_0_to_1_with_four_decimals(margin: float, slope: float, offset: float) -> None:
    probability = Calibration(topic=SPORT, slope=slope, offset=offset, threshold=0.5).probability(margin)
    assert 0.0 <= probability <= 1.0
    assert probability == round(probability, 4)


@given(COUNTS)
def test_a_margin_is_the_sum_of_what_its_terms_add(counts: dict[str, int]) -> None:
    for scored in small_model().scored(counts):
        margin = -1.0 + math.fsum(scored.contributions().values())
        assert scored.score == pytest.approx(1 / (1 + math.exp(-margin)), abs=1e-4)
        assert set(scored.contributions()) == set(counts) & set(WEIGHTS)


@given(COUNTS)
def test_the_order_in_which_words_were_met_changes_nothing(counts: dict[str, int]) -> None:
    backwards = dict(reversed(counts.items()))
    assert by_topic(small_model(), counts) == by_topic(small_model(), backwards)


def save(folder: Path, terms: str, topics: int, shape: tuple[int, int]) -> Path:
    calibration = f'{{"topic": "{SPORT}", "slope": 1.0, "offset": 0.0, "threshold": 0.5}}'
    (folder / FILES[0]).write_text(f'{{"topics": [{", ".join([calibration] * topics)}], "recipe": {{}}}}')
    np.savez(
        folder / FILES[1],
        weights=np.ones(shape, dtype=np.float16),
        bias=np.zeros(shape[1], dtype=np.float32),
        idf=np.ones(shape[0], dtype=np.float32),
    )
    (folder / FILES[2]).write_text(terms, encoding="utf-8")
    return folder


def test_a_model_is_read_from_its_three_files(tmp_path: Path) -> None:
    model = LinearModel.load(save(tmp_path, "goal\nüber\n", topics=1, shape=(2, 1)))
    assert by_topic(model, {"über": 1}) == {SPORT: 0.7311}


@pytest.mark.parametrize(("terms", "topics", "shape"), [("goal\n", 1, (2, 1)), ("goal\nmatch\n", 2, (2, 1))])
def test_files_that_do_not_belong_together_are_refused(
    tmp_path: Path, terms: str, topics: int, shape: tuple[int, int]
) -> None:
    with pytest.raises(ValueError, match="differ in number"):
        LinearModel.load(save(tmp_path, terms, topics, shape))
