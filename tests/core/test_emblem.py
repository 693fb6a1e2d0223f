"""The emblem of the Union as its graphical specifications draw it.

https://publications.europa.eu/code/en/en-5000100.htm: a rectangle of 2 to 3; twelve stars of five
points on a circle of a third of the height; each in a circle of 1/18 of it, one point upwards.
"""

from math import cos, hypot, isclose, pi, sin
from xml.etree import ElementTree

from webapp.core.assets import STATIC

SVG = "{http://www.w3.org/2000/svg}"
EMBLEM = ElementTree.parse(STATIC / "img" / "eu-emblem.svg").getroot()
_LEFT, _TOP, WIDTH, HEIGHT = map(float, EMBLEM.attrib["viewBox"].split())


def stars() -> list[list[tuple[float, float]]]:
    found = EMBLEM.iter(f"{SVG}polygon")
    points = [[pair.split(",") for pair in star.attrib["points"].split()] for star in found]
    return [[(float(x), float(y)) for x, y in star] for star in points]


def test_the_field_is_two_to_three_and_reflex_blue_with_yellow_stars() -> None:
    field, group = EMBLEM.find(f"{SVG}rect"), EMBLEM.find(f"{SVG}g")
    assert field is not None
    assert group is not None
    assert WIDTH / HEIGHT == 1.5
    assert (float(field.attrib["width"]), float(field.attrib["height"])) == (WIDTH, HEIGHT)
    assert (field.attrib["fill"], group.attrib["fill"]) == ("#039", "#fc0")
    # Without this the middle of each star would be a hole.
    assert group.attrib["fill-rule"] == "nonzero"


def test_twelve_stars_stand_like_the_hours_of_a_clock_each_with_a_point_upwards() -> None:
    radius, star_radius = HEIGHT / 3, HEIGHT / 18
    hours = [
        (WIDTH / 2 + radius * sin(hour * pi / 6), HEIGHT / 2 - radius * cos(hour * pi / 6))
        for hour in range(12)
    ]

    assert len(stars()) == 12
    for (x, y), star in zip(hours, stars(), strict=True):
        assert len(star) == 5
        assert all(isclose(hypot(a - x, b - y), star_radius, abs_tol=0.02) for a, b in star)
        assert isclose(star[0][0], x, abs_tol=0.01)
        assert isclose(star[0][1], y - star_radius, abs_tol=0.01)
