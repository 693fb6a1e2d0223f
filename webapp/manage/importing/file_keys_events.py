"""Which keys an event may have, and how each is read; docs/import.md describes them for people."""

from webapp.events.models import Kind, Mode, RegistrationMode, Subkind, Visibility
from webapp.events.parts import CONTRIBUTOR_ROLES
from webapp.letters.models import Purpose
from webapp.manage.importing import values
from webapp.manage.importing.codes import code, uid
from webapp.manage.importing.file_keys import EXAMPLE, SOURCES, stated
from webapp.manage.importing.file_keys_agenda import AGENDA
from webapp.manage.importing.file_keys_delegations import DELEGATIONS
from webapp.manage.importing.file_keys_logistics import LOGISTICS
from webapp.manage.importing.file_keys_papers import HOST_PACK
from webapp.manage.importing.shapes import (
    Reader,
    many,
    one_of,
    record,
    ref,
    slug,
    slug_of,
    text,
    whole,
    words,
    yes_no,
)
from webapp.manage.importing.whens import moment_of, when
from webapp.questions.asking import Kind as QuestionKind

STATUSES = ("draft", "tentative", "confirmed", "held", "cancelled", "moved", "postponed")

CONTRIBUTOR: dict[str, Reader] = {
    "role": one_of(CONTRIBUTOR_ROLES),
    "name": text(200),
    "organisation": ref,
    "about": words,
}
REGISTRATION: dict[str, Reader] = {
    "mode": one_of(RegistrationMode),
    "capacity": whole(0, 1_000_000),
    "opens": moment_of,
    "closes": moment_of,
    "address": values.url,
    "verifies_addresses": yes_no,
    "asks_organisation": yes_no,
    "asks_target_group": yes_no,
    "consent": words,
    "takes_photos": yes_no,
    "photo_notice": words,
    "guardian_age": whole(1, 120),
}
OPTION: dict[str, Reader] = {"key": text(16), "label": words}
CONDITION: dict[str, Reader] = {"question": code, "answer": text(16)}
VERSION: dict[str, Reader] = {
    "number": whole(1, 100_000),
    "label": words,
    "hint": words,
    "required": yes_no,
    "least": whole(-2_000_000_000, 2_000_000_000),
    "most": whole(-2_000_000_000, 2_000_000_000),
    "options": many(record("option", OPTION, required=("key", "label"))),
    "shown_if": record("condition", CONDITION, required=("question",)),
    "revision": whole(1, 2_000_000_000),
    "created": values.instant,
}
OPTION_PLACES: dict[str, Reader] = {"option": text(16), "places": whole(0, 1_000_000)}
QUESTION: dict[str, Reader] = {
    "id": code,
    "kind": one_of(QuestionKind),
    "retired": values.instant,
    "revision": whole(1, 2_000_000_000),
    "versions": many(record("version", VERSION, required=("number", "label"))),
    "places": many(record("places", OPTION_PLACES, required=("option",))),
}
LETTER: dict[str, Reader] = {
    "code": code,
    "purpose": one_of(Purpose),
    "stage": one_of(("draft", "scheduled", "sent")),
    "subject": words,
    "body": words,
    "to": text(20),
    "which": many(text(80)),
    "chosen": many(code),
    "days_before": whole(0, 3660),
    "created": values.instant,
    "due": values.instant,
    "scheduled": values.instant,
    "held_back": values.instant,
    "begun": values.instant,
    "finished": values.instant,
    "expected": whole(0, 2_000_000_000),
    "written": whole(0, 2_000_000_000),
    "revision": whole(1, 2_000_000_000),
}
KEPT: dict[str, Reader] = {
    "code": code,
    "uid": uid,
    "revision": whole(1, 2_000_000_000),
    "created": values.instant,
    "published": values.instant,
    "moved": values.instant,
    "postponed": values.instant,
    "cancelled": values.instant,
    "withdrawn": values.instant,
    "sequence": whole(0, 2_000_000_000),
    "invite_sequence": whole(0, 2_000_000_000),
    "changed": values.instant,
}
EVENT: dict[str, Reader] = {
    "id": slug,
    "title": words,
    "kind": one_of(Kind),
    "subkind": one_of(Subkind),
    "also": many(one_of(Kind)),
    "number": text(20),
    "project": ref,
    "projects": many(ref),
    "organiser": ref,
    "host": ref,
    "places": many(ref),
    "mode": one_of(Mode),
    "visibility": one_of(Visibility),
    "optional": yes_no,
    "status": one_of(STATUSES),
    "when": when,
    "was": when,
    "reason": words,
    "zone": values.zone_name,
    "end_zone": values.zone_name,
    "planned_days": whole(1, 3660),
    "follows": ref,
    "series": slug_of(40),
    "languages": many(values.language),
    "summary": words,
    "description": words,
    "audience": words,
    "price": words,
    "email": values.email,
    "join_address": values.url,
    "target_groups": many(ref),
    "contributors": many(record("contributor", CONTRIBUTOR, required=("role",))),
    "registration": record("way in", REGISTRATION, required=("mode",)),
    "attended": many(ref),
    "stated": stated,
    "questions": many(record("question", QUESTION, required=("id", "kind", "versions"))),
    "letters": many(
        record("event letter", LETTER, required=("code", "purpose", "stage", "subject", "body"))
    ),
    "agenda": record("agenda", AGENDA),
    "delegations": record("delegations", DELEGATIONS),
    "logistics": record("logistics", LOGISTICS),
    "host_pack": record("host pack", HOST_PACK),
    "kept": record("keeping", KEPT, required=("code", "uid")),
    **SOURCES,
    **EXAMPLE,
}
