"""What a message may look like for us to take it apart.

The standard library reads a header with thousands of parameters, a message of a hundred thousand
parts or one nested a hundred times, but takes minutes to; whoever sends such things must not keep
the mailbox from being read. Counted over the raw octets, before anything is taken apart.
"""

import re

#: Octets of all header fields that say what a part is (a message of ours has some hundred), and of
#: the longest one: its parser takes longer than that many times.
MOST_OF_FIELDS = 20_000
LONGEST_FIELD = 2_000
#: Parts that have parts of their own.
MOST_NESTED = 40
#: Lines that could begin a part.
MOST_BEGINNINGS = 1_000
_FIELDS = re.compile(
    rb"(?im)(?:^|(?<=\r))(?:content-[a-z-]{1,40}|message-id):"
    rb"[^\r\n]*(?:(?:\r\n|\n|\r)[ \t][^\r\n]*)*"
)
_BEGINNINGS = re.compile(rb"(?:^|[\r\n])--")


def why_not_read(raw: bytes) -> str | None:
    """What is wrong with the shape of a message, in words for the log; None where nothing is."""
    total = 0
    nested = 0
    for found in _FIELDS.finditer(raw):
        length = found.end() - found.start()
        total += length
        nested += b"boundary" in found[0].lower()
        if length > LONGEST_FIELD or total > MOST_OF_FIELDS or nested > MOST_NESTED:
            return "its header fields have no end"
    for number, _found in enumerate(_BEGINNINGS.finditer(raw), 1):
        if number > MOST_BEGINNINGS:
            return f"more than {MOST_BEGINNINGS} parts"
    return None
