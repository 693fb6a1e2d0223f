"""Invitations for calendar programs by mail (iMIP, RFC 6047): who invites, and whom.

The calendar is stored without the one person it is for, so that thousands of letters share its
text; whoever the letter goes to is put in when the message is made, and is the same each time.
"""

from urllib.parse import unquote, urlsplit

from flask import current_app

from webapp.core.ics_people import disinvited, invited
from webapp.mail.addresses import BadAddress, deliverable, site_address
from webapp.mail.models import Letter

REQUEST, CANCEL = "REQUEST", "CANCEL"
_END = "END:VEVENT\r\n"


def answers_to(functional: str | None) -> str | None:
    """The address calendar programs send their answers to: the ORGANIZER of an invitation.

    That is the organiser's functional address; but where a mailbox is read (VIZITE_IMAP_URL) and
    it is not that one, the address of the site, so that the answers arrive where they are read.
    None without a functional address: then nobody is invited, only told.
    """
    if not functional:
        return None
    try:
        address = deliverable(functional.strip())
    except BadAddress:
        return None
    url = current_app.config["VIZITE"].imap_url
    if not url or address.casefold() == mailbox_address(url).casefold():
        return address
    return site_address()


def mailbox_address(imap_url: str) -> str:
    """The address of a mailbox: the user name of its URL, "" where that is no address."""
    user = unquote(urlsplit(imap_url).username or "")
    return user if "@" in user else ""


def file_name(letter: Letter) -> str:
    """What the attached calendar is called, in the letter's words too."""
    return "event.ics" if letter.calendar_method is None else "invite.ics"


def calendar_for_recipient(letter: Letter, recipient: str) -> str:
    """The calendar of an invitation with its recipient as the one ATTENDEE."""
    line = invited if letter.calendar_method == REQUEST else disinvited
    attendee = line(letter.recipient_name, recipient)
    # Typed text never begins a line: only the end of the event is found.
    return (letter.calendar or "").replace(f"\r\n{_END}", f"\r\n{attendee}{_END}", 1)


def sender_of(letter: Letter) -> str:
    """The address an invitation comes from.

    Programs show whom they answer by From and ORGANIZER, so they should be one. But a server that
    asks for a password mostly refuses to send in another name, and another domain's SPF and DMARC
    would turn the letter away: then it is the site's.
    """
    ours, theirs = site_address(), letter.reply_to or ""
    url = urlsplit(current_app.config["VIZITE"].mail_url or "")
    if letter.calendar_method is None or url.username or answers_to(theirs) != theirs:
        return ours
    is_same_domain = theirs.rpartition("@")[2].casefold() == ours.rpartition("@")[2].casefold()
    return theirs if is_same_domain else ours
