"""What calendar programs sent back, on the desk of an event: proposals, comments, doubts."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.core.database import db, write
from webapp.core.permissions import Act
from webapp.core.times import now
from webapp.registrations import replies_kept as kept
from webapp.registrations.people_desk import blueprint, find_event, people_page
from webapp.registrations.people_forms import PlainForm
from webapp.registrations.replies_letters import tell_that_date_stays
from webapp.registrations.replies_models import CalendarReply, ReplyKind
from webapp.registrations.replies_words import headline

blueprint.add_app_template_global(kept.replies_of, "calendar_replies_of")
blueprint.add_app_template_global(kept.numbers_of_event, "calendar_replies_to")
blueprint.add_app_template_global(headline, "calendar_reply_words")


@blueprint.get("/replies")
def replies(code: str) -> ResponseReturnValue:
    """What people wrote by their calendar programs, what nobody has seen first."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    return people_page("replies.html", event, replies=kept.replies_to(event))


@blueprint.post("/replies/<int:number>")
def see_reply(code: str, number: int) -> ResponseReturnValue:
    """Note that staff know of it, or tell the person that the date stays."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    if number >= 2**31 or db.session.scalar(kept.of_event(event, number)) is None:
        abort(404)
    if PlainForm().validate_on_submit():
        with write():
            reply = db.session.scalars(kept.of_event(event, number)).one()
            said = _decided(reply, request.form.get("act", ""))
        if said:
            flash(said, "success")
    return redirect(url_for(".replies", code=code), 303)


def _decided(reply: CalendarReply, act: str) -> str:
    """Inside ``with write():``; a second press of a button changes nothing."""
    if act == "noted":
        kept.note_seen(reply)
        return str(_("Noted."))
    if act != "stays" or reply.kind != ReplyKind.PROPOSAL:
        return ""
    kept.note_seen(reply)
    if reply.stays_at is None and tell_that_date_stays(reply.registration) is not None:
        reply.stays_at = now()
    return str(_("%(name)s is told by letter that the date stays.", name=reply.registration.name))
