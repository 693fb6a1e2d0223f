"""What answers to invitations say, in the shapes of real programs and of hostile ones."""

from datetime import UTC, date, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.registrations.replying import (
    COUNTERS,
    NAME_THE_LETTER,
    SHAPES,
    VALUES,
    calendar,
    changed,
    filled,
    parsed,
)
from webapp.core.ics_reading import BadCalendar
from webapp.registrations.replies_proof import is_vouched_for, trusted_servers
from webapp.registrations.replies_reading import BadReply, Reply, reply_in

ANNA = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:anna@example.org"
UID = "UID:event-abcdefgh@vizite"
STAMP = "DTSTAMP:20261123T081502Z"


def read(raw: bytes) -> Reply:
    reply = reply_in(parsed(raw))
    assert reply is not None
    return reply


@pytest.mark.parametrize("answer", ["ACCEPTED", "TENTATIVE", "DECLINED"])
@pytest.mark.parametrize("shape", SHAPES)
def test_each_program_is_understood(shape: str, answer: str) -> None:
    reply = read(filled(shape, partstat=answer, comment="Ļoti labi\\, paldies!"))

    assert (reply.method, reply.partstat) == ("REPLY", answer)
    assert reply.uid == VALUES["uid"]
    assert (reply.attendee, reply.sender) == ("anna@example.org", "anna@example.org")
    assert reply.sequence == 0
    assert reply.stamped_at == datetime(2026, 11, 23, 8, 15, 2, tzinfo=UTC)
    if shape != "gmail":  # what Google writes in a parameter is not escaped
        assert reply.comment == "Ļoti labi, paldies!"


@pytest.mark.parametrize("shape", [*SHAPES, *COUNTERS])
def test_it_is_known_which_letter_is_answered_where_the_program_says_it(shape: str) -> None:
    named = read(filled(shape)).refers_to

    assert named[:1] == ((VALUES["message_id"],) if shape in NAME_THE_LETTER else ())


def test_google_writes_a_comment_in_a_parameter() -> None:
    assert read(filled("gmail", comment="See you")).comment == "See you"


@pytest.mark.parametrize("shape", COUNTERS)
def test_a_proposal_of_another_time_is_understood(shape: str) -> None:
    reply = read(filled(shape, comment="One day later?"))

    assert (reply.method, reply.comment) == ("COUNTER", "One day later?")
    assert reply.starts is not None
    assert reply.ends is not None
    assert reply.starts.instant == datetime(2026, 12, 23, 11, tzinfo=UTC)
    assert reply.ends.instant == datetime(2026, 12, 23, 13, 30, tzinfo=UTC)


def test_a_proposal_of_whole_days_or_in_a_zone_nobody_knows_keeps_what_it_says() -> None:
    days = read(calendar(UID, STAMP, ANNA, "DTSTART;VALUE=DATE:20270105", method="COUNTER"))
    words = read(calendar(UID, STAMP, ANNA, "DTSTART;TZID=My:20270105T100000", method="COUNTER"))

    assert days.starts is not None
    assert words.starts is not None
    assert (days.starts.day, days.starts.is_day) == (date(2027, 1, 5), True)
    assert (words.starts.written, words.starts.instant) == ("2027-01-05 10:00 (My)", None)


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL", "PUBLISH", "ADD", "REFRESH", "NONSENSE"])
def test_what_answers_nothing_is_left_alone(method: str) -> None:
    assert reply_in(parsed(calendar(UID, STAMP, ANNA, method=method))) is None


def test_a_letter_without_a_calendar_is_left_alone() -> None:
    assert reply_in(parsed(b"From: a@example.org\n\nMETHOD:REPLY\n")) is None
    assert reply_in(EmailMessage()) is None


def test_what_lies_in_a_message_that_is_passed_on_is_not_an_answer() -> None:
    inner = filled("outlook")
    outer = b"From: b@example.org\r\nContent-Type: message/rfc822\r\n\r\n" + inner

    assert reply_in(parsed(outer)) is None


def test_the_method_may_stand_in_the_header_or_in_the_calendar() -> None:
    raw = filled("thunderbird")

    assert read(changed(raw, ("; method=REPLY", ""))).partstat == "ACCEPTED"
    assert read(changed(raw, ("METHOD:REPLY\r\n", ""))).partstat == "ACCEPTED"


