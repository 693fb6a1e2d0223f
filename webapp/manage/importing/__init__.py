"""Imports programmes, organisations, projects and events from a YAML file (docs/import.md).

A file is read, checked and compared first; when anything in it is wrong nothing is changed. What is
there already is recognised again, so importing twice changes nothing the second time.
"""

from pathlib import Path

from webapp.core.database import db, write
from webapp.manage.importing import (
    write_accounts,
    write_basics,
    write_events,
    write_persons,
    write_projects,
    write_registrations,
    write_site,
    write_sources,
)
from webapp.manage.importing.checking import check
from webapp.manage.importing.doubts import note_doubts
from webapp.manage.importing.facts import FileFacts
from webapp.manage.importing.file_format import read_facts
from webapp.manage.importing.finding import Finder
from webapp.manage.importing.ledger import Ledger
from webapp.manage.importing.problems import ImportRefused, Problems
from webapp.manage.importing.report import Doubt, Report

__all__ = ["Doubt", "ImportRefused", "Report", "import_file", "read_file", "write_facts"]

#: In order: later ones name earlier ones, some by their row's id.
_STEPS = (
    write_site.write_pictures,
    write_basics.write_sources,
    write_basics.write_funds,
    write_basics.write_programmes,
    write_basics.write_target_groups,
    write_basics.write_places,
    write_basics.write_organisations,
    write_basics.tell_recognised,
    write_projects.write_projects,
    write_projects.write_milestones,
    write_projects.write_good_practices,
    write_site.write_accessibility,
    write_site.write_embeddings,
    write_events.write_events,
    write_accounts.write_accounts,
    write_persons.write_invitations,
    write_persons.write_persons,
    write_registrations.write_registrations,
    write_persons.write_calendar_links,
)
#: When all of the file is there.
_LAST_STEPS = (write_persons.merge_persons, write_registrations.choose_people)


def import_file(path: Path | str) -> Report:
    """Import one file in one transaction of its own, and say what it led to.

    Raises :class:`ImportRefused`, which names file and line of every mistake, and changes nothing.
    """
    facts, problems = _read(Path(path))
    if problems and facts is not None:
        # Nothing will be stored; but whoever mends the file wants to know the rest as well.
        Finder(facts, problems).check_references()
    problems.refuse_any()
    assert facts is not None
    with write():
        return write_facts(facts, problems)


def read_file(path: Path) -> tuple[FileFacts, Problems]:
    """What a file says, its form checked. Raises :class:`ImportRefused`."""
    facts, problems = _read(path)
    problems.refuse_any()
    assert facts is not None
    return facts, problems


def _read(path: Path) -> tuple[FileFacts | None, Problems]:
    problems = Problems(path)
    facts = read_facts(path, problems)
    if facts is not None:
        check(facts, problems)
    return facts, problems


def write_facts(facts: FileFacts, problems: Problems) -> Report:
    """Store what a file says, in the transaction of the caller. Raises :class:`ImportRefused`."""
    ledger = Ledger(facts, problems)
    ledger.finder.check_references()
    problems.refuse_any()
    for step in _STEPS:
        step(ledger)
        problems.refuse_any()
        db.session.flush()
    for last_step in _LAST_STEPS:
        last_step(ledger)
        problems.refuse_any()
    write_sources.write_source_links(ledger)
    ledger.write_log()
    note_doubts(ledger)
    return ledger.report
