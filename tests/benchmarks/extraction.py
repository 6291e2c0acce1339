"""How fast extraction is beside its bare model: `python -m tests.benchmarks.extraction --help`.

Speed: words (split at blanks) per CPU-second of this process, one thread. The bare model gets the same windows, ready
made, so that the ratio is what the text work around the model costs.
"""

import argparse
import gzip
import json
import time
from collections.abc import Sequence
from pathlib import Path

from schemas.article import Article
from services.extraction.extract import Extractor
from services.extraction.ner import model_input
from tests.unit.extraction.articles import whole

ROOT = Path(__file__).parents[2]
TEXTS = ROOT.parent / "shared" / "eval" / "wikinews-articles" / "half.jsonl.gz"


def texts(data: Path, most: int) -> list[str]:
    """The first `most` texts of a gzipped JSON Lines file whose objects have a `text`."""
    with gzip.open(data, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines][:most]


def speed(extractor: Extractor, found: Sequence[str]) -> None:
    """Prints words per CPU-second of the bare model and of the whole of `extract`, and their ratio."""
    articles = [whole(text, guid=str(i)) for i, text in enumerate(found)]
    words = sum(len(text.split()) for text in found)
    extractor.extract(articles[:5])
    bare = words / bare_seconds(extractor, articles)
    started = time.process_time()
    extractor.extract(articles)
    full = words / (time.process_time() - started)
    print(f"speed: {len(articles)} articles, {words} words")
    print(f"  bare model   {bare:8.0f} words per CPU-second")
    print(f"  extract()    {full:8.0f} words per CPU-second, {full * len(articles) / words:.1f} articles")
    print(f"  extract() / bare model = {full / bare:.3f}")


def bare_seconds(extractor: Extractor, articles: Sequence[Article]) -> float:
    """CPU-seconds of the model alone on the windows of the articles."""
    ner = extractor.ner
    feeds = [
        model_input(window)[0]
        for article in articles
        for window in ner.windows(article.text, ner.words(article.text, [(0, len(article.text))]))
    ]
    started = time.process_time()
    for feed in feeds:
        ner.run(feed)
    return time.process_time() - started


def main() -> None:
    """Measures and prints; without texts it says so."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=TEXTS, help="JSON Lines, gzipped, a `text` in each")
    parser.add_argument("--most", type=int, default=100, help="texts to measure the speed on")
    options = parser.parse_args()
    extractor = Extractor.load(ROOT / "models")
    if options.data.exists():
        speed(extractor, texts(options.data, options.most))
    else:
        print(f"speed: no texts at {options.data.name}: name a file with --data")


if __name__ == "__main__":
    main()
