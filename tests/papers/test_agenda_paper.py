"""The agenda as PDF and as page: levels, changes, what makes it readable aloud."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from tests.counting import count_statements
from tests.papers.making import Meeting, event_of, make_meeting, publish
from tests.papers.reading import Paper
from webapp.agenda.models import AgendaItem
from webapp.core.database import db, write
from webapp.core.text import LocalText


@pytest.fixture
def meeting(app: Flask) -> Meeting:
    return make_meeting(app, items=5)


def change(meeting: Meeting, title: str, **values: object) -> None:
    with meeting.app.app_context(), write():
        items = db.session.scalars(select(AgendaItem)).all()
        item = next(each for each in items if str(each.name) == title)
        for name, value in values.items():
            setattr(item, name, value)


def test_the_pdf_is_accessible_in_both_languages(meeting: Meeting) -> None:
    for language, title, statement in (
        ("en", "Agenda: Partner meeting", "Co-funded by the European Union"),
        ("lv", "Partneru sanāksme", "Līdzfinansē Eiropas Savienība"),
    ):
        answer = meeting.app.test_client().get(f"/events/{meeting.code}/agenda.pdf?lang={language}")
        paper = Paper(answer.data)

        assert answer.mimetype == "application/pdf"
        assert paper.is_tagged
        assert paper.is_ua
        assert paper.language == language
        assert title in paper.title
        assert statement in paper.words
        assert len(paper.pictures) == 1
        assert all(paper.pictures)
        assert len(paper.tags("TH")) >= 9


def test_equal_content_gives_equal_bytes_and_a_304(meeting: Meeting) -> None:
    address = f"/events/{meeting.code}/agenda.pdf?lang=en"
    client = meeting.app.test_client()
    first, second = client.get(address), client.get(address)

    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert first.data == second.data
    assert again.status_code == 304


def test_days_are_bookmarks_and_pages_are_numbered(app: Flask) -> None:
    paper = Paper(make_meeting(app, items=40).get("agenda.pdf").data)

    number = paper.number_of_pages
    assert number > 1
    assert [paper.page(each).count(f"{each} / {number}") for each in (1, number)] == [1, 1]
    assert "Monday, 10 May 2027" in paper.bookmarks
    assert "Time What Where" in paper.page(number) or "Place Address" in paper.page(number)


@pytest.mark.parametrize(
    ("level", "sees"),
    [
        ("public", {"Welcome", "Visit 1", "Visit 2"}),
        ("partners", {"Welcome", "Visit 1", "Visit 2", "Visit 3"}),
        ("internal", {"Welcome", "Visit 1", "Visit 2", "Visit 3", "Visit 4"}),
        ("nonsense", {"Welcome", "Visit 1", "Visit 2", "Visit 3"}),
    ],
)
def test_each_level_reads_its_items_on_both_forms(
    meeting: Meeting, level: str, sees: set[str]
) -> None:
    pdf = Paper(meeting.get(f"agenda.pdf?level={level}").data).words
    page = BeautifulSoup(meeting.get(f"agenda.html?level={level}").data, "html.parser")

    every = {"Welcome", "Visit 1", "Visit 2", "Visit 3", "Visit 4"}
    assert {each for each in every if each in pdf} == sees
    assert {each.text for each in page.select("tbody td > strong")} & every == sees


def test_the_public_paper_never_shows_more_to_whoever_asks(meeting: Meeting) -> None:
    for client in (meeting.app.test_client(), meeting.staff):
        answer = client.get(f"/events/{meeting.code}/agenda.pdf?level=internal")

        assert "Visit 3" not in Paper(answer.data).words
        assert "Visit 4" not in Paper(answer.data).words


def test_what_has_changed_is_marked_with_what_it_was(meeting: Meeting) -> None:
    with meeting.app.app_context():
        moved_to = event_of(meeting).first_on
    assert moved_to is not None
    change(meeting, "Visit 1", name=LocalText({"en": "Visit to the mill"}))
    change(meeting, "Visit 2", day_on=moved_to + timedelta(days=1))

    pdf = Paper(meeting.get("agenda.pdf?level=public").data).words
    page = BeautifulSoup(meeting.get("agenda.html?level=public").data, "html.parser").text

    for words in (pdf, " ".join(page.split())):
        assert "2 items have changed since and are marked." in words
        assert "Visit to the mill" in words
        assert "title changed" in words
        assert "moved" in words
        assert "Visit 1" in words
    with meeting.app.app_context(), write():
        publish(event_of(meeting), 2)
    assert "title changed" not in Paper(meeting.get("agenda.pdf").data).words


def test_an_agenda_is_nobodys_before_it_is_published(meeting: Meeting) -> None:
    with meeting.app.app_context(), write():
        event_of(meeting).has_agenda = False

    public = meeting.app.test_client()

    assert public.get(f"/events/{meeting.code}/agenda.pdf").status_code == 404
    assert public.get(f"/events/{meeting.code}/agenda.html").status_code == 404
    assert "Draft, not published yet." in Paper(meeting.get("agenda.pdf").data).words


def test_what_people_typed_is_never_markup(meeting: Meeting) -> None:
    nasty = '#panic() $x$ *a* _b_ \\ <img> @ref `c` // "d" [e] ~ = f 😀 שלום'
    change(
        meeting,
        "Welcome",
        name=LocalText({"en": nasty}),
        description=LocalText({"en": '#eval("1")\n\n- one\n- two\n\n[link](https://a.example)'}),
        place_note=LocalText({"de": "Saal #2"}),
        host_person="$" * 200,
    )

    words = Paper(meeting.get("agenda.pdf").data).words

    assert '#panic() $x$ *a* _b_ \\ <img> @ref `c` // "d" [e] ~ = f �' in words
    assert '#eval("1")' in words.replace("“", '"').replace("”", '"')
    assert "link (https://a.example)" in words
    assert "Saal #2" in words


def test_forty_items_take_as_many_statements_as_two(app: Flask) -> None:
    counts = []
    for number in (2, 40):
        meeting = make_meeting(app, items=number)
        staff = meeting.staff
        with count_statements() as sent:
            staff.get(f"/manage/events/{meeting.code}/papers/agenda.pdf")
        counts.append(len(sent))

    assert counts[0] == counts[1]
