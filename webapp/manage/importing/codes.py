"""Readers of what programs made: codes, UIDs, names and bytes of pictures, colours."""

import binascii
import re
from base64 import b64decode

from flask_babel import gettext as _

from webapp.core.notation_words import shown
from webapp.manage.importing.shapes import Context, Reader
from webapp.manage.importing.yaml_tree import Node, Scalar

#: A picture of 2 MB, in the letters of base64.
_LONGEST = 3 * 1024 * 1024


def _matching(pattern: str, example: str) -> Reader:
    """A reader of one code of this form."""
    form = re.compile(pattern)

    def read(node: Node, context: Context) -> str | None:
        value = node.text if isinstance(node, Scalar) else ""
        if form.fullmatch(value):
            return value
        why = _("“%(code)s” is not a code such as “%(one)s”", code=shown(value), one=example)
        context.wrong(node, why)
        return None

    return read


code = _matching(r"[a-z0-9]{2,16}", "k7m3xw9p")
uid = _matching(r"[!-~]{1,80}", "h3k5m7n9p2q4r6s8t-vizite")
colour = _matching(r"#[0-9a-fA-F]{6}", "#0b5788")
picture_name = _matching(r"[0-9a-f]{32}-\d{2,4}x\d{2,4}", f"{'0' * 32}-400x120")


def base64(node: Node, context: Context) -> bytes | None:
    """The bytes that lines of base64 stand for (RFC 4648)."""
    letters = "".join(node.text.split()) if isinstance(node, Scalar) else ""
    try:
        if letters and len(letters) <= _LONGEST:
            return b64decode(letters, validate=True)
    except (binascii.Error, ValueError):
        pass
    context.wrong(node, _("the bytes of a picture of at most 2 MB are needed, as base64"))
    return None
