"""What registrations tell the capabilities above them. Sent inside the transaction."""

from blinker import Signal

#: Somebody who held a seat of the event holds none any more: ``send(registration)``. Whatever hangs
#: on the seat (items chosen, a bed, a place on the bus) ends with it.
seat_lost = Signal()
