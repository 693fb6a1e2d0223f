"""What projects ask the capabilities above them. Sent inside the transaction."""

from blinker import Signal

#: Asks whether something of a project still has to be seen to. The sender is the project's id;
#: each receiver returns a bool.
live_asked = Signal()
