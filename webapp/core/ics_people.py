"""People in calendar output: ORGANIZER and ATTENDEE (RFC 5545, sections 3.8.4.1 and 3.8.4.3)."""

from urllib.parse import quote

from webapp.core.ics_lines import joined, one_line

#: What a mailto address may hold as it is, besides letters and digits (RFC 6068, section 2).
_IN_MAILTO = "!$'*+-._~@"


def organizer(name: str, address: str) -> str:
    """The line of who invites, folded, with its end."""
    return joined([f"ORGANIZER{_called(name)}:{_mailto(address)}"])


def invited(name: str, address: str) -> str:
    """The line of somebody who is asked to answer and has not yet.

    Thunderbird shows no buttons without RSVP=TRUE.
    """
    asked = "CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE"
    return joined([f"ATTENDEE;{asked}{_called(name)}:{_mailto(address)}"])


def disinvited(name: str, address: str) -> str:
    """The line of somebody for whom it is off."""
    return joined([f"ATTENDEE;ROLE=REQ-PARTICIPANT{_called(name)}:{_mailto(address)}"])


def _called(name: str) -> str:
    """CN in quotes, as it may hold ``;`` and ``,``; a quote within is written as RFC 6868 says."""
    known = one_line(name).replace("^", "^^").replace('"', "^'")
    return f';CN="{known}"' if known else ""


def _mailto(address: str) -> str:
    """The address as a URI: letters beyond ASCII as percent-encoded UTF-8."""
    return f"mailto:{quote(''.join(one_line(address).split()), safe=_IN_MAILTO)}"
