"""One human being behind several registrations, as one organiser knows them.

Only a verified address or a member of staff attaches a registration to a person: whoever types
somebody else's address must neither join nor learn of their other registrations.
"""

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select

from webapp.core.changes import record
from webapp.core.database import db
from webapp.core.text import search_key
from webapp.registrations.models import Person, Registration

#: Decomposing can make a name many times longer; the first letters tell people apart.
LONGEST_KEY = 200


def email_key(address: str | None) -> str | None:
    """An address as it is compared: normalised, without case. None for none."""
    if not address or not address.strip():
        return None
    try:
        address = validate_email(address.strip(), check_deliverability=False).normalized
    except EmailNotValidError:
        address = address.strip()
    return address.casefold()


def name_key(name: str) -> str:
    """A name as it is compared; one of nothing but marks stays as it is."""
    return (search_key(name) or name.casefold())[:LONGEST_KEY]


def attach(registration: Registration) -> Person:
    """Group a registration whose address is verified, or which staff entered, with its person."""
    person = _find(registration) or _new(registration)
    registration.person = person
    return person


def detach(registration: Registration) -> None:
    """The address has changed and is not verified: it may be somebody else's."""
    registration.person = None


def root(person: Person) -> Person:
    """The person this one was merged into at last, else itself."""
    while person.merged_into_id is not None:
        person = db.session.get_one(Person, person.merged_into_id)
    return person


def merge(person: Person, into: Person, reason: str | None = None) -> None:
    """Both are the same human being. Only a pointer is set, so :func:`unmerge` undoes it.

    ValueError for two persons of different organisers, or for one and the same.
    """
    target = root(into)
    if person.organiser_id != target.organiser_id:
        raise ValueError("persons of different organisers are different data, never merged")
    if target.id == person.id:
        raise ValueError("a person cannot be merged into itself")
    before = {"merged_into": person.merged_into_id}
    person.merged_into_id = target.id
    record(f"person:{person.id}", "merged", before, {"merged_into": target.id}, reason)


def unmerge(person: Person, reason: str | None = None) -> None:
    """They are two after all."""
    before = {"merged_into": person.merged_into_id}
    person.merged_into_id = None
    record(f"person:{person.id}", "unmerged", before, {"merged_into": None}, reason)


def _find(registration: Registration) -> Person | None:
    """The person this organiser knows by this address and name."""
    if registration.email_key is None:
        return None
    query = (
        select(Person)
        .where(Person.organiser_id == registration.event.organiser_id)
        .where(Person.email_key == registration.email_key)
        .where(Person.name_key == registration.name_key)
        .order_by(Person.id)
        .limit(1)
    )
    found = db.session.scalar(query)
    return None if found is None else root(found)


def _new(registration: Registration) -> Person:
    person = Person(
        organiser_id=registration.event.organiser_id,
        email_key=registration.email_key,
        name_key=registration.name_key,
    )
    db.session.add(person)
    return person
