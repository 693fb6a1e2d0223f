"""What Typst gets: our templates and fonts, data and nothing else."""

from io import BytesIO
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from PIL import Image

from tests.papers.making import event_of, make_meeting
from tests.papers.reading import Paper
from webapp.core import pictures
from webapp.core.database import write
from webapp.core.picture_files import drawn_anew
from webapp.core.text import LocalText
from webapp.papers.catalogue import PAPERS, Wanted
from webapp.papers.said import capital, lines, prose, said
from webapp.papers.typesetting import TEMPLATES


def test_each_paper_has_a_template_of_both_kinds() -> None:
    pages = Path(TEMPLATES).parent / "templates" / "papers"

    for name in PAPERS:
        assert (TEMPLATES / f"{name}.typ").is_file()
        assert (pages / f"{name}.html").is_file()


def test_templates_take_nothing_from_elsewhere() -> None:
    for path in TEMPLATES.glob("*.typ"):
        source = path.read_text(encoding="utf-8")

        assert "@preview" not in source
        assert "eval(" not in source
        assert "datetime" not in source


def test_the_logo_of_the_organiser_stands_on_both_forms(app: Flask) -> None:
    file = BytesIO()
    Image.new("RGB", (300, 120), "#0b5788").save(file, "PNG")
    file.seek(0)
    meeting = make_meeting(app)
    with app.app_context(), write():
        event_of(meeting).organiser.logo = pictures.keep(drawn_anew(file))

    paper = Paper(meeting.get("participants.pdf").data)
    page = BeautifulSoup(meeting.get("participants.html").data, "html.parser")

    assert paper.pictures.count("Brasla Municipality") == 1
    assert page.select_one("main img.logo")


def test_without_a_project_there_is_no_statement_and_no_emblem(app: Flask) -> None:
    meeting = make_meeting(app, projects=[])

    paper = Paper(meeting.get("agenda.pdf").data)

    assert paper.pictures == []
    assert "Co-funded" not in paper.words
    assert paper.is_ua


def test_longer_texts_become_paragraphs_and_lists(context: None) -> None:
    text = LocalText(
        {"de": "# Kopf\n\nEins *zwei*\nund\n\n1. a\n2. b\n\n[hier](mailto:a@b.example)"}
    )

    assert [(each["kind"], each["text"], each["items"]) for each in prose(text)] == [
        ("h", "Kopf", []),
        ("p", "Eins zwei und", []),
        ("list", "", ["a", "b"]),
        ("p", "hier (a@b.example)", []),
    ]
    assert {each["lang"] for each in prose(text)} == {"de"}
    assert prose(None) == []
    assert lines("- one\n\n* two") == [said("one"), said("two")]
    assert said(LocalText({"x y": "odd"})) == {"text": "odd", "lang": ""}
    assert capital("") == ""


@pytest.mark.parametrize(
    "given", [{"part": "0"}, {"part": "x"}, {"part": "9999999"}, {"level": "?"}, {"part": "²"}]
)
def test_what_an_address_says_wrongly_is_as_usual(given: dict[str, str]) -> None:
    assert Wanted.read(given) == Wanted()
