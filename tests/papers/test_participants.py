"""The list of participants: by delegation, without addresses, for those who may see people."""

from bs4 import BeautifulSoup
from flask import Flask

from tests.counting import count_statements
from tests.factories import make_registration
from tests.logistics.making import make_need
from tests.papers.making import event_of, make_meeting
from tests.papers.reading import Paper
from webapp.core.database import write
from webapp.papers.glyphs import INSTEAD, drawn, is_whole

#: Latin, Greek, Cyrillic are drawn; the rest is replaced where everybody sees it.
NAMES = {
    "Łukasz Żółć-Ņikitina": "Łukasz Żółć-Ņikitina",
    "Γιώργος Παπαδόπουλος": "Γιώργος Παπαδόπουλος",
    "Петър Стоянов": "Петър Стоянов",
    "Mārtiņš 👩‍👩‍👧 Ozols": f"Mārtiņš {INSTEAD} Ozols",
    "שלום כהן": f"{INSTEAD} {INSTEAD}",
    "\u202eevil\u202c name": "evil name",
    '#let x = 1; $y$ *z* \\ "q"': '#let x = 1; $y$ *z* \\ "q"',
    "W" * 200: "W" * 200,
}


def test_names_of_every_kind_stand_on_the_list(app: Flask) -> None:
    meeting = make_meeting(app, names=tuple(NAMES))

    words = Paper(meeting.get("participants.pdf").data).words.replace(" ", "")

    assert {name for name, shown in NAMES.items() if shown.replace(" ", "") not in words} == set()


def test_the_font_says_what_it_lacks() -> None:
    assert {name: drawn(name) for name in NAMES} == NAMES
    assert is_whole("Петър Ņikitina")
    assert not is_whole("דוד")
    assert drawn("e\u0301") == "é"
    assert drawn("two\nlines") == "two lines"


def test_what_nobody_can_see_is_shown_to_stand_there(app: Flask) -> None:
    meeting = make_meeting(app, names=("\u200b", "Anna Bērziņa"))

    assert drawn("\u200b\u2060") == INSTEAD
    assert drawn(" ") == " "
    assert meeting.get("badges.pdf").status_code == 200


def test_both_forms_have_the_same_rows(app: Flask) -> None:
    meeting = make_meeting(app, names=("Anna Bērziņa", "Jean Martin", "Iveta"), delegations=3)
    with app.app_context(), write():
        make_registration(event_of(meeting), "Zane Alone", organisation_text="Newspaper")

    page = BeautifulSoup(meeting.get("participants.html").data, "html.parser")
    words = Paper(meeting.get("participants.pdf").data).words

    rows = [
        " ".join(" ".join(cell.text for cell in row.select("td")).split())
        for row in page.select("tbody tr")
        if row.select("td")
    ]
    assert len(rows) == 10
    assert [row for row in rows if row not in words] == []
    heads = [" ".join(each.text.split()) for each in page.select("th[scope=rowgroup]")]
    assert heads == [
        "Partner 0, France",
        "Partner 1, Bulgaria",
        "Partner 2, Finland",
        "Participants without a delegation",
    ]


def test_nobodys_address_and_needs_stand_on_it(app: Flask) -> None:
    meeting = make_meeting(app)
    with app.app_context(), write():
        event = event_of(meeting)
        person = make_registration(event, "Vera Vegan", "vera@secret.example.org")
        make_need(person, "diet", said="peanuts")

    for path in ("participants.pdf", "participants.pdf?sign=1&photos=1"):
        paper = Paper(meeting.get(path).data)

        assert "Vera Vegan" in paper.words
        assert "secret" not in paper.words
        assert "peanuts" not in paper.words


def test_only_those_with_a_seat_stand_on_it(app: Flask) -> None:
    meeting = make_meeting(app)
    with app.app_context(), write():
        event = event_of(meeting)
        for state in ("waiting", "cancelled", "awaiting-approval"):
            make_registration(event, f"Somebody {state}", f"{state}@example.org", state)

    assert "Somebody" not in Paper(meeting.get("participants.pdf").data).words


def test_there_is_room_to_sign_and_a_column_for_the_photographer(app: Flask) -> None:
    meeting = make_meeting(app)
    with app.app_context(), write():
        make_registration(event_of(meeting), "Nora Nopicture", not_in_photos=True)

    plain = Paper(meeting.get("participants.pdf").data)
    signed = Paper(meeting.get("participants.pdf?sign=1").data)
    photos = Paper(meeting.get("participants.pdf?photos=1").data)

    assert "Signature" in signed.words
    assert "Attendance list" in signed.title
    assert "Signature" not in plain.words
    assert "not in pictures" not in plain.words
    assert photos.words.count("not in pictures") == 1


def test_a_paper_without_people_says_so(app: Flask) -> None:
    meeting = make_meeting(app, delegations=0)

    assert "Nobody has a confirmed seat yet." in Paper(meeting.get("participants.pdf").data).words


def test_sixty_people_of_eight_partners_take_as_many_statements_as_two(app: Flask) -> None:
    counts = []
    for delegations, names in ((1, 2), (8, 8)):
        meeting = make_meeting(
            app, names=tuple(f"Person {each}" for each in range(names)), delegations=delegations
        )
        staff = meeting.staff
        with count_statements() as sent:
            answer = staff.get(f"/manage/events/{meeting.code}/papers/participants.pdf")
        counts.append(len(sent))

    assert Paper(answer.data).words.count("Person") == 64
    assert counts[0] == counts[1]
