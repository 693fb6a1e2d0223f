"""Pictures of pages: addresses × widths × languages × themes into a folder.

``python -m tools.shots FOLDER http://127.0.0.1:8000/ http://127.0.0.1:8000/events/`` writes
``events-390-lv-dark.png`` and so on. The browser is `TEST_BROWSER`, else the first of the usual
names on the PATH.
"""

import argparse
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from playwright.sync_api import Browser, Page, sync_playwright

WIDTHS = (390, 768, 1280)
LANGUAGES = ("en", "lv")
THEMES = ("light", "dark")
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")


class Shot(NamedTuple):
    """One picture and what it shows."""

    address: str
    width: int
    language: str
    theme: str
    file: Path


def browser_path() -> str:
    """The browser to use; SystemExit says how to get one."""
    chosen = os.environ.get("TEST_BROWSER")
    found = chosen or next(filter(None, (shutil.which(name) for name in NAMES)), None)
    if not found:
        sys.exit("No Chromium found: `apt install chromium`, or name one in TEST_BROWSER.")
    return found


def take(
    addresses: Sequence[str],
    folder: Path,
    widths: Iterable[int] = WIDTHS,
    languages: Iterable[str] = LANGUAGES,
    themes: Iterable[str] = THEMES,
) -> Iterator[Shot]:
    """Take all pictures, whole pages from top to bottom; yields each when it is written."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=list(FLAGS))
        try:
            for width, theme in product(widths, themes):
                page = _page(browser, width, theme)
                for address, language in product(addresses, languages):
                    yield _shoot(page, address, width, language, theme, folder)
                page.context.close()
        finally:
            browser.close()


def _page(browser: Browser, width: int, theme: str) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 844 if width < 600 else 900},
        color_scheme="dark" if theme == "dark" else "light",
        has_touch=width < 600,
        is_mobile=width < 600,
        reduced_motion="reduce",
    )
    return context.new_page()


def _shoot(page: Page, address: str, width: int, language: str, theme: str, folder: Path) -> Shot:
    page.goto(_in_language(address, language), wait_until="load")
    file = folder / f"{_name(address)}-{width}-{language}-{theme}.png"
    page.screenshot(path=file, full_page=True)
    return Shot(address, width, language, theme, file)


def _in_language(address: str, language: str) -> str:
    parts = urlsplit(address)
    query = urlencode([*parse_qsl(parts.query), ("lang", language)])
    return urlunsplit(parts._replace(query=query))


def _name(address: str) -> str:
    parts = urlsplit(address)
    words = re.sub(r"[^A-Za-z0-9]+", "-", f"{parts.path} {parts.query}").strip("-")
    return words or "home"


def main() -> None:
    """Take the pictures named on the command line and print their files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("addresses", nargs="+")
    parser.add_argument("--widths", type=int, nargs="*", default=WIDTHS)
    parser.add_argument("--languages", nargs="*", default=LANGUAGES)
    parser.add_argument("--themes", nargs="*", default=THEMES)
    args = parser.parse_args()
    for shot in take(args.addresses, args.folder, args.widths, args.languages, args.themes):
        print(shot.file)


if __name__ == "__main__":
    main()
