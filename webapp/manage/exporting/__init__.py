"""Writes what an installation holds as one YAML file that the import reads back (docs/import.md).

Equal data gives equal bytes: nothing in the file tells when it was made. Rows are read some at a
time, so that memory does not grow with their number. People are in it only if asked for.
"""

from collections.abc import Callable, Iterator
from typing import TextIO

from webapp.manage.exporting import (
    basics,
    events,
    logistics,
    people,
    people_accounts,
    projects,
    settings,
)
from webapp.manage.exporting.basics import Record
from webapp.manage.exporting.choosing import Choice, UnknownProject, choose
from webapp.manage.exporting.names import Names
from webapp.manage.exporting.yaml_text import record
from webapp.manage.importing.file_format import VERSION

__all__ = ["Choice", "UnknownProject", "choose", "lines", "write_export"]

Section = Callable[[Choice, Names], Iterator[Record]]

#: In this order: whoever reads along meets nothing that was not named before.
SECTIONS: dict[str, Section] = {
    "pictures": settings.pictures,
    "sources": basics.sources,
    "funds": basics.funds,
    "programmes": basics.programmes,
    "target_groups": basics.target_groups,
    "places": basics.places,
    "organisations": basics.organisations,
    "projects": projects.projects,
    "milestones": projects.milestones,
    "good_practices": projects.good_practices,
    "accessibility": settings.accessibility,
    "embeddings": settings.embeddings,
    "travel_factors": logistics.travel_factors,
    "events": events.events,
}
#: Only for whoever asks for people.
PEOPLE: dict[str, Section] = {
    "accounts": people_accounts.accounts,
    "invitations": people_accounts.invitations,
    "persons": people.persons,
    "registrations": people.registrations,
    "calendar_links": people_accounts.calendar_links,
}


def write_export(file: TextIO, choice: Choice) -> dict[str, int]:
    """Write what was chosen; the number of records by section. Reads one moment of the database
    where the caller's transaction does."""
    counts: dict[str, int] = {}
    for line in lines(choice, counts):
        file.write(line + "\n")
    return counts


def lines(choice: Choice, counts: dict[str, int] | None = None) -> Iterator[str]:
    """The file, line by line; *counts* is filled on the way."""
    names, counts = Names(), {} if counts is None else counts
    yield f"format: {VERSION}"
    yield "language: en"
    # Facts were doubted where they were typed or imported first.
    yield "invented: yes"
    for name, rows in (SECTIONS | (PEOPLE if choice.people else {})).items():
        for values in rows(choice, names):
            if name not in counts:
                yield ""
                yield f"{name}:"
            counts[name] = counts.get(name, 0) + 1
            yield from record(values, 2)
