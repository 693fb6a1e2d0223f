"""Every kind of page: nobody is shut out, nothing sticks out, no browser complains.

WCAG 2.2 AA and axe's best practices, by day and by night, on a phone and on a desk.
"""

from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import MakeReader, Reader, Site
from tools.every_page import open_page
from tools.page_kinds import PageKind

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

#: First word of a page's name → the test it belongs to.
GROUPS = {
    "lists": ("home", "events", "month"),
    "events": ("event",),
    "about": ("project", "partner", "calendars", "preferences", "privacy", "accessibility", "open"),
    "components": ("components",),
    "registering": ("register", "links"),
    "registrations": ("registration", "guardian", "invitation"),
    "signing in": ("sign",),
    "desk": ("manage",),
    "people": ("people",),
    "questions": ("questions",),
    "letters": ("letters",),
    "agenda": ("agenda",),
    "delegations": ("delegations",),
    "leaders": ("leader",),
    "takeaways": ("takeaways",),
    "hosts": ("hosts",),
    "logistics": ("logistics",),
    "colleagues": ("colleagues", "put"),
    "papers": ("papers",),
    "frames": ("embedded", "embeddings"),
    "errors": ("error",),
}
#: Large groups in several tests, so that several processes share the work.
PARTS = {
    "lists": 2,
    "events": 2,
    "desk": 4,
    "people": 2,
    "registrations": 2,
    "logistics": 3,
    "agenda": 2,
}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALL = {"runOnly": TAGS, "resultTypes": ["violations"]}
#: What can differ between day and night.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
WIDTHS = (1280, 768, 390, 320)
#: What a thumb must hit: buttons, and links of navigation. (axe sees to 24 px everywhere else.)
SMALL = """() => [...document.querySelectorAll("nav a, nav button, .button")]
  .filter(each => each.checkVisibility() && !each.matches(".visually-hidden"))
  .filter(each => each.getBoundingClientRect().height < 43.5)
  .map(each => `${each.innerText} is ${each.getBoundingClientRect().height} px high`)"""


def first_word(kind: PageKind) -> str:
    return kind.name.split()[0].rstrip(",")


def test_every_page_belongs_to_a_group(site: Site) -> None:
    words = {word for group in GROUPS.values() for word in group}

    assert {first_word(kind) for kind in site.everything.pages} == words


@pytest.mark.parametrize(
    ("group", "part"), [(group, part) for group in GROUPS for part in range(PARTS.get(group, 1))]
)
def test_pages_are_open_to_everyone(
    site: Site, open_browser: MakeReader, group: str, part: int
) -> None:
    readers: dict[str, Reader] = {}
    found = {}
    pages = [kind for kind in site.everything.pages if first_word(kind) in GROUPS[group]]
    for kind in pages[part :: PARTS.get(group, 1)]:
        reader = readers.get(kind.by) or readers.setdefault(kind.by, open_browser(kind.by))
        found[kind.name] = faults(reader, site.url, kind)

    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert found


def faults(reader: Reader, base: str, kind: PageKind) -> list[str]:
    """What is wrong with a page, in words."""
    page = reader.page
    look_at(page, 1280, "light")
    open_page(page, base, kind)
    found = [f"{page.locator('h1').count()} h1"] if page.locator("h1").count() != 1 else []
    page.evaluate(Axe().axe_script)
    for (width, theme), rules in zip(
        product((1280, 390), ("light", "dark")), (ALL, COLOURS, COLOURS, ALL), strict=True
    ):
        look_at(page, width, theme)
        found += [f"{width} {theme}: {each}" for each in violations(page, rules)]
    found += [f"at {width} it sticks out" for width in WIDTHS if sticks_out(page, width)]
    look_at(page, 390, "light")
    found += [f"on a phone {each}" for each in page.evaluate(SMALL)]
    complaints, reader.complaints = reader.complaints, []
    return [*found, *complaints]


def look_at(page: "Page", width: int, theme: Any) -> None:
    """Give the page another width and theme without loading it again."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")


def violations(page: "Page", rules: dict[str, Any]) -> list[str]:
    """What axe finds: the rule and the first elements that break it."""
    found = page.evaluate("rules => axe.run(rules).then(result => result.violations)", rules)
    return [f"{each['id']}: {[node['html'][:120] for node in each['nodes'][:3]]}" for each in found]


def sticks_out(page: "Page", width: int) -> bool:
    """Whether one would have to scroll sideways."""
    look_at(page, width, "light")
    wide: bool = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return wide
