"""Stores accounts and their roles. Roles only ever grow: taking one away is done on the site."""

from typing import Any

from sqlalchemy import select

from webapp.accounts.models import Account
from webapp.core.database import db
from webapp.manage.importing.facts import Facts, parts
from webapp.manage.importing.ledger import Ledger, settle
from webapp.projects.roles import RoleAssignment

_COLUMNS = {
    "name": "name",
    "language": "language",
    "zone": "zone",
    "administrator": "is_admin",
    "deactivated": "deactivated_at",
}
_ROLE = {"from": "from_on", "until": "until_on", "sees_needs": "sees_needs"}


def write_accounts(ledger: Ledger) -> None:
    """People who sign in, known by their address."""
    for facts in ledger.facts["accounts"]:
        email = facts["email"].casefold()
        account = db.session.scalar(select(Account).where(Account.email == email))
        if account is None:
            account = ledger.make(Account, email=email)
            ledger.mark(account, facts)
            if facts.get("created") is not None:
                account.created_at = facts["created"]
        differences = settle(account, facts.given(_COLUMNS))
        db.session.flush()
        if _roles(ledger, account, facts):
            differences["roles"] = (None, len(parts(facts, "roles")))
        # The log names no people: what was different is enough.
        differences = dict.fromkeys(differences, (None, None))
        ledger.close(facts, account, differences)


def _roles(ledger: Ledger, account: Account, facts: Facts) -> bool:
    query = select(RoleAssignment).where(RoleAssignment.account_id == account.id)
    found = {
        (each.role, each.organisation_id, each.project_id): each
        for each in db.session.scalars(query)
    }
    differs = False
    for each in parts(facts, "roles"):
        organisation = ledger.finder.find("organisations", each["organisation"])
        project: Any = ledger.finder.find("projects", each.get("project"))
        key = (each["role"], organisation.id, None if project is None else project.id)
        if key not in found:
            differs = True
            found[key] = ledger.make(
                RoleAssignment,
                account_id=account.id,
                role=key[0],
                organisation_id=key[1],
                project_id=key[2],
            )
        differs |= bool(settle(found[key], each.given(_ROLE)))
    return differs