@pytest.mark.parametrize(
    "raw",
    [
        changed(filled("outlook"), ("; method=REPLY", "; method=COUNTER")),
        calendar(STAMP, ANNA),  # no UID
        calendar(UID, UID, ANNA),
        calendar(f"UID:{'x' * 200}", ANNA),
        calendar(UID, STAMP),  # nobody answers
        calendar(UID, ANNA, "ATTENDEE;PARTSTAT=DECLINED:mailto:boriss@example.org", ANNA),
        calendar(UID, *[f"ATTENDEE:mailto:p{n}@example.org" for n in range(3000)]),
        calendar(UID, "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:anna@example.org"),
        calendar(UID, "ATTENDEE;PARTSTAT=DELEGATED:mailto:anna@example.org"),
        calendar(UID, "ATTENDEE;PARTSTAT=ACCEPTED:not an address"),
        calendar(UID, ANNA, "SEQUENCE:-1"),
        calendar(UID, ANNA, "SEQUENCE:99999999999999"),
        calendar(UID, ANNA, "DTSTAMP:yesterday"),
        calendar(UID, ANNA, "DTSTAMP:20261399T999999Z"),
        calendar(UID, ANNA, method="COUNTER"),  # no time
        calendar(UID, ANNA, "END:VEVENT", "BEGIN:VEVENT", UID, ANNA),
        calendar(UID, ANNA, "BEGIN:VALARM"),
        calendar(UID, ANNA, *["BEGIN:X"] * 50, *["END:X"] * 50),
        calendar(UID, ANNA, *["BEGIN:VALARM", "END:VALARM"] * 500),
        calendar(UID, ANNA, *["X-LINE:1"] * 10_000),
        calendar(UID, ANNA, "DESCRIPTION:" + "x" * 300_000),
        calendar(UID, ANNA, "no colon here"),
        calendar(UID, ANNA, head="Auto-Submitted: auto-replied\n"),
        b"Content-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\n",
        b"Content-Type: text/calendar; method=REPLY\nContent-Transfer-Encoding: base64\n\n!!?!\n",
        b"Content-Type: text/calendar; method=REPLY\n\n\0\0\0",
        b"Content-Type: text/calendar; method=REPLY\n\n",
    ],
)
def test_what_cannot_be_counted_has_a_name(raw: bytes) -> None:
    with pytest.raises(BadCalendar):
        reply_in(parsed(raw))


def test_an_answer_that_is_torn_in_one_part_is_read_from_the_other() -> None:
    raw = changed(filled("thunderbird"), ("ROLE=3DREQ", "ROLE;REQ"))

    assert read(raw).attendee == "anna@example.org"


def test_control_characters_never_leave_the_reader() -> None:
    comment = "COMMENT:a\\nb\0\x07 c\u2028d"
    reply = read(calendar(UID.replace("abc", "a\0bc"), STAMP, ANNA, comment))

    assert (reply.uid, reply.comment) == ("event-abcdefgh@vizite", "a\nb c\nd")


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("us-ascii", "utf-8"),
        ("iso-8859-1", "utf-8"),
        ("no-such-charset", "utf-8"),
        ("punycode", "utf-8"),
        ("windows-1257", "windows-1257"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-8", "utf-16"),
    ],
)
def test_a_charset_may_be_wrong(charset: str, encoding: str) -> None:
    text = f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{UID}\r\n{ANNA}\r\nCOMMENT:Ļoti labi\r\n"
    text += "END:VEVENT\r\nEND:VCALENDAR\r\n"
    message = EmailMessage()
    message["From"] = "anna@example.org"
    message.set_content(text.encode(encoding), "text", "calendar", cte="base64")
    message.set_param("charset", charset)
    message.set_param("method", "REPLY")

    assert read(message.as_bytes()).comment == "Ļoti labi"


@pytest.mark.parametrize(
    "header",
    [
        "From: boriss@example.org, anna@example.org",
        "From: anna@example.org\nFrom: boriss@example.org",
        'From: "anna@example.org" <boriss@example.org>, c@example.org',
        "X-From: anna@example.org",
        "From: " + "(" * 5000,
        "From: anna",
    ],
)
def test_a_sender_who_cannot_be_told_is_nobody(header: str) -> None:
    raw = calendar(UID, STAMP, ANNA).replace(b"From: anna@example.org", header.encode())

    assert read(raw).sender == ""


