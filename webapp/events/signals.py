"""What happened to a published event, for those above who must tell people about it.

Each is sent once, by the rule, inside its transaction: ``signal.send(event, before=…, reason=…)``.
*before* is the event as it was (`snapshot.facts`, so ``Period.from_json(before["period"])`` is its
old date), *reason* the `LocalText` the public is given, or None. An error in a listener rolls the
act back. Drafts send nothing.
"""

from blinker import Namespace

_events = Namespace()

#: A draft is there for everyone whom its visibility lets know.
event_published = _events.signal("event-published")
#: It has another date than people were told. Brings ``asking`` (`dates.Asking`) along where those
#: registered are to be asked whether they still come; so does `event_changed` after a move.
event_moved = _events.signal("event-moved")
#: It was tentative, and is certain now.
event_confirmed = _events.signal("event-confirmed")
#: Its date was taken away; it will get another.
event_postponed = _events.signal("event-postponed")
#: It will not take place.
event_cancelled = _events.signal("event-cancelled")
#: People rely on something that is different: mode, places, link to join, a vague date now fixed.
event_changed = _events.signal("event-changed")
#: There are more seats than before.
capacity_raised = _events.signal("capacity-raised")
#: A draft has another date than before, sent as ``send(event, before=…)``: nobody knows of it yet.
draft_dated = _events.signal("draft-dated")
#: A new draft was made of an event. Sent as ``send(copy, source=event, with_questions=…,
#: with_letters=…, with_agenda=…)``, also for drafts: whoever keeps questions, letters or agendas of
#: events copies them.
event_copied = _events.signal("event-copied")
