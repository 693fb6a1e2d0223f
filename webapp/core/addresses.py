"""Addresses of the site as people outside it need them: in letters, calendars, papers."""

from typing import Any
from urllib.parse import urlsplit

from flask import current_app

#: Reserved (RFC 2606): what stands for the host where the site has no name of its own.
NO_HOST = "vizite.invalid"


def public_url(endpoint: str, **values: Any) -> str:
    """The whole address of a page, from BASE_URL and never from a request's Host header."""
    routes = current_app.url_map.bind("localhost", "/")
    path = routes.build(endpoint, values)
    return f"{current_app.config['VIZITE'].base_url}{path}"


def public_host() -> str:
    """The host's name in BASE_URL; ``vizite.invalid`` where it is an address or this machine."""
    host = urlsplit(current_app.config["VIZITE"].base_url).hostname or ""
    has_name = "." in host and not host.replace(".", "").isdigit() and ":" not in host
    return host.encode("idna").decode() if has_name else NO_HOST
