"""Which keys accounts, registrations and what goes with them may have."""

from webapp.calendars.link_models import LinkKind
from webapp.core.permissions import Role
from webapp.manage.importing import values
from webapp.manage.importing.codes import code
from webapp.manage.importing.file_keys import EXAMPLE
from webapp.manage.importing.file_keys_delegations import CHOICE, DELEGATE, TAKEAWAY
from webapp.manage.importing.file_keys_logistics import ABSENCE, TRAVEL
from webapp.manage.importing.shapes import (
    Reader,
    exact_text,
    lines_of,
    many,
    one_of,
    record,
    ref,
    slug_of,
    text,
    whole,
    words,
    yes_no,
)
from webapp.needs.options import NeedKind
from webapp.registrations.guardian_models import Answer as GuardianAnswer
from webapp.registrations.models import State
from webapp.registrations.reconfirmations import Answer
from webapp.registrations.scheduling_models import Partstat

ROLE: dict[str, Reader] = {
    "role": one_of(Role),
    "organisation": ref,
    "project": ref,
    "from": values.a_day,
    "until": values.a_day,
    "sees_needs": yes_no,
}
ACCOUNT: dict[str, Reader] = {
    "email": values.email,
    "name": text(200),
    "language": values.language,
    "zone": values.zone_name,
    "administrator": yes_no,
    "deactivated": values.instant,
    "created": values.instant,
    "roles": many(record("role", ROLE, required=("role", "organisation"))),
    **EXAMPLE,
}

#: What makes a link in somebody's letters go on working: with the same secret key.
LINK: dict[str, Reader] = {
    "id": code,
    "generation": whole(0, 2_000_000_000),
    "revoked": values.instant,
}
INVITEE: dict[str, Reader] = {
    "name": text(200),
    "email": values.email,
    "language": values.language,
    "invited": values.instant,
    "opened": values.instant,
    "declined": values.instant,
    "declined_reason": lines_of(500),
    "reminded": values.instant,
    "reminders": whole(0, 1000),
}
INVITATION: dict[str, Reader] = {
    **LINK,
    "event": ref,
    "label": text(200),
    "organisation": ref,
    "places": whole(0, 1_000_000),
    "used": whole(0, 1_000_000),
    "ends": values.instant,
    "created": values.instant,
    "invitee": record("invitee", INVITEE, required=("name", "language")),
}
PERSON: dict[str, Reader] = {
    "id": slug_of(20),
    "organiser": ref,
    "email": text(254),
    "name": text(200),
    "merged_into": slug_of(20),
    "apart_from": many(slug_of(20)),
    "created": values.instant,
}
ANSWER: dict[str, Reader] = {
    "question": code,
    "version": whole(1, 100_000),
    "answer": exact_text(20_000),
    "holds_place": yes_no,
}
GUARDIAN: dict[str, Reader] = {
    **LINK,
    "name": text(200),
    "email": values.email,
    "answer": one_of(GuardianAnswer),
    "asked": values.instant,
    "answered": values.instant,
}
NOTE: dict[str, Reader] = {"text": lines_of(2000), "by": text(254), "created": values.instant}
ASKED_AGAIN: dict[str, Reader] = {
    "asked": values.instant,
    "until": values.instant,
    "releases": yes_no,
    "answer": one_of(Answer),
    "answered": values.instant,
}
CALENDAR: dict[str, Reader] = {
    "message": text(120),
    "sequence": whole(0, 2_000_000_000),
    "method": one_of(("REQUEST", "CANCEL")),
    "partstat": one_of(Partstat),
    "answered": values.instant,
    "answered_sequence": whole(0, 2_000_000_000),
    "answered_by": one_of(("page", "mail")),
}
NEED: dict[str, Reader] = {
    "kind": one_of(NeedKind),
    "question": code,
    "version": whole(1, 100_000),
    "options": many(text(40)),
    "words": lines_of(1000),
}
REGISTRATION: dict[str, Reader] = {
    **LINK,
    "event": ref,
    "state": one_of(State),
    "name": text(200),
    "email": text(254),
    "organisation_text": text(300),
    "organisation": ref,
    "target_group": ref,
    "language": values.language,
    "zone": values.zone_name,
    "consent_text": words,
    "consented": values.instant,
    "not_in_photos": yes_no,
    "person": slug_of(20),
    "invitation": code,
    "created": values.instant,
    "verified": values.instant,
    "confirmed": values.instant,
    "offered": values.instant,
    "waiting_since": values.instant,
    "held_back": values.instant,
    "held_until": values.instant,
    "ended": values.instant,
    "ended_by": text(254),
    "ended_reason": lines_of(1000),
    "entered_by": text(254),
    "erased": values.instant,
    "revision": whole(1, 2_000_000_000),
    "answers": many(record("answer", ANSWER, required=("question", "version", "answer"))),
    "guardian": record("guardian", GUARDIAN, required=("id", "name", "email", "answer")),
    "notes": many(record("note", NOTE, required=("text",))),
    "asked_again": record("asking", ASKED_AGAIN, required=("asked", "until", "releases")),
    "calendar": record("calendar", CALENDAR, required=("message", "sequence", "method")),
    "needs": many(record("need", NEED, required=("kind", "question", "version"))),
    "delegate": record("delegate", DELEGATE, required=("delegation", "standing", "role", "payer")),
    "choices": many(record("choice", CHOICE, required=("item", "state"))),
    "takeaways": many(record("takeaway", TAKEAWAY, required=("code", "text", "language"))),
    **TRAVEL,
    "absences": many(record("absence", ABSENCE, required=("item",))),
    **EXAMPLE,
}
CALENDAR_LINK: dict[str, Reader] = {
    **LINK,
    "kind": one_of(LinkKind),
    "registration": code,
    "email": text(254),
    "account": text(254),
    "project": ref,
    "language": values.language,
    "created": values.instant,
}
