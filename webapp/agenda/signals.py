"""What happened to an item of an agenda, for those above who must act on it.

Each is sent once, by the rule, inside its transaction; an error in a listener rolls it back.
"""

from blinker import Namespace

_agenda = Namespace()

#: An item was added, changed or put back: ``send(item, before=…)``, *before* the item as it was
#: (`snapshots.ItemThen`), None where it is new. Also while the agenda is not published yet.
item_changed = _agenda.signal("agenda-item-changed")
#: An item of a published agenda was taken off it: ``send(item)``.
item_cancelled = _agenda.signal("agenda-item-cancelled")
