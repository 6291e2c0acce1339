"""Precision, recall, F1 and calibration, computed by hand."""

import pytest

from services.evaluation.scores import Tally, bins, calibration_error, tally


def test_precision_is_of_ours_and_recall_of_gold() -> None:
    found = tally(frozenset({(0, 1, "a"), (2, 3, "a")}), frozenset({(0, 1, "a"), (2, 3, "b"), (4, 5, "a")}))
    assert (found.precision, found.recall, found.f1) == pytest.approx((1 / 3, 1 / 2, 0.4))


def test_nothing_scores_nothing() -> None:
    assert (Tally().precision, Tally().recall, Tally().f1, calibration_error([])) == (0, 0, 0, 0)


def test_tallies_add_up() -> None:
    assert Tally(1, 2, 3, 4).plus(Tally(1, 1, 1, 1)) == Tally(2, 3, 4, 5)


def test_scores_that_are_kept_have_no_calibration_error() -> None:
    assert calibration_error(bins([(0.5, True), (0.5, False)])) == 0


def test_the_calibration_error_weighs_each_bin_by_its_tags() -> None:
    reliability = bins([(1.0, True), (1.0, True), (1.0, False), (0.25, False)])
    assert [one.tags for one in reliability] == [1, 3]
    assert calibration_error(reliability) == pytest.approx((0.25 * 1 + (1 / 3) * 3) / 4)
