"""Who signs up, as plain values: what a form, an import or a member of staff gives to the rules."""

from dataclasses import asdict, dataclass
from typing import Any

from webapp.core.text import LocalText
from webapp.registrations.persons import email_key, name_key


@dataclass(frozen=True)
class Guardian:
    """Who answers for somebody too young to come on their own word."""

    name: str
    email: str


@dataclass(frozen=True)
class Applicant:
    """The snapshot a registration keeps. Only staff may leave *email* out.

    *consent_text* is the consent that was ticked, in the words shown; *zone* the reader's own;
    *guardian* is asked for consent by letter.
    """

    name: str
    email: str | None = None
    organisation_text: str = ""
    organisation_id: int | None = None
    target_group_id: int | None = None
    language: str = "en"
    zone: str | None = None
    consent_text: LocalText | None = None
    not_in_photos: bool = False
    guardian: Guardian | None = None

    @property
    def email_key(self) -> str | None:
        """The address as it is compared."""
        return email_key(self.email)

    @property
    def name_key(self) -> str:
        """The name as it is compared."""
        return name_key(self.name)

    def columns(self) -> dict[str, Any]:
        """Its part of a registration's row."""
        values = asdict(self) | {"email": self.email or None}
        del values["guardian"]  # has a table of its own
        if self.consent_text is None:
            del values["consent_text"]  # JSON would store its own null, which is not NULL
        return values | {"email_key": self.email_key, "name_key": self.name_key}
