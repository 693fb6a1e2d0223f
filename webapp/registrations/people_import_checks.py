"""What each row of a file of people says, and what is wrong or doubtful with it.

Wrong is what cannot be imported; doubtful what somebody should have looked at before. What is known
already is read once, so that a row costs no statement.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from babel import Locale, UnknownLocaleError
from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from sqlalchemy import select

from webapp.core.database import db
from webapp.core.i18n import configured_languages
from webapp.core.text import search_key
from webapp.events.models import Event
from webapp.programmes.models import TargetGroup
from webapp.projects.organisations import Organisation, OrganisationAlias
from webapp.registrations.models import LIVE, Registration
from webapp.registrations.people_import_columns import Target
from webapp.registrations.people_import_models import Outcome
from webapp.registrations.people_notes import LONGEST as LONGEST_NOTE
from webapp.registrations.persons import email_key, name_key

LONGEST = {Target.NAME: 200, Target.ORGANISATION: 300, Target.NOTE: LONGEST_NOTE}
#: column (from 0) or None, code, the words it concerns
Finding = tuple[int | None, str, str]
ERRORS = frozenset({"no-name", "bad-email", "too-long", "twice", "registered"})
_WORDS: dict[str, Any] = {
    "no-name": lambda words: _("The name is missing."),
    "bad-email": lambda words: _("“%(words)s” is no e-mail address.", words=words),
    "too-long": lambda words: _("This is too long: “%(words)s …”", words=words),
    "twice": lambda words: _("The same person stands in row %(row)s.", row=words),
    "registered": lambda words: _("Registered here already."),
    "name-twice": lambda words: _(
        "Row %(row)s has the same name with another address, or none.", row=words
    ),
    "namesake": lambda words: _(
        "Somebody of this name is registered here with another address, or none."
    ),
    "unknown-partner": lambda words: _("“%(words)s” is no organisation known here.", words=words),
    "several-partners": lambda words: _(
        "“%(words)s” is the name of several organisations.", words=words
    ),
    "unknown-group": lambda words: _("“%(words)s” is no group of this event.", words=words),
    "unknown-language": lambda words: _(
        "Letters are not written in “%(words)s”; the usual language is taken.", words=words
    ),
    "merged": lambda words: _("This cell is merged with another one and counts as empty."),
    "formula": lambda words: _("A formula is not run; it is taken as text."),
    # At the import itself:
    "registered-meanwhile": lambda words: _("Registered here meanwhile."),
    "no-seat": lambda words: _("All places are taken, and nobody moves up any more."),
}


def in_words(code: str, words: str) -> str:
    """What was found, as a sentence."""
    return str(_WORDS[code](words))


@dataclass(frozen=True)
class Checked:
    """One row: the person as an `Applicant` takes them (and a note), and what was found."""

    number: int
    cells: list[str]
    person: dict[str, Any]
    findings: list[Finding]

    @property
    def outcome(self) -> Outcome:
        """Whether it can be imported, only when told, or not."""
        if any(code in ERRORS for _column, code, _words in self.findings):
            return Outcome.ERROR
        return Outcome.DOUBT if self.findings else Outcome.READY


@dataclass
class Known:
    """What rows are compared with: names that mean something here, and who is there already."""

    partners: Mapping[str, set[int]]
    groups: Mapping[str, int]
    languages: Mapping[str, str]
    #: name → the addresses registered under it ("" for none).
    registered: dict[str, set[str]]
    #: The same of the rows seen so far, with their numbers.
    seen: dict[str, dict[str, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, event: Event) -> "Known":
        """Everything of this event, in a handful of statements."""
        return cls(_partners(), _groups(event), _languages(), _registered(event))


def check(
    number: int,
    cells: Sequence[str],
    columns: Sequence[str],
    known: Known,
    *,
    language: str,
    merged: Iterable[int] = (),
) -> Checked:
    """One row, understood. *language* is that of people of whom the file does not say it."""
    at = {target: place for place, target in enumerate(columns) if target}
    given = {target: cells[place] for target, place in at.items() if place < len(cells)}
    found: list[Finding] = []
    person = {
        "name": _name(given, at, found),
        "email": _email(given, at, found),
        **_organisation(given, at, known, found),
        "target_group_id": _group(given, at, known, found),
        "language": _language(given, at, known, found) or language,
    }
    note = _short(given.get(Target.NOTE, ""), Target.NOTE, at, found)
    found += [(place, "formula", "") for place in at.values() if _is_formula(cells, place)]
    found += [(place, "merged", "") for place in merged if place in at.values()]
    _compare(number, person, at, known, found)
    return Checked(number, list(cells), person | ({"note": note} if note else {}), found)


def _name(given: Mapping[str, str], at: Mapping[str, int], found: list[Finding]) -> str:
    parts = [given.get(Target.FIRST_NAME, ""), given.get(Target.SURNAME, "")]
    name = given.get(Target.NAME, "") or " ".join(filter(None, parts))
    where = at.get(Target.NAME, at.get(Target.SURNAME))
    if not any(map(str.isalnum, name)):
        found.append((where, "no-name", ""))
    elif len(name) > LONGEST[Target.NAME]:
        found.append((where, "too-long", name[:40]))
    return name


def _email(given: Mapping[str, str], at: Mapping[str, int], found: list[Finding]) -> str | None:
    written = given.get(Target.EMAIL, "").removeprefix("mailto:").strip("<>; ")
    if not written:
        return None
    try:
        return validate_email(written, check_deliverability=False).normalized
    except EmailNotValidError:
        found.append((at[Target.EMAIL], "bad-email", given[Target.EMAIL][:60]))
        return None


def _organisation(
    given: Mapping[str, str], at: Mapping[str, int], known: Known, found: list[Finding]
) -> dict[str, Any]:
    """What they call it, and the organisation that is known here, if it is one."""
    partner = given.get(Target.PARTNER, "")
    words = _short(given.get(Target.ORGANISATION, "") or partner, Target.ORGANISATION, at, found)
    ids = known.partners.get(search_key(partner or words), set())
    if partner and not ids:
        found.append((at[Target.PARTNER], "unknown-partner", partner[:60]))
    if partner and len(ids) > 1:
        found.append((at[Target.PARTNER], "several-partners", partner[:60]))
    return {
        "organisation_text": words,
        "organisation_id": next(iter(ids)) if len(ids) == 1 else None,
    }


def _group(
    given: Mapping[str, str], at: Mapping[str, int], known: Known, found: list[Finding]
) -> int | None:
    written = given.get(Target.GROUP, "")
    number = known.groups.get(search_key(written))
    if written and number is None:
        found.append((at[Target.GROUP], "unknown-group", written[:60]))
    return number


def _language(
    given: Mapping[str, str], at: Mapping[str, int], known: Known, found: list[Finding]
) -> str | None:
    written = given.get(Target.LANGUAGE, "")
    tag = known.languages.get(search_key(written))
    if written and tag is None:
        found.append((at[Target.LANGUAGE], "unknown-language", written[:60]))
    return tag


def _short(text: str, target: Target, at: Mapping[str, int], found: list[Finding]) -> str:
    if len(text) > LONGEST[target]:
        where = at.get(target, at.get(Target.PARTNER))
        found.append((where, "too-long", text[:40]))
    return text


def _is_formula(cells: Sequence[str], place: int) -> bool:
    return place < len(cells) and cells[place].startswith("=") and len(cells[place]) > 1


def _compare(
    number: int,
    person: Mapping[str, Any],
    at: Mapping[str, int],
    known: Known,
    found: list[Finding],
) -> None:
    """Whether they are there already: in the file, or at the event."""
    name, address = name_key(person["name"]), email_key(person["email"]) or ""
    if not name:
        return
    where = at.get(Target.NAME, at.get(Target.SURNAME))
    above = known.seen.setdefault(name, {})
    if address in above:
        found.append((where, "twice", str(above[address])))
    elif above:
        found.append((where, "name-twice", str(min(above.values()))))
    above.setdefault(address, number)
    here = known.registered.get(name, set())
    if address in here:
        found.append((where, "registered", ""))
    elif here:
        found.append((where, "namesake", ""))


def _partners() -> dict[str, set[int]]:
    """Every written form of an organisation's name → whose it is."""
    found: dict[str, set[int]] = defaultdict(set)
    for number, name in db.session.execute(select(Organisation.id, Organisation.name)):
        for words in name.texts.values():
            found[search_key(words)].add(number)
    aliases = select(OrganisationAlias.organisation_id, OrganisationAlias.key)
    for number, key in db.session.execute(aliases):
        found[key].add(number)
    return found


def _groups(event: Event) -> dict[str, int]:
    """The event's own groups; all there are where it has none."""
    groups: Iterable[TargetGroup] = event.target_groups or db.session.scalars(select(TargetGroup))
    return {search_key(words): group.id for group in groups for words in group.name.texts.values()}


def _languages() -> dict[str, str]:
    """Tags and names of the languages letters are written in, in all of these languages."""
    tags = configured_languages()
    found = {tag.casefold(): tag for tag in tags}
    for tag in tags:
        for reader in {*tags, "en"}:
            try:
                name = Locale.parse(tag, sep="-").get_display_name(Locale.parse(reader, sep="-"))
            except (UnknownLocaleError, ValueError):
                continue
            found[search_key(name or tag)] = tag
    return found


def _registered(event: Event) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    query = select(Registration.name_key, Registration.email_key).where(
        Registration.event_id == event.id, Registration.state.in_(LIVE)
    )
    for name, address in db.session.execute(query):
        found[name].add(address or "")
    return found
