"""Personal data is declared where the column is: its class and how long it may be kept.

``name: Mapped[str] = mapped_column(info=personal(CONTACT, "event"))``. A test fails on a column
that looks personal and is not declared; the retention sweep, the privacy pages and "what you know
about me" read the declarations.
"""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import MetaData

#: Who somebody is and how to reach them.
CONTACT = "contact"
#: Diet and access needs (GDPR art. 9): their own table, their own permission, the shortest period.
NEEDS = "needs"
#: What an audit must find: who decided what. Kept as long as the programme asks.
AUDIT = "audit"

#: Why data of a class may be kept at all, where the organiser is a public body.
LEGAL_BASES = {
    CONTACT: _l("A task in the public interest: running the event (GDPR article 6(1)(e))"),
    NEEDS: _l("Your explicit consent (GDPR articles 6(1)(a) and 9(2)(a))"),
    AUDIT: _l("A legal obligation: public money must be accounted for (GDPR article 6(1)(c))"),
}
#: Where it is none, such as an association or a company.
PRIVATE_BASES = LEGAL_BASES | {
    CONTACT: _l("The organiser's legitimate interest in running the event (GDPR article 6(1)(f))"),
}
PHOTO_BASIS = _l(
    "The organiser's legitimate interest in showing what took place (GDPR article 6(1)(f));"
    " you may object"
)


def personal(data_class: str, until: str) -> dict[str, Any]:
    """For ``info=``: the class of the data and what ends its period.

    *until* is one of ``event`` (the organiser's retention after the event), ``account`` (as long as
    the account lives), ``letter`` (30 days after sending), ``needs`` (14 days after the event),
    ``programme`` (its retention).
    """
    return {"personal": {"class": data_class, "until": until}}


def impersonal(why: str) -> dict[str, Any]:
    """For ``info=``: a column that looks personal by its name but is not, with the reason."""
    return {"personal": None, "why": why}


def declared(metadata: MetaData) -> set[tuple[str, str, str]]:
    """Every declaration of personal data: (table, class, what ends its period)."""
    found = set()
    for table in metadata.tables.values():
        for column in table.columns:
            declaration = column.info.get("personal")
            if declaration:
                found.add((table.name, declaration["class"], declaration["until"]))
    return found
