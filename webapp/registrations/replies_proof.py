"""Whether a reply comes from whom it says it comes from, as our own mail server has found.

``Authentication-Results`` (RFC 8601) can be written by anybody; only the topmost one counts, and
only where it is the word of a server that is named as ours: by ``authserv`` in VIZITE_IMAP_URL, or
because the mailbox lies with a provider known to check. Nothing is guessed from the host's name: a
server that checks nothing would let a forged header through.
"""

import re
from collections.abc import Iterator
from email.message import EmailMessage
from urllib.parse import parse_qs, urlsplit

#: IMAP hosts of providers that check every message and take away headers forged in their name.
PROVIDERS = {
    "imap.gmail.com": "mx.google.com",
    "imap.fastmail.com": "mx.messagingengine.com",
}
_LONGEST = 4_000
_LONGEST_IDS = 20_000
_MOST_IDS = 100
_ID = re.compile(r"<[^<>\s]{3,118}>")
_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"(dkim|spf|dmarc)\s*=\s*([a-z]+)", re.IGNORECASE)
_PROPERTY = re.compile(r"([a-z]+\.[a-z0-9_-]+)\s*=\s*(\"[^\"]*\"|[^\s;]+)", re.IGNORECASE)
#: What tells of which domain a method speaks.
_SPEAKS_OF = {
    "dkim": ("header.d", "header.i"),
    "spf": ("smtp.mailfrom", "smtp.helo"),
    "dmarc": ("header.from",),
}


def raw_headers(message: EmailMessage, name: str) -> Iterator[str]:
    """The values of a header as they came, unfolded; their own parser is slow with hostile ones."""
    for each, value in message.raw_items():
        if each.lower() == name:
            yield " ".join(str(value).split("\0")).replace("\r", " ").replace("\n", " ").strip()


def refers_to(message: EmailMessage) -> tuple[str, ...]:
    """The Message-IDs of what it answers, the nearest first."""
    found: list[str] = []
    for name in ("in-reply-to", "references"):
        for value in raw_headers(message, name):
            found += reversed(_ID.findall(value[:_LONGEST_IDS]))
    return tuple(dict.fromkeys(found))[:_MOST_IDS]


def trusted_servers(imap_url: str) -> frozenset[str]:
    """The names under which our own mail server writes what it has found (*authserv-id*)."""
    parts = urlsplit(imap_url)
    named = parse_qs(parts.query).get("authserv", [])
    known = PROVIDERS.get((parts.hostname or "").lower())
    return frozenset(name.strip().lower() for name in named or ([known] if known else []))


def is_vouched_for(message: EmailMessage, domain: str, servers: frozenset[str]) -> bool:
    """Whether one of *servers* has found that the message comes from *domain*: DMARC, or DKIM or
    SPF of the same organisation (RFC 7489, section 3.1)."""
    topmost = next(raw_headers(message, "authentication-results"), "")
    if not servers or not topmost or len(topmost) > _LONGEST:
        return False
    server, *results = _without_comments(topmost).split(";")
    if server.split()[:1] == [] or server.split()[0].lower() not in servers:
        return False
    return any(_passes(result, domain) for result in results)


def is_aligned(one: str, other: str) -> bool:
    """Whether two domains are the same, or one lies below the other."""
    shorter, longer = sorted((one.rstrip("."), other.rstrip(".")), key=len)
    if "." not in shorter:
        return False
    return longer == shorter or longer.endswith(f".{shorter}")


def _passes(result: str, domain: str) -> bool:
    method = _RESULT.match(result.strip())
    if method is None or method[2].lower() != "pass":
        return False
    name = method[1].lower()
    for key, value in _PROPERTY.findall(result):
        if key.lower() in _SPEAKS_OF[name]:
            spoken_of = value.strip('"').rpartition("@")[2].lower()
            if is_aligned(spoken_of, domain):
                return True
    return False


def _without_comments(value: str) -> str:
    """Without "(…)", which may hold a ";" and be nested."""
    for _depth in range(5):
        value, found = _COMMENT.subn(" ", value)
        if not found:
            break
    return value
