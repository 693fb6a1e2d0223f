"""What staff write for the papers."""

from typing import Any

from flask_babel import lazy_gettext as _l

from webapp.core.forms import LocalTextField, RevisedForm
from webapp.papers.models import HostPack
from webapp.papers.packs import WRITTEN

_LONGEST = 6000


class HostPackForm(RevisedForm):
    """The words of the host pack, and who signs the letters of invitation."""

    territory = LocalTextField(
        _l("The town and the land around it"),
        lines=8,
        longest=_LONGEST,
        hint=_l("What visitors want to know before they come: where it lies, what it lives on."),
    )
    emergency = LocalTextField(
        _l("Whom to call"),
        lines=5,
        longest=1000,
        hint=_l("A line each: the host's duty telephone, taxi, hospital. 112 stands there anyway."),
    )
    notes = LocalTextField(
        _l("Good to know"),
        lines=6,
        longest=_LONGEST,
        hint=_l("Weather and clothing, money, water, sockets, how to pay on the bus."),
    )
    signatory = LocalTextField(
        _l("Who signs the letters of invitation"),
        longest=200,
        hint=_l("The function, such as “Chair of the Council”; the name is written by hand."),
    )

    def values(self) -> dict[str, Any]:
        """By the names of the columns."""
        return {name: self[name].data for name in WRITTEN}


def pack_form(stored: HostPack | None, *, is_posted: bool = True) -> HostPackForm:
    """The form with what is stored, or with what was sent."""
    values = {name: getattr(stored, name, None) for name in WRITTEN}
    form = HostPackForm(data=values) if is_posted else HostPackForm(formdata=None, data=values)
    form.starts_from(stored.revision if stored else 0)
    return form
