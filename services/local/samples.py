"""The sample articles: feed items in waves, and files for the watched folder."""

from pathlib import Path

import msgspec

from services.runtime.settings import REPOSITORY

FOLDER = REPOSITORY / "samples"


class FeedItem(msgspec.Struct, frozen=True):
    """One sample that is published in a feed. Wave 2 comes after wave 1: updates of what wave 1 brought."""

    guid: str
    url: str
    source: str
    title: str
    summary: str
    content_html: str
    wave: int
    language: str = "en"
    authors: tuple[str, ...] = ()


def feed_items(folder: Path) -> list[FeedItem]:
    """The feed's samples under `folder`, by wave and then by file name. `ValueError` where there is none."""
    paths = sorted((folder / "feed").glob("*.json"))
    items = [msgspec.json.decode(path.read_bytes(), type=FeedItem) for path in paths]
    if not items:
        raise ValueError(f"no sample articles in {folder / 'feed'}")
    return sorted(items, key=lambda item: item.wave)


def files(folder: Path) -> list[Path]:
    """The files for the watched folder under `folder`."""
    return sorted(path for path in (folder / "folder").iterdir() if path.is_file())


def versions(items: list[FeedItem], waves: int) -> int:
    """How many article versions the first `waves` waves of `items` are: a repeat without a change is none."""
    return len({(item.url, item.title, item.content_html) for item in items if item.wave <= waves})


def documents(files: list[Path]) -> int:
    """How many documents `files` hold: a line of JSON Lines is one, any other file is one."""
    return sum(len(file.read_bytes().splitlines()) if file.suffix == ".jsonl" else 1 for file in files)
