"""`make check` finds every way a catalogue can lag behind the program."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from tools.translations import KEYWORDS, ROOT, extract, faults_of, write

WORDS = Catalog()
WORDS.add("Hello %(name)s", locations=[("webapp/views.py", 1)])
WORDS.add(("%(num)d place", "%(num)d places"), locations=[("webapp/views.py", 2)])

#: Names of translators that get their words from elsewhere: WTForms' own.
WRAPPED = {"ours", "ours_of_many"}


def latvian(**changes: object) -> Catalog:
    """A whole Latvian catalogue, but for the changes: ``hello=None`` leaves the word out."""
    texts = {
        "hello": "Sveiki, %(name)s",
        "places": ("%(num)d vieta", "%(num)d vietas", "%(num)d vietu"),
    } | changes
    catalogue = Catalog(locale="lv")
    for word, text in zip(WORDS, ["", *texts.values()], strict=True):
        if word.id and text is not None:
            catalogue.add(word.id, text)
    return catalogue


def test_a_whole_catalogue_has_no_fault() -> None:
    assert list(faults_of(latvian(), WORDS)) == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"hello": None}, "is missing"),
        ({"hello": ""}, "is not translated"),
        ({"places": ("%(num)d vieta", "%(num)d vietas", "")}, "is not translated"),
        ({"places": ("%(num)d vieta", "%(num)d vietas")}, "needs 3 forms and has 2"),
        ({"hello": "Sveiki, %(nosaukums)s"}, "has other placeholders"),
        ({"hello": "Sveiki"}, "has other placeholders"),
        ({"places": ("%(num)d vieta", "%(num)d vietas", "%(n)d vietu")}, "has other placeholders"),
    ],
)
def test_a_fault_is_named(changes: dict[str, object], fault: str) -> None:
    [line] = faults_of(latvian(**changes), WORDS)

    assert fault in line
    assert line.startswith("lv: ")


def test_a_doubtful_word_is_a_fault() -> None:
    catalogue = latvian()
    catalogue["Hello %(name)s"].flags.add("fuzzy")

    assert ["fuzzy" in line for line in faults_of(catalogue, WORDS)] == [True]


def test_a_word_nothing_uses_is_a_fault() -> None:
    catalogue = latvian()
    catalogue.add("Goodbye", "Uz redzēšanos")

    [line] = faults_of(catalogue, WORDS)
    assert "nothing uses it any more" in line


def test_words_come_from_the_program_and_from_its_form_library() -> None:
    found = extract()

    assert found.get("This field is required.") is not None
    places = {place.split("/")[0] for message in found for place, _ in message.locations}
    assert places == {"webapp", "wtforms"}


def test_words_are_found_by_whatever_name_a_module_gives_the_translator() -> None:
    aliases = re.compile(r"from flask_babel import \w*gettext as (\w+)")
    sources = [file.read_text("utf-8") for file in (ROOT / "webapp").rglob("*.py")]

    used = {name for source in sources for name in aliases.findall(source)}

    assert used - set(KEYWORDS) - WRAPPED == set()


def test_a_catalogue_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    file = tmp_path / "messages.po"
    file.write_text("what people have translated", "utf-8")
    broken = latvian()
    broken.copyright_holder = None

    with pytest.raises(TypeError):
        write(file, broken)

    assert file.read_text("utf-8") == "what people have translated"
