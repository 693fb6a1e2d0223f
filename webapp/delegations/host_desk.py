"""Thin routes for staff: the hosts of an agenda, whom to ask, their links, what they answered."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import or_, select

from webapp.agenda import calendar
from webapp.agenda.arranging import order
from webapp.agenda.models import AgendaItem
from webapp.agenda.queries import WHOLE, find_item
from webapp.core.addresses import public_url
from webapp.core.database import db, write
from webapp.core.form_versions import Version, versions
from webapp.core.i18n import current_language
from webapp.core.look import Look
from webapp.core.permissions import Act, current_viewer
from webapp.core.times import now
from webapp.delegations import host_gate, host_rules
from webapp.delegations.errors import Stale
from webapp.delegations.host_forms import ContactForm
from webapp.delegations.host_models import AgendaHost, HostState
from webapp.delegations.host_slots import when_words
from webapp.delegations.host_words import host_look
from webapp.events.manage_desk import tabs_of
from webapp.events.models import Event
from webapp.registrations import people_desk
from webapp.registrations.forms import ButtonForm
from webapp.registrations.letter_facts import event_zone
from webapp.seats.errors import SeatsError

blueprint = Blueprint(
    "hosts_desk",
    __name__,
    url_prefix="/manage/events/<code>/agenda/hosts",
    template_folder="templates",
)


@dataclass(frozen=True)
class Line:
    """An item that somebody receives people at, and how far it has come with them."""

    item: AgendaItem
    host: AgendaHost | None
    expected: int

    @property
    def look(self) -> Look:
        """Icon, word and tone of the state."""
        return host_look(self.state)

    @property
    def state(self) -> str:
        """How far it has come."""
        return (self.host.state if self.host else HostState.PLANNED).value

    @property
    def is_off(self) -> bool:
        """Whether it does not take place."""
        return calendar.is_off(self.item)


@blueprint.get("/")
def index(code: str) -> ResponseReturnValue:
    """Every item with a host, or with a gate list: four statements, however many there are."""
    event = people_desk.find_event(code, Act.SEE_PEOPLE)
    return _page("desk.html", event, lines=_lines(event))


@blueprint.get("/<public_id>/")
def show(code: str, public_id: str) -> ResponseReturnValue:
    """One host: whom to ask, the link, what was answered and proposed."""
    event, item = _find(code, public_id)
    return _show(event, item, _form(event, host_rules.host_of(item)))


@blueprint.post("/<public_id>/")
def save(code: str, public_id: str) -> ResponseReturnValue:
    """Store whom to ask."""
    event, item = _find(code, public_id)
    form = ContactForm()
    form.prepare(event_zone(event))
    if not form.validate_on_submit():
        return _show(event, item, form), 422
    expected = _revision(host_rules.host_of(item))
    if form.is_stale(expected):
        return _stale_page(event, item, form), 409
    try:
        with write():
            host_rules.name(item, expected, **form.values())
    except Stale:
        return _stale_page(event, item, form), 409
    flash(_("The changes are saved."), "success")
    return _back(code, public_id)


@blueprint.post("/<public_id>/letter")
def ask(code: str, public_id: str) -> ResponseReturnValue:
    """Write to the host with its link."""
    host = _host(code, public_id)
    if _is_pressed():
        with write():
            is_sent = host_rules.ask(host)
        if is_sent:
            flash(_("The letter is on its way."), "success")
        else:
            told = _("No letter was sent: there is no address, or nothing to come to.")
            flash(told, "warning")
    return _back(code, public_id)


@blueprint.post("/<public_id>/link")
def renew_link(code: str, public_id: str) -> ResponseReturnValue:
    """Make the link given out so far gone, and show the new one."""
    host = _host(code, public_id)
    if _is_pressed():
        with write():
            host_rules.renew(host)
        flash(
            _("The earlier link no longer works. Pass on the new one, or write again."), "success"
        )
    return _back(code, public_id)


@blueprint.post("/<public_id>/link/withdrawal")
def withdraw_link(code: str, public_id: str) -> ResponseReturnValue:
    """The host sees and answers nothing any more."""
    host = _host(code, public_id)
    if _is_pressed():
        with write():
            host_rules.withdraw(host)
        flash(_("The link no longer works."), "success")
    return _back(code, public_id)


@blueprint.post("/<public_id>/proposal")
def accept(code: str, public_id: str) -> ResponseReturnValue:
    """Take over what the host proposes."""
    host = _host(code, public_id)
    if _is_pressed():
        try:
            with write():
                host_rules.accept(host)
        except SeatsError as error:
            flash(str(error), "error")
            return _back(code, public_id)
        flash(_("The item says now what the host asked for."), "success")
    return _back(code, public_id)


@blueprint.post("/<public_id>/proposal/aside")
def set_aside(code: str, public_id: str) -> ResponseReturnValue:
    """Leave it as it is."""
    host = _host(code, public_id)
    if _is_pressed():
        with write():
            host_rules.set_aside(host)
    return _back(code, public_id)


def _lines(event: Event) -> list[Line]:
    hosted = select(AgendaHost.item_id)
    query = (
        select(AgendaItem)
        .where(AgendaItem.event_id == event.id)
        .where(
            or_(
                AgendaItem.host_id.is_not(None),
                AgendaItem.gate_list_due_at.is_not(None),
                AgendaItem.id.in_(hosted),
            )
        )
        .options(*WHOLE)
    )
    items = sorted(db.session.scalars(query), key=order)
    known = select(AgendaHost).where(AgendaHost.item_id.in_([item.id for item in items]))
    hosts = {host.item_id: host for host in db.session.scalars(known)}
    numbers = host_gate.expected(items)
    return [Line(item, hosts.get(item.id), numbers[item.id]) for item in items]


def _find(code: str, public_id: str, act: Act = Act.CHANGE_PEOPLE) -> tuple[Event, AgendaItem]:
    event = people_desk.find_event(code, act)
    return event, find_item(event, public_id) or abort(404)


def _host(code: str, public_id: str) -> AgendaHost:
    _event, item = _find(code, public_id)
    return host_rules.host_of(item) or abort(404)


def _is_pressed() -> bool:
    return bool(ButtonForm().validate_on_submit())


def _back(code: str, public_id: str) -> ResponseReturnValue:
    return redirect(url_for(".show", code=code, public_id=public_id), 303)


def _revision(host: AgendaHost | None) -> int:
    return 0 if host is None else host.revision


def _form(event: Event, host: AgendaHost | None, *, is_posted: bool = True) -> ContactForm:
    form = ContactForm() if is_posted else ContactForm(formdata=None)
    form.prepare(event_zone(event))
    form.fill(host)
    form.starts_from(_revision(host))
    return form


def _stale_page(event: Event, item: AgendaItem, form: ContactForm) -> str:
    host = host_rules.host_of(item)
    both = versions(form, _form(event, host, is_posted=False))
    form.renew(_revision(host))
    return _show(event, item, form, both)


def _show(
    event: Event, item: AgendaItem, form: ContactForm, both: list[Version] | None = None
) -> str:
    host = host_rules.host_of(item)
    is_open = host is not None and host.link_revoked_at is None and not host_rules.is_over(host)
    return _page(
        "desk_host.html",
        event,
        line=Line(item, host, host_gate.expected([item])[item.id]),
        host=host,
        item=item,
        form=form,
        both=both,
        link=public_url("hosts.show", token=host.token()) if host and is_open else None,
    )


def _page(template: str, event: Event, **context: Any) -> str:
    zone = event_zone(event)
    return render_template(
        f"delegations/hosts/{template}",
        event=event,
        tab="agenda",
        desk_tabs=tabs_of(event, "agenda"),
        can_edit=event.can_be_edited_by(current_viewer()),
        may_change=event.may(current_viewer(), Act.CHANGE_PEOPLE),
        zone=zone,
        at=now(),
        short_moment=lambda instant: people_desk.short_moment(instant, zone),
        when_words=lambda item: when_words(item, current_language()),
        **context,
    )
