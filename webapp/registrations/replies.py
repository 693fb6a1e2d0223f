"""Answers that calendar programs send by mail (RFC 5546, REPLY and COUNTER; RFC 6047).

Read without any lock, acted on in the transaction that notes the message. An answer that is certain
is counted like one given by the link; one that is not changes nothing, and the person is asked by
letter. What is neither is put aside: the log has the message's number and the name of an error.
"""

from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage

from flask import current_app

from webapp.core.permissions import NOBODY, acting_as
from webapp.core.times import now
from webapp.entries.models import Entry
from webapp.mail.inbox import Deed, reads_mail
from webapp.registrations import line, replies_kept
from webapp.registrations.models import Registration
from webapp.registrations.replies_errors import NobodyInvited, Outdated
from webapp.registrations.replies_letters import ask_again, tell_too_late
from webapp.registrations.replies_models import ReplyKind
from webapp.registrations.replies_proof import is_vouched_for, trusted_servers
from webapp.registrations.replies_reading import COUNTER, REPLY, Reply, reply_in
from webapp.registrations.replies_whose import Whose, ended, event_of, whose
from webapp.registrations.scheduling import BY_MAIL, answer, invitation_of


@reads_mail
def on_reply(message: EmailMessage) -> Deed | None:
    """Count an answer to an invitation."""
    reply = reply_in(message)
    if reply is None:
        return None
    servers = trusted_servers(current_app.config["VIZITE"].imap_url or "")
    is_vouched = is_vouched_for(message, reply.sender.rpartition("@")[2], servers)
    return lambda: receive(reply, is_vouched)


def receive(reply: Reply, is_vouched: bool) -> None:
    """Do what a reply asks for; the same one again changes nothing. Inside ``with write():``.

    Raises a `NotCounted` for what is left alone.
    """
    event, entry = event_of(reply.uid)
    if reply.sequence < entry.invite_sequence:
        raise Outdated
    # No program can know of a number we have not given yet, nor of a time to come.
    reply = replace(reply, sequence=min(reply.sequence, entry.sequence))
    stamped_at = min(reply.stamped_at or now(), now())
    # It is the person who acts, through their program; the log of changes is for staff.
    with acting_as(NOBODY):
        try:
            _act(whose(event, reply, is_vouched), reply, entry, stamped_at)
        except NobodyInvited:
            over = ended(event, reply, is_vouched)
            if over is None or invitation_of(over) is None or not _says_yes(reply):
                raise
            _regret(over, reply, stamped_at)


def _act(found: Whose, reply: Reply, entry: Entry, stamped_at: datetime) -> None:
    registration = found.registration
    line.alone_with(registration)
    invitation = invitation_of(registration)
    if invitation is None or not invitation.is_open or not registration.is_live:
        raise NobodyInvited
    if not found.is_proven:
        _doubt(registration, reply, entry, stamped_at)
    elif reply.method == COUNTER:
        replies_kept.keep(registration, ReplyKind.PROPOSAL, reply, stamped_at)
    else:
        _count(registration, reply, stamped_at)


def _says_yes(reply: Reply) -> bool:
    return reply.method == REPLY and reply.partstat != "DECLINED"


def _count(registration: Registration, reply: Reply, stamped_at: datetime) -> None:
    """Count the answer, and keep what was written with it."""
    if not answer(registration, reply.partstat, reply.sequence, stamped_at, BY_MAIL):
        return  # known before, older than what is known, or too late
    if reply.comment:
        replies_kept.keep(registration, ReplyKind.COMMENT, reply, stamped_at)


def _doubt(registration: Registration, reply: Reply, entry: Entry, stamped_at: datetime) -> None:
    """Ask the registered address, once for each date the event has had.

    Words and times of somebody unknown are not passed on.
    """
    known = replies_kept.newest(registration, ReplyKind.UNPROVEN)
    if known is not None and known.sequence >= entry.invite_sequence:
        return
    bare = replace(reply, comment="", starts=None, ends=None)
    if replies_kept.keep(registration, ReplyKind.UNPROVEN, bare, stamped_at):
        ask_again(registration)


def _regret(registration: Registration, reply: Reply, stamped_at: datetime) -> None:
    """Tell once whoever says yes after all that their place went to others."""
    line.alone_with(registration)
    if replies_kept.newest(registration, ReplyKind.LATE) is None:
        replies_kept.keep(registration, ReplyKind.LATE, reply, stamped_at)
        tell_too_late(registration)
