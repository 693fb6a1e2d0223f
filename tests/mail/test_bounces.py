"""Reports of mail servers, as different ones write them."""

from email import message_from_bytes, policy

import pytest
from flask import Flask

from tests.mail.mailbox import report
from tests.mail.posting import store
from tests.outbox import letter
from webapp.core.database import write
from webapp.mail.bounces import Report, note, report_in
from webapp.mail.work import empty_old_letters

ID = "<abc@vizite.example>"


def read(raw: bytes) -> Report | None:
    return report_in(message_from_bytes(raw, policy=policy.default))


@pytest.mark.parametrize(
    "returned",
    [
        "text/rfc822-headers",
        "message/rfc822",
        "message/rfc822-headers",
        "message/global",
        "message/global-headers",
    ],
)
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_the_letter_is_found_by_what_came_back(returned: str, line_end: bytes) -> None:
    found = read(report(ID, returned=returned).replace(b"\n", line_end))

    assert found == Report(ID, True, "550 5.1.1 <…@…>: Recipient address rejected")


def test_the_report_itself_may_name_the_letter() -> None:
    raw = report("").replace(b"Message-ID: \n", b"")
    raw = raw.replace(b"Reporting-MTA:", f"Original-Message-ID: {ID}\nReporting-MTA:".encode())

    found = read(raw)

    assert found is not None
    assert found.message_id == ID


def test_a_report_for_addresses_outside_ascii_is_read() -> None:
    raw = report(ID).replace(b"message/delivery-status", b"message/global-delivery-status")

    found = read(raw)

    assert found is not None
    assert (found.message_id, found.has_failed) == (ID, True)


def test_of_several_recipients_the_failure_counts() -> None:
    more = b"Final-Recipient: rfc822; b@example.org\nAction: delayed\n\nFinal-Recipient: rfc822;"
    raw = report(ID).replace(b"Final-Recipient: rfc822;", more, 1)

    found = read(raw)

    assert found is not None
    assert found.has_failed


def test_without_words_the_status_is_told() -> None:
    raw = report(ID).replace(b"Diagnostic-Code: smtp; 550 5.1.1", b"X-Other: 1")

    found = read(raw)

    assert found is not None
    assert found.words == "status 5.1.1"


@pytest.mark.parametrize(
    "raw",
    [
        b"Subject: holiday\n\nI am away",
        report(ID, action="delivered"),
        report(ID, action="relayed"),
        report(""),
        report(ID).replace(b"message/delivery-status", b"text/plain"),
        report(ID).replace(b'boundary="B"', b'boundary="C"'),
    ],
)
def test_all_else_is_no_report(raw: bytes) -> None:
    assert read(raw) is None


def told(app: Flask, found: Report) -> None:
    with app.app_context(), write():
        note(found)


def test_a_letter_that_is_late_is_not_returned_but_says_so(app: Flask) -> None:
    store(app, "anna@example.org")
    message_id = letter(app).message_id

    told(app, Report(message_id, False, "451 try later"))
    late = letter(app)
    told(app, Report(message_id, True, "550 no such mailbox"))
    back = letter(app)

    assert (late.returned_at, late.last_error) == (None, "451 try later")
    assert back.returned_at is not None
    assert back.last_error == "550 no such mailbox"


def test_the_first_report_stands(app: Flask) -> None:
    store(app, "anna@example.org")
    message_id = letter(app).message_id

    told(app, Report(message_id, True, "550 no such mailbox"))
    first = letter(app)
    told(app, Report(message_id, True, "550 again"))

    assert letter(app).returned_at == first.returned_at
    assert letter(app).last_error == "550 no such mailbox"


def test_a_report_of_somebody_elses_letter_changes_nothing(app: Flask) -> None:
    store(app, "anna@example.org")

    told(app, Report("<other@elsewhere.example>", True, "550"))

    assert letter(app).returned_at is None


def test_when_its_words_are_emptied_it_is_due_no_more(app: Flask, clock: object) -> None:
    store(app, "anna@example.org")
    told(app, Report(letter(app).message_id, True, "550"))
    with app.app_context(), write():
        from sqlalchemy import update

        from webapp.core.database import db
        from webapp.core.times import now
        from webapp.mail.models import Letter

        db.session.execute(update(Letter).values(state="sent", sent_at=now()))
    clock.forward(days=31)  # type: ignore[attr-defined]
    with app.app_context():
        empty_old_letters()

    kept = letter(app)
    assert kept.returned_at is not None
    assert kept.undelivered_at is None
