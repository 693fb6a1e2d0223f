"""Frames of each form on other sites, alone and on the desk; one that was withdrawn."""

from collections.abc import Iterator

from sqlalchemy import select

from tools.page_kinds import ADMIN, PageKind
from webapp.core.database import db
from webapp.core.times import now
from webapp.embeddings.models import Embedding
from webapp.projects.organisations import Organisation


def pages(codes: dict[str, str]) -> Iterator[PageKind]:
    """All of them."""
    yield from _embedding_pages()


def _embedding_pages() -> Iterator[PageKind]:
    """Frames of each form on other sites, alone and on the desk; one that was withdrawn."""
    organisation = db.session.scalars(
        select(Organisation).where(Organisation.slug == "smiltene")
    ).one()
    wanted = {"language": "lv", "sites": ["https://www.example.org"]}
    embed = {"smart-coastal-villages": "list", "": "month", "gone": "list"}
    made = {
        name: Embedding(organisation=organisation, name="Notikumi", form=form, **wanted)
        for name, form in embed.items()
    }
    made["smart-coastal-villages"].filters = {"project": ["smart-coastal-villages"]}
    made["gone"].withdrawn_at = now()
    db.session.add_all(made.values())
    db.session.flush()
    shown, month, gone = (f"/embed/{each.code}/" for each in made.values())
    yield PageKind("embedded list", shown)
    yield PageKind("embedded month", month)
    yield PageKind("embedded month, next", f"{month}?month={_next_month()}")
    yield PageKind("embedded, gone", gone)
    desk = "/manage/embeddings/"
    own = f"{desk}{made[''].code}/"
    none = ("press", "main form.form .is-primary")
    for name, address in (
        ("list", desk),
        ("new", f"{desk}new"),
        ("one", own),
        ("edit", f"{own}edit"),
        ("withdrawal", f"{own}withdrawal"),
        ("renewal", f"{own}renewal"),
        ("withdrawn", f"{desk}{made['gone'].code}/"),
    ):
        yield PageKind(f"embeddings {name}", address, ADMIN)
    yield PageKind("embeddings new, errors", f"{desk}new", ADMIN, (none,))


def _next_month() -> str:
    today = now().date()
    month = today.year * 12 + today.month
    return f"{month // 12}-{month % 12 + 1:02}"
