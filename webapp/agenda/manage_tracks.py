"""The tracks of an agenda on its desk: add, rename, order, remove."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.agenda import tracks as rules
from webapp.agenda.forms import DecisionForm, TrackForm
from webapp.agenda.manage_desk import blueprint, find, page, track_at
from webapp.agenda.models import AgendaTrack
from webapp.agenda.queries import items_of, tracks_of
from webapp.core.database import write
from webapp.events.models import Event


@blueprint.get("/tracks/")
def tracks(code: str) -> ResponseReturnValue:
    """The tracks in their order, and a form for one more."""
    return _index_page(find(code), TrackForm())


@blueprint.post("/tracks/")
def add_track(code: str) -> ResponseReturnValue:
    """One more track, behind the others."""
    event, form = find(code), TrackForm()
    if not form.validate():
        return _index_page(event, form), 422
    with write():
        rules.add_track(event, form.name.data)
    flash(_("The track is added."), "success")
    return _to_tracks(code)


@blueprint.get("/tracks/<public_id>/")
def track(code: str, public_id: str) -> ResponseReturnValue:
    """What a track is called."""
    event = find(code)
    row = track_at(event, public_id)
    return _track_page(event, row, TrackForm(data={"name": row.name}))


@blueprint.post("/tracks/<public_id>/")
def rename_track(code: str, public_id: str) -> ResponseReturnValue:
    """Call it otherwise."""
    event = find(code)
    row, form = track_at(event, public_id), TrackForm()
    if not form.validate():
        return _track_page(event, row, form), 422
    with write():
        rules.rename_track(event, row, form.name.data)
    flash(_("Saved."), "success")
    return _to_tracks(code)


@blueprint.post("/tracks/<public_id>/position")
def move_track(code: str, public_id: str) -> ResponseReturnValue:
    """One place up or down; the same button has the focus then."""
    event = find(code)
    row = track_at(event, public_id)
    way = "up" if request.form.get("way") == "up" else "down"
    with write():
        rules.move_track(event, row, way == "up")
    return redirect(url_for(".tracks", code=code, moved=public_id, way=way), 303)


@blueprint.post("/tracks/<public_id>/removal")
def remove_track(code: str, public_id: str) -> ResponseReturnValue:
    """Take it away; its items are for everybody then."""
    event = find(code)
    row = track_at(event, public_id)
    with write():
        rules.remove_track(event, row)
    flash(_("The track is removed. Its items are for everybody now."), "success")
    return _to_tracks(code)


def _to_tracks(code: str) -> ResponseReturnValue:
    return redirect(url_for(".tracks", code=code), 303)


def _index_page(event: Event, form: TrackForm) -> str:
    numbers: dict[int, int] = {}
    for item in items_of(event):
        if item.track_id is not None:
            numbers[item.track_id] = numbers.get(item.track_id, 0) + 1
    return page(
        "tracks.html",
        event,
        form=form,
        tracks=tracks_of(event),
        numbers=numbers,
        moved=request.args.get("moved", ""),
        way=request.args.get("way", ""),
    )


def _track_page(event: Event, row: AgendaTrack, form: TrackForm) -> str:
    inside = [item for item in items_of(event) if item.track_id == row.id]
    return page("track.html", event, form=form, track=row, inside=inside, decision=DecisionForm())
