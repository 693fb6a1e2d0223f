"""Which pages may show a frame: origins (RFC 6454), as a Content-Security-Policy lists them."""

import re
from urllib.parse import urlsplit

#: More sites than any one list stands on.
MOST = 20
_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_LOOPBACK = re.compile(r"localhost|127(?:\.\d{1,3}){3}")
_USUAL_PORTS = {"https": 443, "http": 80}


class NotASite(ValueError):
    """What was typed names no site; holds it."""


def read_site(typed: str) -> str:
    """``https://www.example.org`` of the address of a site, or of any page of it.

    http only on this very machine: whoever sits between could change such a page. Raises
    :class:`NotASite`.
    """
    try:
        parts = urlsplit(typed.strip())
        host, port = _ascii(parts.hostname or ""), parts.port
    except ValueError as error:
        raise NotASite(typed) from error
    is_local = parts.scheme == "http" and _LOOPBACK.fullmatch(host)
    is_good = _HOST.fullmatch(host) and len(host) <= 253 and "@" not in parts.netloc
    if not is_good or not (parts.scheme == "https" or is_local) or port == 0:
        raise NotASite(typed)
    shown_port = "" if port in (None, _USUAL_PORTS[parts.scheme]) else f":{port}"
    return f"{parts.scheme}://{host}{shown_port}"


def read_sites(typed: str) -> list[str]:
    """The sites of a text, one a line, each once. Raises :class:`NotASite`."""
    return list(dict.fromkeys(read_site(each) for each in typed.split()))


def _ascii(host: str) -> str:
    """As it stands in addresses: "jūrmala.lv" is written in ASCII there (RFC 5891)."""
    try:
        return host.encode("idna").decode("ascii").removesuffix(".").lower()
    except UnicodeError as error:
        raise NotASite(host) from error
