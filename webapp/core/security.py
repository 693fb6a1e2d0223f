"""Headers, cookies, CSRF, and the rule that a view is closed unless it says it is public."""

from urllib.parse import urlsplit

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_wtf import CSRFProtect

from webapp.core import errors
from webapp.core.permissions import current_viewer, is_public, is_same_for_all

csrf = CSRFProtect()


def init_app(app: Flask) -> None:
    """Switch everything on."""
    settings = app.config["VIZITE"]
    app.config.update(
        SESSION_COOKIE_NAME="vizite",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.base_url.startswith("https:"),
        # A form filled slowly must not be lost; the token is bound to the session anyway.
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.session_interface = _Sessions()
    csrf.init_app(app)
    app.before_request(_refuse_nul)
    app.before_request(_deny_first)
    app.after_request(_headers)


class _Sessions(SecureCookieSessionInterface):
    """Sessions that leave no trace on answers for everyone, whatever an extension looked at: no
    cookie and no ``Vary: Cookie``, so that caches may keep them."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Send the cookie where there is something to remember."""
        if not is_same_for_all():
            super().save_session(app, session, response)


def _refuse_nul() -> None:
    """No path of ours holds a NUL, and PostgreSQL takes it for an error of the program. Forms and
    filters clean what they read themselves."""
    if "\x00" in request.path:
        abort(404)


def _deny_first() -> ResponseReturnValue | None:
    """Ask for a sign-in unless the view is marked ``@public``."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or request.endpoint == "static" or is_public(view):
        return None
    if current_viewer().is_staff:
        return None
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    page = errors.signed_out()
    if page is not None:
        return page
    return redirect(url_for("accounts.sign_in", next=wanted), 303)


def _headers(response: Response) -> Response:
    """Strict by default; a view that needs more has set its own header already."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", content_policy())
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if g.get("viewer") is not None and current_viewer().is_staff:
        headers.setdefault("Cache-Control", "no-store")
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response


def content_policy(frame_ancestors: str = "'none'") -> str:
    """Everything from ourselves, nothing inline; the map's tile host is the only addition."""
    tiles = current_app.config["VIZITE"].tile_url
    images = "'self' data:"
    if tiles:
        address = urlsplit(tiles)
        images += f" {address.scheme}://{address.netloc}".replace("{s}", "*")
    return (
        f"default-src 'self'; img-src {images}; object-src 'none'; base-uri 'none';"
        f" form-action 'self'; frame-ancestors {frame_ancestors}"
    )


def is_local_address(address: str | None) -> bool:
    """Whether *address* is a path on this site (where ``?next=`` may lead)."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return False
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc and "\\" not in address
