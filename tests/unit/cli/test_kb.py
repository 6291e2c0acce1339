"""`dateline kb`: what a name can mean, and things of one's own."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from services.cli import dateline


def test_what_a_name_can_mean_is_shown() -> None:
    result = CliRunner().invoke(dateline, ["kb", "show", "Germany"])
    assert result.exit_code == 0
    assert result.output.splitlines()[0].startswith("Q183 ")
    assert "iso=DE" in result.output.splitlines()[0]


def test_an_id_is_shown_too() -> None:
    result = CliRunner().invoke(dateline, ["kb", "show", "Q183"])
    assert (result.exit_code, result.output[:13]) == (0, "Q183         ")


@pytest.mark.parametrize("name", ["Xqzzyplugh", "Q999999999999"])
def test_a_name_that_means_nothing_is_said_to(name: str) -> None:
    result = CliRunner().invoke(dateline, ["kb", "show", name])
    assert result.exit_code == 2
    assert f"{name!r} is neither a name nor an id in the knowledge base" in result.output


def test_an_own_thing_is_added_and_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "own.yaml"
    given = [
        "--id",
        "own:1",
        "--name",
        "Xqzzyplugh",
        "--type",
        "organisation",
        "--alias",
        "XQZ",
        "--ticker",
        "XQ",
    ]
    assert CliRunner().invoke(dateline, ["kb", "add", str(file), *given]).exit_code == 0
    monkeypatch.setenv("DATELINE_GAZETTEER", str(file))
    assert CliRunner().invoke(dateline, ["kb", "show", "XQZ"]).output.startswith("own:1 ")
    assert "yours" in CliRunner().invoke(dateline, ["kb", "stats"]).output


def test_a_wrong_value_is_named(tmp_path: Path) -> None:
    given = ["--id", "own:1", "--name", "X", "--type", "place", "--country", "Norland"]
    result = CliRunner().invoke(dateline, ["kb", "add", str(tmp_path / "own.yaml"), *given])
    assert (result.exit_code, "country" in result.output) == (2, True)


def test_tables_of_ones_own_become_a_file_of_the_knowledge_base(tmp_path: Path) -> None:
    table, out = tmp_path / "things.csv", tmp_path / "acme.npz"
    table.write_text("id,name,type\nacme:1,Acme Widgets,organisation\n", "utf-8")
    built = CliRunner().invoke(dateline, ["kb", "build", str(table), "--out", str(out)])
    assert (built.exit_code, built.output) == (0, "acme.npz: 1 things, 1 names\n")
    assert out.exists()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["--out", "x.npz"], "give TABLES or --sources"),
        (["{table}", "--out", "x.txt"], "ends in .npz"),
        (["{table}", "--out", "x.npz"], "things.csv: line 2: "),
    ],
)
def test_a_table_that_cannot_be_built_from_ends_with_2(given: list[str], told: str, tmp_path: Path) -> None:
    table = tmp_path / "things.csv"
    table.write_text("id,name,type\nacme:1,Acme Widgets,planet\n", "utf-8")
    arguments = [argument.format(table=table) for argument in given]
    result = CliRunner().invoke(dateline, ["kb", "build", *arguments])
    assert (result.exit_code, told in result.output) == (2, True)
