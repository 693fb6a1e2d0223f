"""What several files of these tests share."""

import pytest

from tests.conftest import Clock


@pytest.fixture
def noon(clock: Clock) -> None:
    """A winter day, weeks before what the tests plan."""
    clock.set("2027-03-01T12:00+00:00")
