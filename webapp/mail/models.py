"""The outbox: letters stored in the transaction of their cause, sent by the worker."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.database import BigId, Model
from webapp.core.personal import CONTACT, impersonal, personal
from webapp.core.times import now


class Letter(Model):
    """One letter to one address.

    Its facts are fixed in the transaction of its cause, where nothing slow may run; its words are
    made of them by the worker just before the first attempt and kept, so that every later attempt
    and every resend is the same letter.
    """

    __tablename__ = "letters"
    __table_args__ = (
        CheckConstraint("state IN ('stored', 'sent', 'refused', 'suppressed')", name="state"),
        Index(
            "ix_letters_due",
            "due_at",
            sqlite_where=text("state = 'stored'"),
            postgresql_where=text("state = 'stored'"),
        ),
        Index("ix_letters_owner", "owner"),
        # The numbers over the list of an event's letters come from here alone.
        Index("ix_letters_fates", "event_key", "state", "returned_at"),
        Index(
            "ix_letters_undelivered",
            "undelivered_at",
            sqlite_where=text("undelivered_at IS NOT NULL"),
            postgresql_where=text("undelivered_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    #: The same at every attempt (RFC 5322 §3.6.4), so that a second delivery is recognised.
    message_id: Mapped[str] = mapped_column(String(120), unique=True)
    #: Which templates: ``registrations/letters/confirmed`` (``.txt`` and ``.html``).
    kind: Mapped[str] = mapped_column(String(60))
    #: What it is about: ``registration:<public id>`` or ``account:3``; and its event.
    owner: Mapped[str] = mapped_column(String(60))
    event_key: Mapped[str | None] = mapped_column(String(40))
    recipient: Mapped[str] = mapped_column(String(254), info=personal(CONTACT, "letter"))
    recipient_name: Mapped[str] = mapped_column(String(200), info=personal(CONTACT, "letter"))
    sender_name: Mapped[str | None] = mapped_column(
        String(120), info=impersonal("the organiser's name")
    )
    reply_to: Mapped[str | None] = mapped_column(
        String(254), info=impersonal("the organiser's functional address")
    )
    language: Mapped[str] = mapped_column(String(8))
    #: What the templates need, as it was when the cause happened.
    facts: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True), info=personal(CONTACT, "letter")
    )
    #: Written by the worker. These, the facts and the calendar are emptied 30 days after sending.
    subject: Mapped[str | None] = mapped_column(String(300), info=personal(CONTACT, "letter"))
    body_text: Mapped[str | None] = mapped_column(Text, info=personal(CONTACT, "letter"))
    body_html: Mapped[str | None] = mapped_column(Text, info=personal(CONTACT, "letter"))
    calendar: Mapped[str | None] = mapped_column(Text, info=personal(CONTACT, "letter"))
    #: ``REQUEST`` or ``CANCEL`` where the calendar is an invitation (RFC 6047): the person the
    #: letter is for becomes its one ATTENDEE when the message is made (``mail/invitations.py``).
    calendar_method: Mapped[str | None] = mapped_column(String(8))
    in_reply_to: Mapped[str | None] = mapped_column(String(120))
    #: The Message-ID of the letter this one is, word by word, once more (``mail/resending.py``).
    repeats: Mapped[str | None] = mapped_column(String(120))

    state: Mapped[str] = mapped_column(String(12), default="stored")
    created_at: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime] = mapped_column(default=now)
    lease: Mapped[str | None] = mapped_column(String(32))
    leased_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    #: The server's words at the last failure, or of the report that it came back or is late,
    #: without addresses.
    last_error: Mapped[str | None] = mapped_column(String(300))
    #: When a report said that it could not be delivered (``mail/bounces.py``).
    returned_at: Mapped[datetime | None]
    #: Since when somebody should see to it: refused or returned, and nobody has done anything yet.
    undelivered_at: Mapped[datetime | None]


class InboxMark(Model):
    """How far a mailbox has been read (RFC 3501, section 2.3.1.1: UIDs rise, until the validity
    changes and they begin anew)."""

    __tablename__ = "inbox_marks"

    #: A hash of server, user and folder: the mailbox may be set anew.
    mailbox: Mapped[str] = mapped_column(String(64), primary_key=True)
    validity: Mapped[int] = mapped_column(BigId)
    last_uid: Mapped[int] = mapped_column(BigId, default=0)


class Heartbeat(Model):
    """When a part of the installation that runs by itself was last alive."""

    __tablename__ = "heartbeats"

    #: ``worker``: a worker has taken a job from the queue and done it.
    name: Mapped[str] = mapped_column(
        String(40), primary_key=True, info=impersonal("the name of a part of the program")
    )
    seen_at: Mapped[datetime] = mapped_column(default=now)
