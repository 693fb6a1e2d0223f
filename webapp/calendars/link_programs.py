"""Which program fetches a calendar, in a word or two of what it says of itself.

Enough for people to recognise their own; what else stands there is not kept, nor from where.
"""

import re

from webapp.accounts.browsers import browser_words

LONGEST = 40
#: In this order: what a program is called, and how it signs. A group is its main version.
_KNOWN = tuple(
    (name, re.compile(sign, re.IGNORECASE))
    for name, sign in (
        ("Google Calendar", r"Google-Calendar|Google.*Calendar"),
        ("Outlook", r"Outlook|Microsoft[. ](?:Office|Exchange)|MSOffice"),
        ("Thunderbird", r"Thunderbird/(\d+)"),
        ("Thunderbird", r"Lightning/"),
        ("Apple Calendar", r"CalendarAgent|dataaccessd|CalendarStore|\biCal/|remindd"),
        ("DAVx⁵", r"DAVx5|DAVdroid"),
        ("ICSx⁵", r"ICSx5|ICSdroid"),
        ("vdirsyncer", r"vdirsyncer"),
        ("Nextcloud", r"Nextcloud"),
        ("Evolution", r"Evolution"),
        ("KOrganizer", r"KOrganizer|Akonadi"),
        ("Home Assistant", r"HomeAssistant"),
        ("Yahoo Calendar", r"Yahoo"),
    )
)
_PRODUCT = re.compile(r"[A-Za-z][A-Za-z0-9_.+-]*(?: [A-Za-z][A-Za-z0-9_.+-]*){0,2}")


def program_words(user_agent: str) -> str:
    """ "Thunderbird 128" of a ``User-Agent`` header (RFC 9110, section 10.1.5); "" where nothing
    in it is fit to be shown."""
    said = user_agent[:500]
    for name, sign in _KNOWN:
        found = sign.search(said)
        if found:
            return f"{name} {found[1]}" if sign.groups else name
    return browser_words(said) or _product(said)


def _product(said: str) -> str:
    """The first name of a program nobody here knows, without its version."""
    found = _PRODUCT.match(said.partition("/")[0].strip())
    return found[0][:LONGEST] if found and "@" not in said.split(" ", 1)[0] else ""
