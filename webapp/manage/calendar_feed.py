"""A coordinator's calendar: the events of a project, or of all, with drafts and what is due."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from flask import current_app
from flask_babel import gettext
from sqlalchemy import ColumnElement, String, Text, and_, cast, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from webapp.agenda.models import AgendaItem
from webapp.calendars import link_feeds
from webapp.calendars.feeds import Feed, WithdrawnFeed, window
from webapp.calendars.link_feeds import FoundLink, PrivateFeed
from webapp.calendars.link_models import LinkKind
from webapp.core.database import db
from webapp.core.i18n import in_language, plain_text
from webapp.core.permissions import Act
from webapp.core.times import now
from webapp.entries import Audience
from webapp.entries.models import Entry, EntryText
from webapp.entries.reading import Stored
from webapp.entries.renderer import fingerprint
from webapp.events.access import allowed_to
from webapp.events.models import Event
from webapp.events.parts import EventProject
from webapp.manage import calendar_work
from webapp.manage.calendar_rights import Rights, rights_of

_: Callable[..., str] = gettext
_AT_ONCE = 1000


@dataclass(frozen=True)
class WorkFeed(PrivateFeed):
    """The calendar of what an account may see and has to do, on a day."""

    rights: Rights | None = None
    project_id: int | None = None
    today: date = date.min
    #: Makes the UIDs of what is due this calendar's own.
    key: str = ""

    @cached_property
    def state(self) -> str:
        """Equal as long as its bytes are; it may move while they stay."""
        base_url = current_app.config["VIZITE"].base_url
        made_of = (self.rights, self.project_id, self.today, self.since, self.language, self.name)
        return repr((made_of, base_url, fingerprint()))

    def texts(self) -> Iterator[Sequence[Stored]]:
        """Published events with their agendas, drafts, what only staff reads, and what is due."""
        assert self.rights is not None
        which = _seen(self.rights, self.project_id)
        yield from _published(which, self.language, self.since)
        yield list(calendar_work.drafts(which, self.language))
        yield list(calendar_work.items_for_staff(which, self.language))
        yield list(
            calendar_work.tasks(self.rights, self.project_id, self.today, self.language, self.key)
        )


def work_feed(link: FoundLink, path: str, language: str) -> Feed:
    """The calendar of a link as its account's rights are now; `WithdrawnFeed` without any."""
    today = now().date()
    rights = None
    if link.account_id is not None:
        rights = rights_of(link.account_id, link.project_id, today)
    if rights is None:
        raise WithdrawnFeed(path)
    feed = WorkFeed(
        path=path,
        page="/manage/calendars/",
        name=_name(rights, language),
        language=language,
        rights=rights,
        project_id=link.project_id,
        today=today,
        key=link.public_id,
    )
    return feed if link.project_id is not None else replace(feed, since=window(today))


def _name(rights: Rights, language: str) -> str:
    with in_language(language):
        if rights.project is None:
            return _("%(site)s: my work", site=current_app.config["VIZITE"].site_name)
        return _("%(project)s: my work", project=plain_text(rights.project, language))


def _seen(rights: Rights, project_id: int | None) -> ColumnElement[bool]:
    """The events such a calendar may hold."""
    seen = and_(Event.withdrawn_at.is_(None), allowed_to(rights.viewer, Act.SEE))
    if project_id is None:
        return seen
    links = select(EventProject.event_id).where(EventProject.project_id == project_id)
    return and_(seen, Event.id.in_(links))


def _published(
    which: ColumnElement[bool], language: str, since: date | None
) -> Iterator[Sequence[Stored]]:
    """The stored texts for participants, in a stable order."""
    audience, other = Audience.PARTICIPANT.value, aliased(EntryText)
    stands = select(other.entry_id).where(other.audience == audience)
    events = select(literal("event:").concat(cast(Event.id, String))).where(which)
    item = literal("agenda_item:").concat(cast(AgendaItem.id, String))
    items = select(item).join(Event, Event.id == AgendaItem.event_id).where(which)
    owners = union_all(events, items)
    wanted = and_(
        EntryText.entry_id == Entry.id,
        EntryText.audience == audience,
        EntryText.language == language,
    )
    query = (
        select(EntryText.text, cast(Entry.zones, Text))
        .select_from(Entry)
        .outerjoin(EntryText, wanted)
        .where(Entry.owner.in_(owners), or_(EntryText.text.is_not(None), Entry.id.in_(stands)))
        .order_by(Entry.id)
    )
    if since is not None:
        query = query.where(Entry.last_on >= since)
    rows = db.session.execute(query.execution_options(yield_per=_AT_ONCE))
    yield from rows.partitions()


link_feeds.provide(LinkKind.COORDINATOR, work_feed)
