"""What staff do with somebody who waits: before others, after the next, or not for a while."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.registrations import decisions
from webapp.registrations.line import place_in_line
from webapp.registrations.models import Registration, State
from webapp.registrations.people_act_kinds import PersonAct, is_in
from webapp.registrations.people_forms import NoteForm, PlainForm


def _is_held_back(registration: Registration) -> bool:
    return registration.state == State.WAITING and registration.held_back_at is not None


def _may_be_held_back(registration: Registration) -> bool:
    return registration.state == State.WAITING and registration.held_back_at is None


def _let_pass(registration: Registration) -> str:
    words: str = _(
        "Passed over once: %(name)s is number %(place)d now, behind the next in line.",
        name=registration.name,
        place=place_in_line(registration),
    )
    return words


LINE_ACTS = (
    PersonAct(
        "promotion",
        _l("Give a place now"),
        _l("Before those in front, where a place is free that they cannot use."),
        "arrow-up-from-line",
        NoteForm,
        lambda registration, form: decisions.promote_now(registration, form.reason.data),
        lambda registration: _("Given a place: %(name)s.", name=registration.name),
        is_in(State.WAITING),
    ),
    PersonAct(
        "front",
        _l("Move to the front"),
        _l("The next place that becomes free is theirs."),
        "chevrons-up",
        NoteForm,
        lambda registration, form: decisions.to_front(registration, form.reason.data),
        lambda registration: _(
            "Moved to the front: %(name)s is next in line.", name=registration.name
        ),
        lambda registration: (place_in_line(registration) or 0) > 1,
        writes=False,
    ),
    PersonAct(
        "passing",
        _l("Pass over once"),
        _l("The next in line goes first; after that it is their turn again."),
        "chevron-down",
        NoteForm,
        lambda registration, form: decisions.pass_over(registration, form.reason.data),
        _let_pass,
        decisions.somebody_behind,
        writes=False,
    ),
    PersonAct(
        "holding",
        _l("Hold back"),
        _l("They keep their number, and the line passes them by until you take this back."),
        "circle-pause",
        NoteForm,
        lambda registration, form: decisions.hold_back(registration, form.reason.data),
        lambda registration: _(
            "Held back: %(name)s gets no place until you take this back.", name=registration.name
        ),
        _may_be_held_back,
        writes=False,
    ),
    PersonAct(
        "return",
        _l("Take back into the line"),
        _l("They stand where their number says; a free place is theirs at once."),
        "chevron-up",
        PlainForm,
        lambda registration, form: decisions.take_back(registration),
        lambda registration: _("Back in line: %(name)s.", name=registration.name),
        _is_held_back,
        writes=False,
    ),
)
