"""Creating an event, and changing everything about it but its date once it is published."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.core.database import write
from webapp.core.i18n import current_language
from webapp.core.periods import Precision
from webapp.core.permissions import Act, Viewer, current_viewer, require
from webapp.events import manage_choices as choices
from webapp.events import rules
from webapp.events.manage_desk import blueprint, find
from webapp.events.manage_forms import EventForm, NewEventForm, OrganiserForm
from webapp.events.manage_places import new_place
from webapp.events.manage_saving import Side, save_side, show_side
from webapp.events.manage_values import Offer, check, form_of, values_of
from webapp.events.models import Event, Mode, Visibility
from webapp.projects.organisations import Organisation

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


class EditSide(Side):
    """What, when, where and whose."""

    tab, template = "edit", "edit.html"

    def __init__(self, event: Event) -> None:
        super().__init__(event)
        self.viewer = current_viewer()
        self.offer = Offer.make(self.viewer, event)

    def form(self, *, is_posted: bool = True) -> EventForm:
        """The form as posted, or as the event is stored."""
        return form_of(self.event, self.offer, is_posted=is_posted)

    def only_changes_the_form(self, form: Any) -> bool:
        """The buttons without a script: one more row."""
        for field in (form.places, form.contributors):
            if field.add_name in request.form:
                field.add_row()
                return True
        return False

    def check(self, form: Any) -> bool:
        """Whether this viewer may store it so."""
        return check(form, self.event, self.offer, self.viewer)

    def is_changed(self, form: Any, stored: Any) -> bool:
        """Whether anything would be stored; a new place is no field of the event."""
        return form.asks_for_new_place or super().is_changed(form, stored)

    def store(self, form: Any, expected: int) -> None:
        """Inside ``with write():``."""
        values = values_of(form, self.event, self.offer, self.viewer)
        if form.asks_for_new_place:
            values["places"] = [*values["places"], new_place(form)]
        rules.edit(self.event, expected=expected, **values)


@blueprint.get("/<code>/edit")
def edit(code: str) -> ResponseReturnValue:
    """What, when, where and whose, in one form."""
    return show_side(EditSide(find(code, Act.EDIT)))


@blueprint.post("/<code>/edit")
def save(code: str) -> ResponseReturnValue:
    """Store the form; the other buttons in it only add a row."""
    return save_side(code, EditSide)
