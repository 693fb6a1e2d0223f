"""What questions ask the capability above them. ``sender`` is the id of an event."""

from blinker import Signal

#: Whose answers count: each receiver returns a SELECT of the ids of registrations in the running.
live_asked = Signal()
