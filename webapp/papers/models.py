"""What staff write for the papers of one event; everything else on them is read."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.database import Model, Revised
from webapp.core.personal import impersonal
from webapp.core.text import LocalText
from webapp.events.models import Event


class HostPack(Model, Revised):
    """The words of the host pack, and who signs the letters of invitation."""

    __tablename__ = "host_packs"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("events.id", ondelete="CASCADE"), primary_key=True
    )
    #: The town and the land around it: what visitors want to know before they come.
    territory: Mapped[LocalText | None]
    #: Whom to call: a line each, "Taxi: +359 747 …". The European number stands there anyway.
    emergency: Mapped[LocalText | None] = mapped_column(
        info=impersonal("numbers of services and offices")
    )
    notes: Mapped[LocalText | None]
    #: Who signs the letters of invitation, by function: "Mayor of Razlog".
    signatory: Mapped[LocalText | None] = mapped_column(info=impersonal("a function, not a name"))

    event: Mapped[Event] = relationship()
