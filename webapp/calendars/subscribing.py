"""Links that subscribe to a calendar in people's own programs.

None of these addresses is documented by its maker. They are the forms that work at present and
that other sites use; where one stops, the address to copy and the steps in words remain.
"""

from urllib.parse import quote, urlencode

_GOOGLE = "https://calendar.google.com/calendar/r?"
_OUTLOOK_AT_HOME = "https://outlook.live.com/calendar/0/addfromweb?"
_OUTLOOK_AT_WORK = "https://outlook.office.com/calendar/0/addfromweb?"


def webcal(address: str) -> str:
    """*address* (http or https) as one that opens the calendar program of the device."""
    return f"webcal://{address.partition('://')[2]}"


def google_calendar(address: str) -> str:
    """Asks to add the calendar; on a computer only, Google's apps know no such link.

    Google takes an https address there for one of its own calendars; webcal says it is elsewhere.
    """
    return _GOOGLE + _query(cid=webcal(address))


def outlook_at_home(address: str, name: str) -> str:
    """Outlook.com, for accounts that people have of their own; takes no webcal."""
    return _OUTLOOK_AT_HOME + _query(url=address, name=name)


def outlook_at_work(address: str, name: str) -> str:
    """Outlook on the web of an organisation (Microsoft 365)."""
    return _OUTLOOK_AT_WORK + _query(url=address, name=name)


def _query(**values: str) -> str:
    """Blanks as %20: Outlook shows a plus sign as it is."""
    return urlencode(values, quote_via=quote, safe="")
