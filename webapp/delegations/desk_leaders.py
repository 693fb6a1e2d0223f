"""One form for the leaders of all delegations: a name, an address and a language for each."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _

from webapp.core.changes import record
from webapp.core.forms import BaseForm, ChoiceField, EmailField, HiddenField, TextField
from webapp.core.i18n import languages
from webapp.delegations.leading import follow_address
from webapp.delegations.models import Delegation

_PARTS = ("name", "email", "language")


class LeadersForm(BaseForm):
    """The inputs of each delegation are ``name-…``, ``email-…``, ``language-…``, ``revision-…``."""

    def store(self, delegations: Iterable[Delegation]) -> bool:
        """Put in what was changed; True, and nothing is changed, where somebody else was faster."""
        mine = [each for each in delegations if f"name-{each.public_id}" in self]
        changed = [each for each in mine if self._differs(each)]
        if any(self[f"revision-{each.public_id}"].data != str(each.revision) for each in changed):
            return True
        for each in changed:
            name, email, language = (self[f"{part}-{each.public_id}"].data for part in _PARTS)
            before = each.leader_email
            each.leader_name, each.leader_email = name, email or None
            each.leader_language = language
            each.touch()
            record(each.key, "leader-changed")
            follow_address(each, before)
        return False

    def renew_all(self, delegations: Iterable[Delegation]) -> None:
        """Let the next attempt start from what is stored now."""
        for each in delegations:
            if f"revision-{each.public_id}" in self:
                self[f"revision-{each.public_id}"].data = str(each.revision)

    def _differs(self, delegation: Delegation) -> bool:
        stored = _stored(delegation)
        given = (self[f"{part}-{delegation.public_id}"].data or "" for part in _PARTS)
        return tuple(given) != stored


def leaders_form(delegations: Iterable[Delegation], *, is_posted: bool = True) -> LeadersForm:
    """The form for these delegations, filled with what is stored."""
    fields: dict[str, Any] = {}
    values: dict[str, Any] = {}
    for each in delegations:
        key = each.public_id
        fields |= {
            f"name-{key}": TextField(_("Leader")),
            f"email-{key}": EmailField(
                _("E-mail address"),
                render_kw={"autocomplete": "off", "spellcheck": "false"},
            ),
            f"language-{key}": ChoiceField(_("Language of letters"), choices=languages()),
            f"revision-{key}": HiddenField(),
        }
        stored = zip(_PARTS, _stored(each), strict=True)
        values |= {f"{part}-{key}": value for part, value in stored}
        values[f"revision-{key}"] = str(each.revision)
    form_class = type("FilledLeadersForm", (LeadersForm,), fields)
    form: LeadersForm = (
        form_class(data=values) if is_posted else form_class(formdata=None, data=values)
    )
    return form


def _stored(delegation: Delegation) -> tuple[str, str, str]:
    return delegation.leader_name, delegation.leader_email or "", delegation.leader_language
