"""What is kept of who fetches a calendar: the name of a program, and nothing else."""

import pytest

from webapp.calendars.link_programs import program_words


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Google-Calendar-Importer", "Google Calendar"),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.4.0",
            "Thunderbird 128",
        ),
        ("Microsoft Office/16.0 (Microsoft Outlook 16.0.17928; Pro)", "Outlook"),
        ("Microsoft.Exchange/15.20", "Outlook"),
        ("macOS/14.5 (23F79) CalendarAgent/999.3.3", "Apple Calendar"),
        ("iOS/17.5.1 (21F90) dataaccessd/1.0", "Apple Calendar"),
        ("ICSx5/2.2.1 (ical4j/3.2; okhttp) Android/14", "ICSx⁵"),
        ("vdirsyncer/0.19.2", "vdirsyncer"),
        ("Nextcloud Server", "Nextcloud"),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0",
            "Firefox, Linux",
        ),
        ("curl/8.5.0", "curl"),
        ("Town Hall Planner/3.1 (+https://town.example)", "Town Hall Planner"),
        ("", ""),
        ("anna@example.org fetches", ""),
        ("\u202e<script>alert(1)</script>", ""),
        ("10.0.0.7", ""),
        ("x" * 5000, "x" * 40),
    ],
)
def test_the_name_of_the_program_is_all_that_is_kept(said: str, words: str) -> None:
    assert program_words(said) == words
