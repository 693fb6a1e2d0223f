"""One's own papers, by the link of one's registration: letter, extract, host pack."""

from collections.abc import Callable

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from webapp.agenda.levels import Level
from webapp.core.database import db
from webapp.core.i18n import language_name, languages
from webapp.core.link_pages import keep_private
from webapp.core.permissions import public
from webapp.events.models import Event
from webapp.events.queries import WHOLE
from webapp.papers.answering import as_page, as_pdf
from webapp.papers.data_agenda import agenda_data
from webapp.papers.data_host_pack import host_pack_data
from webapp.papers.data_invitation import invitations_data
from webapp.papers.data_travel_order import travel_days, travel_orders_data
from webapp.papers.heading import Data
from webapp.papers.packs import pack_of
from webapp.papers.people import Traveller, traveller_of
from webapp.registrations.models import Registration, State
from webapp.registrations.visit_parts import VisitPart, visit_part

blueprint = Blueprint(
    "visit_papers",
    __name__,
    url_prefix="/registrations/<token>/papers",
    template_folder="templates",
)
keep_private(blueprint)
_Make = Callable[[Event, Traveller], Data]
#: Name in addresses and of the template, what it is called, how it is made.
_OWN: dict[str, tuple[object, _Make]] = {
    "invitation": (
        _l("Letter of invitation"),
        lambda event, person: invitations_data(event, [person], pack_of(event.id)),
    ),
    "travel-order": (
        _l("Extract for a travel order"),
        lambda event, person: travel_orders_data(event, [person], travel_days([person])),
    ),
    "host-pack": (
        _l("Host pack"),
        lambda event, person: host_pack_data(event, pack_of(event.id), Level.PARTNERS),
    ),
    "agenda": (_l("Agenda"), lambda event, person: agenda_data(event, Level.PARTNERS)),
}


@visit_part(order=40)
def own_papers(registration: Registration) -> VisitPart | None:
    """The link from one's registration to this page."""
    if registration.state != State.CONFIRMED or registration.event.is_cancelled:
        return None
    address = url_for("visit_papers.index", token=registration.token())
    return VisitPart(address, _("Papers"), _("invitation, travel order, host pack"), icon="files")


@blueprint.get("/")
@public
def index(token: str) -> ResponseReturnValue:
    """What there is, each as a page and as a PDF in every language."""
    registration, event, _person = _find(token)
    papers = [
        (
            words,
            url_for(".show", token=token, name=name),
            [
                (tag, language_name(tag), url_for(".file", token=token, name=name, lang=tag))
                for tag, _name in languages()
            ],
        )
        for name, (words, _make) in _OWN.items()
        if name != "agenda" or event.has_agenda
    ]
    return render_template("papers/own.html", event=event, papers=papers, registration=registration)


@blueprint.get("/<name>.pdf")
@public
def file(token: str, name: str) -> ResponseReturnValue:
    """One of them as PDF."""
    _registration, event, person = _find(token)
    return as_pdf(name, event, _data(name, event, person))


@blueprint.get("/<name>.html")
@public
def show(token: str, name: str) -> ResponseReturnValue:
    """The same as a page."""
    _registration, event, person = _find(token)
    back, pdf = url_for(".index", token=token), url_for(".file", token=token, name=name)
    return as_page(name, event, _data(name, event, person), back=back, file=pdf)


def _data(name: str, event: Event, person: Traveller) -> Data:
    if name not in _OWN or (name == "agenda" and not event.has_agenda):
        abort(404)
    return _OWN[name][1](event, person)


def _find(token: str) -> tuple[Registration, Event, Traveller]:
    """Whose they are; 404 for whoever has no seat (any more)."""
    registration = Registration.find_by_token(token)
    person = traveller_of(registration) or abort(404)
    query = select(Event).where(Event.id == registration.event_id).options(*WHOLE)
    event = db.session.scalars(query.execution_options(populate_existing=True)).one()
    if event.withdrawn_at is not None:
        abort(404)
    return registration, event, person
