"""What `dateline eval` does with a report: prints it, and writes its page."""

from pathlib import Path

import click

from schemas.mediatopics import TABLE, Vocabulary
from services.evaluation import grouping, links, names, quotes, topics
from services.evaluation.difference import difference, rehearsal
from services.evaluation.page import page
from services.evaluation.report import Report
from services.extraction.extract import Extractor
from services.grouping.pictures import Pictures
from services.tagging.tagger import Tagger

__all__ = ["compare", "difference", "evaluate", "show"]

EVALUATIONS = {"ner": names.evaluate, "quotes": quotes.evaluate, "linking": links.evaluate}


def evaluate(task: str, data: Path, models: Path) -> Report:
    """The report of a task; `ValueError` where the data can't be read."""
    if task == "stories":
        return grouping.stories(Pictures.load(models), Extractor.load(models), data)
    if task == "duplicates":
        return grouping.duplicates(Pictures.load(models), data)
    if task == "topics":
        return topics.evaluate(Tagger.load(models), Vocabulary.load(models / TABLE), data)
    return EVALUATIONS[task](Extractor.load(models), data)


def compare(old: Path, new: Path, sample: Path) -> Report:
    """What the taggers of two folders of models say of the articles in `sample`; `ValueError` as in `evaluate`."""
    return rehearsal(Tagger.load(old), Tagger.load(new), sample)


def show(report: Report, html: Path | None, *, as_json: bool) -> None:
    """Prints the report, as one JSON object or for a reader, and writes the page if asked to."""
    click.echo(report.as_json() if as_json else report.as_text())
    if html is not None:
        html.write_text(page(report), encoding="utf-8")
