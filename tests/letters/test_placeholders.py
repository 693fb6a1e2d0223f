"""Placeholders: what can stand in a text, what is refused, and that nothing is evaluated."""

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from webapp.letters.composing import letter_page, letter_text
from webapp.letters.placeholders import (
    PLACEHOLDERS,
    LoneBrace,
    PlaceholderError,
    UnknownPlaceholder,
    faults_of,
    fill,
    fill_lines,
    literal,
    pieces_of,
)

pytestmark = pytest.mark.usefixtures("context")

NAMES = st.sampled_from(sorted(PLACEHOLDERS))
PIECES = st.one_of(st.text().map(literal), NAMES.map(lambda name: "{" + name + "}"))
TEXTS = st.lists(PIECES).map("".join)
VALUES = st.fixed_dictionaries({name: st.text() for name in PLACEHOLDERS})


@given(st.text())
def test_a_text_with_its_braces_doubled_reads_as_it_was(text: str) -> None:
    assert fill(literal(text), {}) == text


@given(TEXTS, VALUES)
def test_what_is_accepted_can_be_filled_and_keeps_its_words(
    text: str, values: dict[str, str]
) -> None:
    pieces = list(pieces_of(text))

    assert fill(text, values) == "".join(
        piece.words if piece.name is None else values[piece.name] for piece in pieces
    )


@given(st.text(alphabet="{}abnmez .!-_0["))
def test_a_text_is_filled_or_its_fault_is_told(text: str) -> None:
    faults = faults_of(text)

    if not faults:
        fill(text, {})
        return
    with pytest.raises(PlaceholderError) as caught:
        fill(text, {})
    assert faults == [str(caught.value)]


@given(NAMES, st.text())
def test_a_value_is_never_looked_into(name: str, value: str) -> None:
    assert fill("{" + name + "}", {name: value}) == value


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("{evnt}", "event"),
        ("{Event}", "event"),
        ("{ name }", "name"),
        ("{links}", "link"),
        ("{}", None),
        ("{name.__class__}", None),
        ("{name!r}", "name"),
        ("{zzzzzzz}", None),
    ],
)
def test_an_unknown_name_is_told_with_the_nearest(text: str, nearest: str | None) -> None:
    with pytest.raises(UnknownPlaceholder) as caught:
        list(pieces_of(text))

    assert caught.value.nearest == nearest
    assert text in str(caught.value)


@pytest.mark.parametrize(
    "text", ["a { b", "a } b", "{event", "event}", "{{{", "{event}}", "{{event}"]
)
def test_a_brace_that_stands_alone_is_told(text: str) -> None:
    with pytest.raises(LoneBrace):
        list(pieces_of(text))


def test_literal_braces_around_a_placeholder() -> None:
    assert fill("{{{name}}}", {"name": "Anna"}) == "{Anna}"


def test_a_line_of_nothing_but_empty_placeholders_is_left_out() -> None:
    text = "{place}\n{join}\nOnline: {join}\n\nBye"

    assert fill_lines(text, {"place": "Hall", "join": ""}) == "Hall\nOnline: \n\nBye"


def test_a_name_is_words_and_never_markup() -> None:
    values = {"name": "*Bobby* [x](http://evil.example) <b>\n# big", "link": "https://x.example/a"}

    page = str(letter_page("Dear {name}, see {link} or [here]({link}).", values))

    assert "evil.example" in page
    assert '<a href="http://evil' not in page
    assert "<em>" not in page
    assert "<b>" not in page
    assert page.count('<a href="https://x.example/a"') == 2


def test_plain_text_has_links_written_out_and_no_marks() -> None:
    text = letter_text("**Come** to [the page]({page}).", {"page": "https://x.example/"})

    assert text == "Come to the page (https://x.example/)."


def test_every_placeholder_is_documented(app: Flask) -> None:
    assert all(str(words) for words in PLACEHOLDERS.values())
