"""Places on the desk: found, put right, told apart from those that are nearly the same.

A place stands in the events of several organisers. Whoever may edit all events at a place may edit
the place; calendars follow, and nobody is written to.
"""

from difflib import SequenceMatcher
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from webapp.core.changes import record
from webapp.core.database import db, write
from webapp.core.form_versions import Version, versions
from webapp.core.forms import ChoiceField, LocalTextField, RevisedForm, TextField, ZoneField
from webapp.core.permissions import Act, Viewer, current_viewer, require
from webapp.core.text import LocalText
from webapp.events.manage_choices import may_plan_any
from webapp.events.manage_forms import coordinate
from webapp.events.models import Event
from webapp.events.parts import EventPlace
from webapp.projects.organisation_forms import CountryField
from webapp.projects.organisation_lists import page_of, searched
from webapp.projects.organisations import Place

blueprint = Blueprint("places", __name__, url_prefix="/manage/places", template_folder="templates")
_COLUMNS = ("name", "address", "country", "zone", "latitude", "longitude", "step_free")
#: From here on two names are alike enough to be shown beside each other.
_NEAR = 0.84
_STEP_FREE = {"yes": True, "no": False}


class PlaceForm(RevisedForm):
    """Everything about a place."""

    name = LocalTextField(_l("Name"), required=True, any_language=True, longest=200)
    address = LocalTextField(_l("Postal address"), longest=300)
    country = CountryField(_l("Country"), hint=_l("Two letters, for example LV."))
    zone = ZoneField(_l("Time zone"), blank=_l("choose"))
    latitude = TextField(_l("Latitude"), longest=20, hint=_l("For example 56.6511."))
    longitude = TextField(_l("Longitude"), longest=20, hint=_l("For example 23.7128."))
    step_free = ChoiceField(
        _l("Without steps"),
        blank=_l("not known"),
        choices=[("yes", _l("yes: everyone gets in and about")), ("no", _l("no"))],
    )

    def __init__(self, place: Place, **kwargs: Any) -> None:
        super().__init__(data=shown(place), **kwargs)
        self.starts_from(place.revision)

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field for itself, then the coordinates together."""
        is_good = bool(super().validate(extra_validators))
        for name, most in (("latitude", 90), ("longitude", 180)):
            if self[name].data and coordinate(self[name].data, most) is None:
                message = _("Write degrees as a number from −%(most)d to %(most)d.", most=most)
                self.add_error(name, message)
                is_good = False
        if bool(self.latitude.data) != bool(self.longitude.data):
            self.add_error("longitude", _("Give both coordinates, or neither."))
            is_good = False
        return is_good

    def values(self) -> dict[str, Any]:
        """What the columns hold; the form is valid."""
        latitude, longitude = self.latitude.data, self.longitude.data
        return {
            "name": self.name.data,
            "address": self.address.data or None,
            "country": self.country.data or None,
            "zone": self.zone.data or None,
            "latitude": coordinate(latitude, 90) if latitude else None,
            "longitude": coordinate(longitude, 180) if longitude else None,
            "step_free": _STEP_FREE.get(self.step_free.data),
        }


def shown(place: Place) -> dict[str, Any]:
    """What the fields show of a stored place."""
    values = {name: getattr(place, name) for name in ("name", "address", "country", "zone")}
    known = {True: "yes", False: "no", None: ""}
    return values | {
        "latitude": "" if place.latitude is None else str(place.latitude),
        "longitude": "" if place.longitude is None else str(place.longitude),
        "step_free": known[place.step_free],
    }


@blueprint.get("/")
def index() -> str:
    """Every place, searched without diacritics."""
    viewer = current_viewer()
    require(may_plan_any(viewer))
    words = searched(request.args)
    after, before = request.args.get("after", ""), request.args.get("before", "")
    page = page_of(Place, select(Place), words, after, before)
    return render_template(
        "events/places/index.html", page=page, words=words, used=_used(page.rows)
    )


def _used(places: list[Place]) -> dict[int, int]:
    """How many events take place at each."""
    query = select(EventPlace.place_id, func.count()).group_by(EventPlace.place_id)
    rows = db.session.execute(query.where(EventPlace.place_id.in_([each.id for each in places])))
    return {row[0]: row[1] for row in rows}


@blueprint.get("/<slug>/edit")
def edit(slug: str) -> ResponseReturnValue:
    """The form."""
    place = _find(slug)
    return _page(place, PlaceForm(place))


@blueprint.post("/<slug>/edit")
def save(slug: str) -> ResponseReturnValue:
    """Store the form, unless somebody else has saved meanwhile."""
    place = _find(slug)
    form = PlaceForm(place)
    if not form.validate():
        return _page(place, form), 422
    with write():
        db.session.refresh(place, with_for_update=True)
        is_stale = form.is_stale(place.revision)
        if not is_stale:
            _store(place, form.values())
    if is_stale:
        stored = PlaceForm(place, formdata=None)
        form.renew(place.revision)
        return _page(place, form, versions(form, stored), is_stale=True), 409
    flash(_("The place is saved. Calendars follow."), "success")
    return redirect(url_for(".index"), 303)


def _store(place: Place, values: dict[str, Any]) -> None:
    before = _facts(place)
    for name, value in values.items():
        setattr(place, name, value)
    place.touch()
    record(f"place:{place.id}", "edited", before, _facts(place))


def _facts(place: Place) -> dict[str, Any]:
    values = {name: getattr(place, name) for name in _COLUMNS}
    return {
        name: value.as_json() if isinstance(value, LocalText) else value
        for name, value in values.items()
    }


def _find(slug: str) -> Place:
    """The place; 403 for who may not edit it: also where others have events there."""
    viewer = current_viewer()
    require(may_plan_any(viewer))
    query = select(Place).where(Place.slug == slug)
    place = db.session.scalar(query) if slug.isprintable() else None
    if place is None:
        abort(404)
    require(may_edit(viewer, place))
    return place


def may_edit(viewer: Viewer, place: Place) -> bool:
    """Whether all events at the place are ones that *viewer* may edit."""
    if viewer.is_admin:
        return True
    query = select(Event).join(EventPlace).where(EventPlace.place_id == place.id)
    query = query.options(selectinload(Event.project_links), joinedload(Event.pool))
    return all(event.may(viewer, Act.EDIT) for event in db.session.scalars(query))


def alike(place: Place) -> list[Place]:
    """Other places of nearly the same name: maybe the same one twice."""
    others = db.session.scalars(select(Place).where(Place.id != place.id).order_by(Place.sort_key))
    mine = str(place.name).casefold()
    return [each for each in others if _ratio(mine, str(each.name).casefold()) >= _NEAR][:5]


def _ratio(mine: str, theirs: str) -> float:
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    return 0.0 if matcher.quick_ratio() < _NEAR else matcher.ratio()


def _page(
    place: Place, form: PlaceForm, both: list[Version] | None = None, *, is_stale: bool = False
) -> str:
    return render_template(
        "events/places/edit.html",
        place=place,
        form=form,
        both=both or [],
        is_stale=is_stale,
        alike=alike(place),
        used=_used([place]).get(place.id, 0),
    )
