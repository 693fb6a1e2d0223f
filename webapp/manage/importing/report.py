"""What an import did: what it created and changed, and which facts it doubts."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from flask_babel import gettext as _
from flask_babel import ngettext


@dataclass(frozen=True)
class Doubt:
    """Something the file says that does not agree with itself, or leaves open. Nothing is settled.

    *code* names the rule that noticed it, *about* the record, *line* where the record begins.
    """

    code: str
    line: int
    about: str
    text: str


@dataclass(frozen=True)
class Change:
    """A record that was different before, and what of it."""

    noun: str
    label: str
    what: tuple[str, ...]


@dataclass
class Report:
    """What one file led to."""

    path: Path
    created: list[tuple[str, str]] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    doubts: list[Doubt] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def did_nothing(self) -> bool:
        """Whether everything was there already."""
        return not self.created and not self.changed

    def count(self, noun: str) -> int:
        """How many records of this noun were created."""
        return Counter(each for each, _label in self.created)[noun]

    def extend(self, other: "Report") -> None:
        """Take over what another file led to."""
        self.created += other.created
        self.changed += other.changed
        self.unchanged += other.unchanged
        self.doubts += other.doubts
        self.notes += other.notes

    def lines(self) -> list[str]:
        """The report for people, one finding a line."""
        found = [self._created(), *map(_change_line, self.changed), self._unchanged()]
        found += self.notes
        if self.doubts:
            found.append(self._doubts_heading())
        found += [f"  {self.path}:{each.line}: {each.about}: {each.text}" for each in self.doubts]
        return [line for line in found if line]

    def _created(self) -> str:
        counts = Counter(noun for noun, _label in self.created)
        named = ", ".join(counted(noun, number) for noun, number in counts.items())
        return _("Created: %(what)s.", what=named) if named else ""

    def _unchanged(self) -> str:
        if self.did_nothing:
            return str(_("Nothing changed: everything in the file is here already."))
        return ""

    def _doubts_heading(self) -> str:
        number = len(self.doubts)
        heading: str = ngettext(
            "%(num)d doubt. It was imported as it stands:",
            "%(num)d doubts. They were imported as they stand:",
            number,
        )
        return heading


def _change_line(change: Change) -> str:
    return str(
        _(
            "Changed: %(noun)s “%(label)s” (%(what)s).",
            noun=counted(change.noun),
            label=change.label,
            what=", ".join(change.what),
        )
    )


def counted(noun: str, number: int | None = None) -> str:
    """ "3 events"; without a number the bare noun: "event"."""
    if number is None:
        return _bare()[noun]
    return _COUNTED[noun](number)


def _bare() -> dict[str, str]:
    return {
        "source": _("source"),
        "fund": _("fund"),
        "target group": _("target group"),
        "programme": _("programme"),
        "place": _("place"),
        "organisation": _("organisation"),
        "project": _("project"),
        "milestone": _("milestone"),
        "local group": _("local group"),
        "document": _("document"),
        "good practice": _("good practice"),
        "event": _("event"),
        "agenda item": _("agenda item"),
        "delegation": _("delegation"),
        "pick-up group": _("pick-up group"),
        "room": _("room"),
        "travel factor": _("travel factor"),
        "account": _("account"),
        "registration": _("registration"),
        "picture": _("picture"),
        "embedding": _("embedding"),
        "statement": _("accessibility statement"),
        "invitation": _("invitation"),
        "person": _("person"),
        "calendar link": _("calendar link"),
    }


_COUNTED: dict[str, Callable[[int], str]] = {
    "source": lambda n: ngettext("%(num)d source", "%(num)d sources", n),
    "fund": lambda n: ngettext("%(num)d fund", "%(num)d funds", n),
    "target group": lambda n: ngettext("%(num)d target group", "%(num)d target groups", n),
    "programme": lambda n: ngettext("%(num)d programme", "%(num)d programmes", n),
    "place": lambda n: ngettext("%(num)d place", "%(num)d places", n),
    "organisation": lambda n: ngettext("%(num)d organisation", "%(num)d organisations", n),
    "project": lambda n: ngettext("%(num)d project", "%(num)d projects", n),
    "milestone": lambda n: ngettext("%(num)d milestone", "%(num)d milestones", n),
    "local group": lambda n: ngettext("%(num)d local group", "%(num)d local groups", n),
    "document": lambda n: ngettext("%(num)d document", "%(num)d documents", n),
    "good practice": lambda n: ngettext("%(num)d good practice", "%(num)d good practices", n),
    "event": lambda n: ngettext("%(num)d event", "%(num)d events", n),
    "agenda item": lambda n: ngettext("%(num)d agenda item", "%(num)d agenda items", n),
    "delegation": lambda n: ngettext("%(num)d delegation", "%(num)d delegations", n),
    "pick-up group": lambda n: ngettext("%(num)d pick-up group", "%(num)d pick-up groups", n),
    "room": lambda n: ngettext("%(num)d room", "%(num)d rooms", n),
    "travel factor": lambda n: ngettext("%(num)d travel factor", "%(num)d travel factors", n),
    "account": lambda n: ngettext("%(num)d account", "%(num)d accounts", n),
    "registration": lambda n: ngettext("%(num)d registration", "%(num)d registrations", n),
    "picture": lambda n: ngettext("%(num)d picture", "%(num)d pictures", n),
    "embedding": lambda n: ngettext("%(num)d embedding", "%(num)d embeddings", n),
    "statement": lambda n: ngettext(
        "%(num)d accessibility statement", "%(num)d accessibility statements", n
    ),
    "invitation": lambda n: ngettext("%(num)d invitation", "%(num)d invitations", n),
    "person": lambda n: ngettext("%(num)d person", "%(num)d persons", n),
    "calendar link": lambda n: ngettext("%(num)d calendar link", "%(num)d calendar links", n),
}
