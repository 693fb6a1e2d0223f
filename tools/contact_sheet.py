"""Every page as a picture, to look at: ``make contact-sheet``.

Starts the app on the examples in a folder of its own, takes pictures of all pages
(`tools.every_page`) at three widths, in each language and both themes, and puts them into
``build/contact-sheet/``: ``index.html`` with everything, and ``sheet-<width>-….png`` to look at in
one go. Pages longer than `TALLEST` pixels are cut there.

``python -m tools.contact_sheet --only manage --widths 390`` takes those whose name begins so.
"""

import argparse
import re
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from flask_migrate import upgrade
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from tools.every_page import Everything, allow_errors, keys, open_page, prepare
from tools.page_kinds import PageKind
from tools.shots import FLAGS, LANGUAGES, WIDTHS, browser_path
from webapp import create_app
from webapp.manage.examples import load_examples

TALLEST = 2400
FOLDER = Path("build/contact-sheet")
#: The night is looked at once; it differs in colours alone.
WIDTH_BY_NIGHT = 1280


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, Everything]]:
    """The app with the examples on a free port: (address, its pages)."""
    app = create_app({"VIZITE_DATA": str(folder), "VIZITE_RATELIMIT_ENABLED": "0"})
    allow_errors(app)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    with app.app_context():
        upgrade()
        load_examples()
    everything = prepare(app)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", everything
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class View(NamedTuple):
    """One round of pictures."""

    width: int
    language: str
    theme: str

    @property
    def name(self) -> str:
        """As it stands in names of files."""
        return f"{self.width}-{self.language}-{self.theme}"

    @property
    def context(self) -> dict[str, Any]:
        """The browser that sees pages so."""
        is_phone = self.width < 600
        return {
            "viewport": {"width": self.width, "height": 844 if is_phone else 900},
            "color_scheme": self.theme,
            "is_mobile": is_phone,
            "has_touch": is_phone,
            "reduced_motion": "reduce",
            "locale": "lv" if self.language == "lv" else "en-GB",
        }


def views(widths: Sequence[int], languages: Sequence[str]) -> Iterator[View]:
    """All rounds, the last one by night."""
    for width in widths:
        for language in languages:
            yield View(width, language, "light")
    if WIDTH_BY_NIGHT in widths:
        yield View(WIDTH_BY_NIGHT, languages[0], "dark")


def picture(view: View, kind: PageKind) -> Path:
    """Where the picture of a page goes."""
    words = re.sub(r"[^a-z0-9]+", "-", kind.name.lower()).strip("-")
    return FOLDER / view.name / f"{words}.png"


def take(
    browser: Browser, base: str, pages: Sequence[PageKind], states: dict[str, Any], view: View
) -> None:
    """Take the pictures of one round; each reader has one browser for all their pages."""
    (FOLDER / view.name).mkdir(parents=True, exist_ok=True)
    for who in {kind.by: None for kind in pages}:
        context = browser.new_context(storage_state=states[who], **view.context)
        page = context.new_page()
        for kind in pages:
            if kind.by == who:
                open_page(page, base, kind, f"lang={view.language}")
                _shoot(page, view.width, picture(view, kind))
        context.close()


def _shoot(page: Page, width: int, file: Path) -> None:
    height = page.evaluate("document.documentElement.scrollHeight")
    clip = {"x": 0, "y": 0, "width": width, "height": min(height, TALLEST)}
    page.screenshot(path=file, full_page=True, clip=clip)


# What to look at

#: Width of the pages → (so many side by side in one sheet, so wide there).
COLUMNS = {390: (6, 390), 768: (4, 560), 1280: (3, 800)}
STYLE = """
body { margin: 1rem; font: 14px/1.4 system-ui, sans-serif; background: #888; color: #000; }
.row { display: flex; flex-wrap: wrap; gap: 1rem; align-items: start; }
figure { margin: 0; background: #fff; }
figcaption { padding: .25rem .5rem; font-weight: 600; }
img { display: block; }
"""


def _figures(view: View, pages: Sequence[PageKind]) -> str:
    _, width = COLUMNS.get(view.width, (3, view.width))
    return "".join(
        f"<figure><figcaption>{escape(kind.name)} · {view.name}</figcaption>"
        f'<img src="{picture(view, kind).resolve().as_uri()}" width="{width}" alt=""></figure>'
        for kind in pages
    )


def _document(body: str) -> str:
    return f'<!doctype html><meta charset="utf-8"><style>{STYLE}</style>{body}'


def write_sheets(browser: Browser, pages: Sequence[PageKind], view: View) -> list[Path]:
    """Pictures side by side, as many to a sheet as one can look at."""
    number, width = COLUMNS.get(view.width, (3, view.width))
    page = browser.new_page(viewport={"width": number * (width + 16) + 32, "height": 900})
    written = []
    for count, first in enumerate(range(0, len(pages), number), 1):
        part = pages[first : first + number]
        source = FOLDER / "sheet.html"
        source.write_text(_document(f'<div class="row">{_figures(view, part)}</div>'))
        page.goto(source.resolve().as_uri())
        file = FOLDER / f"sheet-{view.name}-{count:02}.png"
        page.screenshot(path=file, full_page=True)
        source.unlink()
        written.append(file)
    page.close()
    return written


def write_index(pages: Sequence[PageKind], rounds: Sequence[View]) -> Path:
    """One page with every picture, a row for each kind of page."""
    rows = (
        f"<h2>{escape(kind.name)}</h2><div class=row>"
        + "".join(_figures(view, [kind]) for view in rounds)
        + "</div>"
        for kind in pages
    )
    file = FOLDER / "index.html"
    file.write_text(_document("".join(rows)).replace(FOLDER.resolve().as_uri() + "/", ""))
    return file


def main() -> None:
    """Take the pictures and say where they are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", default=[""], help="pages whose name begins so")
    parser.add_argument("--widths", type=int, nargs="*", default=WIDTHS)
    parser.add_argument("--languages", nargs="*", default=LANGUAGES)
    args = parser.parse_args()
    rounds = list(views(args.widths, args.languages))
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as (base, everything):
        pages = [kind for kind in everything.pages if kind.name.startswith(tuple(args.only))]
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=browser_path(), args=list(FLAGS))
            states = keys(browser, base, everything)
            for view in rounds:
                take(browser, base, pages, states, view)
                for sheet in write_sheets(browser, pages, view):
                    print(sheet, flush=True)
            browser.close()
    print(write_index(pages, rounds))


if __name__ == "__main__":
    main()
