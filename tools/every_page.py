"""Every kind of page there is, on the example data: for the contact sheet and for the tests in a
browser.

`prepare` brings the examples into the states that need something to happen (an offer, an
invitation, a withdrawn event) and gives the list, which `pages_of` makes; `open_page` opens one of
them in a browser that `keys` let in.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Flask, abort
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from tools import pages_of
from tools.example_rows import example, path_of
from tools.page_kinds import ADMIN, COORDINATOR, HELPER, INVITED, OTHER, VISITOR, PageKind
from webapp.accounts.models import Account
from webapp.accounts.sign_in import make_link
from webapp.core.database import db, write
from webapp.core.permissions import public
from webapp.events.models import Event
from webapp.registrations.invitations import invite

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FilePayload, Page

_errors = Blueprint("error_pages", __name__)


@_errors.route("/error-pages/<int:code>", methods=["GET", "POST"])
@public
def _error_page(code: int) -> ResponseReturnValue:
    abort(code)


@dataclass
class Everything:
    """The pages, and the links that open what is not open to everyone: who → address."""

    pages: list[PageKind] = field(default_factory=list)
    doors: dict[str, str] = field(default_factory=dict)


def allow_errors(app: Flask) -> None:
    """Give *app* an address for each error page; before its first request."""
    app.register_blueprint(_errors)


def prepare(app: Flask) -> Everything:
    """Bring the examples of *app* into every state. Once per database."""
    with app.app_context(), write():
        everything = Everything()
        link = invite(example("razlog-meeting"), "Guests", places=5)
        everything.doors[INVITED] = f"/invitations/{link.token()}/"
        db.session.add(Account(email=ADMIN, name="Aina Administratore (example)", is_admin=True))
        for email in (COORDINATOR, OTHER, HELPER, ADMIN):
            account = db.session.scalars(select(Account).where(Account.email == email)).one()
            everything.doors[email] = path_of(make_link(account))
        codes = {each.slug or "": each.code for each in db.session.scalars(select(Event))}
        everything.pages = list(pages_of.capabilities(codes))
    return everything


def keys(browser: "Browser", base: str, everything: Everything) -> dict[str, Any]:
    """What opens the site to each reader: who → the `storage_state` of their browsers."""
    found: dict[str, Any] = {VISITOR: None}
    for who, door in everything.doors.items():
        context = browser.new_context()
        page = context.new_page()
        page.goto(base + door)
        if "@" in who:
            page.locator("main form button").click()
            page.wait_for_url("**/manage/")
        found[who] = context.storage_state()
        context.close()
    return found


def open_page(page: "Page", base: str, kind: PageKind, query: str = "") -> None:
    """Open *kind*, in the state it is meant to be seen in."""
    address = base + kind.address
    if query:
        address += ("&" if "?" in address else "?") + query
    page.goto(address, wait_until="load")
    for what, selector, *value in kind.acts:
        _act(page, what, selector, *value)
    page.wait_for_load_state("load")


#: A file of people with something wrong and something doubtful.
LIST = "Vārds, uzvārds;E-pasts;Valoda\nAnna Exempel;anna@example.org;lv\nBo;bad;\nCo;;xx\n".encode()


def _act(page: "Page", what: str, selector: str, value: str = "") -> None:
    if what == "run":
        page.evaluate(selector)
        return
    target = page.locator(selector).first
    match what:
        case "fill":
            target.fill(value)
        case "check":
            target.check()
        case "choose":
            target.select_option(value)
        case "upload":
            file: FilePayload = {"name": "list.csv", "mimeType": "text/csv", "buffer": LIST}
            target.set_input_files(file)
        case "press":
            with page.expect_navigation(wait_until="load"):
                target.click(timeout=8000)
