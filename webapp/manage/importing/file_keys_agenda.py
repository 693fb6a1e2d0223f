"""Which keys the agenda of an event may have; docs/import.md describes them for people."""

import json
import re
from datetime import date
from typing import Any

from flask_babel import gettext as _

from webapp.agenda.models import Interpretation, ItemKind, ItemVisibility, PhotoRule
from webapp.manage.importing import values
from webapp.manage.importing.codes import code, uid
from webapp.manage.importing.file_keys import SOURCES
from webapp.manage.importing.file_keys_hosts import HOSTING
from webapp.manage.importing.shapes import (
    Context,
    Reader,
    many,
    one_of,
    record,
    ref,
    slug,
    text,
    whole,
    words,
    yes_no,
)
from webapp.manage.importing.whens import moment_of
from webapp.manage.importing.yaml_tree import Node, Scalar

#: Of an item; an event has only some of them.
ROLES = (
    *("speaker", "mentor", "expert", "guest", "presenter", "reviewer"),
    *("moderator", "interpreter", "guide"),
)
_FOLDS = ("first", "second")
#: The published agenda of some hundred items, as JSON.
_LONGEST = 5_000_000
_NUMBER = re.compile(r"[1-9]\d{0,2}")


def day_of(node: Node, context: Context) -> int | date | None:
    """``1`` for the first day of the event, ``2`` for the next one, or a date."""
    if isinstance(node, Scalar) and _NUMBER.fullmatch(node.text):
        return int(node.text)
    found: date | None = values.a_day(node, context)
    return found


def published_items(node: Node, context: Context) -> list[dict[str, Any]] | None:
    """The items of an agenda as they were published: what a program wrote, as JSON."""
    written = node.text if isinstance(node, Scalar) else ""
    try:
        found = json.loads(written) if len(written) <= _LONGEST else None
    except (ValueError, RecursionError):
        found = None
    if isinstance(found, list) and all(isinstance(each, dict) for each in found):
        return found
    context.wrong(node, _("the items of a published agenda are needed, as JSON"))
    return None


CONTRIBUTOR: dict[str, Reader] = {
    "role": one_of(ROLES),
    "name": text(200),
    "organisation": ref,
    "about": words,
}
ITEM_KEPT: dict[str, Reader] = {
    "code": code,
    "uid": uid,
    "revision": whole(1, 2_000_000_000),
    "created": values.instant,
    "edited": values.instant,
    "cancelled": values.instant,
    "sequence": whole(0, 2_000_000_000),
    "invite_sequence": whole(0, 2_000_000_000),
    "changed": values.instant,
}
ITEM: dict[str, Reader] = {
    "id": slug,
    "day": day_of,
    "from": values.clock,
    "until": values.clock,
    "until_day": day_of,
    "from_fold": one_of(_FOLDS),
    "until_fold": one_of(_FOLDS),
    "zone": values.zone_name,
    "end_zone": values.zone_name,
    "kind": one_of(ItemKind),
    "visibility": one_of(ItemVisibility),
    "track": slug,
    "title": words,
    "text": words,
    "place": ref,
    "place_note": words,
    "to": ref,
    "travel_minutes": whole(0, 10_000),
    "host": ref,
    "host_person": text(200),
    "hosting": record("hosting", HOSTING),
    "contributors": many(record("contributor", CONTRIBUTOR, required=("role",))),
    "languages": many(values.language),
    "interpretation": one_of(Interpretation),
    "into": many(values.language),
    "walking": whole(0, 1_000_000),
    "step_free": yes_no,
    "clothing": words,
    "photos": one_of(PhotoRule),
    "capacity": whole(0, 1_000_000),
    "choose": yes_no,
    "gate_list": moment_of,
    "plan_b": words,
    "kept": record("keeping", ITEM_KEPT, required=("code", "uid")),
    **SOURCES,
}
TRACK: dict[str, Reader] = {"id": slug, "name": words, "code": code}
PUBLISHED: dict[str, Reader] = {
    "number": whole(1, 1_000_000),
    "at": values.instant,
    "note": words,
    "items": published_items,
}
AGENDA: dict[str, Reader] = {
    "tracks": many(record("track", TRACK, required=("id", "name"))),
    "items": many(record("agenda item", ITEM, required=("id", "day", "kind", "title"))),
    "published": yes_no,
    "versions": many(record("published agenda", PUBLISHED, required=("number", "items"))),
}
