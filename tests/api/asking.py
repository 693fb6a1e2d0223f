"""Asking the API: every answer is held against the description before a test looks at it."""

from typing import Any

from flask.testing import FlaskClient
from jsonschema import Draft202012Validator, FormatChecker
from werkzeug.test import TestResponse

V1 = "/api/v1"


def ask(client: FlaskClient, address: str, status: int = 200, **kwargs: Any) -> Any:
    """The JSON at an address below ``/api/v1``, which is what the description says."""
    answer = client.get(V1 + address, **kwargs)
    assert answer.status_code == status, answer.text
    check(client, answer, address)
    return answer.json


def check(client: FlaskClient, answer: TestResponse, address: str) -> None:
    """Fail unless media type, headers and body are as the description says."""
    document = client.get(f"{V1}/openapi.json").json
    operation = operation_at(document, V1 + address.partition("?")[0])
    described = resolved(document, operation["responses"][str(answer.status_code)])
    for name, header in described.get("headers", {}).items():
        if resolved(document, header).get("required"):
            assert name in answer.headers, (address, name)
    content = described.get("content", {})
    assert answer.mimetype in content or not content, answer.mimetype
    if content:
        schema = {**content[answer.mimetype]["schema"], "components": document["components"]}
        Draft202012Validator(schema, format_checker=FormatChecker()).validate(answer.json)


def operation_at(document: Any, path: str) -> Any:
    """The operation that a path belongs to."""
    for template, item in document["paths"].items():
        head, opened, _ = template.partition("{")
        if path == template or (opened and path.startswith(head) and path != head):
            return item["get"]
    raise AssertionError(f"{path} is not described")


def resolved(document: Any, part: Any) -> Any:
    """What a ``$ref`` stands for."""
    while "$ref" in part:
        found = document
        for name in part["$ref"].removeprefix("#/").split("/"):
            found = found[name]
        part = found
    return part


def walk(client: FlaskClient, address: str) -> list[Any]:
    """The items of a list, from its first page to its last, by its own links."""
    items: list[Any] = []
    following: str | None = address
    while following is not None:
        page = ask(client, following)
        items += page["items"]
        following = (page["next"] or "").removeprefix(f"http://localhost{V1}") or None
        assert len(items) < 2000, "the list has no end"
    return items


def titles(client: FlaskClient, query: str = "") -> list[str]:
    """The titles of the events that a query finds, in their order."""
    return [each["title"]["text"] for each in walk(client, f"/events{query}")]
