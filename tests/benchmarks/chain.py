"""Articles a second through the whole chain, beside the bare extractor on the same articles in the same run.

`python -m tests.benchmarks.chain [--articles N] [--broker embedded|apache]`
"""

import argparse
import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

from schemas.article import Article
from schemas.submission import Submission
from services.extraction.extract import Extractor
from services.ingest.intake import build
from services.local.machine import Machine
from services.local.samples import FOLDER, feed_items
from services.runtime.settings import REPOSITORY
from tests.machines import pipeline
from tests.submitting import send, stored
from tests.waiting import eventually


def submissions(count: int) -> list[Submission]:
    """`count` submissions over the feed's samples, each one an article of its own."""
    items = [item for item in feed_items(FOLDER) if item.wave == 1]
    return [
        Submission(
            source="bench",
            guid=f"bench-{number}",
            title=f"{items[number % len(items)].title} ({number})",
            content=items[number % len(items)].content_html,
            content_type="text/html",
            language="en",
        )
        for number in range(count)
    ]


def bare(articles: Sequence[Article]) -> float:
    """Articles a second of the extractor alone, in this process, on one thread; warmed up first."""
    extractor = Extractor.load(REPOSITORY / "models")
    extractor.extract(articles[:8])
    began = time.perf_counter()
    for start in range(0, len(articles), 32):
        extractor.extract(articles[start : start + 32])
    return len(articles) / (time.perf_counter() - began)


def cpu_seconds(machine: Machine) -> dict[str, float]:
    """CPU-seconds that each process of ours has used, by its name."""
    used = {}
    for name, child in machine.children.items():
        fields = Path(f"/proc/{child.pid}/stat").read_text().rsplit(")", 1)[1].split()
        used[name] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return used


def chain(broker: str, documents: Sequence[Submission]) -> tuple[float, dict[str, float]]:
    """Articles a second from the first submission sent to the last article in the store; CPU-seconds by process."""
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        pipeline(broker, Path(folder) / "run") as machine,
    ):
        send(machine.bootstrap, [msgspec.structs.replace(documents[0], guid="warm-up")])
        eventually(lambda: stored(machine)[0] == 1, 60, "the warm-up article")
        before, began = cpu_seconds(machine), time.perf_counter()
        send(machine.bootstrap, documents)
        eventually(lambda: stored(machine)[0] == len(documents) + 1, 900, "every article in the store")
        rate = len(documents) / (time.perf_counter() - began)
        return rate, {name: used - before[name] for name, used in cpu_seconds(machine).items()}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--broker", choices=["embedded", "apache"], default="embedded")
    options = parser.parse_args()
    documents = submissions(options.articles)
    built = [build(document, None, None) for document in documents]
    articles = [article for article in built if isinstance(article, Article)]
    words = sum(len(article.text.split()) for article in articles) / len(articles)
    alone, (whole, used) = bare(articles), chain(options.broker, documents)
    print(f"{len(articles)} articles of {words:.0f} words on average, {options.broker} broker")
    print(f"extractor alone   {alone:6.1f} articles/s (one thread, one process)")
    print(f"whole chain       {whole:6.1f} articles/s (every process on this machine)")
    print(f"chain / extractor {whole / alone:6.2f}")
    for name, seconds in used.items():
        print(f"{name:17} {seconds / len(articles) * 1000:6.1f} CPU-seconds per 1,000 articles")


if __name__ == "__main__":
    main()
