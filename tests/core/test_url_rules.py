"""Addresses are written as werkzeug writes them; only the moment of compiling differs."""

from flask import Flask
from werkzeug.routing import Map, Rule

from webapp.core.url_rules import LazyRule

WANTED = [
    ("event", {"code": "a b"}),
    ("event", {"code": "ž/1", "tab": "x", "lang": "lv"}),
    ("page", {"number": 1}),
    ("page", {"number": 7, "q": ["a", "b"]}),
    ("all", {}),
]


def rules(kind: type[Rule]) -> Map:
    return Map(
        [
            kind("/events/<code>/", endpoint="event"),
            kind("/list/", endpoint="page", defaults={"number": 1}),
            kind("/list/<int:number>", endpoint="page"),
            kind("/all.ics", endpoint="all"),
        ]
    )


def test_addresses_are_those_of_ordinary_rules() -> None:
    lazy, plain = (rules(kind).bind("example.org") for kind in (LazyRule, Rule))

    written = [lazy.build(name, values) for name, values in WANTED * 2]

    assert written == [plain.build(name, values) for name, values in WANTED * 2]


def test_the_app_has_no_others(app: Flask) -> None:
    kinds = {type(rule) for rule in app.url_map.iter_rules() if rule.endpoint != "static"}

    assert kinds == {LazyRule}
