"""How long people need from one place to another, roughly; on plain coordinates."""

from math import asin, ceil, cos, radians, sin, sqrt

_EARTH_KM = 6371.0
#: A group walks up to so far; beyond it rides, on roads that are longer than the bird's way.
_WALKED_KM, _WALK_KMH = 1.5, 4.0
_RIDE_KMH, _DETOUR, _GETTING_ON = 50.0, 1.3, 10
#: Two places of which nobody has said where they are: to get up and out at least.
UNKNOWN = 5

Point = tuple[float, float]


def minutes_between(one: Point | None, other: Point | None) -> int:
    """Minutes a group needs between two points (degrees of latitude and longitude, WGS 84)."""
    if one is None or other is None:
        return UNKNOWN
    km = kilometres(one, other)
    if km <= _WALKED_KM:
        return max(1, ceil(km / _WALK_KMH * 60))
    return _GETTING_ON + ceil(km * _DETOUR / _RIDE_KMH * 60)


def kilometres(one: Point, other: Point) -> float:
    """The shortest way over the surface of the earth (haversine)."""
    (north, east), (to_north, to_east) = (tuple(map(radians, point)) for point in (one, other))
    half = sin((to_north - north) / 2) ** 2
    half += cos(north) * cos(to_north) * sin((to_east - east) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(min(1.0, half)))
