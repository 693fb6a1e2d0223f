"""Questions, their versions, and what people answered."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.database import BigId, Model, Revised
from webapp.core.links import short_code
from webapp.core.personal import CONTACT, personal
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.questions.asking import Kind

_KINDS = ", ".join(f"'{kind.value}'" for kind in Kind)


class Question(Model, Revised):
    """One question of an event's form; its words are those of its newest version.

    *revision* counts every edit, so that a stale form is known; *number* is the newest version's.
    """

    __tablename__ = "questions"
    __table_args__ = (
        CheckConstraint(f"kind IN ({_KINDS})", name="kind"),
        Index("ix_questions_order", "event_id", "position", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    #: How forms, exports and filters know it.
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=lambda: short_code(8))
    kind: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]
    number: Mapped[int] = mapped_column(default=1)
    #: Taken off the form; kept for its answers.
    retired_at: Mapped[datetime | None]


class QuestionVersion(Model):
    """A question in the words people were asked. Once answered it never changes.

    Before the first answer an edit changes it in place; *revision* counts those, so that a form
    opened before is known to show other words.
    """

    __tablename__ = "question_versions"
    __table_args__ = (
        UniqueConstraint("question_id", "number"),
        UniqueConstraint("id", "question_id"),
        CheckConstraint("least <= most", name="limits"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(default=1)
    revision: Mapped[int] = mapped_column(default=1)
    label: Mapped[LocalText]
    hint: Mapped[LocalText | None]
    is_required: Mapped[bool] = mapped_column(default=False)
    #: Limits of a number; *most* also how many options may be chosen.
    least: Mapped[int | None]
    most: Mapped[int | None]
    #: ``{"key": …, "label": LocalText.as_json()}`` of each option; keys never change.
    options: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    #: Asked only if that question has this answer ("": any).
    #: Looked at when the transaction ends: an event goes with all its questions at once.
    shown_if_id: Mapped[int | None] = mapped_column(
        ForeignKey("questions.id", deferrable=True, initially="DEFERRED"), index=True
    )
    shown_if_value: Mapped[str] = mapped_column(String(16), default="")
    created_at: Mapped[datetime] = mapped_column(default=now)


class OptionPlaces(Model):
    """The places of one option of a place-limited choice: a seat pool of its own."""

    __tablename__ = "option_places"
    __table_args__ = (UniqueConstraint("question_id", "key"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(16), index=True)
    pool_id: Mapped[int] = mapped_column(ForeignKey("seat_pools.id"), unique=True)


class Answer(Model):
    """What one person answered to one question, in the version they were asked.

    *value* is canonical (`asking`): a text, ``12``, ``2027-04-27``, ``yes``, the key of an option,
    or `` key key `` of several.
    """

    __tablename__ = "answers"
    __table_args__ = (
        UniqueConstraint("registration_id", "question_id"),
        ForeignKeyConstraint(
            ["version_id", "question_id"],
            ["question_versions.id", "question_versions.question_id"],
            name="fk_answers_version_of_question",
        ),
        Index("ix_answers_version", "version_id", "question_id"),
        CheckConstraint("value != ''", name="something"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"))
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), index=True)
    version_id: Mapped[int]
    value: Mapped[str] = mapped_column(Text, info=personal(CONTACT, "event"))
    #: The place that is held for it in a limited choice, as long as the registration is live.
    pool_id: Mapped[int | None] = mapped_column(ForeignKey("seat_pools.id"), index=True)
