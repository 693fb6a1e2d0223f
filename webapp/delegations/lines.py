"""Reading a pasted line about somebody: "name; e-mail address; comes as"."""

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _

from webapp.core.form_cleaning import clean_text
from webapp.core.text import search_key
from webapp.delegations.models import DelegateRole, Payer
from webapp.delegations.naming import Named
from webapp.delegations.words import roles

#: More people than any delegation has; each takes some statements under the write lock.
LINES = 50
_LONGEST = 200


def read(line: str, language: str, payer: Payer) -> tuple[Named | None, str]:
    """Who it is, or what is wrong with the line in words. A tabulator parts as well: that is what
    copying from a table gives. The order of address and role does not matter."""
    parts = [clean_text(part) for part in line.replace("\t", ";").split(";")]
    name, rest = parts[0], [part for part in parts[1:] if part]
    if not name:
        return None, _("the name is missing.")
    if len(name) > _LONGEST:
        return None, _("the name is longer than %(num)d letters.", num=_LONGEST)
    email: str | None = None
    role: DelegateRole | None = None
    for part in rest:
        if email is None and _is_meant_as_address(part):
            email = _address(part)
            if email is None:
                return None, _("“%(part)s” is no e-mail address.", part=part)
        elif role is None:
            role = _role(part)
            if role is None:
                return None, _(
                    "“%(part)s” is none of: %(roles)s.", part=part, roles=", ".join(_known())
                )
        else:
            return None, _("there is more than a name, an e-mail address and a role.")
    return Named(name, email, language, role or DelegateRole.STAFF, payer), ""


def _is_meant_as_address(part: str) -> bool:
    """A role has no dot; an address has one and no space."""
    return "@" in part or ("." in part and " " not in part)


def _address(part: str) -> str | None:
    try:
        found = validate_email(part, check_deliverability=False).normalized
    except EmailNotValidError:
        return None
    return found if len(found) <= 254 else None


def _role(part: str) -> DelegateRole | None:
    """By its word in the reader's language, or by its code."""
    wanted = search_key(part)
    for value, words in roles():
        if wanted in (search_key(words), search_key(value)):
            return DelegateRole(value)
    return None


def _known() -> list[str]:
    return [words for _value, words in roles()]
