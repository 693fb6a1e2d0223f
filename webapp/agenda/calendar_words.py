"""What a calendar says of an agenda item besides its description, a line each.

Persons are not named: they agreed to stand on the event's pages, and a calendar is copied on.
"""

from collections.abc import Callable, Iterator

from flask_babel import gettext

from webapp.agenda.models import AgendaItem, PhotoRule
from webapp.agenda.words import interpretation_words, photo_words, step_free_words
from webapp.core.i18n import language_list, plain_text

_: Callable[..., str] = gettext


def details(item: AgendaItem, language: str) -> Iterator[str]:
    """Host, way, languages, what to wear, plan B, in the language that is current."""
    yield from _who_and_where(item, language)
    yield from _languages(item)
    if item.clothing:
        yield _("What to wear and mind: %(text)s", text=plain_text(item.clothing, language))
    if item.photo_rule != PhotoRule.ALLOWED:
        yield photo_words(item.photo_rule)
    if item.needs_choice:
        yield _("For those who have chosen it.")
    if item.plan_b:
        yield _(
            "If it cannot take place like this: %(text)s", text=plain_text(item.plan_b, language)
        )


def _who_and_where(item: AgendaItem, language: str) -> Iterator[str]:
    if item.track is not None:
        yield _("Track: %(name)s", name=plain_text(item.track.name, language))
    if item.host is not None:
        yield _("Host: %(name)s", name=plain_text(item.host.name, language))
    if item.to_place is not None:
        yield _("Goes to: %(place)s", place=plain_text(item.to_place.name, language))
    if item.travel_minutes:
        yield _("The ride takes %(minutes)s minutes.", minutes=item.travel_minutes)
    if item.walking_m:
        yield _("On foot: %(metres)s m", metres=item.walking_m)
    yield from filter(None, [step_free_words(item.is_step_free)])


def _languages(item: AgendaItem) -> Iterator[str]:
    if item.languages:
        yield _("Languages: %(languages)s", languages=language_list(item.languages))
    yield from filter(None, [interpretation_words(item.interpretation, item.interpreted_into)])
