"""Who takes part in one meal or one ride, ticked off by the staff."""

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.agenda.models import AgendaItem, ItemKind
from webapp.core.database import db, write
from webapp.core.permissions import Act, current_viewer
from webapp.logistics.desk import blueprint, find_event, page
from webapp.logistics.desk_forms import ItemForm
from webapp.logistics.facts import Facts
from webapp.logistics.guests import Guest
from webapp.logistics.models import ItemAbsence
from webapp.logistics.words import item_words


@blueprint.get("/items/<public_id>")
def item(code: str, public_id: str) -> ResponseReturnValue:
    """Everybody who is expected, with a box."""
    facts = _facts(code)
    found = _find(facts, public_id)
    expected = _expected(facts, found)
    coming = [guest.public_id for guest in expected if facts.attendance.has(found, guest)]
    return _page(facts, found, _form(expected, data={"people": coming}))


@blueprint.post("/items/<public_id>")
def save_item(code: str, public_id: str) -> ResponseReturnValue:
    """Who is not ticked stays away."""
    facts = _facts(code)
    found = _find(facts, public_id)
    expected = _expected(facts, found)
    form = _form(expected)
    if not form.validate_on_submit():
        return _page(facts, found, form), 422
    coming = set(form.people.data)
    away = {guest.id for guest in expected if guest.public_id not in coming}
    is_away = {guest.id for guest in expected if facts.attendance.is_away(found, guest)}
    item_id, side = found.id, _side(found)
    with write():
        _save(item_id, away - is_away, is_away - away)
    flash(_("Saved."), "success")
    return redirect(url_for(".side", code=code, name=side), 303)


def _save(item_id: int, gone: set[int], back: set[int]) -> None:
    """Note who stays away now, and who no longer does; what others did meanwhile stays."""
    stored = db.session.query(ItemAbsence).filter(ItemAbsence.item_id == item_id).all()
    for row in stored:
        if row.registration_id in back:
            db.session.delete(row)
    there = {row.registration_id for row in stored}
    db.session.add_all(
        ItemAbsence(item_id=item_id, registration_id=each) for each in sorted(gone - there)
    )


def _facts(code: str) -> Facts:
    return Facts(find_event(code, Act.CHANGE_PEOPLE), current_viewer())


def _find(facts: Facts, public_id: str) -> AgendaItem:
    found = (each for each in (*facts.meals, *facts.rides) if each.public_id == public_id)
    return next(found, None) or abort(404)


def _expected(facts: Facts, found: AgendaItem) -> list[Guest]:
    return [guest for guest in facts.guests if facts.attendance.is_expected(found, guest)]


def _form(expected: list[Guest], **values: dict[str, list[str]]) -> ItemForm:
    form = ItemForm(**values)
    form.people.choices = [
        (guest.public_id, f"{guest.name} ({guest.of})" if guest.of else guest.name)
        for guest in expected
    ]
    return form


def _side(found: AgendaItem) -> str:
    return "meals" if found.kind == ItemKind.MEAL else "buses"


def _page(facts: Facts, found: AgendaItem, form: ItemForm) -> str:
    context = {"form": form, "words": item_words(found), "item": found}
    return page("item.html", facts.event, _side(found), **context)
