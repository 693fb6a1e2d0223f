"""Letters of invitation: for a superior, for a visa. One for each person."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import pgettext

from webapp.core.i18n import current_language, plain_text
from webapp.core.period_words import day_words
from webapp.core.text import LocalText
from webapp.delegations.models import Payer
from webapp.events.models import Event
from webapp.papers.heading import Data, head_of, place_in_words
from webapp.papers.models import HostPack
from webapp.papers.people import Traveller
from webapp.papers.said import capital, fact, facts, said


def invitations_data(event: Event, travellers: Sequence[Traveller], pack: HostPack | None) -> Data:
    """A letter for each of *travellers*; *pack* says who signs."""
    return {
        "head": head_of(event, pgettext("paper", "Invitation"), with_facts=False),
        "letters": [_letter(event, each) for each in travellers],
        "signatory": said(pack.signatory if pack else None),
        "signing": [_("Position"), _("Name"), _("Signature"), _("Place and date")],
        "none": "" if travellers else _("Nobody has a confirmed seat yet."),
    }


def _letter(event: Event, person: Traveller) -> Data:
    organiser, place = plain_text(event.organiser.name), place_in_words(event)
    values = {
        "organiser": organiser,
        "event": plain_text(event.name),
        "days": day_words(event.period, current_language()),
    }
    if place:
        invites = _(
            "%(organiser)s invites you to take part in the event “%(event)s”"
            " on %(days)s. Place: %(place)s.",
            place=place,
            **values,
        )
    else:
        invites = _(
            "%(organiser)s invites you to take part in the event “%(event)s” on %(days)s.", **values
        )
    return {
        "name": person.name,
        "organisation": said(person.organisation),
        "country": person.country,
        "greeting": _("Dear %(name)s,", name=person.name),
        "paragraphs": [invites, *_sent_by(person), *_costs(event, person), _visa(person.name)],
        "facts": _facts(event, person),
    }


def _facts(event: Event, person: Traveller) -> list[Data]:
    project = event.main_project
    number = project.number if project else None
    contact = event.contact_email or event.organiser.contact_email
    return facts(
        fact(pgettext("invitation", "Invited person"), person.name, person.organisation),
        fact(_("Taking part as"), capital(person.role)),
        fact(_("Event"), event.name),
        fact(_("When"), day_words(event.period, current_language())),
        fact(_("Where"), place_in_words(event)),
        fact(_("Host"), event.host.name if event.host else None),
        fact(_("Project"), project.name if project else None, number),
        fact(_("Price"), event.price),
        fact(_("Organiser"), event.organiser.name),
        fact(_("Contact"), contact),
    )


def _sent_by(person: Traveller) -> list[str]:
    if person.sender is None:
        return []
    words = _("You come as one of the delegation of %(partner)s.", partner=_words(person.sender))
    return [words]


def _costs(event: Event, person: Traveller) -> list[str]:
    """Who pays for travel and stay, where somebody has said so."""
    project = event.main_project
    if person.payer == Payer.PARTNER:
        return [_("%(partner)s pays for your travel and stay.", partner=_words(person.sender))]
    if person.payer == Payer.PROJECT and project is not None:
        name = plain_text(project.name)
        return [_("Your travel and stay are paid by the project “%(project)s”.", project=name)]
    if person.payer == Payer.HOST and event.host is not None:
        return [_("%(host)s pays for your travel and stay.", host=plain_text(event.host.name))]
    if person.payer == Payer.SELF:
        return [_("You pay for your travel and stay yourself.")]
    return []


def _visa(name: str) -> str:
    return str(
        _(
            "We ask everyone concerned to make this journey of %(name)s possible and, where one"
            " is needed, to support the application for a visa.",
            name=name,
        )
    )


def _words(text: LocalText | None) -> str:
    return plain_text(text)
