"""How well and how fast articles are grouped: `python -m tests.benchmarks.grouping [--shared DIR]`.

Stories: ECB+ in three shuffled orders, B-cubed F1. Copies: edits of Wikinews and sample articles as a wire and its
customers make them, and the re-sent stories of Reuters-21578, where the wrong pairs were found by reading all pairs.
Memory and speed: on Reuters, an article a minute. Without the sets nothing is measured.
"""

import argparse
import gzip
import json
import random
import re
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from itertools import chain, combinations, count, islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from schemas.article import Article, Block
from schemas.groups import Duplicates
from schemas.identity import article_id, text_digest
from services.grouping.duplicates import SAME, Copies, fingerprint
from services.grouping.grouper import Grouper, Limits
from services.grouping.members import stamp
from services.grouping.pictures import Pictures
from services.grouping.words import Words
from services.text.embedding import WIDTH

ROOT = Path(__file__).parents[2]
NOW = "2026-11-03T12:00:00+00:00"
WRONG = {("r-4167", "r-3573"), ("r-7769", "r-7207"), ("r-11425", "r-10864")}
"""Pairs of Reuters-21578 that are called copies and are not, by reading every pair: an offer extended again, and two
reports of one daily operation with other figures."""

NAME = re.compile(r"\b[A-Z][A-Za-z]+\b")
DIGITS = re.compile(r"\d+")
Pair = tuple[str, str]


def article(name: str, title: str, body: str) -> Article:
    """An article of a title and a body."""
    text = f"{title}\n\n{body}"
    start = len(title) + 2
    return Article(
        id=article_id(None, "benchmark", name),
        version=1,
        digest=text_digest(text),
        source="benchmark",
        source_class="push",
        title=title,
        text=text,
        blocks=(
            Block(kind="title", start=0, end=len(title)),
            Block(kind="body", start=start, end=len(text)),
        ),
        language="en",
    )


