"""Which capabilities make up the application: their routes, listeners and commands.

The only place that knows them all: removing a capability is removing its folder and its line.
"""

from flask import Flask

from webapp.accounts import models as _accounts
from webapp.core import changes as _changes
from webapp.entries import models as _entries
from webapp.entries import rebuilding
from webapp.events import calendar_sources as _calendar_sources  # noqa: F401 announces itself
from webapp.events import models as _events
from webapp.mail import models as _mail
from webapp.programmes import models as _programmes
from webapp.projects import models as _projects
from webapp.projects import money as _money
from webapp.projects import roles as _roles
from webapp.projects import sources as _sources
from webapp.registrations import models as _registrations
from webapp.seats import models as _seats
from webapp.site import health

#: Every module with tables, so that migrations see them all.
MODELS = (
    _accounts,
    _changes,
    _entries,
    _events,
    _mail,
    _money,
    _programmes,
    _projects,
    _registrations,
    _roles,
    _seats,
    _sources,
)


def connect(app: Flask) -> None:
    """Register every blueprint, listener and command."""
    app.register_blueprint(health.blueprint)
    app.cli.add_command(rebuilding.rebuild_command)
