"""What an evaluation prints, and the page that it writes."""

import json

from services.evaluation.page import page
from services.evaluation.report import Mark, Marked, Report, Table

TEXT = "Ana <b>Rus</b> & Bo"


def report(*marked: Marked) -> Report:
    table = Table("type", ["gold", "f1"], [["person", 12, 0.5], ["place", 3, 1.0]])
    return Report("ner", "data", len(marked), {"f1": 0.123456}, [table], marked)


def marked(title: str, faults: int) -> Marked:
    return Marked(title, TEXT, [Mark(0, 3, "person")], [Mark(0, 3, "person"), Mark(17, 19, "place")], faults)


def test_the_json_is_one_object_of_task_data_n_and_metrics() -> None:
    line = report(marked("a", 1)).as_json()
    assert "\n" not in line
    assert json.loads(line) == {"task": "ner", "data": "data", "n": 1, "metrics": {"f1": 0.1235}}


def test_the_text_lines_its_columns_up() -> None:
    assert report().as_text().splitlines() == [
        "ner: data, 0 articles",
        "  f1 0.123",
        "",
        "  type    gold     f1",
        "  person    12  0.500",
        "  place      3  1.000",
    ]


def test_the_page_marks_gold_and_ours_in_the_escaped_text() -> None:
    html = page(report(marked("a", 1)))
    assert (
        '<span class="both" title="gold: person; ours: person">Ana</span> &lt;b&gt;Rus&lt;/b&gt; &amp; '
        in html
    )
    assert '<span class="ours" title="gold: nothing; ours: place">Bo</span>' in html


def test_the_page_shows_the_worst_articles_first() -> None:
    html = page(report(marked("few", 1), marked("many", 9)))
    assert html.index(">many ") < html.index(">few ")
