"""Forms of coordinators' letters: texts per language, placeholders checked, recipients, times."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from webapp.core.database import db
from webapp.core.form_texts import TextInput
from webapp.core.forms import (
    BaseForm,
    ChoiceField,
    ChoicesField,
    LocalDateTimeField,
    LocalTextField,
    NumberField,
    RadioField,
    RevisedForm,
    YesField,
)
from webapp.core.i18n import plain_text, reading_order
from webapp.core.look import state_look
from webapp.events.models import Event
from webapp.letters.audiences import AUDIENCES
from webapp.letters.automatic import MOST_DAYS
from webapp.letters.models import EventLetter, Purpose
from webapp.letters.placeholders import faults_of
from webapp.letters.rules import Content
from webapp.projects.organisations import Organisation
from webapp.registrations.letter_facts import event_zone
from webapp.registrations.models import Registration
from webapp.registrations.people_choices import target_groups
from webapp.registrations.people_lists import ORDER

LONGEST_BODY = 10_000


class PlaceheldField(LocalTextField):
    """A text in several languages with placeholders; a wrong one is told beside its language."""

    def __init__(self, label: str | None = None, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.type = LocalTextField.__name__  # it looks like one

    def _errors_of(self, each: TextInput) -> Iterator[str]:
        yield from super()._errors_of(each)
        yield from faults_of(each.text)


class WordsForm(RevisedForm):
    """Subject and text in every language of the installation."""

    subject = PlaceheldField(
        _l("Subject"),
        longest=150,
        any_language=True,
        required=_l("Write a subject, at least in one language."),
    )
    body = PlaceheldField(
        _l("Text"),
        longest=LONGEST_BODY,
        lines=14,
        any_language=True,
        required=_l("Write a text, at least in one language."),
        hint=_l(
            "The greeting with the name stands above it, the organiser and how to answer below."
            " **Bold**, lists and [words](https://…) for links can be used."
        ),
    )


class LetterForm(WordsForm):
    """A letter written by hand: the texts, and who gets it."""

    audience = RadioField(_l("Who gets it"), required=_l("Choose who gets the letter."))
    states = ChoicesField(_l("Which states"))
    organisation = ChoiceField(_l("Which organisation"), blank=_l("choose"))
    group = ChoiceField(_l("Which group"), blank=_l("choose"))

    def offer(self, event: Event, with_chosen: bool) -> None:
        """Set what can be chosen for *event*."""
        self.audience.choices = [
            (each.name, each.words) for each in AUDIENCES.values() if each.is_offered or with_chosen
        ]
        self.states.choices = [
            (state.value, state_look(state, "registration").word) for state in ORDER
        ]
        self.organisation.choices = organisations_of(event)
        self.group.choices = target_groups(event)

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Ask for what the chosen audience needs."""
        is_valid: bool = super().validate(*args, **kwargs)
        asked = self._asked()
        if asked is not None and not asked.data:
            words = {
                "states": _("Choose at least one state."),
                "organisation": _("Choose the organisation."),
                "group": _("Choose the group."),
            }
            self.add_error(asked.short_name, words[asked.short_name])
            return False
        return is_valid

    def content(self) -> Content:
        """What was written."""
        asked = self._asked()
        data = [] if asked is None else asked.data
        values = list(data) if isinstance(data, list) else [str(data)]
        return Content(self.subject.data, self.body.data, self.audience.data, values)

    def fill_from(self, letter: EventLetter) -> None:
        """Show which of the audience a stored letter is for."""
        field = AUDIENCES[letter.audience].asks
        if field == "states":
            self.states.data = list(letter.audience_values)
        elif field:
            self[field].data = next(iter(letter.audience_values), None)

    def _asked(self) -> Any:
        audience = AUDIENCES.get(self.audience.data or "")
        return self[audience.asks] if audience is not None and audience.asks else None


class AutomaticForm(WordsForm):
    """A letter that goes by itself."""

    is_on = YesField()

    def content(self) -> Content:
        """What was written; it goes to all who have a place."""
        return Content(self.subject.data, self.body.data, "confirmed")


class ReminderForm(AutomaticForm):
    """A reminder some days before."""

    is_on = YesField(_l("Send the reminder"))
    days_before = NumberField(
        _l("Days before the event"),
        least=1,
        most=MOST_DAYS,
        required=_l("Write how many days before it goes."),
        hint=_l("It goes at nine in the morning, by clocks at the event."),
    )


class ThanksForm(AutomaticForm):
    """Thanks after the event."""

    is_on = YesField(_l("Send thanks when the event is recorded as held"))


AUTOMATIC: dict[Purpose, type[AutomaticForm]] = {
    Purpose.REMINDER: ReminderForm,
    Purpose.THANKS: ThanksForm,
}


class GoForm(RevisedForm):
    """The button that sends; it carries the revision that was read."""


class ScheduleForm(RevisedForm):
    """When a letter goes by itself."""

    due = LocalDateTimeField(_l("Day and time"), required=_l("Choose when the letter goes."))

    def meant_in(self, event: Event) -> None:
        """Times are meant on clocks at the event."""
        self.due.zone_name = event_zone(event)


class PlainForm(BaseForm):
    """A button and nothing else."""


def revision_in(form: RevisedForm) -> int:
    """The revision a form was filled from; one that is none is no stored one."""
    text = str(form.posted_revision.data or "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def organisations_of(event: Event) -> list[tuple[str, str]]:
    """The organisations people of *event* come from, as they chose them, by name."""
    used = select(Registration.organisation_id).where(Registration.event_id == event.id)
    query = select(Organisation.id, Organisation.name).where(Organisation.id.in_(used))
    named = [(str(row.id), plain_text(row.name)) for row in db.session.execute(query)]
    return sorted(named, key=lambda choice: reading_order(choice[1]))
