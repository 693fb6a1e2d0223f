"""What is stored about one registration: told to whoever has its link (GDPR articles 15 and 20).

Only this registration: the same person's others have links of their own, and a link that was passed
on must not reveal more than what it opens.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext, pgettext
from sqlalchemy import select

from webapp.core.database import db
from webapp.core.i18n import language_name, plain_text
from webapp.core.personal import AUDIT, CONTACT, LEGAL_BASES, NEEDS, PHOTO_BASIS, PRIVATE_BASES
from webapp.events.models import Event
from webapp.mail.models import Letter
from webapp.mail.work import KEPT
from webapp.needs import rules as needs
from webapp.needs.options import NeedKind, in_words
from webapp.needs.sweeps import KEPT_FOR
from webapp.projects.organisations import Organisation
from webapp.questions.asking import Kind
from webapp.questions.queries import Given, answers_of
from webapp.questions.showing import answer_words
from webapp.registrations.guardian_models import GuardianConsent
from webapp.registrations.guardians import consent_of
from webapp.registrations.invitee_models import Invitee
from webapp.registrations.models import Registration
from webapp.registrations.people_history import Step, letter_word, letters_of, steps_of
from webapp.registrations.people_notes import PeopleNote, notes_of
from webapp.registrations.retention import months_after
from webapp.registrations.retention_invitees import invitees_of

#: Kinds of organisations that act in the public interest; others have an interest of their own.
PUBLIC_BODIES = frozenset(
    {"municipality", "university", "eu-institution", "programme-body", "ministry", "school"}
)


@dataclass(frozen=True)
class Fact:
    """One thing that is stored: its name for programs, for people, and the value."""

    name: str
    label: str
    value: str


@dataclass(frozen=True)
class AnswerGiven:
    """An answer in the words it was asked and given; *withdrawable* if it is a free consent."""

    public_id: str
    question: str
    answer: str
    withdrawable: bool


@dataclass(frozen=True)
class LetterSent:
    """One letter, its fate, and its text as long as it is kept."""

    letter: Letter
    words: str
    fate: str

    @property
    def text(self) -> str | None:
        """What it says. A guardian's letter has the guardian's link in it, who alone may use it."""
        is_theirs = self.letter.owner.startswith("guardian:")
        return None if is_theirs else self.letter.body_text


@dataclass(frozen=True)
class KeptFor:
    """Some of it: what, until when (an instant, or words), and why it may be kept."""

    what: str
    until: datetime | str
    basis: str


@dataclass(frozen=True)
class Known:
    """Everything that is stored about one registration."""

    registration: Registration
    facts: list[Fact]
    steps: list[Step]
    consents: list[tuple[str, datetime | None]]
    guardian: GuardianConsent | None
    answers: list[AnswerGiven]
    needs: list[tuple[str, str]]
    letters: list[LetterSent]
    notes: list[PeopleNote]
    kept: list[KeptFor]


#: What capabilities above keep about a registration (`tell_here`).
_TOLD_ABOVE: list[Callable[[Registration], Iterable[Fact]]] = []


def tell_here(facts: Callable[[Registration], Iterable[Fact]]) -> None:
    """Add what a capability above keeps about a registration."""
    _TOLD_ABOVE.append(facts)


def known(registration: Registration) -> Known:
    """Look all of it up; a fixed number of statements."""
    answers = list(answers_of(registration.id).values())
    return Known(
        registration,
        _facts(registration),
        steps_of(registration, names_staff=False),
        _consents(registration),
        consent_of(registration),
        [_answer(each) for each in answers],
        _needs(registration),
        [LetterSent(each, letter_word(each), fate(each)) for each in letters_of(registration)],
        notes_of(registration),
        kept(registration),
    )


def erased_by(event: Event) -> datetime | None:
    """When the organiser's months after the event are over; None while its end is not known."""
    ended_at = event.over_at or event.cancelled_at or event.postponed_at
    return None if ended_at is None else months_after(ended_at, event.organiser.retention_months)


