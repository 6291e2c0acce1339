"""`dateline topics`."""

import pytest
from click.testing import CliRunner

from services.cli import dateline


@pytest.mark.parametrize("name", ["medtop:16000000", "16000000", "conflict, war and peace"])
def test_a_topic_is_shown_by_id_and_by_label(name: str) -> None:
    done = CliRunner().invoke(dateline, ["topics", "show", name])
    assert done.exit_code == 0
    assert done.output.startswith("medtop:16000000  conflict, war and peace\n")
    assert "IPTC Media Topics, release of 2025-10-09" in done.output


def test_a_retired_topic_says_what_stands_for_it() -> None:
    done = CliRunner().invoke(dateline, ["topics", "show", "20000162"])
    assert "retired on 2015-08-27; today: medtop:20000143 transportation accident and incident" in done.output


def test_the_tree_has_as_many_levels_as_asked_for() -> None:
    done = CliRunner().invoke(dateline, ["topics", "tree", "weather", "--depth", "1"])
    assert done.output == "medtop:17000000  weather\n"
    deeper = CliRunner().invoke(dateline, ["topics", "tree", "weather"])
    assert "\n  medtop:20001128  weather forecast\n" in deeper.output


@pytest.mark.parametrize("command", ["show", "tree"])
@pytest.mark.parametrize(
    ("topic", "hint"), [("Wether", "'weather' is"), ("medtop:99999999", "`dateline topics tree`")]
)
def test_an_unknown_topic_is_refused(command: str, topic: str, hint: str) -> None:
    done = CliRunner().invoke(dateline, ["topics", command, topic])
    assert done.exit_code == 2
    assert f"{topic!r} is neither the id nor the label of a topic; {hint}" in done.output