def test_of_several_people_the_one_who_sends_it_answers() -> None:
    organiser = "ATTENDEE;PARTSTAT=DECLINED:mailto:events@example.org"

    assert read(calendar(UID, STAMP, organiser, ANNA)).partstat == "ACCEPTED"


def vouched(*headers: str, domain: str = "example.org", server: str = "mx.example.org") -> bool:
    raw = "".join(f"{header}\n" for header in headers) + "From: anna@example.org\n\nHello\n"
    return is_vouched_for(parsed(raw.encode()), domain, frozenset({server}))


@pytest.mark.parametrize(
    "result",
    [
        "dmarc=pass header.from=example.org",
        "dkim=fail header.d=example.org; dkim=pass header.d=example.org",
        "dkim=pass header.i=@mail.example.org",
        "spf=pass (mx; it (really) is) smtp.mailfrom=anna@example.org",
        "DKIM=Pass\n header.d=Example.ORG",
    ],
)
def test_the_own_server_vouches(result: str) -> None:
    assert vouched(f"Authentication-Results: mx.example.org; {result}")


@pytest.mark.parametrize(
    "headers",
    [
        ["Authentication-Results: mx.example.org; none"],
        ["Authentication-Results: mx.example.org; dmarc=fail header.from=example.org"],
        ["Authentication-Results: mx.example.org; dkim=pass header.d=elsewhere.example"],
        ["Authentication-Results: mx.example.org; dkim=pass header.d=org"],
        ["Authentication-Results: mx.example.org; dkim=pass header.d=badexample.org"],
        ["Authentication-Results: mx.example.org; dkim=fail (dmarc=pass header.from=example.org)"],
        ["Authentication-Results: mx.example.org.evil.example; dmarc=pass header.from=example.org"],
        ["Authentication-Results: evil.example; dmarc=pass header.from=example.org"],
        [
            "Authentication-Results: mx.example.org; dmarc=fail header.from=example.org",
            "Authentication-Results: mx.example.org; dmarc=pass header.from=example.org",
        ],
        [
            "Authentication-Results: relay.example; none",
            "Authentication-Results: mx.example.org; dmarc=pass header.from=example.org",
        ],
        ["Authentication-Results: " + "(" * 100_000],
        ["Authentication-Results: ;"],
        ["X-Nothing: 1"],
    ],
)
def test_nobody_else_vouches(headers: list[str]) -> None:
    assert not vouched(*headers)


def test_which_server_is_believed_is_said_and_never_guessed() -> None:
    assert trusted_servers("imaps://u:p@mail.example.org/INBOX") == frozenset()
    assert trusted_servers("imaps://u:p@imap.gmail.com/INBOX") == {"mx.google.com"}
    assert trusted_servers(
        "imap://u:p@mail.example.org/INBOX?starttls&authserv=MX.example.org"
    ) == {"mx.example.org"}


_NAMES = st.sampled_from(
    ["UID", "ATTENDEE", "DTSTAMP", "SEQUENCE", "DTSTART;TZID=Europe/Riga", "BEGIN", "END", "METHOD"]
)
_LINES = st.lists(st.builds("{}:{}".format, _NAMES, st.text(max_size=30)) | st.text(max_size=40))


@given(lines=_LINES, method=st.sampled_from(["REPLY", "COUNTER"]))
def test_whatever_the_lines_are_it_reads_or_says_that_it_cannot(
    lines: list[str], method: str
) -> None:
    raw = calendar(*lines, method=method).decode("utf-8", "surrogatepass")
    only_named(raw.encode("utf-8", "surrogatepass"))


@given(
    raw=st.sampled_from([filled(shape) for shape in (*SHAPES, *COUNTERS)]),
    at=st.integers(0, 3000),
    put=st.binary(max_size=20),
    dropped=st.integers(0, 60),
)
def test_whatever_is_torn_out_or_put_in_it_reads_or_says_that_it_cannot(
    raw: bytes, at: int, put: bytes, dropped: int
) -> None:
    at = at % len(raw)
    only_named(raw[:at] + put + raw[at + dropped :])


def only_named(raw: bytes) -> None:
    try:
        reply_in(parsed(raw))
    except BadCalendar:
        assert issubclass(BadReply, BadCalendar)
