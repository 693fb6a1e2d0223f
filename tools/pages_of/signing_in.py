"""Signing in; the last link of the administrator stays unused for its page."""

from collections.abc import Iterator

from sqlalchemy import select

from tools.example_rows import path_of
from tools.page_kinds import ADMIN, PageKind
from webapp.accounts.models import Account
from webapp.accounts.sign_in import make_link
from webapp.core.database import db


def pages(codes: dict[str, str]) -> Iterator[PageKind]:
    """All of them."""
    account = db.session.scalars(select(Account).where(Account.email == ADMIN)).one()
    yield from _sign_in_pages(path_of(make_link(account)))


def _sign_in_pages(link: str) -> Iterator[PageKind]:
    bad = ("fill", "#email", "nobody")
    yield PageKind("sign in", "/manage/sign-in")
    yield PageKind(
        "sign in, errors", "/manage/sign-in", acts=(bad, ("press", "main form.form .is-primary"))
    )
    yield PageKind("sign in, sent", "/manage/sign-in/sent")
    yield PageKind("sign in, by link", link)
    yield PageKind("sign in, unknown link", "/manage/sign-in/not-a-link")
