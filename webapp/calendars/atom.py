"""Calendars as news: what is new and what changed, newest first, for feed readers (Atom).

It holds the same events as the calendar of the same address ending in ``.ics`` and moves with the
same versions; only the newest changes stand in it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import current_app
from flask_babel import gettext

from webapp import entries
from webapp.calendars.composing import NotRendered
from webapp.calendars.feeds import Feed
from webapp.core import atom, ics
from webapp.core.i18n import in_language
from webapp.core.period_words import period_words
from webapp.entries import Audience
from webapp.entries.latest import Latest, latest, standing

_: Callable[..., str] = gettext
entries.made_by(__file__, str(atom.__file__))

#: Readers look every hour; so many changes are not made between two looks.
MOST = 50


@dataclass(frozen=True)
class AtomFeed(Feed):
    """The news of a calendar."""

    @property
    def mimetype(self) -> str:
        """RFC 4287, section 7."""
        return atom.MIMETYPE

    def pieces(self) -> Iterator[bytes]:
        """Its bytes, made in a fixed number of statements."""
        settings = current_app.config["VIZITE"]
        with in_language(self.language):
            head = atom.AtomHead(
                uid=f"{self.path} {self.language}",
                title=self.name,
                subtitle=_("New and changed events from %(site)s", site=settings.site_name),
                author=settings.site_name,
                source=settings.base_url + self.path,
                page=settings.base_url + self.page,
                language=self.language,
            )
            yield from atom.written(head, self._entries())

    def _entries(self) -> Iterator[atom.AtomEntry]:
        changed = latest(self.scopes, self.language, MOST)
        if changed is None:
            raise NotRendered(self.language)
        rows = standing([each.owner for each in changed])
        for each in changed:
            row = rows.get(each.owner)
            entry = row.calendar_entry(self.language, Audience.PUBLIC) if row else None
            if entry is not None:
                yield _news(entry, each, self.language)


def as_atom(feed: Feed) -> AtomFeed:
    """The news of the calendar *feed*, at an address of their own."""
    head, dot, tail = feed.path.partition("?")
    return AtomFeed(
        path=head.removesuffix(".ics") + ".atom" + dot + tail,
        page=feed.page,
        name=feed.name,
        language=feed.language,
        scopes=feed.scopes,
        versions=feed.versions,
        changed_at=feed.changed_at,
    )


def _news(entry: ics.Entry, changed: Latest, language: str) -> atom.AtomEntry:
    """An entry as the calendar has it; its first line says when and where."""
    when = period_words(entry.period, language, with_zone=True)
    return atom.AtomEntry(
        uid=entry.uid,
        title=entry.title,
        updated_at=changed.changed_at,
        url=entry.url,
        summary=" · ".join(filter(None, (when, entry.location))),
        content=entry.description,
        published_at=entry.created_at,
        categories=entry.categories,
        language=entry.language,
    )
