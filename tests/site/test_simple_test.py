"""What of the simple test of accessibility a program can see in the pages (docs/accessibility.md).

Contrast, zoom and the keyboard need a browser: tests/browser.
"""

import itertools
import re

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask

from tests.people import People, Who, cast
from webapp.core.database import db, write
from webapp.events.models import Event

PUBLIC = (
    "/",
    "/events/",
    "/events/?past=1",
    "/events/{public}/",
    "/events/{public}/register",
    "/registrations/{registration}/",
    "/registrations/{registration}/change",
    "/registrations/{registration}/data",
    "/registrations/{registration}/erasure",
    "/registrations/links",
    "/guardians/{guardian}/",
    "/projects/living-harbours/",
    "/partners/brasla-municipality/",
    "/calendars/",
    "/preferences",
    "/privacy",
    "/privacy/brasla-municipality",
    "/accessibility",
    "/manage/sign-in",
)
STAFF = (
    "/manage/",
    "/manage/events/",
    "/manage/events/{public}/",
    "/manage/events/{public}/edit",
    "/manage/events/{public}/people/",
    "/manage/retention/brasla-municipality/",
)
LANGUAGES = ("en", "lv")


@pytest.fixture
def people(app: Flask) -> People:
    people = cast(app)
    with app.app_context(), write():
        event = db.session.get_one(Event, people.event_ids["public"])
        event.takes_photos, event.guardian_age = True, 16
    return people


def pages(app: Flask, people: People, language: str) -> dict[str, BeautifulSoup]:
    """Address → page, as each reader sees it."""
    readers: tuple[tuple[Who, tuple[str, ...]], ...] = (
        (people.visitor, PUBLIC),
        (people.partner_coordinator, STAFF),
    )
    found = {}
    for who, addresses in readers:
        client = who.client(app)
        for address in addresses:
            path = address.format(**vars(people))
            answer = client.get(f"{path}{'&' if '?' in path else '?'}lang={language}")
            assert answer.status_code == 200, path
            found[path] = BeautifulSoup(answer.text, "html.parser")
    return found


def test_navigation_structure_and_language(app: Flask, people: People) -> None:
    """Aspects 1 and 2: a way past the navigation, landmarks, the page's own language."""
    for language in LANGUAGES:
        for path, page in pages(app, people, language).items():
            assert page.html is not None
            assert page.html["lang"] == language, path
            assert [len(page.select(each)) for each in ("header", "main", "footer")] == [1, 1, 1]
            skip = page.select_one("body > a")
            assert skip is not None
            assert skip["href"] == ("#workspace" if page.select_one(".rail") else "#main"), path
            assert page.select_one(str(skip["href"])), path
            names = [each.get("aria-label") for each in page.select("nav")]
            assert all(names), path
            assert len(set(names)) == len(names), path


def test_every_field_has_a_label_and_nothing_takes_the_focus_away(
    app: Flask, people: People
) -> None:
    """Aspects 3 and 4: no positive tabindex, every field is named."""
    for path, page in pages(app, people, "en").items():
        assert not page.select("[tabindex]:not([tabindex='0']):not([tabindex='-1'])"), path
        assert not page.select("[autofocus], [accesskey]"), path
        for field in page.select("input, select, textarea"):
            assert field.get("type") == "hidden" or is_named(page, field), f"{path}: {field}"
        for button in page.select("button"):
            assert button.get_text(strip=True) or button.get("aria-label"), path


def is_named(page: BeautifulSoup, field: Tag) -> bool:
    """By a label, around it or for it, or by a name of its own."""
    label = page.find("label", attrs={"for": field.get("id")}) if field.get("id") else None
    return bool(label or field.find_parent("label") or field.get("aria-label"))


def test_pictures_have_words_or_are_decoration(app: Flask, people: People) -> None:
    """Aspect 5."""
    for path, page in pages(app, people, "en").items():
        assert not page.select("img:not([alt])"), path
        for picture in page.select("svg"):
            is_hidden = picture.get("aria-hidden") == "true"
            assert is_hidden or picture.get("role") == "img", f"{path}: {picture}"[:200]


def test_headings_lead_through_the_page(app: Flask, people: People) -> None:
    """Aspect 6: one h1, no level left out."""
    for path, page in pages(app, people, "en").items():
        headings = page.select("h1, h2, h3, h4, h5, h6")
        levels = [int(each.name[1]) for each in headings if not each.find_parent("nav")]
        assert levels.count(1) == 1, path
        assert levels[0] == 1, path
        steps = itertools.pairwise(levels)
        assert all(after - before <= 1 for before, after in steps), f"{path}: {levels}"


def test_one_may_zoom(app: Flask, people: People) -> None:
    """Aspect 8: nothing keeps a phone from enlarging the page."""
    for path, page in pages(app, people, "en").items():
        viewport = page.select_one("meta[name=viewport]")
        assert viewport is not None
        assert not re.search("user-scalable|maximum-scale", str(viewport["content"])), path


def test_titles_tell_pages_apart(app: Flask, people: People) -> None:
    """Aspect 9: each page has a title, and no two pages of the public or of staff have the same."""
    for language in LANGUAGES:
        found: dict[tuple[bool, str], str] = {}
        for path, page in pages(app, people, language).items():
            assert page.title is not None
            title = page.title.get_text(strip=True)
            assert title.partition("–")[0].strip(), path
            area = path.startswith("/manage/")
            assert found.setdefault((area, title), path) == path, title


def test_nothing_moves_sounds_or_flashes(app: Flask, people: People) -> None:
    """Aspects 10 and 11."""
    moving = "marquee, blink, video, audio, embed, object, iframe, meta[http-equiv=refresh]"
    for path, page in pages(app, people, "en").items():
        assert not page.select(moving), path
