"""Which keys programmes, organisations and projects may have, and how each is read.

docs/import.md describes the same for people; a test compares the two.
"""

from webapp.manage.importing import values
from webapp.manage.importing.codes import picture_name
from webapp.manage.importing.exact_periods import dates
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

SOURCES = {"source": many(ref)}
#: Of a record that an installation shows as an example.
EXAMPLE = {"example": yes_no}

SOURCE: dict[str, Reader] = {
    "id": slug,
    "title": words,
    "publisher": text(200),
    "published": values.day_or_year,
    "address": values.url,
    **EXAMPLE,
}
FUND: dict[str, Reader] = {
    "id": slug,
    "name": words,
    "abbreviation": words,
    "in_sentence": words,
    **SOURCES,
    **EXAMPLE,
}
TARGET_GROUP: dict[str, Reader] = {
    "id": slug,
    "name": words,
    "programme": ref,
    "position": whole(0, 100_000),
    "retired": yes_no,
    **SOURCES,
    **EXAMPLE,
}

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
    "logo": picture_name,
    "statements": many(record("statement", STATEMENT, required=("text",))),
    "priorities": many(words),
    "rates": many(record("rate", RATE, required=("fund", "percent"))),
    "deadlines": many(record("deadline", DEADLINE, required=("kind", "days"))),
    "calls": many(record("call", CALL, required=("name",))),
    "stated": stated,
    **SOURCES,
    **EXAMPLE,
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
    **EXAMPLE,
}
ORGANISATION: dict[str, Reader] = {
    "id": slug,
    "formerly": many(slug),
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
    "data_protection": text(254),
    "photo_notice": words,
    "retention_months": whole(0, 600),
    "about": words,
    "logo": picture_name,
    **SOURCES,
    **EXAMPLE,
}

STAY: dict[str, Reader] = {"organisation": ref, "from": values.a_day, "until": values.a_day}
PHASE: dict[str, Reader] = {
    "number": whole(1, 99),
    "name": words,
    "starts": dates,
    "ends": dates,
    "months": whole(1, 240),
    "status": one_of(("planned", "approved", "closed")),
    "result": words,
    "lead": ref,
    "partners": many(ref),
    "associated": many(ref),
    "stays": many(record("stay", STAY, required=("organisation",))),
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
    "when": dates,
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
    "formerly": many(slug),
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
    **EXAMPLE,
}
GOOD_PRACTICE: dict[str, Reader] = {
    "id": slug,
    "organisation": ref,
    "project": ref,
    "what": words,
    "status": one_of(("idea", "under-study", "in-operation", "ended")),
    "public": yes_no,
    "event": ref,
    "item": slug_of(16),
    "revision": whole(1, 2_000_000_000),
    **SOURCES,
}
