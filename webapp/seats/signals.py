"""What seats ask and tell the capabilities above them. Sent inside the transaction.

``sender`` is always the id of a pool, None where all are meant.
"""

from blinker import Signal

#: Somebody needs seats of a pool that has none: whoever holds some past their time ends that now.
seats_short = Signal()
#: Seats became free other than by ``release``: the line moves. The sender is the topmost pool.
seats_freed = Signal()
#: Asks how many people wait for seats of a pool; each receiver returns a number.
waiting_asked = Signal()
#: Asks what is held; each receiver returns a mapping: id of the pool → seats taken from it.
held_asked = Signal()
