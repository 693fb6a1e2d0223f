"""Who is asking: read once, before anything else looks at the request."""

from typing import Any

from flask import Flask, current_app, g, request, session
from flask_login import current_user

from webapp.core.permissions import NOBODY, Viewer, is_for_everyone
from webapp.projects.roles import viewer_for
from webapp.registrations.invitations import opened_events


def init_app(app: Flask) -> None:
    """Ask first of all, before the rule that views are closed unless they are public."""
    app.before_request_funcs.setdefault(None, []).insert(0, load_viewer)
    app.context_processor(_for_templates)


def load_viewer() -> None:
    """Fill ``g.viewer``, ``g.account`` and the account's language and zone."""
    g.viewer, g.account = NOBODY, None
    view = current_app.view_functions.get(request.endpoint or "")
    if request.endpoint == "static" or is_for_everyone(view) or not session:
        return
    invited_to = opened_events(session)
    if not current_user.is_authenticated:
        g.viewer = Viewer(invited_to=invited_to)
        return
    g.account = current_user._get_current_object()
    g.account_language, g.account_zone = g.account.language, g.account.zone
    g.viewer = viewer_for(g.account, invited_to)


def _for_templates() -> dict[str, Any]:
    return {"current_account": g.get("account")}
