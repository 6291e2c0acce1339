"""Dictionaries of actors: names, codes and terms of office, and whom they go to."""

import gzip
from pathlib import Path

from models.kb.collection import Collection
from models.kb.sources.phoenix import MADE, Entry, entries, groups, leaders
from services.extraction.linking.record import Office

TEXT = """# a comment
NORLAND_  [NLD]
+NORLANDIC_
MARIA_BEISPIEL_  # notes
+MARIYA_BEISPEEL_
+PRESIDENT_BEISPIEL
\t[NLDELI 800101-910709]
\t[NLDGOV 910710-951231]
\t[NLDGOV 960101-991231]
JAN_JANSEN_
JAN_P._JANSEN
\t[NLDGOV >080508]
"""


def test_an_entry_ends_with_its_codes() -> None:
    assert list(entries(TEXT)) == [
        Entry(["NORLAND", "NORLANDIC"], ["NLD"], []),
        Entry(
            ["MARIA BEISPIEL", "MARIYA BEISPEEL", "PRESIDENT BEISPIEL"],
            ["NLDELI", "NLDGOV", "NLDGOV"],
            [("NLD", 19910710, 19951231), ("NLD", 19960101, 19991231)],
        ),
        Entry(["JAN JANSEN", "JAN P. JANSEN"], ["NLDGOV"], [("NLD", 20080508, MADE)]),
    ]


def laid(folder: Path, name: str, content: str) -> None:
    path = folder / "phoenix-dictionaries" / f"Phoenix.{name}.actors.txt.gz"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(gzip.compress(content.encode()))


def test_terms_and_spellings_go_to_the_only_politician_of_the_name(tmp_path: Path) -> None:
    laid(tmp_path, "Countries", TEXT)
    (tmp_path / "countries").mkdir()
    (tmp_path / "countries" / "country-codes.csv").write_text(
        "ISO3166-1-Alpha-3,ISO3166-1-Alpha-2\nNLD,NL\n", "utf-8"
    )
    found = Collection({})
    found.add("test", "Q1", "Maria Beispiel", type_="person", description="politician", country="NL")
    found.add("test", "Q2", "Jan Jansen", type_="person", description="politician", country="NL")
    found.add("test", "Q3", "Jan Jansen", type_="person", description="politician", country="NL")
    found.add("test", "Q4", "Maria Beispiel", type_="person", description="footballer", country="NL")
    leaders(found, tmp_path)
    records = {record.id: record for record in found.done({})}
    assert records["Q1"].offices == [Office("NL", "government", 19910710, 19991231)]
    assert "Mariya Beispeel" in {name.text for name in records["Q1"].names}
    assert not any("President" in name.text for name in records["Q1"].names)
    assert not any(records[id_].offices for id_ in ("Q2", "Q3", "Q4"))


def test_spellings_of_a_group_go_to_the_only_one_of_the_name(tmp_path: Path) -> None:
    laid(tmp_path, "MilNonState", "NORLAND_FRONT_ [NLDREB]\n+NORLANDIC_FRONT_\n")
    laid(tmp_path, "International", "SHARED_ [IGO]\n+SHARED_BODY_\n")
    found = Collection({})
    found.add("test", "Q1", "Norland Front", type_="organisation")
    found.add("test", "Q2", "Shared", type_="organisation")
    found.add("test", "Q3", "Shared", type_="organisation")
    groups(found, tmp_path)
    names = {record.id: {name.text for name in record.names} for record in found.done({})}
    assert "Norlandic Front" in names["Q1"]
    assert "Shared Body" not in names["Q2"] | names["Q3"]
