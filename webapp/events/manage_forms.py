"""What staff fill in when they plan an event."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.core.form_compound import Parts
from webapp.core.form_merging import MergingForm
from webapp.core.form_rows import RowsField
from webapp.core.forms import (
    AddressField,
    BaseForm,
    ChoiceField,
    ChoicesField,
    EmailField,
    LocalTextField,
    PeriodField,
    RadioField,
    TextField,
    YesField,
    ZoneField,
)
from webapp.core.look import kind_look
from webapp.events.models import Kind, Mode, Subkind, Visibility
from webapp.events.parts import CONTRIBUTOR_ROLES
from webapp.events.words import contributor_role, mode_word, subkind_word

VISIBILITIES = [
    (Visibility.PUBLIC.value, _l("public: everyone finds it")),
    (Visibility.PARTNERS.value, _l("partners: the partners of its projects, and who is invited")),
    (Visibility.UNLISTED.value, _l("unlisted: whoever has its address")),
    (Visibility.INTERNAL.value, _l("internal: its staff, and who is invited")),
]


def kind_choices() -> list[tuple[str, str]]:
    """(kind, word) of every kind; the last one is for what is none of them."""
    named = [(kind.value, kind_look(kind.value).word) for kind in Kind if kind != Kind.OTHER]
    return [*named, (Kind.OTHER.value, _("something else"))]


def subkind_choices() -> list[tuple[str, str]]:
    """(subkind, word)."""
    return [(each.value, subkind_word(each.value)) for each in Subkind]


def mode_choices() -> list[tuple[str, str]]:
    """(mode, word)."""
    return [(each.value, mode_word(each.value)) for each in Mode]


class OrganiserForm(BaseForm):
    """The first question where somebody plans for several organisations."""

    class Meta(BaseForm.Meta):
        csrf = False

    organiser = ChoiceField(
        _l("Who organises it?"),
        required=True,
        hint=_l("The organiser answers for the event and for the data of those who register."),
    )


class NewEventForm(BaseForm):
    """The beginning of an event; all the rest can be told later."""

    name = LocalTextField(_l("Title"), required=True, any_language=True)
    kind = RadioField(_l("What kind of event is it?"), required=True)
    subkind = ChoiceField(_l("Which partner meeting?"), blank=_l("none of these"))
    main_project = ChoiceField(_l("Project"), blank=_l("no project"))
    mode = RadioField(_l("How will people take part?"), required=True)
    visibility = RadioField(
        _l("Who may know of it once it is published?"), required=True, choices=VISIBILITIES
    )
    period = PeriodField(_l("When it takes place"))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind.choices = kind_choices()
        self.subkind.choices = subkind_choices()
        self.mode.choices = mode_choices()


class PlaceRow(Parts):
    """One of the places."""

    place = ChoiceField(_l("Place"), blank=_l("choose"))


class PlacesField(RowsField):
    """Where it takes place, in order."""

    row_class = PlaceRow

    def is_empty(self, row: Any) -> bool:
        """No place chosen."""
        return not row["place"].data


class ContributorRow(Parts):
    """A person or organisation with a part in the event."""

    role = ChoiceField(_l("Part"), required=True)
    name = TextField(_l("Name"))
    organisation = ChoiceField(_l("Organisation"), blank=_l("none"))
    about = LocalTextField(_l("Subject"), longest=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role: Any = self["role"]
        role.choices = [(each, contributor_role(each)) for each in CONTRIBUTOR_ROLES]


class ContributorsField(RowsField):
    """Everyone with a part in the event, in order."""

    row_class: type[Parts] = ContributorRow

    def is_empty(self, row: Any) -> bool:
        """Neither named nor described."""
        return not (row["name"].data or row["organisation"].data or row["about"].data)

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Somebody must be named."""
        is_good = super().validate(form, extra_validators)
        for row in self.rows:
            if row["about"].data and not (row["name"].data or row["organisation"].data):
                row["name"].errors = [_("Write a name, or choose an organisation.")]
                self.errors = [*self.errors, *row["name"].errors]
                is_good = False
        return is_good


