"""The board of rooms: who sleeps where, night by night."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from flask_babel import gettext as _

from webapp.logistics.facts import Facts
from webapp.logistics.guests import Guest
from webapp.logistics.models import Room, Stay, Wish
from webapp.logistics.tables import Board, Cell, Row, Table
from webapp.logistics.words import day_word, nights_words, wish_word

#: More columns than this no paper holds.
_MOST_NIGHTS = 31
Sleeper = tuple[Guest, Stay]


def rooms_board(facts: Facts) -> Board:
    """Rooms by night, who has none yet, who wants none or has not said."""
    nights = nights_of(facts)
    return Board(
        [_matrix(facts, nights), _without(facts), _silent(facts)], list(_warnings(facts, nights))
    )


def nights_of(facts: Facts) -> list[date]:
    """Every night somebody needs a room for."""
    stays = [stay for stay in facts.stays.values() if stay.first_on and stay.last_on]
    first = min((stay.first_on for stay in stays if stay.first_on), default=None)
    last = max((stay.last_on for stay in stays if stay.last_on), default=None)
    if first is None or last is None:
        return []
    number = min((last - first).days + 1, _MOST_NIGHTS)
    return [first + timedelta(days=each) for each in range(number)]


def sleepers_of(facts: Facts) -> dict[int, list[Sleeper]]:
    """Who has which room, by its id."""
    found: dict[int, list[Sleeper]] = {room_id: [] for room_id in facts.rooms}
    for guest in facts.guests:
        stay = facts.stays.get(guest.id)
        if stay is not None and stay.room_id is not None:
            found[stay.room_id].append((guest, stay))
    return found


def housed(facts: Facts) -> list[Sleeper]:
    """Who has a room."""
    told = ((guest, facts.stays.get(guest.id)) for guest in facts.guests)
    return [(guest, stay) for guest, stay in told if stay is not None and stay.room_id is not None]


def without_room(facts: Facts) -> list[Sleeper]:
    """Who wants a room and has none."""
    told = ((guest, facts.stays.get(guest.id)) for guest in facts.guests)
    return [
        (guest, stay)
        for guest, stay in told
        if stay is not None and stay.wish != Wish.NONE and stay.room_id is None
    ]


def _matrix(facts: Facts, nights: Sequence[date]) -> Table:
    sleepers = sleepers_of(facts)
    rows = [_room(room, sleepers[room.id], nights) for room in facts.rooms.values()]
    if rows and nights:
        everybody = [pair for pairs in sleepers.values() for pair in pairs]
        beds = sum(room.beds for room in facts.rooms.values())
        counts = [_number(everybody, night) for night in nights]
        rows.append(Row([_("Together"), beds, *counts], is_sum=True))
    return Table(
        name="rooms",
        title=_("Rooms by night"),
        columns=[_("Room"), _("Beds"), *(day_word(night) for night in nights)],
        rows=rows,
        numbers=frozenset({1}),
        nothing=_("There are no rooms in the list yet."),
    )


def _room(room: Room, pairs: list[Sleeper], nights: Sequence[date]) -> Row:
    names = [
        ", ".join(guest.name for guest, stay in pairs if stay.sleeps(night)) for night in nights
    ]
    return Row([room.words, room.beds, *names], key=room.public_id)


def _without(facts: Facts) -> Table:
    return Table(
        name="without",
        title=_("Without a room"),
        columns=[
            _("Name"),
            _("Delegation"),
            _("Wants"),
            _("From – to"),
            _("Nights"),
            _("With whom"),
        ],
        rows=[_wish(guest, stay) for guest, stay in without_room(facts)],
        numbers=frozenset({4}),
        nothing=_("Everybody who wants a room has one."),
    )


def _wish(guest: Guest, stay: Stay) -> Row:
    cells: list[Cell] = [
        guest.name,
        guest.of,
        wish_word(stay.wish),
        nights_words(stay.first_on, stay.last_on),
        _nights_number(stay),
        stay.shares_with,
    ]
    return Row(cells, person=guest.public_id, key=guest.public_id)


def _nights_number(stay: Stay) -> int:
    if stay.first_on is None or stay.last_on is None:
        return 0
    return (stay.last_on - stay.first_on).days + 1


def _silent(facts: Facts) -> Table:
    """Who needs none, and who has not said."""
    rows = []
    for guest in facts.guests:
        stay = facts.stays.get(guest.id)
        if stay is None or stay.wish == Wish.NONE:
            words = _("not known yet") if stay is None else wish_word(stay.wish)
            rows.append(Row([guest.name, guest.of, words], person=guest.public_id))
    return Table(
        name="silent",
        title=_("No room, or not known yet"),
        columns=[_("Name"), _("Delegation"), _("Wants")],
        rows=rows,
        nothing=_("Everybody wants a room."),
    )


def _warnings(facts: Facts, nights: Sequence[date]) -> Iterator[str]:
    for room_id, pairs in sleepers_of(facts).items():
        room = facts.rooms[room_id]
        full = [day_word(night) for night in nights if _number(pairs, night) > room.beds]
        if full:
            yield _(
                "%(room)s has too few beds on %(nights)s.", room=room.words, nights=", ".join(full)
            )
        if len(pairs) > 1:
            yield from _differing(room, pairs)


def _number(pairs: list[Sleeper], night: date) -> int:
    return sum(stay.sleeps(night) for _guest, stay in pairs)


def _differing(room: Room, pairs: list[Sleeper]) -> Iterator[str]:
    names = ", ".join(guest.name for guest, _stay in pairs)
    if len({(stay.first_on, stay.last_on) for _guest, stay in pairs}) > 1:
        yield _("%(room)s: %(names)s stay different nights.", room=room.words, names=names)
    for guest, stay in pairs:
        if stay.wish == Wish.SINGLE:
            yield _("%(room)s: %(name)s wants a single room.", room=room.words, name=guest.name)
