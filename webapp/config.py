"""Settings: read from the environment, checked once, frozen.

Every setting starts with ``VIZITE_``. A name we do not know is an error at start, because a
misspelt setting that is silently ignored is found out only when it is too late.
"""

import difflib
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

PREFIX = "VIZITE_"
ROOT = Path(__file__).parent.parent
MIGRATIONS = ROOT / "migrations"


class SettingsError(Exception):
    """A setting is missing, misspelt or wrong; the message is one line that says what to do."""


@dataclass(frozen=True)
class Settings:
    """Everything an installation can set. Paths are absolute, addresses without a closing slash."""

    data: Path
    database_url: str
    redis_url: str | None
    mail_url: str | None
    mail_from: str
    imap_url: str | None
    base_url: str
    site_name: str
    languages: tuple[str, ...]
    secret_key: str
    old_secret_keys: tuple[str, ...]
    ratelimit_enabled: bool
    trusted_proxies: int
    tile_url: str | None
    metrics: bool
    workers: int

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is the SQLite file in the data folder."""
        return self.database_url.startswith("sqlite")

    @property
    def is_loopback(self) -> bool:
        """Whether BASE_URL can be reached from this machine alone."""
        host = urlsplit(self.base_url).hostname or ""
        return host == "localhost" or host == "::1" or host.startswith("127.")


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from *environ* (default: the process environment).

    Raises :class:`SettingsError` for an unknown name or a value that cannot be used.
    """
    given = {
        name.removeprefix(PREFIX): value
        for name, value in (os.environ if environ is None else environ).items()
        if name.startswith(PREFIX)
    }
    _refuse_unknown(given)
    data = _folder(Path(given.get("DATA") or "instance").resolve())
    return Settings(
        data=data,
        database_url=_database_url(given, data),
        redis_url=_url(given, "REDIS_URL", ("redis", "rediss", "unix")),
        mail_url=_url(given, "MAIL_URL", ("smtp", "smtps")),
        mail_from=given.get("MAIL_FROM") or "vizite@localhost",
        imap_url=_url(given, "IMAP_URL", ("imap", "imaps")),
        base_url=(_url(given, "BASE_URL", ("http", "https")) or served_at(data)).rstrip("/"),
        site_name=given.get("SITE_NAME") or "Vizīte",
        languages=_languages(given),
        secret_key=given.get("SECRET_KEY") or _kept_secret(data),
        old_secret_keys=tuple(given.get("OLD_SECRET_KEYS", "").split()),
        ratelimit_enabled=_yes_or_no(given, "RATELIMIT_ENABLED", default=True),
        trusted_proxies=_number(given, "TRUSTED_PROXIES", 0),
        tile_url=_url(given, "TILE_URL", ("http", "https")),
        metrics=_yes_or_no(given, "METRICS", default=False),
        workers=_number(given, "WORKERS", 1, least=1),
    )


def served_at(data: Path) -> str:
    """Where ``make run`` has served this data folder last, so that commands in another shell write
    the same links and calendar texts as the site itself."""
    kept = data / "address"
    return kept.read_text().strip() if kept.is_file() else "http://127.0.0.1:8000"


KNOWN = tuple(name.upper() for name in Settings.__dataclass_fields__)


def _refuse_unknown(given: Mapping[str, str]) -> None:
    for name in sorted(given):
        if name not in KNOWN:
            near = difflib.get_close_matches(name, KNOWN, n=1, cutoff=0.5)
            hint = f"Did you mean {PREFIX}{near[0]}?" if near else "See README.md, “Settings”."
            raise SettingsError(f"{PREFIX}{name} is not a setting of Vizīte. {hint}")


def _database_url(given: Mapping[str, str], data: Path) -> str:
    url = given.get("DATABASE_URL")
    if not url:
        return f"sqlite:///{data / 'vizite.db'}"
    scheme = url.split(":", 1)[0]
    if scheme in ("postgresql", "postgres"):
        return "postgresql+psycopg:" + url.split(":", 1)[1]
    if scheme in ("sqlite", "postgresql+psycopg"):
        return url
    raise SettingsError(
        f"{PREFIX}DATABASE_URL starts with “{scheme}:”; use sqlite:///FILE or postgresql://…"
    )


def _url(given: Mapping[str, str], name: str, schemes: tuple[str, ...]) -> str | None:
    value = given.get(name)
    if not value:
        return None
    if value.split(":", 1)[0] not in schemes or "://" not in value:
        wanted = " or ".join(f"{scheme}://" for scheme in schemes)
        raise SettingsError(f"{PREFIX}{name} is “{value}”; it must start with {wanted}")
    return value


def _languages(given: Mapping[str, str]) -> tuple[str, ...]:
    tags = tuple(given.get("LANGUAGES", "en lv").replace(",", " ").split())
    if not tags:
        raise SettingsError(f"{PREFIX}LANGUAGES is empty; name at least one, such as “en lv”")
    wrong = [tag for tag in tags if not (2 <= len(tag) <= 8 and tag.replace("-", "").isalnum())]
    if wrong:
        raise SettingsError(f"{PREFIX}LANGUAGES has “{wrong[0]}”; use tags such as “en lv”")
    return tags


def _yes_or_no(given: Mapping[str, str], name: str, *, default: bool) -> bool:
    words = {"1": True, "true": True, "yes": True, "on": True}
    words |= {"0": False, "false": False, "no": False, "off": False, "": default}
    return _read(given, name, lambda value: words[value.lower()], default, "1 or 0")


def _number(given: Mapping[str, str], name: str, default: int, *, least: int = 0) -> int:
    def read(value: str) -> int:
        number = int(value)
        if number < least:
            raise ValueError
        return number

    return _read(given, name, read, default, f"a whole number from {least}")


T = TypeVar("T")


def _read(
    given: Mapping[str, str], name: str, read: Callable[[str], T], default: T, wanted: str
) -> T:
    value = given.get(name)
    if value is None:
        return default
    try:
        return read(value.strip())
    except (KeyError, ValueError):
        raise SettingsError(f"{PREFIX}{name} is “{value}”; it must be {wanted}") from None


def _folder(data: Path) -> Path:
    """The data folder, made on first use."""
    reason = "no right to write"
    try:
        data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
    if data.is_dir() and os.access(data, os.W_OK | os.X_OK):
        return data
    raise SettingsError(f"{PREFIX}DATA is {data}, which cannot be written ({reason}); name another")


def _kept_secret(data: Path) -> str:
    """The key kept in the data folder, made on first use (readable by its owner alone).

    Written aside and then given its name, so that of several processes that start at once all read
    the same key, and none reads half of it.
    """
    path = data / "secret-key"
    if not path.exists():
        draft = data / f"secret-key-{secrets.token_hex(8)}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # another process was first
        finally:
            draft.unlink()
    return path.read_text().strip()
