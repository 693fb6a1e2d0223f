"""Thin routes: sign in by a link, sign out, one's own account."""

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.accounts import sessions
from webapp.accounts import sign_in as rules
from webapp.accounts.forms import AccountForm, ButtonForm, SignInForm
from webapp.accounts.models import Account, AccountSession
from webapp.core.database import write
from webapp.core.limits import TIGHT, limiter
from webapp.core.links import LinkRevoked
from webapp.core.near_days import near_day, reader_day
from webapp.core.permissions import current_viewer, public
from webapp.core.security import is_local_address

blueprint = Blueprint("accounts", __name__, url_prefix="/manage", template_folder="templates")


def _address_and_email() -> str:
    """Whom a tight limit counts: one address asking about one e-mail address."""
    return f"{request.remote_addr} {rules.key_of(request.form.get('email', ''))}"


def _is_unknown(response: Response) -> bool:
    return response.status_code == 404


@blueprint.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    """Where to ask for a link."""
    if current_viewer().is_staff:
        return redirect(_next_page(), 303)
    form = SignInForm()
    form.next.data = request.args.get("next", "")
    return render_template("accounts/sign_in.html", form=form)


@blueprint.post("/sign-in")
@public
@limiter.limit(TIGHT, key_func=_address_and_email)
def send_link() -> ResponseReturnValue:
    """A letter to the address, if it is known; the answer is the same either way."""
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form), 422
    with write():
        rules.send_link(form.email.data, form.next.data)
    return redirect(url_for(".link_sent"), 303)


@blueprint.get("/sign-in/sent")
@public
def link_sent() -> ResponseReturnValue:
    """Look into your mail."""
    return render_template("accounts/link_sent.html")


@blueprint.get("/sign-in/<token>")
@public
@limiter.limit(TIGHT, deduct_when=_is_unknown)
def use_link(token: str) -> ResponseReturnValue:
    """The button that signs in (mail scanners open links, they press no buttons)."""
    try:
        rules.find_link(token)
    except LinkRevoked:
        return _used_up()
    return _kept_out_of_caches(render_template("accounts/use_link.html", form=ButtonForm()))


@blueprint.post("/sign-in/<token>")
@public
@limiter.limit(TIGHT, deduct_when=_is_unknown)
def sign_in_by_link(token: str) -> ResponseReturnValue:
    """Use the link up and sign in."""
    if not ButtonForm().validate_on_submit():
        abort(400)
    try:
        with write():
            account = rules.use_link(token)
            rules.open_session(account)
    except LinkRevoked:
        return _used_up()
    rules.begin_session(account)
    return redirect(_next_page(), 303)


@blueprint.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """Leave this browser."""
    if g.account is not None:
        with write():
            sessions.end_this(_own())
    rules.end_session()
    flash(_("You have signed out."))
    return redirect(url_for("site.home"), 303)


@blueprint.get("/account/")
def account() -> ResponseReturnValue:
    """One's own name, language and zone."""
    form = AccountForm(obj=_own())
    form.offer_languages()
    return _account_page(form)


@blueprint.post("/account/")
def change_account() -> ResponseReturnValue:
    """Store them."""
    form = AccountForm()
    form.offer_languages()
    if not form.validate_on_submit():
        return _account_page(form), 422
    with write():
        own = _own()
        own.name, own.language, own.zone = form.name.data, form.language.data, form.zone.data
    flash(_("Your details are saved."), "success")
    return redirect(url_for(".account"), 303)


@blueprint.post("/account/sessions/<int(max=9007199254740991):number>/end")
def end_session(number: int) -> ResponseReturnValue:
    """Sign out of one browser."""
    ended = sessions.find_session(_own(), number) or abort(404)
    was_this = ended.key == _own().session_key
    with write():
        sessions.end(_own(), AccountSession.id == number)
    if was_this:
        rules.end_session()
        flash(_("You have signed out."))
        return redirect(url_for("site.home"), 303)
    flash(_("That browser is signed out."), "success")
    return redirect(url_for(".account"), 303)


@blueprint.post("/account/sessions/others/end")
def end_other_sessions() -> ResponseReturnValue:
    """Sign out of every browser but this one."""
    with write():
        number = sessions.end_others(_own())
    words = ngettext(
        "%(num)d other browser is signed out.", "%(num)d other browsers are signed out.", number
    )
    flash(words, "success")
    return redirect(url_for(".account"), 303)


@blueprint.post("/account/sessions/end")
def end_sessions() -> ResponseReturnValue:
    """Sign out everywhere: a browser was left open somewhere, or a device was lost."""
    with write():
        sessions.end_all(_own())
    rules.end_session()
    flash(_("You have signed out everywhere. Sign in again with a new link."))
    return redirect(url_for(".sign_in"), 303)


def _own() -> Account:
    own: Account = g.account
    return own


def _account_page(form: AccountForm) -> str:
    own = _own()
    return render_template(
        "accounts/account.html",
        form=form,
        account=own,
        sessions=sessions.sessions_of(own),
        idle_days=sessions.IDLE.days,
        day_words=lambda instant: near_day(reader_day(instant)),
    )


def _next_page() -> str:
    """Where the person wanted to go, never away from this site."""
    wanted = request.args.get("next")
    return wanted if wanted and is_local_address(wanted) else f"{request.script_root}/manage/"


def _used_up() -> ResponseReturnValue:
    """The link was right once: offer a new one at once."""
    form = SignInForm(formdata=None)
    form.next.data = request.args.get("next", "")
    return render_template("accounts/link_used_up.html", form=form), 410


def _kept_out_of_caches(page: str) -> ResponseReturnValue:
    return page, 200, {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
