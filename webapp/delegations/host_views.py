"""What a host's link opens: its slot, its answer, and from the deadline on the gate list.

Opening it changes nothing but that it was opened: mail scanners open links, they press no buttons.
"""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.agenda import calendar
from webapp.agenda.models import AgendaItem
from webapp.agenda.words import item_address
from webapp.core.database import write
from webapp.core.form_versions import Version, versions
from webapp.core.i18n import current_language
from webapp.core.link_pages import keep_private
from webapp.core.permissions import current_viewer, public
from webapp.delegations import host_gate, host_rules
from webapp.delegations.errors import Stale
from webapp.delegations.host_forms import ProposalForm, RefusalForm
from webapp.delegations.host_models import AgendaHost
from webapp.delegations.host_rules import NotToBeAnswered
from webapp.delegations.host_slots import when_words
from webapp.registrations.exports import csv_lines, xlsx_file
from webapp.registrations.forms import ButtonForm

blueprint = Blueprint("hosts", __name__, template_folder="templates")
keep_private(blueprint)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/hosts/<token>/")
@public
def show(token: str) -> ResponseReturnValue:
    """The slot, the answer, the names."""
    host = host_rules.find(token)
    if host.opened_at is None and not current_viewer().is_staff:
        with write():
            host_rules.note_opened(host)
    return _page("show.html", host, ButtonForm())


@blueprint.post("/hosts/<token>/confirmation")
@public
def confirm(token: str) -> ResponseReturnValue:
    """The host receives people then."""
    host, form = host_rules.find(token), ButtonForm()
    if not form.validate_on_submit():
        form.add_error("", _("Please press the button once more."))
        return _page("show.html", host, form), 422
    return _done(host, "show.html", form, lambda: host_rules.confirm(host))


@blueprint.get("/hosts/<token>/refusal")
@public
def ask_refusal(token: str) -> ResponseReturnValue:
    """Why not."""
    return _page("refusal.html", host_rules.find(token), RefusalForm())


@blueprint.post("/hosts/<token>/refusal")
@public
def refuse(token: str) -> ResponseReturnValue:
    """The host cannot receive anybody."""
    host, form = host_rules.find(token), RefusalForm()
    if not form.validate_on_submit():
        return _page("refusal.html", host, form), 422
    reason = form.reason.data or ""
    return _done(host, "refusal.html", form, lambda: host_rules.refuse(host, reason))


@blueprint.get("/hosts/<token>/proposal")
@public
def ask_proposal(token: str) -> ResponseReturnValue:
    """Limits and rules."""
    host = host_rules.find(token)
    form = _proposal(host)
    return _page("proposal.html", host, form)


@blueprint.post("/hosts/<token>/proposal")
@public
def propose(token: str) -> ResponseReturnValue:
    """Store them; the coordinator sees them."""
    host, form = host_rules.find(token), ProposalForm()
    if not form.validate_on_submit():
        return _page("proposal.html", host, form), 422
    if form.is_stale(host.revision):
        return _stale_page(host, form), 409
    told = _("Thank you. The organiser sees what you propose.")
    try:
        return _done(
            host,
            "proposal.html",
            form,
            lambda: host_rules.propose(host, host.revision, **form.values()),
            told,
        )
    except Stale:
        return _stale_page(host_rules.find(token), form), 409


@blueprint.get("/hosts/<token>/names.csv")
@public
def names_csv(token: str) -> ResponseReturnValue:
    """The gate list for programs."""
    item = _item_with_names(token)
    return _file(b"".join(csv_lines(host_gate.file_of(item))), "text/csv; charset=utf-8", "csv")


@blueprint.get("/hosts/<token>/names.xlsx")
@public
def names_xlsx(token: str) -> ResponseReturnValue:
    """The gate list for people."""
    return _file(xlsx_file(host_gate.file_of(_item_with_names(token))), XLSX, "xlsx")


def _item_with_names(token: str) -> AgendaItem:
    item = host_rules.find(token).item
    return item if host_gate.is_there(item) else abort(404)


def _file(body: bytes, kind: str, ending: str) -> Response:
    answer = Response(body, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="gate-list.{ending}"'
    return answer


def _done(
    host: AgendaHost, template: str, form: Any, act: Callable[[], None], told: str = ""
) -> ResponseReturnValue:
    """Act, and back to the page; what cannot be answered any more is said on the form's page."""
    token = host.token()
    try:
        with write():
            act()
    except NotToBeAnswered as error:
        form.add_error("", str(error))
        return _page(template, host_rules.find(token), form), 422
    if told:
        flash(told, "success")
    return redirect(url_for(".show", token=token), 303)


def _proposal(host: AgendaHost, *, is_posted: bool = True) -> ProposalForm:
    form = ProposalForm() if is_posted else ProposalForm(formdata=None)
    form.fill(host)
    form.starts_from(host.revision)
    return form


def _stale_page(host: AgendaHost, form: ProposalForm) -> str:
    both = versions(form, _proposal(host, is_posted=False))
    form.renew(host.revision)
    return _page("proposal.html", host, form, both)


def _page(template: str, host: AgendaHost, form: Any, both: list[Version] | None = None) -> str:
    item, language = host.item, current_language()
    has_names = template == "show.html" and host_gate.is_there(item)
    return render_template(
        f"delegations/hosts/{template}",
        host=host,
        item=item,
        event=item.event,
        form=form,
        both=both,
        token=host.token(),
        when=when_words(item, language),
        where=item_address(item, language),
        is_off=calendar.is_off(item),
        expected=host_gate.expected([item])[item.id],
        guests=host_gate.guests(item) if has_names else None,
    )
