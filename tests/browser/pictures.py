"""Makes the pictures of docs/pages anew, of the sample articles: `python -m tests.browser.pictures FOLDER`.

It runs the whole pipeline in a folder of its own, pushes the samples, and takes each picture once all of them are
tagged. Before they are kept they are brought down to 128 colours: docs/pages.md says how.
"""

import argparse
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from playwright.sync_api import Browser, sync_playwright

from services.local import samples
from services.local.machine import Machine
from tests.browser.conftest import CHROMIUM, OPEN
from tests.waiting import eventually

SIZE = {"width": 1280, "height": 860}
SHOWN = "Drava flood"
"""Words of the article that is shown: its second version has them."""

PATIENCE_S = 900


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder", type=Path)
    into = arguments.parse_args().folder
    with tempfile.TemporaryDirectory() as folder, Machine(Path(folder), environment=OPEN) as machine:
        article = fill(machine.gateway_url)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM)
            take(browser, machine.gateway_url, article, into)
            browser.close()


def fill(url: str) -> str:
    """Push the samples, an hour apart up to now, and wait for all of them; the path of the article that is shown."""
    items = samples.feed_items(samples.FOLDER)
    now = datetime.now(UTC)
    with httpx.Client(base_url=url, trust_env=False, timeout=60) as client:
        for wave in sorted({item.wave for item in items}):
            pushed = [
                {
                    "source": item.source,
                    "url": item.url,
                    "title": item.title,
                    "summary": item.summary or None,
                    "content": item.content_html,
                    "content_type": "text/html",
                    "language": item.language,
                    "authors": item.authors,
                    "published": (now - timedelta(hours=len(items) - number)).isoformat(),
                }
                for number, item in enumerate(items)
                if item.wave == wave
            ]
            accepted = client.post("/v1/articles", json=pushed).raise_for_status().json()["items"]
            for one in accepted:
                path = f"/v1/articles/{one['id']}"
                eventually(lambda path=path: client.get(path).is_success, PATIENCE_S, f"{path} tagged")  # type: ignore[misc]  # a default keeps the loop's value

        def shown() -> str | None:
            found = client.get("/v1/articles", params={"q": SHOWN, "limit": 1}).json()["items"]
            return f"/articles/{found[0]['article']['id']}" if found else None

        return eventually(shown, PATIENCE_S, f"{SHOWN!r} found") or ""


def take(browser: Browser, url: str, article: str, into: Path) -> None:
    """Each picture."""
    light = browser.new_context(base_url=url, viewport=SIZE, reduced_motion="reduce")
    page = light.new_page()
    for name, path in (
        ("river", "/"),
        ("search", "/search?q=said"),
        ("places", "/places"),
        ("article", article),
    ):
        page.goto(path)
        page.screenshot(path=into / f"{name}.png")
    dark = browser.new_context(base_url=url, viewport=SIZE, color_scheme="dark").new_page()
    dark.goto(article)
    dark.locator("#text mark.place").first.click()
    dark.screenshot(path=into / "dark.png")


if __name__ == "__main__":
    main()
