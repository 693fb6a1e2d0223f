"""The letter that leads to the calendar of everything an address is signed up for.

Whoever types an address learns nothing: the answer is the same page, and the letter goes to the
address itself. Its link proves that the address is theirs, for all registrations made with it.
"""

from sqlalchemy import or_, select

from webapp.calendars.link_models import ASKING_LASTS, CalendarAsking
from webapp.core.addresses import public_url
from webapp.core.database import db
from webapp.core.i18n import current_language
from webapp.core.links import LinkRevoked
from webapp.core.times import now
from webapp.mail.models import Letter
from webapp.mail.outbox import post
from webapp.registrations.models import LIVE, Registration, State
from webapp.registrations.persons import email_key

LETTER = "calendars/letters/mine"


def send_link(email: str) -> Letter | None:
    """Store a letter with the link to the calendar of this address, if it has registrations."""
    key = email_key(email)
    newest = None if key is None else _newest(key)
    if newest is None or key is None:
        return None
    asking = _ask(key)
    link = public_url("calendar_links.mine_show", token=asking.token())
    return post(
        LETTER,
        # Not the registration: whoever has its link reads the letters about it.
        owner=f"calendar:{asking.public_id}",
        recipient=newest.email or email,
        recipient_name="",
        language=current_language(),
        facts={"link": link, "days": ASKING_LASTS.days},
    )


def find_asking(token: str) -> CalendarAsking:
    """Whose address the link of a letter proves. Raises `LinkUnknown` or `LinkRevoked`."""
    asking = CalendarAsking.find_by_token(token)
    if asking.asked_at + ASKING_LASTS <= now():
        raise LinkRevoked
    return asking


def _newest(key: str) -> Registration | None:
    """The last registration that counts as made by whoever has the address."""
    stands = Registration.state.in_(LIVE - {State.UNVERIFIED})
    stood = Registration.verified_at.is_not(None) | Registration.confirmed_at.is_not(None)
    query = select(Registration).where(Registration.email_key == key, or_(stands, stood))
    return db.session.scalar(query.order_by(Registration.id.desc()).limit(1))


def _ask(key: str) -> CalendarAsking:
    asking = db.session.scalar(select(CalendarAsking).where(CalendarAsking.email_key == key))
    if asking is None:
        asking = CalendarAsking(email_key=key)
        db.session.add(asking)
    else:
        asking.renew_link()
        asking.asked_at, asking.link_revoked_at = now(), None
    db.session.flush()
    return asking
