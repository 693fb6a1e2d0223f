"""Which sections and keys a file may have, and how each is read.

docs/import.md describes the same for people; a test compares the two.
"""

from webapp.core.permissions import Role
from webapp.events.models import Kind, Mode, RegistrationMode, Subkind, Visibility
from webapp.events.parts import CONTRIBUTOR_ROLES
from webapp.manage.importing import values
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

STATUSES = ("draft", "tentative", "confirmed", "held", "cancelled", "moved", "postponed")

SOURCES = {"source": many(ref)}

SOURCE: dict[str, Reader] = {
    "id": slug,
    "title": words,
    "publisher": text(200),
    "published": values.day_or_year,
    "address": values.url,
}
FUND: dict[str, Reader] = {
    "id": slug,
    "name": words,
    "abbreviation": words,
    "in_sentence": words,
    **SOURCES,
}
TARGET_GROUP: dict[str, Reader] = {"id": slug, "name": words, "programme": ref, **SOURCES}

STATED: dict[str, Reader] = {
    "what": one_of(("partners", "other-partners", "countries", "organisations", "priorities")),
    "value": whole(0, 10_000),
    "source": ref,
}
stated = many(record("stated number", STATED, required=("what", "value")))

STATEMENT: dict[str, Reader] = {"text": words, "from": values.a_day, "until": values.a_day}
RATE: dict[str, Reader] = {"fund": ref, "percent": values.percent}
DEADLINE: dict[str, Reader] = {"kind": slug_of(40), "days": whole(0, 3660)}
CALL: dict[str, Reader] = {
    "name": words,
    "applications_submitted": whole(0, 1_000_000),
    "applicant_partners": whole(0, 1_000_000),
    "applicant_countries": whole(0, 300),
    "projects_approved": whole(0, 1_000_000),
    "decided": values.a_day,
}
PROGRAMME: dict[str, Reader] = {
    "id": slug,
    "name": words,
    "kind": words,
    "purpose": words,
    "method": words,
    "measure": words,
    "body": words,
    "period": values.years,
    "fund": ref,
    "emblem": yes_no,
    "retention_years": whole(0, 100),
    "website": values.url,
    "statements": many(record("statement", STATEMENT, required=("text",))),
    "priorities": many(words),
    "rates": many(record("rate", RATE, required=("fund", "percent"))),
    "deadlines": many(record("deadline", DEADLINE, required=("kind", "days"))),
    "calls": many(record("call", CALL, required=("name",))),
    "stated": stated,
    **SOURCES,
}

PLACE: dict[str, Reader] = {
    "id": slug,
    "name": words,
    "address": words,
    "country": values.country,
    "zone": values.zone_name,
    "latitude": values.degrees(90),
    "longitude": values.degrees(180),
    "step_free": yes_no,
    **SOURCES,
}
ORGANISATION: dict[str, Reader] = {
    "id": slug,
    "name": words,
    "aliases": many(values.alias),
    "kind": slug_of(40),
    "unit": words,
    "country": values.country,
    "city": words,
    "zone": values.zone_name,
    "website": values.url,
    "email": values.email,
    "sender_name": text(120),
    "privacy_notice": words,
    "retention_months": whole(0, 600),
    "about": words,
    **SOURCES,
}

