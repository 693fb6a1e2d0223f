"""The cast stands where every test believes it stands."""

from flask import Flask

from tests.people import cast
from webapp.core.permissions import Act


def test_the_cast_differs_in_what_each_may_do(any_app: Flask) -> None:
    people = cast(any_app)

    with any_app.app_context():
        brasla = people.organisation_ids["brasla"]
        may = {
            who.name: [
                act.value for act in Act if who.viewer().may(act, brasla, [people.project_id])
            ]
            for who in people
        }

    everything = [act.value for act in Act]
    assert may == {
        "visitor": [],
        "participant": [],
        "invited": [],
        "helper": ["see", "see-people", "enter-people"],
        "reader": ["see"],
        "partner_coordinator": everything,
        "project_coordinator": ["see", "edit"],  # its people are Brasla's, not Otava's
        "stranger": [],
        # Needs are health data: running the installation gives no look at them.
        "administrator": [act for act in everything if act != "see-needs"],
    }
