"""An administrator with a shell makes the first account and gets in without mail."""

from flask import Flask

from tests.accounts.test_sign_in import is_signed_in, press
from tests.factories import make_account
from webapp.accounts import sign_in
from webapp.accounts.models import Account
from webapp.core.changes import history
from webapp.core.database import db, write


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=list(arguments))
    return result.exit_code, result.output.strip()


def test_an_administrator_is_made_once_however_often_it_is_asked(app: Flask) -> None:
    code, said = run(app, "create-admin", "Admin@Example.org")
    again, _ = run(app, "create-admin", "admin@example.org")

    assert (code, again) == (0, 0)
    assert said.startswith("admin@example.org is an administrator.")
    with app.app_context():
        (account,) = db.session.scalars(db.select(Account))
        assert account.is_admin
        verbs = [change.verb for change in history(f"account:{account.id}")]
    assert verbs == ["made-administrator", "created"]


def test_an_account_can_become_an_administrator(app: Flask) -> None:
    with app.app_context():
        make_account("ilze@example.org", "Ilze")

    run(app, "create-admin", "ilze@example.org")

    with app.app_context():
        (account,) = db.session.scalars(db.select(Account))
        assert (account.name, account.is_admin) == ("Ilze", True)


def test_the_printed_link_signs_in(app: Flask) -> None:
    run(app, "create-admin", "admin@example.org")
    code, said = run(app, "sign-in-link", "ADMIN@example.org")
    client = app.test_client()

    assert code == 0
    press(client, said.removeprefix("http://localhost"))

    assert is_signed_in(client)


def test_what_is_wrong_is_said_in_one_line(app: Flask) -> None:
    code, said = run(app, "sign-in-link", "nobody@example.org")
    assert code == 1
    assert said == (
        "Error: No account has the address nobody@example.org;"
        " `create-admin nobody@example.org` makes one."
    )
    code, said = run(app, "create-admin", "nonsense")
    assert code == 1
    assert said.startswith("Error: nonsense is not an address:")


def test_only_the_coordinator_of_the_examples_gets_a_link_for_the_terminal(app: Flask) -> None:
    with app.app_context():
        assert sign_in.example_link() is None
        real = make_account(sign_in.EXAMPLE)
        assert sign_in.example_link() is None, "a real account that happens to have that address"
        with write():
            real.is_example = True
        link = sign_in.example_link()

    assert link is not None
    client = app.test_client()
    press(client, link.removeprefix("http://localhost"))
    assert is_signed_in(client)
