"""What has no end is not taken apart: told from the raw octets, whatever the machine's speed."""

import pytest

from tests.mail.mailbox import report
from tests.registrations.replying import SHAPES, filled
from webapp.mail import shapes
from webapp.mail.shapes import why_not_read

NESTED = b"".join(
    b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(200)
)


@pytest.mark.parametrize("shape", SHAPES)
def test_what_programs_send_is_read(shape: str) -> None:
    assert why_not_read(filled(shape)) is None


def test_reports_and_plain_letters_are_read() -> None:
    assert why_not_read(report("<a@example.org>")) is None
    assert why_not_read(b"Subject: hello\n\n" + b"-- \nAnna\n" * 100) is None
    assert why_not_read(b"") is None


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize(
    "raw",
    [
        b"Content-Type: text/calendar; " + b"a=b; " * 1000,
        b"Content-Type: text/calendar;\n" + b" a=b;\n" * 1000,
        b"content-disposition: attachment; filename=" + b"(" * 3000,
        b"Message-ID: <" + b"a" * 3000,
        b"Content-Type: text/plain; x=" + b"y" * 1000 + b"\n\n--b\n",
    ],
)
def test_header_fields_without_end_are_not(raw: bytes, end: bytes) -> None:
    repeats = 1 if len(raw) > shapes.LONGEST_FIELD else 30

    assert why_not_read(b"A: b\n".replace(b"\n", end) + (raw * repeats).replace(b"\n", end))


def test_parts_without_end_are_not() -> None:
    many = b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * 2000

    assert why_not_read(many) == "more than 1000 parts"
    assert why_not_read(NESTED) is not None