def fate(letter: Letter) -> str:
    """What became of a letter, in a word."""
    words = {
        "stored": pgettext("letter", "on its way"),
        "sent": pgettext("letter", "sent"),
        "refused": pgettext("letter", "refused by the mail server"),
    }
    return str(words.get(letter.state, pgettext("letter", "not sent")))


def basis_of(organisation: Organisation, data_class: str) -> str:
    """Why this organiser may keep data of a class."""
    bases = LEGAL_BASES if organisation.kind in PUBLIC_BODIES else PRIVATE_BASES
    return str(bases[data_class])


def kept(registration: Registration) -> list[KeptFor]:
    """What is kept until when and why, of what there is for this registration."""
    event, organiser = registration.event, registration.event.organiser
    until = erased_by(event) or _months_words(organiser)
    found = [KeptFor(_("What you gave, and your answers"), until, basis_of(organiser, CONTACT))]
    if event.takes_photos:
        found.append(KeptFor(_("That pictures shall leave you out"), until, str(PHOTO_BASIS)))
    if event.has_questions:
        found.append(
            KeptFor(_("Diet and access needs"), _needs_until(event), basis_of(organiser, NEEDS))
        )
    found += [
        KeptFor(
            _("The words of letters to you"),
            _("%(days)d days after sending", days=KEPT.days),
            basis_of(organiser, CONTACT),
        ),
        KeptFor(
            _("That there was a registration: its state and its dates, without your name"),
            _("as long as the funding programme asks for evidence"),
            basis_of(organiser, AUDIT),
        ),
    ]
    return found


def _months_words(organiser: Organisation) -> str:
    return str(
        ngettext(
            "%(num)d month after the event",
            "%(num)d months after the event",
            organiser.retention_months,
        )
    )


def _needs_until(event: Event) -> datetime | str:
    days = KEPT_FOR.days
    if event.over_at is None:
        return str(_("%(days)d days after the event", days=days))
    return event.over_at + timedelta(days=days)


def _facts(registration: Registration) -> list[Fact]:
    organisation, group = registration.organisation, registration.target_group
    found = [
        Fact("name", _("Name"), registration.name),
        Fact("email", _("E-mail address"), registration.email or ""),
        Fact("organisation", _("Organisation"), registration.organisation_text),
        Fact(
            "organisation_known_as",
            _("Organisation known here"),
            plain_text(organisation.name) if organisation else "",
        ),
        Fact("group", _("Group"), plain_text(group.name) if group else ""),
        Fact("language", _("Language of our letters"), language_name(registration.language)),
        Fact("zone", _("Your time zone"), registration.zone or ""),
    ]
    found += [Fact("invited", _("Invited as"), words) for words in _invited(registration)]
    if registration.event.takes_photos or registration.not_in_photos:
        asked = _("please not me") if registration.not_in_photos else _("no objection")
        found.append(Fact("photographs", _("Photographs"), asked))
    found += [fact for facts in _TOLD_ABOVE for fact in facts(registration)]
    return [each for each in found if each.value]


def _invited(registration: Registration) -> list[str]:
    """How the letter of invitation called them."""
    ids = [row.id for row in invitees_of(registration)]
    query = select(Invitee.name, Invitee.email).where(Invitee.id.in_(ids))
    rows = db.session.execute(query).all() if ids else []
    return [", ".join(filter(None, (row.name, row.email))) for row in rows]


def _consents(registration: Registration) -> list[tuple[str, datetime | None]]:
    if registration.consent_text is None:
        return []
    return [(plain_text(registration.consent_text), registration.consented_at)]


def _answer(given: Given) -> AnswerGiven:
    asked = given.asked
    return AnswerGiven(
        asked.public_id,
        plain_text(asked.label),
        answer_words(asked, given.value),
        asked.kind is Kind.CONSENT and not asked.is_required,
    )


def _needs(registration: Registration) -> list[tuple[str, str]]:
    labels = {
        NeedKind.DIET: _("Dietary requirements"),
        NeedKind.ACCESS: _("Accessibility requirements"),
    }
    found = needs.of_one(registration.id)
    return [(str(labels[NeedKind(kind)]), in_words(kind, needed)) for kind, needed in found.items()]
