"""What all sides of an event's desk that are forms have in common: showing, merging, saving.

A side is saved in this order: what two people wrote is put together, what is wrong is said, letters
that would go out are shown, and only then it is stored.
"""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.core.form_merging import Merge, MergingForm, decided, merged
from webapp.core.form_versions import differs
from webapp.core.permissions import Act
from webapp.events.acting import registered
from webapp.events.errors import EventError, Stale
from webapp.events.manage_acts import revision_in, with_letters
from webapp.events.manage_desk import desk_page, find
from webapp.events.models import Event
from webapp.events.rehearsing import Rehearsal, perform, rehearse
from webapp.seats.errors import SeatsError


class Side:
    """One form about one event. *tab* it stands under, *template* that shows it."""

    tab = ""
    template = ""

    def __init__(self, event: Event) -> None:
        self.event = event

    def form(self, *, is_posted: bool = True) -> Any:
        """The form as posted, or as the event is stored."""
        raise NotImplementedError

    def fresh_form(self) -> Any:
        """The form somebody opens; it remembers what it shows."""
        form = self.form()
        form.starts_from(self.event.revision)
        form.remember(form)
        return form

    def only_changes_the_form(self, form: Any) -> bool:
        """Whether a button was pressed that stores nothing: one more row, a preview."""
        return False

    def check(self, form: Any) -> bool:
        """Whether a valid form may be stored; adds what is wrong to it."""
        return True

    def is_changed(self, form: Any, stored: Any) -> bool:
        """Whether anything would be stored."""
        return differs(form, stored)

    def store(self, form: Any, expected: int) -> None:
        """Inside ``with write():``."""
        raise NotImplementedError

    def context(self, form: Any) -> dict[str, Any]:
        """What else the template shows."""
        return {}


def show_side(side: Side) -> str:
    """The side as somebody opens it."""
    return _page(side, side.fresh_form())


def save_side(code: str, make: Callable[[Event], Side]) -> ResponseReturnValue:
    """Store what was posted to a side, or show what stands in the way."""
    side = make(find(code, Act.EDIT))
    form, stored = side.form(), side.form(is_posted=False)
    if side.only_changes_the_form(form):
        return _page(side, form)
    open_questions = decided(form, stored, request.form)
    if form.is_stale(side.event.revision):
        return _stale(side, form, stored), 409
    if open_questions.conflicts:
        form.add_error("", _("Choose which of the two versions to keep."))
        return _page(side, form, merge=open_questions), 422
    if not form.validate() or not side.check(form):
        return _page(side, form), 422
    if not side.is_changed(form, stored):
        flash(_("Nothing was changed."), "info")
        return redirect(url_for(".show", code=code), 303)
    try:
        return _rehearsed_or_saved(side, form)
    except Stale:
        side = make(find(code, Act.EDIT))
        return _stale(side, form, side.form(is_posted=False)), 409
    except EventError as error:
        form.add_error(error.field if error.field in form else "", str(error))
    except SeatsError as error:
        form.add_error("capacity" if "capacity" in form else "", str(error))
    return _page(make(find(code, Act.EDIT)), form), 422


def _rehearsed_or_saved(side: Side, form: Any) -> ResponseReturnValue:
    event, expected = side.event, revision_in(form)

    def act() -> None:
        side.store(form, expected)

    if request.form.get("step") != "send" and not event.is_draft:
        rehearsal = rehearse(event, act)
        if rehearsal.letters:
            return _page(side, form, rehearsal=rehearsal)
    _done, letters = perform(event, act)
    flash(with_letters(_("The changes are saved."), letters), "success")
    return redirect(url_for(".show", code=event.code), 303)


def _stale(side: Side, form: MergingForm, stored: Any) -> str:
    """Both versions put together as far as possible; the rest is asked."""
    merge = merged(form, stored, request.form)
    form.renew(side.event.revision)
    form.remember(stored)
    return _page(side, form, merge=merge, is_stale=True)


def _page(
    side: Side,
    form: Any,
    *,
    rehearsal: Rehearsal | None = None,
    merge: Merge | None = None,
    is_stale: bool = False,
) -> str:
    return desk_page(
        side.template,
        side.event,
        side.tab,
        form=form,
        people=registered(side.event),
        rehearsal=rehearsal,
        merge=merge,
        is_stale=is_stale,
        **side.context(form),
    )
