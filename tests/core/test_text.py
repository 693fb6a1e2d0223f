"""Texts in several languages, and the keys they are found and sorted by."""

import copy
import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.text import LocalText, search_key, sort_key

TAGS = st.sampled_from(["en", "lv", "bg", "fi", "pt", "sv"])
TEXTS = st.dictionaries(TAGS, st.text(max_size=30), max_size=5)


def test_a_reader_gets_their_language_else_the_main_one_else_english_else_any() -> None:
    """The order that design and readers expect."""
    full = LocalText({"lv": "Sanāksme", "en": "Meeting", "bg": "Среща"}, main="bg")

    assert full.pick("lv").text == "Sanāksme"
    assert full.pick("fi").text == "Среща"
    assert LocalText({"en": "Meeting", "pt": "Reunião"}, main="fi").pick("sv").text == "Meeting"
    assert LocalText({"pt": "Reunião"}).pick("lv").text == "Reunião"


def test_a_text_in_another_language_says_so() -> None:
    """So that pages can mark it with lang."""
    picked = LocalText({"lv": "Sanāksme"}).pick("en")

    assert (picked.text, picked.language, picked.is_fallback) == ("Sanāksme", "lv", True)


def test_it_cannot_be_changed_in_place() -> None:
    """A change is a new value, or SQLAlchemy would not notice it."""
    text = LocalText({"en": "Meeting"})

    with pytest.raises(AttributeError):
        text.main = "lv"
    with pytest.raises(TypeError):
        text.texts["en"] = "Other"  # type: ignore[index]
    assert text.put("lv", "Sanāksme").texts == {"en": "Meeting", "lv": "Sanāksme"}
    assert text.put("en", " ").texts == {}


@given(TEXTS, TAGS)
def test_it_survives_json_copies_and_pickling(texts: dict[str, str], main: str) -> None:
    """Whatever stores it gives back an equal value."""
    text = LocalText(texts, main)

    assert LocalText.from_json(json.loads(json.dumps(text.as_json()))) == text
    assert copy.deepcopy(text) == text
    assert pickle.loads(pickle.dumps(text)) == text
    assert hash(LocalText(texts, main)) == hash(text)


@given(TEXTS, TAGS, TAGS)
def test_something_is_always_shown_where_anything_is_written(
    texts: dict[str, str], main: str, reader: str
) -> None:
    """A missing translation never empties a page."""
    text = LocalText(texts, main)

    assert bool(text.pick(reader).text) == bool(text)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Ānge  Kežmarok", "ange kezmarok"),
        ("SMĖLIS", "smelis"),
        ("Łódź Ørsted Þór", "lodz orsted thor"),
        ("Straße", "strasse"),
        ("Среща", "среща"),
        ("\u0041\u030a", "a"),
        ("ﬁsh", "fish"),
    ],
)
def test_a_search_ignores_case_marks_and_spacing(typed: str, key: str) -> None:
    """The same on both databases, because the key is stored."""
    assert search_key(typed) == key


@given(st.text())
def test_a_key_of_a_key_is_the_key(text: str) -> None:
    """So that typed words and stored keys can be compared."""
    assert search_key(search_key(text)) == search_key(text)


def test_marks_decide_only_between_equals() -> None:
    """Č stands beside C, not behind Z."""
    names = ["Zute", "Cēsis", "Čaks", "Caune", "Ādaži", "Adamova"]

    ordered = sorted(names, key=sort_key)

    assert ordered == ["Adamova", "Ādaži", "Čaks", "Caune", "Cēsis", "Zute"]


def test_a_long_title_still_fits_an_index() -> None:
    """PostgreSQL refuses index entries of some 2,700 bytes."""
    assert len(sort_key("ā" * 10_000).encode()) < 2_000
