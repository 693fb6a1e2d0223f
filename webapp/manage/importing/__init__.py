"""Imports programmes, organisations, projects and events from a YAML file (docs/import.md).

A file is read, checked and compared first; when anything in it is wrong nothing is changed. What is
there already is recognised again, so importing twice changes nothing the second time.
"""

from pathlib import Path

from webapp.core.database import db, write
from webapp.manage.importing import (
    registration_visits,
    write_accounts,
    write_basics,
    write_events,
    write_logistics,
    write_persons,
    write_practices,
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
from webapp.manage.importing.ledger import Carried, Ledger
from webapp.manage.importing.long_files import check_long
from webapp.manage.importing.problems import ImportRefused, Problems
from webapp.manage.importing.report import Doubt, Report
from webapp.manage.importing.yaml_files import is_long

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
    write_logistics.write_travel_factors,
    write_events.write_events,
    write_accounts.write_accounts,
    write_persons.write_invitations,
    write_persons.write_persons,
    write_registrations.write_registrations,
    write_persons.write_calendar_links,
)
#: When all of the file is there.
_LAST_STEPS = (
    write_events.join_followers,
    write_persons.merge_persons,
    write_practices.say_where_met,
    write_registrations.choose_people,
    registration_visits.join_substitutes,
)


def import_file(path: Path | str) -> Report:
    """Import one file in one transaction of its own, and say what it led to.

    Raises :class:`ImportRefused`, which names file and line of every mistake, and changes nothing.
    """
    if is_long(Path(path)):
        return _import_long(Path(path))
    facts, problems = _read(Path(path))
    if problems and facts is not None:
        # Nothing will be stored; but whoever mends the file wants to know the rest as well.
        Finder(facts, problems).check_references()
    problems.refuse_any()
    assert facts is not None
    with write():
        return write_facts(facts, problems)


def _import_long(path: Path) -> Report:
    """The same, some hundred records at a time, but still in one transaction: all or nothing."""
    problems = Problems(path)
    long_file = check_long(path, problems)
    problems.refuse_any()
    assert long_file is not None
    report, carried = Report(path), Carried()
    with write():
        for facts in long_file.pieces(problems):
            report.extend(_write_piece(Ledger(facts, problems, carried)))
            db.session.flush()
            # What is stored is forgotten: memory does not grow with the size of the file.
            db.session.expunge_all()
        _finish(Ledger(long_file.nothing(), problems, carried))
    return report


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
    report = _write_piece(ledger)
    _finish(ledger)
    return report


def _write_piece(ledger: Ledger) -> Report:
    ledger.finder.check_references()
    ledger.problems.refuse_any()
    for step in _STEPS:
        step(ledger)
        ledger.problems.refuse_any()
        db.session.flush()
    write_sources.write_source_links(ledger)
    ledger.write_log()
    note_doubts(ledger)
    return ledger.report


def _finish(ledger: Ledger) -> None:
    """What names rows that may come later in the file."""
    for step in _LAST_STEPS:
        step(ledger)
        ledger.problems.refuse_any()
