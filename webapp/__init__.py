"""Vizīte: partner meetings, study visits and workshops, from the date to the evidence."""

import os
from collections.abc import Mapping

from flask import Flask
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

from webapp import config, wiring
from webapp.core import (
    assets,
    errors,
    i18n,
    limits,
    logs,
    look,
    markup,
    metrics,
    moments,
    pages,
    pictures,
    qr,
    security,
    theme,
    zones,
)
from webapp.core.database import db
from webapp.core.url_rules import LazyRule


def create_app(overrides: Mapping[str, str] | None = None) -> Flask:
    """The application, from the environment and *overrides* (names as in the environment).

    Raises :class:`webapp.config.SettingsError` when a setting is unknown or cannot be used.
    """
    settings = config.load({**os.environ, **(overrides or {})})
    app = Flask(__name__)
    app.url_rule_class = LazyRule
    app.config.update(
        VIZITE=settings,
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=list(settings.old_secret_keys),
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        MAX_CONTENT_LENGTH=8 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
    )
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, hops, hops, hops, hops)  # type: ignore[method-assign]
    logs.init_app(app)
    db.init_app(app)
    Migrate(app, db, directory=str(config.MIGRATIONS), render_as_batch=True)
    i18n.init_app(app)
    zones.init_app(app)
    assets.init_app(app)
    look.init_app(app)
    moments.init_app(app)
    markup.init_app(app)
    theme.init_app(app)
    security.init_app(app)
    pages.init_app(app)
    pictures.init_app(app)
    qr.init_app(app)
    limits.init_app(app)
    errors.init_app(app)
    wiring.connect(app)
    metrics.init_app(app)
    return app
