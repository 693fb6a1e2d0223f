"""What the papers of an event hold and what they still lack, for the desk."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from webapp.agenda.levels import Level
from webapp.agenda.versions import number_of_items
from webapp.core.i18n import language_name, languages, plain_text
from webapp.core.permissions import Act, Viewer
from webapp.events.models import Event
from webapp.logistics.models import Direction
from webapp.papers.catalogue import PAPERS, Paper
from webapp.papers.data_travel_order import travel_days
from webapp.papers.glyphs import is_whole
from webapp.papers.models import HostPack
from webapp.papers.packs import pack_of
from webapp.papers.people import Traveller, parts_of, travellers_of
from webapp.papers.phrases import languages_of
from webapp.projects.organisations import Organisation

_Asked = dict[str, str]


@dataclass(frozen=True)
class Copy:
    """One form of a paper: its words, the page, and the PDF in each language."""

    words: str
    page: str
    files: list[tuple[str, str, str]]


@dataclass(frozen=True)
class Shelf:
    """A paper with what it holds, what it lacks, and its forms."""

    paper: Paper
    holds: str
    copies: list[Copy]
    lacks: list[str] = field(default_factory=list)


def shelf_of(event: Event, viewer: Viewer) -> list[Shelf]:
    """The papers *viewer* may fetch; a fixed number of statements."""
    may_see_people = event.may(viewer, Act.SEE_PEOPLE)
    travellers = travellers_of(event) if may_see_people else []
    desk = _Desk(event, travellers, pack_of(event.id))
    return [
        getattr(desk, name.replace("-", "_"))(paper)
        for name, paper in PAPERS.items()
        if event.may(viewer, paper.act)
    ]


@dataclass(frozen=True)
class _Desk:
    """A method for each paper, named like it."""

    event: Event
    travellers: Sequence[Traveller]
    pack: HostPack | None

    def agenda(self, paper: Paper) -> Shelf:
        numbers = number_of_items(self.event.id)
        total = sum(numbers.values())
        copies = [
            self._copy(paper, _LEVELS[level](), {"level": level.name.lower()}) for level in Level
        ]
        return Shelf(
            paper,
            ngettext("%(num)d item", "%(num)d items", total),
            copies,
            list(self._agenda_lacks(total)),
        )

    def _agenda_lacks(self, total: int) -> Iterator[str]:
        if not total:
            yield _("There is nothing on the agenda yet.")
        elif not self.event.has_agenda:
            yield _("The agenda is not published: these papers say that they are drafts.")

    def participants(self, paper: Paper) -> Shelf:
        plain = self._copy(paper, pgettext("paper", "List"))
        signed = self._copy(paper, _("With room for signatures"), {"sign": "1"})
        copies = [plain, signed]
        if self.event.takes_photos:
            copies.append(self._copy(paper, _("For the photographer"), {"photos": "1"}))
        return Shelf(paper, self._people(), copies, list(self._unprintable()))

    def badges(self, paper: Paper) -> Shelf:
        copies = [
            *self._parts(paper, _("Ten a sheet, to cut")),
            *self._parts(paper, _("One on A6"), {"size": "a6"}),
        ]
        number = len(self.travellers)
        holds = ngettext("%(num)d badge", "%(num)d badges", number)
        return Shelf(paper, holds, copies, list(self._unprintable()))

    def invitation(self, paper: Paper) -> Shelf:
        lacks = [] if self.pack and self.pack.signatory else [_("Nobody has said who signs.")]
        copies = list(self._parts(paper, _("All letters")))
        return Shelf(paper, self._people(), copies, lacks)

    def travel_order(self, paper: Paper) -> Shelf:
        days = travel_days(self.travellers).values()
        unknown = len(self.travellers) - sum(len(each) == len(Direction) for each in days)
        words = ngettext(
            "The days of travel of %(num)d person are not known yet.",
            "The days of travel of %(num)d people are not known yet.",
            unknown,
        )
        copies = list(self._parts(paper, _("All extracts")))
        return Shelf(paper, self._people(), copies, [words] if unknown else [])

    def host_pack(self, paper: Paper) -> Shelf:
        host = self.event.host or self.event.organiser
        copies = [self._copy(paper, _("For partners and participants"))]
        return Shelf(paper, plain_text(host.name), copies, list(self._pack_lacks(host)))

    def _pack_lacks(self, host: Organisation) -> Iterator[str]:
        if self.event.host is None:
            yield _("No host is named: the organiser stands in its place.")
        if not (self.pack and self.pack.territory):
            yield _("Nothing is written about the town and the land around it.")
        if not (self.pack and self.pack.emergency):
            yield _("There is no number to call but 112.")
        if not languages_of(host.country, ""):
            yield _("There are no phrases in the language of the host's country.")

    def _people(self) -> str:
        number = len(self.travellers)
        return str(ngettext("%(num)d participant", "%(num)d participants", number))

    def _unprintable(self) -> Iterator[str]:
        """Names with signs that the font of the papers lacks."""
        found = [each.name for each in self.travellers if not is_whole(each.name)]
        if found:
            yield _(
                "The PDF cannot show every sign of these names and prints � instead: %(names)s.",
                names=", ".join(found[:5]),
            )

    def _parts(self, paper: Paper, words: str, asked: _Asked | None = None) -> Iterator[Copy]:
        """A copy for every two hundred people."""
        number = parts_of(len(self.travellers))
        for part in range(1, number + 1):
            more = {"part": str(part)} if number > 1 else {}
            name = _("%(paper)s, part %(part)d", paper=words, part=part) if number > 1 else words
            yield self._copy(paper, name, (asked or {}) | more)

    def _copy(self, paper: Paper, words: str, asked: _Asked | None = None) -> Copy:
        values: dict[str, Any] = {"code": self.event.code, "name": paper.name, **(asked or {})}
        files = [
            (tag, language_name(tag), url_for("papers.file", **values, lang=tag))
            for tag, _name in languages()
        ]
        return Copy(words, url_for("papers.show", **values), files)


_LEVELS = {
    Level.PUBLIC: lambda: _("For everyone"),
    Level.PARTNERS: lambda: _("For partners and participants"),
    Level.INTERNAL: lambda: _("For the staff"),
}
