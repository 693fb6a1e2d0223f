"""Organisations and places: who takes part, and where things happen."""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.database import BigId, Model, Revised
from webapp.core.named import IsExample, Named, Sluggable
from webapp.core.personal import impersonal
from webapp.core.pictures import NAME
from webapp.core.renaming import FormerSlug, Renamable
from webapp.core.text import LocalText


class FormerOrganisationSlug(Model, FormerSlug):
    """An address an organisation had before."""

    __tablename__ = "former_organisation_slugs"

    row_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id", ondelete="CASCADE"), index=True
    )


class Organisation(Model, Named, Renamable, IsExample, Revised):
    """A legal body. As organiser it answers for the data of those who register."""

    __tablename__ = "organisations"
    former_slugs = FormerOrganisationSlug
    __table_args__ = (CheckConstraint("retention_months >= 0", name="retention"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), default="organisation")
    unit: Mapped[LocalText | None]
    country: Mapped[str | None] = mapped_column(String(2))
    city: Mapped[LocalText | None]
    zone: Mapped[str] = mapped_column(String(40), default="Europe/Riga")
    website: Mapped[str | None] = mapped_column(String(500))
    #: A functional address; letters to participants name it for questions.
    contact_email: Mapped[str | None] = mapped_column(
        String(254), info=impersonal("a functional address of the organisation")
    )
    sender_name: Mapped[str | None] = mapped_column(
        String(120), info=impersonal("the name letters come from: the organisation's")
    )
    privacy_notice: Mapped[LocalText | None]
    #: Its data protection officer, by function: "dati@brasla.example.org" or a telephone number.
    data_protection_contact: Mapped[str | None] = mapped_column(
        String(254), info=impersonal("how to reach an office of the organisation")
    )
    #: What is told of photographs at its events, where they say nothing else.
    photo_notice: Mapped[LocalText | None]
    #: Months after an event during which participants' contact data are kept.
    retention_months: Mapped[int] = mapped_column(default=12)
    #: What it does, for companies that receive visitors.
    about: Mapped[LocalText | None]
    #: The name of a picture.
    logo: Mapped[str | None] = mapped_column(NAME, ForeignKey("pictures.name"))

    aliases: Mapped[list["OrganisationAlias"]] = relationship(
        back_populates="organisation", cascade="all, delete-orphan"
    )

    def searched_texts(self) -> list[Any]:
        """Found by every form of its name, its city and its unit."""
        return [self.name, self.unit, self.city, *(alias.name for alias in self.aliases)]


class OrganisationAlias(Model):
    """Another written form of a name: another language, another case, an abbreviation."""

    __tablename__ = "organisation_aliases"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(300), info=impersonal("name of an organisation"))
    #: ``search_key(name)``, for matching.
    key: Mapped[str] = mapped_column(String(300), index=True)
    language: Mapped[str | None] = mapped_column(String(8))

    organisation: Mapped[Organisation] = relationship(back_populates="aliases")


class Place(Model, Named, Sluggable, IsExample, Revised):
    """Where something takes place: a town, an address, a hall."""

    __tablename__ = "places"
    __table_args__ = (
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="both_coordinates"),
        CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude"),
        CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    address: Mapped[LocalText | None] = mapped_column(info=impersonal("address of a venue"))
    country: Mapped[str | None] = mapped_column(String(2))
    zone: Mapped[str | None] = mapped_column(String(40))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    step_free: Mapped[bool | None]

    def searched_texts(self) -> list[Any]:
        """Found by name and address."""
        return [self.name, self.address]
