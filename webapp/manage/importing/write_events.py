"""Stores events through the same rules as people's edits: log, revision and letters come along."""

from flask_babel import gettext as _

from webapp.core.database import db
from webapp.core.periods import BadPeriod, Period
from webapp.core.text import LocalText
from webapp.core.times import DoubledTime, SkippedTime
from webapp.events import rules, snapshot
from webapp.events.acting import begin, finish
from webapp.events.dates import fixes
from webapp.events.errors import EventError
from webapp.events.models import Event, Status
from webapp.manage.importing import event_facts
from webapp.manage.importing.event_facts import Plan, Unplaced
from webapp.manage.importing.exact_periods import words_for
from webapp.manage.importing.facts import Facts
from webapp.manage.importing.ledger import Ledger
from webapp.manage.importing.report import Change
from webapp.manage.importing.write_agenda import write_agendas
from webapp.manage.importing.write_delegations import write_delegations
from webapp.manage.importing.write_kept import check_kept, own_id, restore_entries, take_over
from webapp.manage.importing.write_letters import write_letters
from webapp.manage.importing.write_logistics import write_logistics
from webapp.manage.importing.write_papers import write_host_packs
from webapp.manage.importing.write_questions import write_questions
from webapp.seats.errors import SeatsError

#: Published as confirmed when their first date is a day.
_FIRST_CONFIRMED = frozenset({"confirmed", "moved", "cancelled"})


def write_events(ledger: Ledger) -> None:
    """Create the events that are new and edit the others; what a rule refuses is a problem."""
    refused = check_kept(ledger)
    taken: list[tuple[Event, Facts]] = []
    for facts in ledger.facts["events"]:
        if facts.id in refused:
            continue
        is_new = facts.id not in ledger.finder.rows["events"]
        try:
            # A refused event leaves nothing half done that the next flush would stumble over.
            with db.session.begin_nested():
                _write(ledger, facts)
            if is_new and facts.get("kept"):
                taken.append((ledger.finder.rows["events"][facts.id], facts))
        except (EventError, SeatsError, Unplaced) as error:
            ledger.problems.add(facts.line, str(error))
        except (BadPeriod, SkippedTime, DoubledTime) as error:
            ledger.problems.add(facts.line, words_for(error))
    if not ledger.problems:
        _note_follows(ledger, {event for event, _facts in taken})
        write_questions(ledger)
        write_letters(ledger)
        restore_entries(ledger, taken)
        write_agendas(ledger)
        write_logistics(ledger)
        write_host_packs(ledger)
        write_delegations(ledger)


def _write(ledger: Ledger, facts: Facts) -> None:
    plan = event_facts.plan(ledger, facts)
    event: Event | None = ledger.finder.rows["events"].get(facts.id)
    if event is None:
        event = _create(ledger, facts, plan)
        ledger.finder.rows["events"][facts.id] = event
        ledger.written.append((facts, event))
        ledger.report.created.append((facts.noun, facts.label))
        return
    ledger.written.append((facts, event))
    before = snapshot.facts(event)
    _change(ledger, event, facts, plan)
    after = snapshot.facts(event)
    names = tuple(sorted(name for name in after if after[name] != before[name]))
    if names:
        ledger.report.changed.append(Change(facts.noun, facts.label, names))
    else:
        ledger.report.unchanged += 1


# ---- new events


def _create(ledger: Ledger, facts: Facts, plan: Plan) -> Event:
    organiser = event_facts.organiser(ledger, facts)
    if organiser is None:
        raise Unplaced(_("“organiser” is missing: somebody must answer for the event"))
    status = facts.get("status", "tentative")
    is_told_of = facts.get("kept") is None
    if is_told_of and status in ("moved", "postponed") and plan.was is None:
        raise Unplaced(_("“was” is missing: the date the event had before"))
    if status != "draft" and facts.get("title") is None:
        raise Unplaced(_("“%(key)s” is missing here", key="title"))
    given = event_facts.values(ledger, facts, plan.period, plan.zone)
    name, kind = given.pop("name", None) or LocalText({}, ledger.facts.language), given.pop("kind")
    event = rules.create(
        name,
        organiser,
        kind,
        period=plan.first if is_told_of else plan.period,
        capacity=event_facts.capacity(facts),
        slug=own_id(facts),
        is_example=facts.get("example", ledger.facts.is_example),
        **given,
    )
    if not is_told_of:
        take_over(event, facts, plan)
    elif status != "draft":
        _publish(event, status, plan, facts.get("reason"))
    return event


