"""What those who took part and the staff of a project fill in."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l

from webapp.core.forms import (
    ChoiceField,
    LocalTextField,
    LongTextField,
    RevisedForm,
    YesField,
)
from webapp.core.i18n import languages
from webapp.core.text import LocalText
from webapp.practices.models import Takeaway
from webapp.practices.rules import Written
from webapp.projects.models import GoodPractice
from webapp.projects.words import choices_of_words


class TakeawayForm(RevisedForm):
    """What somebody takes home from one item."""

    text = LongTextField(_l("What do you take home from it?"), required=True, longest=4000)
    could_do = LongTextField(
        _l("What could your own municipality do?"),
        longest=2000,
        hint=_l("A first small step is enough."),
    )
    language = ChoiceField(_l("Language you write in"), required=True)
    is_shared = YesField(
        _l("Share it with the project"),
        hint=_l(
            "Its staff read it and may make a card of it, which names nobody. Else only you see it."
        ),
    )

    def offer_languages(self, current: str | None = None) -> None:
        """Those of the installation, and the one that was written in."""
        known = dict(languages())
        if current and current not in known:
            known[current] = current
        self.language.choices = list(known.items())

    def written(self) -> Written:
        """What was sent."""
        return Written(
            self.text.data,
            self.could_do.data or "",
            self.language.data,
            bool(self.is_shared.data),
        )


def values_of(takeaway: Takeaway | None, language: str) -> dict[str, Any]:
    """What a fresh form shows."""
    if takeaway is None:
        return {"language": language}
    names = ("text", "could_do", "language", "is_shared")
    return {name: getattr(takeaway, name) for name in names}


class CardForm(RevisedForm):
    """A good-practice card."""

    what = LocalTextField(
        _l("The practice"),
        required=True,
        any_language=True,
        longest=2000,
        lines=5,
        hint=_l("What is done there, and what it brings. Everyone reads it: name no person."),
    )
    organisation = ChoiceField(_l("Who does it"), required=True, blank=_l("Choose an organisation"))
    status = ChoiceField(_l("How far it is"), required=True)
    is_public = YesField(
        _l("Show it to everyone"),
        hint=_l("On the pages of the project and of the organisation. Else only staff see it."),
    )

    def offer(self, organisations: Iterable[tuple[str, str]], status: str | None = None) -> None:
        """The organisations, the words for how far it is."""
        self.organisation.choices = list(organisations)
        self.status.choices = choices_of_words("practice", status)


def card_values(card: GoodPractice) -> dict[str, Any]:
    """What a form about a card shows."""
    return {
        "what": card.what,
        "organisation": card.organisation.slug,
        "status": card.status,
        "is_public": card.is_public,
    }


def first_words(takeaways: Iterable[Takeaway]) -> LocalText:
    """What a new card begins with: what was written, in each language."""
    texts: dict[str, list[str]] = {}
    for each in takeaways:
        said = [each.text, each.could_do] if each.could_do else [each.text]
        texts.setdefault(each.language, []).append("\n\n".join(said))
    return LocalText({tag: "\n\n".join(words)[:2000] for tag, words in texts.items()})
