"""Whatever is asked, sensible or not, gets an answer that the description foresees (schemathesis).

The questions are the same in every run: they are derived from the description, not from chance.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS
from schemathesis.config import SchemathesisConfig

from tests.api.asking import V1
from tests.factories import make_event, make_organisation, make_project, make_target_group
from webapp.core.database import write

CHECK_NAMES = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "unsupported_method",
    "allow_header_conformance",
)
bounded = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=25,
    suppress_health_check=list(HealthCheck),
)


@dataclass(frozen=True)
class Asked:
    """The description as schemathesis has it, and a key of something in each list."""

    schema: Any
    keys: dict[str, str]

    def operations(self) -> Iterator[Any]:
        """All that is described."""
        return (found.ok() for found in self.schema.get_all_operations())

    def key_of(self, operation: Any) -> dict[str, Any] | None:
        """A part of the path that leads to something; None where there is no such part."""
        head, opened, name = operation.path.partition("{")
        return {name.strip("}"): self.keys[head.split("/")[-2]]} if opened else None


@pytest.fixture
def asked(app: Flask) -> Asked:
    with app.app_context(), write():
        town = make_organisation("Brasla")
        project = make_project("Harbours", lead=town)
        groups = [make_target_group("Youth")]
        make_event("Fair", organiser=town, projects=[project], target_groups=groups)
        code = make_event("Another").code
    schema = schemathesis.openapi.from_wsgi(
        f"{V1}/openapi.json", app, config=SchemathesisConfig(seed=1)
    )
    return Asked(schema, {"events": code, "projects": "harbours", "partners": "brasla"})


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_any_question_is_answered_as_described(asked: Asked, mode: GenerationMode) -> None:
    for operation in asked.operations():
        keys = asked.key_of(operation) if mode == GenerationMode.POSITIVE else None

        @bounded
        @given(case=operation.as_strategy(generation_mode=mode, path_parameters=keys))
        def ask_it(case: Any) -> None:
            send(case)

        ask_it()


def test_every_limit_of_the_description_is_kept(asked: Asked) -> None:
    """Questions on this side of each limit and on the other: the longest slug, a page of 101 items,
    a method nobody has."""
    config, statuses = asked.schema.config.generation_for(), Counter[int]()
    for operation in asked.operations():
        cases = asked.schema.iter_coverage_cases(
            operation, generation_modes=list(GenerationMode), generation_config=config
        )
        statuses.update(send(case).status_code for case in cases)

    assert set(statuses) == {200, 400, 404, 405}
    assert statuses.total() > 200


def send(case: Any) -> Any:
    """Ask, and fail on an answer that the description does not foresee."""
    headers = {**(case.headers or {}), "Accept-Encoding": "identity"}
    return case.call_and_validate(checks=CHECKS.get_by_names(CHECK_NAMES), headers=headers)
