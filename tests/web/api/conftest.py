"""A program that calls the API: every answer it gets is held against the contract."""

import re
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from werkzeug.test import TestResponse

from service.web.api.contract import openapi

PREFIX = "/api/v1"
PROBLEM = "application/problem+json"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass
class Program:
    """A caller of the API; `covered` are the operations and statuses it has seen."""

    client: FlaskClient
    covered: set[tuple[str, int]] = field(default_factory=set)

    def get(self, path: str, **more: Any) -> TestResponse:
        return self._held(self.client.get(PREFIX + path, **more), "get", path)

    def post(self, path: str, **more: Any) -> TestResponse:
        return self._held(self.client.post(PREFIX + path, **more), "post", path)

    def send(self, path: str, headers: dict[str, str] | None = None, **parts: Any) -> TestResponse:
        """Send a form; bytes, or (bytes, name), are files."""
        return self.post(
            path,
            data={name: _part(name, value) for name, value in parts.items()},
            content_type="multipart/form-data",
            headers=headers,
        )

    def _held(self, answer: TestResponse, method: str, path: str) -> TestResponse:
        operation = operation_of(method, path)
        assert str(answer.status_code) in operation["responses"], answer.text
        described = resolved(operation["responses"][str(answer.status_code)])
        kinds = described["content"]
        assert answer.mimetype in kinds
        if answer.is_json:
            errors = faults(kinds[answer.mimetype]["schema"], answer.json)
            assert errors == []
        self.covered.add((operation["operationId"], answer.status_code))
        return answer


def _part(name: str, value: Any) -> Any:
    match value:
        case bytes():
            return BytesIO(value), name
        case (bytes() as content, str() as called):
            return BytesIO(content), called
        case _:
            return value


def operation_of(method: str, path: str) -> dict[str, Any]:
    """Return the contract's operation for a call; literal paths win over those with a name."""
    asked = path.partition("?")[0]
    paths = openapi()["paths"]
    for template in sorted(paths, key=lambda one: one.count("{")):
        pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template))
        if re.fullmatch(pattern, asked) and method in paths[template]:
            found: dict[str, Any] = paths[template][method]
            return found
    raise AssertionError(f"{method} {path} is not in the contract")


def resolved(node: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference within the contract."""
    if "$ref" not in node:
        return node
    found: Any = openapi()
    for step in node["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return dict(found)


def faults(schema: dict[str, Any], value: Any) -> list[str]:
    """Return what keeps `value` from being what the contract says."""
    whole = {**schema, "components": openapi()["components"]}
    return [one.message for one in Draft202012Validator(whole).iter_errors(value)]


def codes(answer: TestResponse) -> list[str]:
    """Return the code of a fault and those of its problems."""
    assert answer.mimetype == PROBLEM, answer.text
    return [answer.json["code"], *(one["code"] for one in answer.json["problems"])]


@pytest.fixture
def program(app: Flask) -> Program:
    """Return a program in front of an empty store."""
    return Program(app.test_client())