def _publish(event: Event, status: str, plan: Plan, reason: LocalText | None) -> None:
    is_sure = status == "confirmed" or (status in _FIRST_CONFIRMED and not plan.first.is_vague)
    rules.publish(event, Status.CONFIRMED if is_sure else Status.TENTATIVE)
    if status == "moved":
        rules.move(event, plan.period, reason)
    else:
        _bring_to(event, status, reason)


def _bring_to(event: Event, status: str, reason: LocalText | None) -> None:
    """Postpone, cancel or hold a published event."""
    if status == "postponed":
        rules.postpone(event, reason)
    elif status == "held":
        _hold(event)
    elif status == "cancelled" and event.is_over:
        rules.record_outcome(event, False, reason)
    elif status == "cancelled":
        rules.cancel(event, reason)


def _hold(event: Event) -> None:
    """It took place. Sources know that of events whose day they do not name, too."""
    if event.is_over:
        rules.record_outcome(event, True)
        return
    before = begin(event, None)
    event.status = Status.HELD.value
    finish(event, "outcome-recorded", before, None)


# ---- events that are here already


def _change(ledger: Ledger, event: Event, facts: Facts, plan: Plan) -> None:
    # A relative date counted from the first import: people have that date in their calendars.
    period = event.period if plan.is_relative else plan.period
    given = event_facts.values(ledger, facts, period, plan.zone)
    if facts.get("organiser") is not None:
        given["organiser"] = event_facts.organiser(ledger, facts)
    different = event_facts.differing(event, given)
    if different:
        rules.edit(event, **different)
    if "registration" in facts and event_facts.capacity(facts) != event.pool.capacity:
        rules.set_capacity(event, event_facts.capacity(facts))
    if not plan.is_relative and "when" in facts:
        _change_date(ledger, event, facts, period)
    if facts.get("status"):
        _change_status(ledger, event, facts)


def _change_date(ledger: Ledger, event: Event, facts: Facts, period: Period) -> None:
    if facts.get("status") in ("postponed", "cancelled") or _knows_better(event, period):
        return
    if event.is_draft:
        rules.edit(event, period=period)
    elif event.moved_from is not None and Period.from_json(event.moved_from) == period:
        why = _("people gave it another date here; it was left so")
        ledger.doubt("date", facts, why)
    else:
        rules.move(event, period, facts.get("reason"))


def _knows_better(event: Event, period: Period) -> bool:
    """Whether the event has this date, or a more exact one within it."""
    return event.period == period or fixes(period, event.period)


def _change_status(ledger: Ledger, event: Event, facts: Facts) -> None:
    """Go the way the file points to. There is no way back from what people decided here since."""
    wanted, reason = facts["status"], facts.get("reason")
    is_open = event.status in (Status.TENTATIVE, Status.CONFIRMED)
    if event.is_draft and wanted in ("tentative", "confirmed"):
        rules.publish(event, wanted)
    elif wanted == "confirmed" and event.status == Status.TENTATIVE and event.postponed_at is None:
        rules.confirm(event)
    elif (wanted in ("held", "cancelled") and is_open and event.status != wanted) or (
        wanted == "postponed" and is_open and not event.period.is_undated
    ):
        _bring_to(event, wanted, reason)
    elif _disagree(event, wanted):
        ledger.doubt(
            "status",
            facts,
            _(
                "it is “%(here)s” here and “%(there)s” in the file; it was left so",
                here=event.status,
                there=wanted,
            ),
        )


def _disagree(event: Event, wanted: str) -> bool:
    same = {
        "moved": (Status.TENTATIVE, Status.CONFIRMED),
        "postponed": (Status.TENTATIVE,),
        "tentative": (Status.TENTATIVE, Status.CONFIRMED),
    }
    return event.status not in same.get(wanted, (wanted,))


def _note_follows(ledger: Ledger, taken: set[Event]) -> None:
    """Remember which event follows one that may come later in the file."""
    for facts in ledger.facts["events"]:
        event: Event = ledger.finder.rows["events"][facts.id]
        ref = facts.get("follows")
        found = ledger.finder.find("events", ref)
        if ref is not None and (found is None or event.follows is not found):
            ledger.carried.follows[event.id] = (ref, event in taken)


def join_followers(ledger: Ledger) -> None:
    """Say which event follows which, now that all are there."""
    for event_id, (ref, is_taken) in ledger.carried.follows.items():
        event = db.session.get_one(Event, event_id)
        follows = ledger.finder.look_up("events", ref)
        if is_taken:
            event.follows = follows  # no edit: it stands as it stood elsewhere
        elif follows is not None and event.follows is not follows:
            rules.edit(event, follows=follows)
    ledger.carried.follows.clear()
    db.session.flush()
