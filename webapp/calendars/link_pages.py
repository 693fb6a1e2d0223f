"""Pages where people make, see, renew and withdraw calendars of their own.

Opening a page changes nothing: mail scanners open links, they press no buttons.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.calendars import link_rules as rules
from webapp.calendars.link_feeds import path_of
from webapp.calendars.link_fetches import Fetch, last_fetch
from webapp.calendars.link_letters import find_asking, send_link
from webapp.calendars.link_models import CalendarLink
from webapp.core.database import write
from webapp.core.limits import TIGHT, limiter
from webapp.core.link_pages import keep_private
from webapp.core.permissions import public
from webapp.core.zones import reader_zone
from webapp.registrations.forms import ButtonForm, LinksForm
from webapp.registrations.models import Registration

blueprint = Blueprint("calendar_links", __name__, template_folder="templates")
keep_private(blueprint)


@dataclass(frozen=True)
class Own:
    """A calendar of somebody's own as its page shows it; `path` is None while there is none."""

    path: str | None
    was_withdrawn: bool = False
    last: Fetch | None = None
    #: For the moments that are told.
    zone: str = "UTC"


# One registration


@blueprint.get("/registrations/<token>/calendar")
@public
def registration(token: str) -> ResponseReturnValue:
    """The calendar of one registration."""
    row = Registration.find_by_token(token)
    return render_template(
        "calendars/registration.html",
        registration=row,
        event=row.event,
        own=own(rules.find_of_registration(row), row.event.starts_zone or row.event.organiser.zone),
    )


@blueprint.post("/registrations/<token>/calendar")
@public
def make_of_registration(token: str) -> ResponseReturnValue:
    """Make it."""
    row = Registration.find_by_token(token)
    if row.erased_at is None and is_pressed():
        with write():
            rules.make_for_registration(row)
    return redirect(url_for(".registration", token=token), 303)


@blueprint.post("/registrations/<token>/calendar/renewal")
@public
def renew_of_registration(token: str) -> ResponseReturnValue:
    """Give it another address."""
    row = Registration.find_by_token(token)
    change(lambda: rules.find_of_registration(row), rules.renew, told_renewed())
    return redirect(url_for(".registration", token=token), 303)


@blueprint.post("/registrations/<token>/calendar/withdrawal")
@public
def withdraw_of_registration(token: str) -> ResponseReturnValue:
    """Nobody may read it any more."""
    row = Registration.find_by_token(token)
    change(lambda: rules.find_of_registration(row), rules.withdraw, told_withdrawn())
    return redirect(url_for(".registration", token=token), 303)


# Everything an address is signed up for


def _address_and_email() -> str:
    """Whom a tight limit counts: one address asking about one e-mail address."""
    return f"{request.remote_addr} {request.form.get('email', '').strip().casefold()}"


@blueprint.get("/calendars/mine")
@public
def mine() -> ResponseReturnValue:
    """Where to ask for it."""
    return render_template("calendars/mine.html", form=LinksForm())


@blueprint.post("/calendars/mine")
@public
@limiter.limit(TIGHT, key_func=_address_and_email)
def ask_for_mine() -> ResponseReturnValue:
    """A letter to the address, if it has registrations; the page is the same either way."""
    form = LinksForm()
    if not form.validate_on_submit():
        return render_template("calendars/mine.html", form=form), 422
    with write():
        send_link(form.email.data)
    return redirect(url_for(".mine_sent"), 303)


@blueprint.get("/calendars/mine/sent")
@public
def mine_sent() -> ResponseReturnValue:
    """Look into your mail."""
    return render_template("calendars/mine_sent.html")


@blueprint.get("/calendars/mine/<token>")
@public
def mine_show(token: str) -> ResponseReturnValue:
    """The calendar of the address the letter went to, or the button that makes it."""
    asking = find_asking(token)
    link = rules.find_of_address(asking.email_key or "")
    return render_template("calendars/mine_show.html", token=token, asking=asking, own=own(link))


@blueprint.post("/calendars/mine/<token>")
@public
def make_mine(token: str) -> ResponseReturnValue:
    """Make it."""
    asking = find_asking(token)
    if asking.email_key is not None and is_pressed():
        with write():
            rules.make_for_address(asking.email_key)
    return redirect(url_for(".mine_show", token=token), 303)


@blueprint.post("/calendars/mine/<token>/renewal")
@public
def renew_mine(token: str) -> ResponseReturnValue:
    """Give it another address."""
    asking = find_asking(token)
    change(lambda: rules.find_of_address(asking.email_key or ""), rules.renew, told_renewed())
    return redirect(url_for(".mine_show", token=token), 303)


@blueprint.post("/calendars/mine/<token>/withdrawal")
@public
def withdraw_mine(token: str) -> ResponseReturnValue:
    """Nobody may read it any more."""
    asking = find_asking(token)
    change(lambda: rules.find_of_address(asking.email_key or ""), rules.withdraw, told_withdrawn())
    return redirect(url_for(".mine_show", token=token), 303)


# For these pages, and those of staff


def own(link: CalendarLink | None, zone: str | None = None) -> Own:
    """How a page shows a calendar, or that there is none."""
    zone = zone or reader_zone() or "UTC"
    if link is None or link.link_revoked_at is not None:
        return Own(None, was_withdrawn=link is not None, zone=zone)
    return Own(path_of(link), last=last_fetch(link), zone=zone)


def is_pressed() -> bool:
    """Whether a button of ours was pressed."""
    return bool(ButtonForm().validate_on_submit())


def change(
    find: Callable[[], CalendarLink | None], verb: Callable[[CalendarLink], None], told: str
) -> None:
    """Do something to a calendar that is there, and say so."""
    if not is_pressed():
        return
    with write():
        link = find()
        is_there = link is not None and link.link_revoked_at is None
        if link is not None and is_there:
            verb(link)
    if is_there:
        flash(told, "success")


def told_renewed() -> str:
    """What somebody is told who has given a calendar another address."""
    return str(_("The calendar has another address now. Subscribe to it once more."))


def told_withdrawn() -> str:
    """What somebody is told who has withdrawn a calendar."""
    return str(_("The calendar has been withdrawn. Remove it from your programs."))
