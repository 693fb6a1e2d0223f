"""Without a mail server letters become files, exactly one each."""

from email import message_from_bytes, policy
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import Clock
from tests.mail.posting import addresses, send, states, store
from tests.outbox import letter
from webapp.mail import files
from webapp.mail.leases import LEASE, claim
from webapp.mail.sending import prepare


def written(app: Flask) -> list[Path]:
    return sorted((app.config["VIZITE"].data / "letters").glob("*"))


def test_each_letter_becomes_one_file(app: Flask) -> None:
    store(app, *addresses(3))

    assert send(app) == 3

    messages = [
        message_from_bytes(path.read_bytes(), policy=policy.default) for path in written(app)
    ]
    assert {message["To"] for message in messages} == {
        "Reader0 <reader0@example.org>",
        "Reader1 <reader1@example.org>",
        "Reader2 <reader2@example.org>",
    }


def test_the_name_tells_when_it_was_due_and_its_message_id(app: Flask, clock: Clock) -> None:
    clock.set("2027-04-28T10:30:00+03:00")
    store(app, "anna@example.org")
    send(app)

    random = letter(app).message_id.strip("<>").split("@")[0]
    assert [path.name for path in written(app)] == [f"20270428T073000Z-{random}.eml"]


def test_a_worker_that_died_after_writing_leaves_no_second_file(app: Flask, clock: Clock) -> None:
    store(app, "anna@example.org")
    with app.app_context():
        lease = claim()
        assert lease is not None
        (mine,), _faults = prepare(lease)
        from webapp.mail.messages import message_of

        before = files.keep(mine, message_of(mine)).read_bytes()
    clock.forward(seconds=LEASE.total_seconds() + 1)

    assert send(app) == 1

    (only,) = written(app)
    assert only.read_bytes() == before


def test_a_full_disk_keeps_the_letter_waiting_and_leaves_no_half_file(
    app: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    store(app, "anna@example.org")
    with monkeypatch.context() as broken:
        broken.setattr("webapp.mail.files.os.fsync", full)
        assert send(app) == 0
    assert states(app) == {"anna@example.org": "stored"}
    assert [path for path in written(app) if path.suffix == ".eml"] == []

    clock.forward(minutes=2)
    assert send(app) == 1