def lines(path: Path) -> Iterator[dict[str, str]]:
    """The objects of a gzipped file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        yield from map(json.loads, rows)


def bcubed(gold: Sequence[str], ours: Sequence[str]) -> float:
    """B-cubed F1 (Bagga and Baldwin, 1998) of two partitions of the same articles."""
    both, golds, our = Counter(zip(gold, ours, strict=True)), Counter(gold), Counter(ours)
    precision = sum(count * count / our[mine] for (_, mine), count in both.items()) / len(gold)
    recall = sum(count * count / golds[theirs] for (theirs, _), count in both.items()) / len(gold)
    return 2 * precision * recall / (precision + recall)


def stories(pictures: Pictures, shared: Path) -> Iterator[str]:
    """ECB+: dates are not known, so every article is of one time."""
    rows = list(lines(shared / "eval" / "ecbplus-stories" / "topics-1-35.jsonl.gz"))
    texts = ["\n".join(s for s in row["text"].split("\n") if not s.startswith("http : / /")) for row in rows]
    articles = [
        article(row["id"], text.split("\n")[0], "\n".join(text.split("\n")[1:]))
        for row, text in zip(rows, texts, strict=True)
    ]
    scores = [ecb(pictures, rows, articles, seed) for seed in range(3)]
    yield (
        f"ECB+ dev, {len(rows)} articles, 3 orders: B-cubed F1 {sum(scores) / 3:.3f}"
        f" ({min(scores):.3f} to {max(scores):.3f})"
    )


def ecb(pictures: Pictures, rows: Sequence[dict[str, str]], articles: Sequence[Article], seed: int) -> float:
    """B-cubed F1 of one order of reading."""
    state = Grouper(pictures, Limits())
    for one in random.Random(seed).sample(articles, len(articles)):
        state.take(one, NOW)
    home = {
        m.article: said.id for said in state.changes() if hasattr(said, "articles") for m in said.articles
    }
    return bcubed([row["story"] for row in rows], [home.get(one.id, one.id) for one in articles])


def edited(body: str, rng: random.Random) -> str:
    """`body` as another outlet prints it: cut, with its own dateline and tail, a word changed in forty."""
    paragraphs = [p for p in re.split(r"\n+|(?<=[.!?]) (?=[A-Z])", body) if p.strip()]
    kept = paragraphs[: max(3, round(len(paragraphs) * rng.uniform(0.5, 1)))]
    text = " ".join(kept)
    text = re.sub(r"\b[a-z]{4,}\b", lambda m: m.group() if rng.random() > 0.025 else "again", text)
    head = rng.choice(["", "QUILLHAVEN (Example Wire) - ", "By our correspondent in Tarn. "])
    tail = rng.choice(["", " Reporting by the Example Wire.", " More on our site tonight."])
    return head + text + tail


def originals(shared: Path) -> list[tuple[str, str]]:
    """Titles and bodies of articles that are no copies of each other."""
    found = [
        (row["title"], row["text"])
        for row in lines(shared / "eval" / "wikinews-articles" / "half.jsonl.gz")
        if len(row["text"].split()) > 80
    ]
    feed = [json.loads(path.read_bytes()) for path in sorted((ROOT / "samples" / "feed").glob("[0-3]*.json"))]
    return found + [(item["title"], item["text"]) for item in feed if len(item.get("text", "").split()) > 80]


def variants(texts: Sequence[tuple[str, str]], each: int, seed: int) -> Iterator[tuple[int, Article]]:
    """The number of its original and the article, for every original and `each` edits of it."""
    rng = random.Random(seed)
    for number, (title, body) in enumerate(texts):
        yield number, article(f"{seed}-{number}", title, body)
        for edit in range(each):
            yield (
                number,
                article(f"{seed}-{number}-{edit}", f"Edition {edit}: {title[::2]}", edited(body, rng)),
            )


def copies(pictures: Pictures, shared: Path) -> Iterator[str]:
    """Pairs in one group against pairs of one original."""
    texts = originals(shared)
    made = list(variants(texts, 9, 1))
    random.Random(2).shuffle(made)
    state = Grouper(pictures, Limits())
    for _, one in made:
        state.take(one, NOW)
    home = {
        c.article: said.id for said in state.changes() if isinstance(said, Duplicates) for c in said.copies
    }
    ours, gold = defaultdict[str, list[int]](list), Counter(number for number, _ in made)
    for number, one in made:
        ours[home.get(one.id, one.id)].append(number)
    found = sum(len(group) * (len(group) - 1) // 2 for group in ours.values())
    right = sum(a == b for group in ours.values() for a, b in combinations(group, 2))
    total = sum(n * (n - 1) // 2 for n in gold.values())
    yield (
        f"copies, {len(made)} articles from {len(texts)}: "
        f"precision {right / found:.4f}, recall {right / total:.4f} of {total} pairs"
    )


def distinct(shared: Path, most: int) -> list[tuple[str, str]]:
    """`most` titles and bodies of over 80 words that have nothing to do with each other, out of the sets of news."""
    sets = ("wikinews-articles/half.jsonl.gz", "bbc-news/*.jsonl.gz", "reuters21578/modapte-train.jsonl.gz")
    rows = [row for name in sets for path in sorted((shared / "eval").glob(name)) for row in lines(path)]
    seen, index = list[tuple[str, str]](), Copies()
    for number, row in enumerate(rows):
        title, body = row.get("title") or "", row["text"]
        print_ = fingerprint(article(str(number), title, body))
        # Re-sent stories and forms: a text that shares even a few of its runs of words with another is left out.
        if len(body.split()) > 80 and not any(True for _ in index.like(print_, 0.15)):
            index.add(str(number), print_)
            seen.append((title, body))
        if len(seen) == most:
            break
    return seen


def many(shared: Path, most: int) -> Iterator[str]:
    """`most` articles, 25 of each text: pairs that are found, seconds and bytes an article."""
    with ProcessPoolExecutor(1) as apart:  # memory that it has freed here would hide what the prints take
        texts = apart.submit(distinct, shared, most // 25).result()
    index, homes, sizes = Copies(), dict[str, str](), Counter[tuple[int, str]]()
    made = sorted(variants(texts, 24, 3), key=lambda one: one[1].id)
    before, start = memory(), time.process_time()
    for number, one in made:
        print_ = fingerprint(one)
        _, home = max(((score, homes[key]) for key, score in index.like(print_)), default=(0.0, one.id))
        homes[one.id] = home
        sizes[number, home] += 1
        index.add(one.id, print_)
    rate, used = len(made) / (time.process_time() - start), (memory() - before) / len(made)
    ours = Counter[str]()
    for (_, home), size in sizes.items():
        ours[home] += size
    right, found, total = (
        sum(n * (n - 1) // 2 for n in group)
        for group in (sizes.values(), ours.values(), Counter(number for number, _ in made).values())
    )
    yield (
        f"{len(made):,} variants of {len(texts):,} texts: precision {right / found:.4f}, recall {right / total:.4f} "
        f"of {total:,} pairs; {rate:,.0f} articles a CPU-second, {used:,.0f} bytes an article"
    )


def resent(shared: Path) -> Iterator[str]:
    """Reuters-21578, ModApte train: pairs of one text within 48 hours."""
    rows = list(lines(shared / "eval" / "reuters21578" / "modapte-train.jsonl.gz"))
    index, times, pairs = Copies(), {}, set[Pair]()
    for row in rows:
        key, print_ = row["id"], fingerprint(article(row["id"], row["title"] or "", row["text"]))
        times[key] = reuters_time(row["date"])
        near = (other for other, _ in index.like(print_) if abs(times[other] - times[key]) <= 48 * 3600)
        pairs |= {(key, other) for other in near}
        index.add(key, print_)
    wrong = pairs & WRONG
    yield (
        f"Reuters-21578, {len(rows)} articles: {len(pairs)} pairs of copies, {len(wrong)} of them wrong: "
        f"precision {1 - len(wrong) / len(pairs):.3f}"
    )


def reuters_time(text: str) -> float:
    """Unix time of "26-FEB-1987 15:01:01.79"."""
    match = re.match(r"\s*(\d+-\w+-\d+ \d+:\d+)", text)
    if match is None:
        raise ValueError(f"date: {text!r}")
    return datetime.strptime(match.group(1), "%d-%b-%Y %H:%M").replace(tzinfo=UTC).timestamp()


def load(pictures: Pictures, articles: Iterable[Article], count: int, gap_s: float) -> str:
    """Articles a second of the last thousandth part, and bytes an article, with `count` in the window."""
    state, said, words = Grouper(pictures, Limits()), 0, 0
    last = max(500, count // 1000)
    before, start = memory(), 0.0
    for number, one in enumerate(islice(articles, count)):
        if number == count - last:
            start = time.process_time()
        state.take(one, stamp(1e9 + gap_s * number))
        changes = state.changes()
        state.said(changes)
        said += len(changes)
        words += len(one.text.split())
    rate, used = last / (time.process_time() - start), (memory() - before) / state.articles
    return (
        f"{state.articles:,} articles of {words / count:.0f} words in the window, {state.stories:,} stories, "
        f"{said:,} messages: {rate:,.0f} articles a CPU-second, {used:,.0f} bytes an article"
    )


def reuters(shared: Path) -> Iterator[Article]:
    """Reuters-21578, ModApte train, in the order of its days."""
    for row in lines(shared / "eval" / "reuters21578" / "modapte-train.jsonl.gz"):
        yield article(row["id"], row["title"] or "", row["text"])


def renamed(articles: Sequence[Article]) -> Iterator[Article]:
    """The articles over and over, each time with other names: new events of the same forms.

    Every word that has a capital becomes another such word of the set, the same one throughout a turn; so does every
    run of digits. That is harder than real news: nothing but names and figures tells one turn from another.
    """
    yield from articles
    names = sorted({name for one in articles for name in NAME.findall(one.text)})
    for turn in count(1):
        rng = random.Random(turn)
        other = dict(zip(names, rng.sample(names, len(names)), strict=True))
        for number, one in enumerate(articles):
            text = DIGITS.sub(lambda run: str(rng.randrange(10 ** len(run.group()))), one.text)  # noqa: B023
            title, _, body = NAME.sub(lambda name: other[name.group()], text).partition("\n\n")  # noqa: B023
            yield article(f"{turn}-{number}", title, body)


class MadeUp:
    """Meanings for a measure of all but the model: a point that hangs on the text alone, near no other."""

    def embed(self, text: str) -> npt.NDArray[np.float32]:
        """[384], of length 1."""
        point = np.random.default_rng(list(text.encode())).standard_normal(WIDTH).astype(np.float32)
        return point / np.linalg.norm(point)


def memory() -> int:
    """Bytes of this process that are resident."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Score grouping.")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="folder with the sets")
    parser.add_argument("--articles", type=int, default=8000, help="articles in the window, for the speed")
    parser.add_argument(
        "--window",
        type=int,
        default=0,
        help="articles in the window, six seconds apart, without the model, instead",
    )
    parser.add_argument(
        "--variants", type=int, default=0, help="edited copies to tell apart, instead of all else"
    )
    given = parser.parse_args()
    if not (given.shared / "eval").is_dir():
        print(f"skipped: there is no {given.shared}")
        return
    if given.variants:
        print(next(many(given.shared, given.variants)))
        return
    if given.window:
        made_up = Pictures(Words.load(ROOT / "models"), MadeUp())
        print(load(made_up, renamed(list(reuters(given.shared))), given.window, 6))
        return
    pictures = Pictures.load(ROOT / "models")
    print(f"copies from containment {SAME}", flush=True)
    parts = (
        # First: memory that another part has freed would hide its own.
        iter([load(pictures, reuters(given.shared), given.articles, 60)]),
        stories(pictures, given.shared),
        copies(pictures, given.shared),
        resent(given.shared),
    )
    for line in chain.from_iterable(parts):
        print(line, flush=True)


if __name__ == "__main__":
    main()
