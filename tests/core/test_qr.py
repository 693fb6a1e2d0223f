"""Codes for cameras."""

import re

import segno
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.qr import qr_svg


def modules(svg: str) -> list[list[bool]]:
    """What the picture shows, module by module, its light border included."""
    (size,) = {int(each) for each in re.findall(r'viewBox="0 0 (\d+) \d+"', svg)}
    shown = [[False] * size for _ in range(size)]
    for x, y, width, back in re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", svg):
        assert width == back
        for column in range(int(x), int(x) + int(width)):
            shown[int(y)][column] = True
    return shown


@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=300))
def test_the_picture_shows_the_code_of_the_text(text: str) -> None:
    code = segno.make_qr(text, error="m")

    assert modules(qr_svg(text, "Code")) == [
        [bool(module) for module in row] for row in code.matrix_iter(border=4)
    ]


def test_the_picture_has_a_name_that_is_text() -> None:
    svg = qr_svg("webcal://example.org/all.ics", 'All "<events>"')

    assert 'role="img" aria-label="All &#34;&lt;events&gt;&#34;"' in svg


def test_it_is_dark_on_light_in_every_theme() -> None:
    svg = qr_svg("webcal://example.org/all.ics", "Code")

    assert svg.count('fill="#fff"') == svg.count('fill="#000"') == 1
    assert "style" not in svg
