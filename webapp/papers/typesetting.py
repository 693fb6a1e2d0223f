"""A paper as PDF/UA-1 (ISO 14289-1): one Typst template and its data, nothing else.

What people typed reaches Typst as JSON in ``sys_inputs`` and never as source, so no name can be
read as markup. Equal data give equal bytes: no date of making, no fonts of the machine.
"""

import base64
import json
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import typst
from sqlalchemy import select

from webapp.core.assets import STATIC
from webapp.core.database import db
from webapp.core.pictures import Picture
from webapp.papers.glyphs import FAMILY, FONTS, all_drawn

TEMPLATES = Path(__file__).parent / "typst"
#: How many papers for everybody a process keeps.
_KEPT = 16


def pdf(template: str, data: dict[str, Any]) -> bytes:
    """The paper of ``typst/<template>.typ``; *data* has a head (`heading.head_of`)."""
    return _set(template, _as_json(data))


def kept_pdf(template: str, data: dict[str, Any]) -> bytes:
    """The same for a paper without personal data: the last ones asked for are kept."""
    return _kept_set(template, _as_json(data))


def _as_json(data: dict[str, Any]) -> str:
    drawn = all_drawn(data)
    drawn["family"] = FAMILY
    drawn["pictures"] = {name: _framed(png) for name, png in _logos(data["head"])}
    drawn["emblem"] = (STATIC / "img" / "eu-emblem.svg").read_text(encoding="utf-8")
    return json.dumps(drawn, ensure_ascii=False, sort_keys=True)


def _set(template: str, data: str) -> bytes:
    made: bytes = typst.compile(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        font_paths=_fonts(),
        sys_inputs={"data": data},
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=0,
    )
    return made


_kept_set = lru_cache(maxsize=_KEPT)(_set)


@cache
def _fonts() -> typst.Fonts:
    """Ours alone: a machine with others must not set papers otherwise."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def _logos(head: dict[str, Any]) -> list[tuple[str, bytes]]:
    """The pictures a head names, in one statement."""
    names = {each["name"] for each in (head["logo"], *head["funding"]["logos"]) if each}
    if not names:
        return []
    query = select(Picture.name, Picture.data).where(Picture.name.in_(names))
    return [(name, data) for name, data in db.session.execute(query)]


def _framed(png: bytes) -> str:
    """A PNG within an SVG: JSON carries texts only."""
    width, height = (int.from_bytes(png[start : start + 4]) for start in (16, 20))
    coded = base64.b64encode(png).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<image href="data:image/png;base64,{coded}" width="{width}" height="{height}"/></svg>'
    )
