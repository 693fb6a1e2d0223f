"""Calendars whose project or partner has another address now: programs are led on for good.

Programs keep a subscription for years and nobody looks at its address, so it must go on. They
follow a 301, and some keep the new address.
"""

from typing import Any
from urllib.parse import urlencode

from flask import request

from webapp.calendars.feeds import address_of
from webapp.calendars.lookup import FILTERS, SWITCH
from webapp.core.renaming import present_slug
from webapp.projects.models import Project
from webapp.projects.organisations import Organisation

_MODELS: dict[str, Any] = {"project": Project, "partner": Organisation}


def present_address() -> str | None:
    """Where the calendar of this request is today, when one of its slugs is a former one."""
    if request.endpoint == "calendars.all_feed":
        return _of_filters()
    name = str(request.endpoint).removeprefix("calendars.").removesuffix("_feed")
    slug = str((request.view_args or {}).get("slug", ""))
    present = present_slug(_MODELS[name], slug) if name in _MODELS else None
    if present is None:
        return None
    return _with_language(address_of(_asked(), f"/calendars/{name}s/{present}{_form()}"))


def _of_filters() -> str | None:
    asked = _asked()
    today = {name: [_today(name, word) for word in words] for name, words in asked.items()}
    return None if today == asked else _with_language(address_of(today, f"/calendars/all{_form()}"))


def _asked() -> dict[str, list[str]]:
    names = [name for name in (*FILTERS, SWITCH) if name in request.args]
    return {name: request.args.getlist(name) for name in names}


def _form() -> str:
    return f".{request.path.rpartition('.')[2]}"


def _today(name: str, word: str) -> str:
    model = _MODELS.get(name)
    return (present_slug(model, word) if model is not None else None) or word


def _with_language(address: str) -> str:
    if "lang" not in request.args:
        return address
    query = urlencode({"lang": request.args["lang"]})
    return f"{address}{'&' if '?' in address else '?'}{query}"
