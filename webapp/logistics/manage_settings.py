"""What the people of an event are asked."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.core.database import write
from webapp.core.permissions import Act
from webapp.logistics.asking import asks_of, save_asks
from webapp.logistics.desk import blueprint, find_event, page
from webapp.logistics.desk_forms import SettingsForm


@blueprint.get("/settings")
def settings(code: str) -> ResponseReturnValue:
    """What is asked now."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    asks = asks_of(event.id)
    form = SettingsForm(data={"travel": asks.travel, "rooms": asks.rooms})
    return page("settings.html", event, form=form, asks=asks)


@blueprint.post("/settings")
def save_settings(code: str) -> ResponseReturnValue:
    """Ask that from now on; answers given stay."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    form = SettingsForm()
    if not form.validate_on_submit():
        return page("settings.html", event, form=form, asks=asks_of(event.id)), 422
    with write():
        save_asks(event, travel=bool(form.travel.data), rooms=bool(form.rooms.data))
    flash(_("Saved."), "success")
    return redirect(url_for(".index", code=code), 303)
