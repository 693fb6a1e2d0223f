"""What the administrator has put into the accessibility statement: one row, or none yet."""

from datetime import date

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.database import BigId, Model, Revised
from webapp.core.personal import impersonal
from webapp.core.text import LocalText


class AccessibilityStatement(Model, Revised):
    """The facts the program cannot know of itself: who runs the site, and how it was examined."""

    __tablename__ = "accessibility_statements"
    __table_args__ = (
        CheckConstraint("id = 1", name="one"),
        CheckConstraint("conformance IN ('full', 'partial', 'none')", name="conformance"),
        CheckConstraint("method IN ('automatic', 'simple', 'in-depth')", name="method"),
        CheckConstraint("answer_days > 0", name="answer_days"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    institution: Mapped[LocalText | None]
    conformance: Mapped[str] = mapped_column(String(8), default="partial")
    #: What does not conform: by oversight, as a disproportionate burden, outside the rules' scope.
    noncompliance: Mapped[LocalText | None]
    burden: Mapped[LocalText | None]
    out_of_scope: Mapped[LocalText | None]
    #: How else to get what cannot be reached.
    alternatives: Mapped[LocalText | None]
    method: Mapped[str] = mapped_column(String(10), default="automatic")
    evaluated_by: Mapped[LocalText | None]
    evaluated_on: Mapped[date | None]
    #: Where the protocol of the evaluation can be read.
    report_url: Mapped[str | None] = mapped_column(String(500))
    prepared_on: Mapped[date | None]
    reviewed_on: Mapped[date | None]
    contact_email: Mapped[str | None] = mapped_column(
        String(254), info=impersonal("a functional address of the institution")
    )
    contact_phone: Mapped[str | None] = mapped_column(
        String(60), info=impersonal("a number of the institution")
    )
    answer_days: Mapped[int | None]
    #: ISO code of the country whose body hears complaints.
    country: Mapped[str | None] = mapped_column(String(2))
