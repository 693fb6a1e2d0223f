"""Stores sources, funds, programmes, target groups, places and organisations."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

from webapp.core.periods import Period, Precision
from webapp.core.text import LocalText, search_key
from webapp.manage.importing.facts import Facts, parts
from webapp.manage.importing.former import keep_former
from webapp.manage.importing.ledger import Ledger, sync
from webapp.manage.importing.write_site import check_logo
from webapp.programmes.models import Call, Deadline, FundingStatement, Priority, Rate
from webapp.projects.organisations import OrganisationAlias

_PLACE = {
    key: key for key in ("name", "address", "country", "zone", "latitude", "longitude", "step_free")
}
_ORGANISATION = {
    "name": "name",
    "kind": "kind",
    "unit": "unit",
    "country": "country",
    "city": "city",
    "zone": "zone",
    "website": "website",
    "email": "contact_email",
    "sender_name": "sender_name",
    "privacy_notice": "privacy_notice",
    "data_protection": "data_protection_contact",
    "photo_notice": "photo_notice",
    "retention_months": "retention_months",
    "about": "about",
    "logo": "logo",
}
_PROGRAMME = {
    "name": "name",
    "kind": "kind",
    "purpose": "purpose",
    "method": "method",
    "measure": "measure",
    "body": "body",
    "emblem": "shows_emblem",
    "retention_years": "retention_years",
    "website": "website",
    "logo": "logo",
}


def write_sources(ledger: Ledger) -> None:
    """The published texts that facts come from."""
    for facts in ledger.facts["sources"]:
        values = facts.given({"title": "title", "publisher": "publisher", "address": "address"})
        row, differences = ledger.put("sources", facts, values | _published(facts))
        ledger.close(facts, row, differences)


def _published(facts: Facts) -> dict[str, Any]:
    """The day of publication, or its year where only that is known."""
    if "published" not in facts:
        return {}
    period: Period | None = facts["published"]
    if period is None or period.first_on is None:
        return {"published_on": None, "published_year": None}
    if period.precision is Precision.YEAR:
        return {"published_on": None, "published_year": period.first_on.year}
    return {"published_on": period.first_on, "published_year": period.first_on.year}


def write_funds(ledger: Ledger) -> None:
    """Who pays."""
    for facts in ledger.facts["funds"]:
        values = facts.given({key: key for key in ("name", "abbreviation", "in_sentence")})
        row, differences = ledger.put("funds", facts, values)
        ledger.close(facts, row, differences)


def write_programmes(ledger: Ledger) -> None:
    """Programmes with the lists of their profiles; a list that the file gives is the whole list."""
    for facts in ledger.facts["programmes"]:
        values = facts.given(_PROGRAMME)
        if "fund" in facts:
            values["fund"] = ledger.finder.find("funds", facts["fund"])
        if "period" in facts:
            period: Period | None = facts["period"]
            values["period_start"] = period.first_on.year if period and period.first_on else None
            values["period_end"] = period.last_on.year if period and period.last_on else None
        check_logo(ledger, facts)
        row, differences = ledger.put("programmes", facts, values)
        for key, write in _PROGRAMME_LISTS.items():
            if key in facts and write(ledger, row, facts):
                differences[key] = (None, len(facts.get(key, [])))
        ledger.close(facts, row, differences)


def _statements(ledger: Ledger, row: Any, facts: Facts) -> bool:
    wanted = [
        {"text": each["text"], "valid_from": each.get("from"), "valid_to": each.get("until")}
        for each in parts(facts, "statements")
    ]
    return sync(row.statements, wanted, FundingStatement, ("valid_from", "valid_to"))


def _priorities(ledger: Ledger, row: Any, facts: Facts) -> bool:
    wanted = [
        {"position": number, "name": name}
        for number, name in enumerate(facts.get("priorities", []), start=1)
    ]
    return sync(row.priorities, wanted, Priority, ("position",))


def _rates(ledger: Ledger, row: Any, facts: Facts) -> bool:
    wanted = [
        {"fund": ledger.finder.find("funds", each["fund"]), "percent": each["percent"]}
        for each in parts(facts, "rates")
    ]
    return sync(row.rates, wanted, Rate, ("fund",))


def _deadlines(ledger: Ledger, row: Any, facts: Facts) -> bool:
    return sync(
        row.deadlines, [each.values for each in parts(facts, "deadlines")], Deadline, ("kind",)
    )


def _calls(ledger: Ledger, row: Any, facts: Facts) -> bool:
    names = {
        "name": "name",
        "applications_submitted": "applications_submitted",
        "applicant_partners": "applicant_partners",
        "applicant_countries": "applicant_countries",
        "projects_approved": "projects_approved",
        "decided": "decided_on",
    }
    wanted = [each.given(names) for each in parts(facts, "calls")]
    return sync(row.calls, wanted, Call, ("name",))


_PROGRAMME_LISTS: dict[str, Callable[[Ledger, Any, Facts], bool]] = {
    "statements": _statements,
    "priorities": _priorities,
    "rates": _rates,
    "deadlines": _deadlines,
    "calls": _calls,
}


def write_target_groups(ledger: Ledger) -> None:
    """Whom projects want to reach, in the order of the file."""
    for position, facts in enumerate(ledger.facts["target_groups"], start=1):
        values = facts.given({"name": "name", "retired": "is_retired"})
        values["position"] = facts.get("position", position)
        if "programme" in facts:
            programme = ledger.finder.find("programmes", facts["programme"])
            values["programme_id"] = None if programme is None else programme.id
        row, differences = ledger.put("target_groups", facts, values)
        ledger.close(facts, row, differences)


def write_places(ledger: Ledger) -> None:
    """Where things take place."""
    for facts in ledger.facts["places"]:
        row, differences = ledger.put("places", facts, facts.given(_PLACE))
        ledger.close(facts, row, differences)


def write_organisations(ledger: Ledger) -> None:
    """Organisations; their aliases only ever grow.

    One that was recognised by a form of its name keeps its own name; the form becomes an alias.
    """
    recognised = {facts.line: row for facts, row in ledger.finder.matched}
    for facts in ledger.facts["organisations"]:
        values, aliases = facts.given(_ORGANISATION), list(facts.get("aliases", []))
        if facts.line in recognised:
            name: LocalText = values.pop("name")
            own = set(recognised[facts.line].name.texts.values())
            aliases += [(form, tag) for tag, form in name.texts.items() if form not in own]
        check_logo(ledger, facts)
        row, differences = ledger.put("organisations", facts, values)
        wanted = [{"name": form, "key": search_key(form), "language": tag} for form, tag in aliases]
        if sync(row.aliases, wanted, OrganisationAlias, ("name",), removes=False):
            differences["aliases"] = (None, len(wanted))
        if keep_former(ledger, facts, row):
            differences["formerly"] = (None, facts["formerly"])
        ledger.close(facts, row, differences)


def tell_recognised(ledger: Ledger) -> None:
    """Say which organisations were here already under another id."""
    for facts, row in ledger.finder.matched:
        names = {"name": str(facts["name"]), "slug": row.slug}
        ledger.report.notes.append(_("“%(name)s” is “%(slug)s”, which is here already.", **names))
