"""The other programs come up, are shared within a run, and misbehave when asked to."""

import smtplib
import subprocess
from email.message import EmailMessage
from pathlib import Path

import psycopg
import pytest
from redis import Redis

from tests import servers
from tests.mail_sink import MailSink, Mood


def letter() -> EmailMessage:
    message = EmailMessage()
    message["From"] = "site@example.org"
    message["To"] = "anna@example.org"
    message["Subject"] = "Kick-off – Atklāšana"
    message.set_content("Hello")
    return message


def send(sink: MailSink) -> None:
    with smtplib.SMTP("127.0.0.1", sink.port, timeout=0.5) as connection:
        connection.send_message(letter())


class TestPostgresql:
    def test_a_database_of_ones_own_keeps_every_language(self, pg_server: str) -> None:
        url = servers.create_database(pg_server, "vizite_servers_test")

        with psycopg.connect(url) as connection:
            encoding = connection.execute("SHOW server_encoding").fetchone()
            connection.execute("CREATE TABLE words (word text)")
            connection.execute("INSERT INTO words VALUES ('Jūrmala'), ('София')")
            words = connection.execute("SELECT word FROM words").fetchall()

        assert encoding == ("UTF8",)
        assert words == [("Jūrmala",), ("София",)]
        servers.drop_database(pg_server, "vizite_servers_test")
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(url)

    def test_making_a_database_again_empties_it(self, pg_server: str) -> None:
        url = servers.create_database(pg_server, "vizite_again_test")
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE words (word text)")

        servers.create_database(pg_server, "vizite_again_test")

        with psycopg.connect(url) as connection:
            found = connection.execute("SELECT to_regclass('words')").fetchone()
        assert found == (None,)
        servers.drop_database(pg_server, "vizite_again_test")

    def test_the_package_of_the_lock_has_the_programs_too(self) -> None:
        binaries = servers.find_packaged_postgresql()

        assert binaries is not None
        version = subprocess.run([binaries / "postgres", "-V"], capture_output=True, check=True)
        assert version.stdout.startswith(b"postgres (PostgreSQL)")

    def test_the_package_of_the_lock_starts_and_stops(
        self, shared: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("TEST_DATABASE_URL", raising=False)
        monkeypatch.setattr(servers, "find_postgresql", servers.find_packaged_postgresql)
        own = shared / "p"
        own.mkdir(mode=0o711)

        url = servers.postgresql(own)
        with psycopg.connect(url) as connection:
            answer = connection.execute("SELECT 1").fetchone()
        servers.stop_all(own)

        assert answer == (1,)
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(url)


def test_redis_keeps_what_it_is_given(redis_url: str) -> None:
    with Redis.from_url(redis_url) as client:
        client.set("colour", "amber")
        kept = client.get("colour")

    assert kept == b"amber"


def test_a_server_is_made_once_a_run(shared: Path) -> None:
    made = [servers.once(shared, "made-once-test", lambda n=n: f"made {n}") for n in range(3)]

    assert made == ["made 0", "made 0", "made 0"]


class TestMailSink:
    def test_a_letter_arrives_whole(self, mail_sink: MailSink) -> None:
        send(mail_sink)

        [received] = mail_sink.received
        assert received.sender == "site@example.org"
        assert received.recipients == ("anna@example.org",)
        assert received.message["Subject"] == "Kick-off – Atklāšana"
        assert received.message.get_content() == "Hello\n"

    @pytest.mark.parametrize(("mood", "code"), [(Mood.REJECT, 550), (Mood.TRY_LATER, 451)])
    def test_a_letter_can_be_turned_away(self, mail_sink: MailSink, mood: Mood, code: int) -> None:
        mail_sink.mood = mood

        with pytest.raises(smtplib.SMTPDataError) as caught:
            send(mail_sink)

        assert caught.value.smtp_code == code
        assert (mail_sink.tried, mail_sink.received) == (1, [])

    def test_the_server_can_hang(self, mail_sink: MailSink) -> None:
        mail_sink.mood = Mood.HANG

        with pytest.raises(smtplib.SMTPServerDisconnected, match="timed out"):
            send(mail_sink)

        assert (mail_sink.tried, mail_sink.received) == (1, [])

    def test_the_server_can_vanish_after_taking_a_letter(self, mail_sink: MailSink) -> None:
        mail_sink.mood = Mood.VANISH

        with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
            send(mail_sink)

        assert len(mail_sink.received) == 1

    def test_the_server_can_be_down_for_a_while(self, mail_sink: MailSink) -> None:
        with mail_sink.refusing(), pytest.raises(ConnectionRefusedError):
            send(mail_sink)

        send(mail_sink)
        assert len(mail_sink.received) == 1


class TestMissingParts:
    def test_at_home_the_test_is_skipped_and_says_why(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(servers, "IN_CI", False)

        with pytest.raises(pytest.skip.Exception, match="Chromium is missing: install it"):
            servers.missing("Chromium", "install it")

    def test_in_ci_it_fails(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(servers, "IN_CI", True)

        with pytest.raises(pytest.fail.Exception, match="Chromium is missing: install it"):
            servers.missing("Chromium", "install it")

    def test_a_named_browser_is_taken(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("TEST_BROWSER", str(tmp_path / "browser"))

        assert servers.find_chromium() == tmp_path / "browser"


@pytest.mark.browser
def test_the_browser_opens_a_page(page) -> None:  # type: ignore[no-untyped-def]
    page.set_content("<h1>Vizīte</h1>")

    assert page.inner_text("h1") == "Vizīte"