class EventForm(MergingForm):
    """What, when, where and whose. Published ones have neither `period` nor `mode` here: those
    change by acts of their own."""

    name = LocalTextField(_l("Title"), required=True, any_language=True)

    kind = ChoiceField(_l("Kind"), required=True)
    subkind = ChoiceField(_l("Which partner meeting?"), blank=_l("none of these"))
    more_kinds = ChoicesField(_l("It is also"))
    number = TextField(
        _l("Number"), longest=20, hint=_l("As the project counts, for example: TNM 6.")
    )
    is_optional = YesField(_l("Partners may stay away"))

    organiser = ChoiceField(_l("Organiser"), required=True)
    host = ChoiceField(_l("Host"), blank=_l("nobody yet"))
    main_project = ChoiceField(
        _l("Main project"),
        blank=_l("no project"),
        hint=_l("Its programme’s statement stands on the page and on every letter."),
    )
    more_projects = ChoicesField(_l("Also part of"))

    period = PeriodField(_l("When it takes place"))
    mode = RadioField(_l("How people take part"), required=True)
    places = PlacesField(_l("Places"))
    place_name = LocalTextField(_l("Name of the new place"))
    place_address = LocalTextField(_l("Address"), longest=300)
    place_country = TextField(
        _l("Country"), longest=2, hint=_l("Two letters, for example LV."), filters=[str.upper]
    )
    place_zone = ZoneField(_l("Time zone"), blank=_l("choose"))
    place_latitude = TextField(_l("Latitude"), longest=20, hint=_l("For example 56.6511."))
    place_longitude = TextField(_l("Longitude"), longest=20, hint=_l("For example 23.7128."))
    join_url = AddressField(
        _l("Link to join online"), hint=_l("Only those who have a place get it.")
    )

    languages = ChoicesField(_l("Working languages"))
    contributors = ContributorsField(_l("Contributors"))

    visibility = RadioField(_l("Who may know of it"), required=True, choices=VISIBILITIES)
    contact_email = EmailField(
        _l("Contact e-mail"),
        hint=_l("A functional address; empty: that of the organiser."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    follows = TextField(
        _l("Follows the event"), longest=300, hint=_l("The code or the address of that event.")
    )
    series_id = TextField(
        _l("Series"), longest=40, hint=_l("The same word at every event of the series.")
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind.choices = self.more_kinds.choices = kind_choices()
        self.subkind.choices = subkind_choices()
        self.mode.choices = mode_choices()

    @property
    def asks_for_new_place(self) -> bool:
        """Whether a part of a new place was written."""
        parts = (self.place_name, self.place_address, self.place_latitude, self.place_longitude)
        return any(part.data for part in parts)

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field for itself, then what they say together."""
        is_good = bool(super().validate(extra_validators))
        wrong = list(self._wrong())
        for name, message in wrong:
            self.add_error(name, message)
        return is_good and not wrong

    def _wrong(self) -> Iterable[tuple[str, str]]:
        if self.asks_for_new_place and not self.place_name.data:
            yield "place_name", _("Name the new place, or empty the rest of it.")
        if self.place_country.data and not _is_country(self.place_country.data):
            yield "place_country", _("Write the two letters of the country, for example LV.")
        if bool(self.place_latitude.data) != bool(self.place_longitude.data):
            yield "place_longitude", _("Give both coordinates, or neither.")
        for name, most in (("place_latitude", 90), ("place_longitude", 180)):
            if self[name].data and coordinate(self[name].data, most) is None:
                yield (
                    name,
                    _("Write degrees as a number from −%(most)d to %(most)d.", most=most),
                )


def coordinate(text: str, most: int) -> float | None:
    """Degrees typed with a point or a comma; None when they are none or beyond *most*."""
    try:
        degrees = float(text.replace(",", ".").replace("−", "-"))
    except ValueError:
        return None
    return degrees if -most <= degrees <= most else None


def _is_country(text: str) -> bool:
    return len(text) == 2 and text.isascii() and text.isalpha()
