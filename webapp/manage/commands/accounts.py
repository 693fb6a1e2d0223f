"""Commands about accounts: ``create-admin`` and ``sign-in-link``."""

import click
from email_validator import EmailNotValidError, validate_email
from flask import Flask
from flask.cli import with_appcontext
from sqlalchemy import select

from webapp.accounts.models import Account
from webapp.accounts.sign_in import find_account, key_of, make_link
from webapp.core.changes import record
from webapp.core.database import db, write


@click.command("create-admin")
@click.argument("email")
@with_appcontext
def create_admin(email: str) -> None:
    """Make EMAIL an administrator, with a new account if need be; print a sign-in link."""
    key = _checked(email)
    with write():
        account = db.session.scalar(select(Account).where(Account.email == key))
        if account is None:
            account = Account(email=key, name=key.split("@")[0])
            db.session.add(account)
            db.session.flush()
            record(f"account:{account.id}", "created")
        if not account.is_admin or not account.is_active:
            account.is_admin, account.deactivated_at = True, None
            record(f"account:{account.id}", "made-administrator")
        link = make_link(account)
    click.echo(f"{key} is an administrator. Sign in within 30 minutes: {link}")


@click.command("sign-in-link")
@click.argument("email")
@with_appcontext
def sign_in_link(email: str) -> None:
    """Print a link that signs EMAIL in once."""
    with write():
        account = find_account(email)
        if account is None:
            raise click.ClickException(
                f"No account has the address {email}; `create-admin {email}` makes one."
            )
        link = make_link(account)
    click.echo(link)


def _checked(email: str) -> str:
    try:
        return key_of(validate_email(email, check_deliverability=False).normalized)
    except EmailNotValidError as error:
        raise click.ClickException(f"{email} is not an address: {error}") from None


def register(app: Flask) -> None:
    """Add the commands to the application."""
    for command in (create_admin, sign_in_link):
        app.cli.add_command(command)
