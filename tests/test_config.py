"""Settings are read once; what is wrong is said in one line that tells what to do."""

from pathlib import Path

import pytest

from webapp import config
from webapp.config import SettingsError


def load(data: Path, **given: str) -> config.Settings:
    """The settings of an environment."""
    return config.load({"VIZITE_DATA": str(data), "OTHER": "ignored"} | given)


def test_everything_has_a_sensible_value(tmp_path: Path) -> None:
    """Nothing must be set to begin with."""
    settings = load(tmp_path)

    assert settings.is_sqlite
    assert settings.base_url == "http://127.0.0.1:8000"
    assert settings.is_loopback
    assert settings.languages == ("en", "lv")
    assert len(settings.secret_key) >= 32


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("VIZITE_BASEURL", "x", "Did you mean VIZITE_BASE_URL?"),
        ("VIZITE_MAIL_URI", "x", "Did you mean VIZITE_MAIL_URL?"),
        ("VIZITE_XYZZY", "x", "README.md"),
        ("VIZITE_DATABASE_URL", "mysql://x", "sqlite:///FILE or postgresql://"),
        ("VIZITE_REDIS_URL", "localhost", "redis://"),
        ("VIZITE_MAIL_URL", "mail.example.org", "smtp://"),
        ("VIZITE_BASE_URL", "example.org", "http://"),
        ("VIZITE_WORKERS", "many", "a whole number from 1"),
        ("VIZITE_WORKERS", "0", "a whole number from 1"),
        ("VIZITE_METRICS", "perhaps", "1 or 0"),
        ("VIZITE_LANGUAGES", "en, l!", "en lv"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(
    tmp_path: Path, name: str, value: str, told: str
) -> None:
    """With what to write instead."""
    with pytest.raises(SettingsError) as error:
        load(tmp_path, **{name: value})

    assert name in str(error.value)
    assert told in str(error.value)
    assert "\n" not in str(error.value)


def test_the_key_is_made_once_and_is_nobody_elses(tmp_path: Path) -> None:
    """All links stand on it."""
    first, second = load(tmp_path / "data"), load(tmp_path / "data")

    assert first.secret_key == second.secret_key
    assert (tmp_path / "data" / "secret-key").stat().st_mode & 0o077 == 0


def test_postgresql_means_psycopg(tmp_path: Path) -> None:
    """However the address is written."""
    for scheme in ("postgres", "postgresql"):
        url = load(tmp_path, VIZITE_DATABASE_URL=f"{scheme}://host/vizite").database_url
        assert url == "postgresql+psycopg://host/vizite"


def test_commands_write_the_address_the_site_was_served_at(tmp_path: Path) -> None:
    """Unless the setting says another."""
    (tmp_path / "address").write_text("http://127.0.0.1:9000\n")

    assert load(tmp_path).base_url == "http://127.0.0.1:9000"
    given = load(tmp_path, VIZITE_BASE_URL="https://events.example.org/")
    assert given.base_url == "https://events.example.org"
