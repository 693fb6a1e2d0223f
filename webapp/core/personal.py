"""Personal data is declared where the column is: its class and how long it may be kept.

``name: Mapped[str] = mapped_column(info=personal(CONTACT, "event"))``. A test fails on a column
that looks personal and is not declared; the retention sweep and the privacy page read the
declarations.
"""

from typing import Any

#: Who somebody is and how to reach them.
CONTACT = "contact"
#: Diet and access needs (GDPR art. 9): their own table, their own permission, the shortest period.
NEEDS = "needs"
#: What an audit must find: who decided what. Kept as long as the programme asks.
AUDIT = "audit"


def personal(data_class: str, until: str) -> dict[str, Any]:
    """For ``info=``: the class of the data and what ends its period.

    *until* is one of ``event`` (the organiser's retention after the event), ``account`` (as long as
    the account lives), ``letter`` (30 days after sending), ``programme`` (its retention).
    """
    return {"personal": {"class": data_class, "until": until}}


def impersonal(why: str) -> dict[str, Any]:
    """For ``info=``: a column that looks personal by its name but is not, with the reason."""
    return {"personal": None, "why": why}