PHASE: dict[str, Reader] = {
    "number": whole(1, 99),
    "name": words,
    "starts": values.dates,
    "ends": values.dates,
    "months": whole(1, 240),
    "status": one_of(("planned", "approved", "closed")),
    "result": words,
    "lead": ref,
    "partners": many(ref),
    "associated": many(ref),
}
SHARE: dict[str, Reader] = {"fund": ref, "percent": values.percent, "amount": values.amount}
BUDGET: dict[str, Reader] = {
    "organisation": ref,
    "phase": whole(1, 99),
    "amount": values.amount,
    "status": one_of(("planned", "approved")),
    "shares": many(record("share", SHARE, required=("fund",))),
}
MILESTONE: dict[str, Reader] = {
    "id": slug,
    "when": values.dates,
    "what": words,
    "organisation": ref,
    "starts_phase": whole(1, 99),
    "ends_phase": whole(1, 99),
    **SOURCES,
}
milestones = many(record("milestone", MILESTONE, required=("id", "what")))
LOCAL_GROUP: dict[str, Reader] = {
    "id": slug,
    "name": words,
    "organisation": ref,
    "task": words,
    "target_groups": many(ref),
    **SOURCES,
}
DOCUMENT: dict[str, Reader] = {
    "id": slug,
    "kind": slug_of(40),
    "title": words,
    "about": words,
    "organisation": ref,
    "status": one_of(("planned", "draft", "done", "published")),
    **SOURCES,
}
CONTACT: dict[str, Reader] = {"organisation": ref, "role": words, "email": values.email}
TERRITORY: dict[str, Reader] = {"organisation": ref, "place": ref}
PROJECT: dict[str, Reader] = {
    "id": slug,
    "acronym": text(80),
    "title": words,
    "number": text(80),
    "programme": ref,
    "fund": ref,
    "reported_by": ref,
    "goal": words,
    "expected_result": words,
    "website": values.url,
    "phases": many(record("phase", PHASE, required=("number",))),
    "stated": stated,
    "budgets": many(record("budget", BUDGET, required=("amount",))),
    "milestones": milestones,
    "territories": many(record("territory", TERRITORY, required=("organisation", "place"))),
    "local_groups": many(
        record("local group", LOCAL_GROUP, required=("id", "name", "organisation"))
    ),
    "documents": many(record("document", DOCUMENT, required=("id", "kind", "title"))),
    "contacts": many(record("contact", CONTACT, required=("organisation", "role"))),
    **SOURCES,
}
GOOD_PRACTICE: dict[str, Reader] = {
    "id": slug,
    "organisation": ref,
    "project": ref,
    "what": words,
    "status": one_of(("idea", "under-study", "in-operation", "ended")),
    **SOURCES,
}

CONTRIBUTOR: dict[str, Reader] = {
    "role": one_of(CONTRIBUTOR_ROLES),
    "name": text(200),
    "organisation": ref,
    "about": words,
}
REGISTRATION: dict[str, Reader] = {
    "mode": one_of(RegistrationMode),
    "capacity": whole(1, 1_000_000),
    "opens": moment_of,
    "closes": moment_of,
    "address": values.url,
    "verifies_addresses": yes_no,
    "asks_organisation": yes_no,
    "asks_target_group": yes_no,
    "consent": words,
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
    "registration": record("registration", REGISTRATION, required=("mode",)),
    "attended": many(ref),
    "stated": stated,
    **SOURCES,
}
ROLE: dict[str, Reader] = {"role": one_of(Role), "organisation": ref, "project": ref}
ACCOUNT: dict[str, Reader] = {
    "email": values.email,
    "name": text(200),
    "language": values.language,
    "zone": values.zone_name,
    "roles": many(record("role", ROLE, required=("role", "organisation"))),
}

#: In the order in which they are written: later ones name earlier ones.
SECTIONS: dict[str, Reader] = {
    "sources": many(record("source", SOURCE, required=("id", "title"))),
    "funds": many(record("fund", FUND, required=("id", "name"))),
    "programmes": many(record("programme", PROGRAMME, required=("id", "name"))),
    "target_groups": many(record("target group", TARGET_GROUP, required=("id", "name"))),
    "places": many(record("place", PLACE, required=("id", "name"))),
    "organisations": many(record("organisation", ORGANISATION, required=("id", "name"))),
    "projects": many(record("project", PROJECT, required=("id", "title"))),
    "milestones": milestones,
    "good_practices": many(
        record("good practice", GOOD_PRACTICE, required=("id", "organisation", "what"))
    ),
    "events": many(record("event", EVENT, required=("id", "title", "kind"))),
    "accounts": many(record("account", ACCOUNT, required=("email", "name"))),
}
