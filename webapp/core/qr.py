"""QR codes (ISO/IEC 18004) as inline SVG, for addresses that a phone's camera should open.

Dark on light in every theme, with the light border the standard asks for: many cameras read
nothing else.
"""

from functools import lru_cache

import segno
from flask import Flask
from markupsafe import Markup

#: Light modules around the code (ISO/IEC 18004, section 6.3.8).
_QUIET = 4


def qr_svg(text: str, title: str) -> Markup:
    """*text* as a picture called *title* for those who cannot see it; its size is left to CSS."""
    size, path = _drawn(text)
    return Markup(
        '<svg class="qr" role="img" aria-label="{title}" viewBox="0 0 {size} {size}"'
        ' shape-rendering="crispEdges"><rect width="{size}" height="{size}" fill="#fff"/>'
        '<path d="{path}" fill="#000"/></svg>'
    ).format(title=title, size=size, path=path)


def qr_path(text: str) -> tuple[int, str]:
    """*text* as a drawing for papers: the width in modules with the light border, and the dark
    modules as the path of an SVG of that size. The last ones asked for are kept."""
    return _drawn(text)


@lru_cache(maxsize=512)
def _drawn(text: str) -> tuple[int, str]:
    """The width in modules and the dark ones as an SVG path."""
    code = segno.make_qr(text, error="m")
    rows = [bytes(row) for row in code.matrix]
    size = len(rows) + 2 * _QUIET
    path = "".join(_row(row, y) for y, row in enumerate(rows, _QUIET))
    return size, path


def _row(modules: bytes, y: int) -> str:
    """One bar for each run of dark modules."""
    parts, x = [], 0
    while (start := modules.find(1, x)) >= 0:
        end = modules.find(0, start)
        x = end if end >= 0 else len(modules)
        parts.append(f"M{start + _QUIET} {y}h{x - start}v1h{start - x}z")
    return "".join(parts)


def init_app(app: Flask) -> None:
    """Offer ``qr_svg("https://…", _("Address of …"))`` to templates."""
    app.add_template_global(qr_svg)
