"""What is done to every typed text before a field sees it, and whose words fields speak."""

import re
import unicodedata
from typing import Any, Protocol

from flask_babel import get_locale
from flask_babel import gettext as ours
from flask_babel import ngettext as ours_of_many
from werkzeug.datastructures import MultiDict
from wtforms.i18n import get_translations

# Line and paragraph separators are new lines in disguise; other programs break at them.
_NEW_LINES = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Control characters but tab and new line; marks that turn the writing direction of what follows,
# which would let a name rewrite the page around it (the plain LRM and RLM may stay); BOM.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
#: Letters and a pattern that are blank (Hangul fillers, the empty Braille pattern).
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")


class _Translations(Protocol):
    def gettext(self, string: str) -> str: ...

    def ngettext(self, singular: str, plural: str, n: int) -> str: ...


def clean_text(text: str) -> str:
    """Typed text in Unicode's composed form (NFC), new lines as ``\\n``, trimmed, without control
    characters. One in which nothing is to be seen counts as empty: it would name nobody."""
    text = _UNWANTED.sub("", _NEW_LINES.sub("\n", text))
    text = unicodedata.normalize("NFC", text).strip()
    return text if any(_is_seen(sign) for sign in text) else ""


def _is_seen(sign: str) -> bool:
    """Whether a sign leaves a mark: no space, no mark of format (category Cf), no filler."""
    return not (sign.isspace() or sign in _FILLERS or unicodedata.category(sign) == "Cf")


def clean_line(text: str | None) -> str:
    """A text of one line: what was several becomes one, with single spaces."""
    return " ".join((text or "").split())


class OurWords:
    """Our catalogue first, WTForms' own second: it has many languages, but no Latvian."""

    def gettext(self, string: str) -> str:
        """One message."""
        found: str = ours(string)
        return found if found != string else self._theirs().gettext(string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """One message that depends on a number."""
        found: str = ours_of_many(singular, plural, n)
        is_found = found not in (singular, plural)
        return found if is_found else self._theirs().ngettext(singular, plural, n)

    def _theirs(self) -> _Translations:
        try:
            theirs: _Translations = get_translations([str(get_locale() or "en"), "en"])
        except FileNotFoundError:
            return _AsTheyAre()
        return theirs


class _AsTheyAre:
    def gettext(self, string: str) -> str:
        return string

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return singular if n == 1 else plural


class CleanMeta:
    """Mixed into the Meta of every form: texts are cleaned, messages are in the reader's words."""

    def wrap_formdata(self, form: Any, formdata: Any) -> Any:
        """The posted values with every text cleaned; files are left as they are."""
        posted = super().wrap_formdata(form, formdata)  # type: ignore[misc]
        if posted is None or isinstance(posted, CleanData):
            return posted
        return CleanData(
            (name, clean_text(value) if isinstance(value, str) else value)
            for name in posted
            for value in posted.getlist(name)
        )

    def get_translations(self, form: Any) -> OurWords:
        """Where fields look for the words of WTForms."""
        return OurWords()


class CleanData(MultiDict[str, Any]):
    """Posted values that have been cleaned, so that inner forms need not do it again."""
