"""Creating an event, and changing everything about it but its date once it is published."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.core.database import write
from webapp.core.form_versions import Version, versions
from webapp.core.i18n import current_language
from webapp.core.periods import Precision
from webapp.core.permissions import Act, Viewer, current_viewer, require
from webapp.events import manage_choices as choices
from webapp.events import rules
from webapp.events.acting import registered
from webapp.events.errors import EventError, Stale
from webapp.events.manage_acts import revision_in, with_letters
from webapp.events.manage_desk import blueprint, desk_page, find
from webapp.events.manage_forms import EventForm, NewEventForm, OrganiserForm
from webapp.events.manage_places import new_place
from webapp.events.manage_values import Offer, check, form_of, values_of
from webapp.events.models import Event, Mode, Visibility
from webapp.events.rehearsing import Rehearsal, perform, rehearse
from webapp.projects.organisations import Organisation
from webapp.seats.errors import SeatsError

# A new event


@blueprint.get("/new")
def new() -> ResponseReturnValue:
    """The form, or first the question which organisation it is for."""
    viewer = current_viewer()
    require(choices.may_plan_any(viewer))
    organisers = choices.by_slug(choices.organisers(viewer))
    organiser = _chosen(organisers)
    if organiser is None:
        return _ask_for_organiser(organisers)
    return _new_page(organiser, _new_form(viewer, organiser), len(organisers) > 1)


@blueprint.post("/new")
def create() -> ResponseReturnValue:
    """Store the draft; all the rest can be told on its own pages."""
    viewer = current_viewer()
    require(choices.may_plan_any(viewer))
    organisers = choices.by_slug(choices.organisers(viewer))
    organiser = _chosen(organisers)
    if organiser is None:
        return _ask_for_organiser(organisers), 422
    form = _new_form(viewer, organiser)
    projects = choices.by_slug(choices.projects(viewer))
    chosen = [projects[each] for each in (form.main_project.data,) if each in projects]
    if not form.validate() or not _may_plan(viewer, organiser, chosen, form):
        return _new_page(organiser, form, len(organisers) > 1), 422
    event = _created(form, organiser, chosen)
    flash(_("The draft is saved. Nobody else can see it before you publish it."), "success")
    return redirect(url_for(".show", code=event.code), 303)


def _chosen(organisers: dict[str, Organisation]) -> Organisation | None:
    """Named in the address, or the only one there is."""
    if len(organisers) == 1:
        return next(iter(organisers.values()))
    return organisers.get(request.args.get("organiser", ""))


def _ask_for_organiser(organisers: dict[str, Organisation]) -> str:
    form = OrganiserForm(formdata=None)
    form.organiser.choices = choices.named(organisers.values())
    project = request.args.get("project", "")
    return render_template("events/manage/organiser.html", form=form, project=project)


def _new_form(viewer: Viewer, organiser: Organisation) -> Any:
    projects = choices.projects(viewer)
    asked = request.args.get("project", "")
    form = NewEventForm(
        data={
            "mode": Mode.ON_SITE.value,
            "visibility": Visibility.PUBLIC.value,
            "main_project": asked or (projects[0].slug if len(projects) == 1 else None),
        }
    )
    form.main_project.choices = choices.named(projects)
    form.period.phases = choices.phases(projects, current_language())
    if not form.is_submitted():
        form.period["zone"].data = organiser.zone
        form.period["precision"].data = Precision.TIME.value
    return form


def _new_page(organiser: Organisation, form: Any, has_others: bool) -> str:
    return render_template(
        "events/manage/new.html", organiser=organiser, form=form, has_others=has_others
    )


def _may_plan(viewer: Viewer, organiser: Organisation, projects: list[Any], form: Any) -> bool:
    if choices.may_plan(viewer, organiser, projects):
        return True
    form.add_error("main_project", _("Choose the project for which you coordinate."))
    return False


def _created(form: Any, organiser: Organisation, projects: list[Any]) -> Event:
    visibility = form.visibility.data
    with write():
        return rules.create(
            form.name.data,
            organiser,
            form.kind.data,
            period=form.period.data,
            subkind=form.subkind.data or None,
            mode=form.mode.data,
            visibility=visibility,
            # Where partners meet, an address that is nobody's would hold a partner's place.
            verifies_addresses=visibility == Visibility.PARTNERS,
            projects=projects,
        )


# An event there is


@blueprint.get("/<code>/edit")
def edit(code: str) -> ResponseReturnValue:
    """Everything about the event, in one form."""
    event = find(code, Act.EDIT)
    return _page(event, form_of(event, Offer.make(current_viewer(), event)))


@blueprint.post("/<code>/edit")
def save(code: str) -> ResponseReturnValue:
    """Store the form; the other buttons in it only add a row or show the description."""
    event, viewer = find(code, Act.EDIT), current_viewer()
    offer = Offer.make(viewer, event)
    form = form_of(event, offer)
    if _only_changes_the_form(form):
        return _page(event, form, previews=request.form.get("step") == "preview")
    if not form.validate() or not check(form, event, offer, viewer):
        return _page(event, form), 422
    stored = form_of(event, offer, is_posted=False)
    if not form.is_stale(event.revision) and not _differs(form, stored):
        flash(_("Nothing was changed."), "info")
        return redirect(url_for(".show", code=code), 303)
    try:
        return _rehearsed_or_saved(event, form, offer, viewer)
    except Stale:
        return _stale(code, form), 409
    except EventError as error:
        form.add_error(error.field if error.field in form else "", str(error))
    except SeatsError as error:
        form.add_error("capacity", str(error))
    return _page(find(code, Act.EDIT), form), 422


def _only_changes_the_form(form: EventForm) -> bool:
    """The buttons without a script: one more row, or a look at the description."""
    for field in (form.places, form.contributors):
        if field.add_name in request.form:
            field.add_row()
            return True
    return request.form.get("step") == "preview"


def _differs(form: EventForm, stored: EventForm) -> bool:
    return form.asks_for_new_place or bool(versions(form, stored))


def _rehearsed_or_saved(
    event: Event, form: EventForm, offer: Offer, viewer: Viewer
) -> ResponseReturnValue:
    expected = revision_in(form)

    def act() -> None:
        _store(event, form, offer, viewer, expected)

    if request.form.get("step") != "send" and not event.is_draft:
        rehearsal = rehearse(event, act)
        if rehearsal.letters:
            return _page(event, form, rehearsal=rehearsal)
    _done, letters = perform(event, act)
    flash(with_letters(_("The changes are saved."), letters), "success")
    return redirect(url_for(".show", code=event.code), 303)


def _store(event: Event, form: EventForm, offer: Offer, viewer: Viewer, expected: int) -> None:
    """Inside ``with write():``."""
    values = values_of(form, event, offer, viewer)
    if form.asks_for_new_place:
        values["places"] = [*values["places"], new_place(form)]
    rules.edit(event, expected=expected, **values)
    if form.capacity.data != event.pool.capacity:
        rules.set_capacity(event, form.capacity.data)


def _stale(code: str, form: EventForm) -> str:
    """Both versions; the next attempt starts from what is stored now."""
    event = find(code, Act.EDIT)
    stored = form_of(event, Offer.make(current_viewer(), event), is_posted=False)
    form.renew(event.revision)
    return _page(event, form, both=versions(form, stored), is_stale=True)


def _page(
    event: Event,
    form: EventForm,
    *,
    previews: bool = False,
    rehearsal: Rehearsal | None = None,
    both: list[Version] | None = None,
    is_stale: bool = False,
) -> str:
    return desk_page(
        "edit.html",
        event,
        "edit",
        form=form,
        people=registered(event),
        previews=previews,
        rehearsal=rehearsal,
        both=both or [],
        is_stale=is_stale,
    )
