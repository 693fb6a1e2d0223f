"""What is kept about people, for how long, and who answers for it.

The periods come from the declarations beside the columns (`core.personal`), the rest from the
organisers' own notices: the page cannot say anything else than the program does.
"""

from collections.abc import Callable

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import exists, select

from webapp.core.database import Base, db
from webapp.core.i18n import reading_order
from webapp.core.permissions import current_viewer, public
from webapp.core.personal import declared
from webapp.events.access import listed_for
from webapp.events.models import Event
from webapp.projects.organisations import Organisation
from webapp.site.pages import blueprint

_: Callable[..., str] = gettext
_MOST = 200


@blueprint.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    """The page."""
    return render_template("site/privacy.html", organisers=organisers(), kept=kept_data())


def organisers() -> list[Organisation]:
    """Who organises an event the reader can find: each answers for its participants' data."""
    theirs = exists().where(Event.organiser_id == Organisation.id, listed_for(current_viewer()))
    query = select(Organisation).where(theirs).order_by(Organisation.sort_key)
    found = db.session.scalars(query.limit(_MOST))
    return sorted(found, key=lambda organiser: reading_order(organiser.name))


def kept_data() -> list[tuple[str, str]]:
    """(what is kept, how long), in the reader's language, for everything that is declared."""
    said = sentences()
    there = {(table, until) for table, _class, until in declared(Base.metadata)}
    return [words for key, words in said.items() if key in there]


def sentences(after: str = "") -> dict[tuple[str, str], tuple[str, str]]:
    """By table and what ends the period; *after* are an organiser's months after the event."""
    after = after or _("as many months after the event as the organiser has set (see below)")
    imported = _("until the day after the import")
    evidence = _("as long as the funding programme asks for evidence")
    account = _("as long as the account exists")
    return {
        ("registrations", "event"): (
            _("What you give when you register: name, e-mail address, organisation"),
            after,
        ),
        ("answers", "event"): (
            _("What you answer to the organiser's questions when you register"),
            after,
        ),
        ("needs", "needs"): (
            _("What you need to eat and to take part; read only by those who see to it"),
            _("14 days after the event, or after your registration has ended"),
        ),
        ("agenda_items", "programme"): (
            _("Who receives guests at an item of an agenda, with their agreement"),
            evidence,
        ),
        ("agenda_contributors", "programme"): (
            _("Who speaks or has another part in an item of an agenda, with their agreement"),
            evidence,
        ),
        ("agenda_versions", "programme"): (
            _("Agendas as they were published, and who published them"),
            evidence,
        ),
        ("delegations", "event"): (
            _("Who leads a partner's delegation and how to reach them"),
            after,
        ),
        ("agenda_hosts", "event"): (
            _("Whom a host asked us to arrange a visit with, and what they wrote about it"),
            after,
        ),
        ("delegates", "event"): (
            _("Why somebody beyond the agreed number should come along"),
            after,
        ),
        ("delegates", "programme"): (
            _("Who decided whether somebody beyond the agreed number may come along"),
            evidence,
        ),
        ("journeys", "event"): (
            _("How and when you travel to an event and back"),
            after,
        ),
        ("stays", "event"): (
            _("Which room you want at an event, for which nights and with whom"),
            after,
        ),
        ("takeaways", "event"): (
            _("What you note about a visit by your link; staff read what you share"),
            after,
        ),
        ("people_notes", "event"): (
            _("What the organiser's staff note about you, such as that you come later"),
            after,
        ),
        ("guardian_consents", "event"): (
            _("Your guardian's name and address, where you need one's consent"),
            after,
        ),
        ("calendar_links", "event"): (
            _("That you have a calendar of your own here, and when which program fetched it last"),
            _("until you withdraw it or your data are erased"),
        ),
        ("calendar_askings", "event"): (
            _("That somebody asked for the calendar of your e-mail address"),
            _("four weeks"),
        ),
        ("calendar_replies", "event"): (
            _("What you write when your calendar program answers, and other times you propose"),
            after,
        ),
        ("calendar_replies", "programme"): (
            _("Who among the staff saw to such an answer"),
            evidence,
        ),
        ("invitees", "event"): (
            _("Whom letters of invitation went to, and whether they declined"),
            after,
        ),
        ("persons", "event"): (
            _("That several registrations with one organiser are the same person's"),
            after,
        ),
        ("registrations", "programme"): (
            _("Which member of staff entered or ended a registration"),
            evidence,
        ),
        ("people_imports", "event"): (
            _("Files with lists of people that staff read in"),
            imported,
        ),
        ("people_import_rows", "event"): (
            _("The lines of such files, until somebody has looked through them"),
            imported,
        ),
        ("people_imports", "programme"): (
            _("Which member of staff read in a list of people"),
            evidence,
        ),
        ("people_notes", "programme"): (
            _("Which member of staff wrote a note"),
            evidence,
        ),
        ("event_letters", "programme"): (
            _("Which member of staff wrote a letter to many"),
            evidence,
        ),
        ("contributors", "programme"): (
            _("Names of speakers and other contributors, published with their agreement"),
            evidence,
        ),
        ("letters", "letter"): (
            _("Letters sent to you: your address and the text"),
            _("30 days after sending"),
        ),
        ("accounts", "account"): (_("Name and e-mail address of staff who sign in"), account),
        ("sign_in_links", "account"): (_("When a sign-in link was used"), account),
        ("account_sessions", "account"): (
            _("With which browsers staff are signed in, and when they used them last"),
            _("until they sign out, at most 30 days after the last use"),
        ),
    }
