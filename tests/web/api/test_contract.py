"""The contract says what the service does, on pages that load nothing from elsewhere."""

import re

from flask import Flask
from jsonschema import Draft202012Validator

from service.web.api.contract import openapi
from tests.web.api.conftest import PREFIX, Program

OWN = {"/openapi.json", "/docs", "/docs/{name}"}


def test_contract_and_routes_name_the_same_operations(app: Flask) -> None:
    routed = set()
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith(PREFIX):
            path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule.removeprefix(PREFIX))
            methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
            routed |= {(_shape(path), method.lower()) for method in methods}
    written = {
        (_shape(path), method) for path, methods in openapi()["paths"].items() for method in methods
    }
    assert routed == written | {(_shape(path), "get") for path in OWN}


def _shape(path: str) -> str:
    return re.sub(r"\{\w+\}", "{}", path)


def test_every_operation_has_a_name_of_its_own_and_an_error_form() -> None:
    operations = [one for methods in openapi()["paths"].values() for one in methods.values()]
    names = [one["operationId"] for one in operations]
    assert len(names) == len(set(names))
    assert all(one["summary"] for one in operations)


def test_schemas_of_the_contract_are_json_schema() -> None:
    contract = openapi()
    assert contract["openapi"].startswith("3.1")
    for schema in contract["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_references_of_the_contract_lead_somewhere() -> None:
    contract = openapi()
    text = str(contract)
    for reference in set(re.findall(r"'\$ref': '#/([^']+)'", text)):
        found = contract
        for step in reference.split("/"):
            found = found[step]


def test_the_contract_is_served(program: Program) -> None:
    answer = program.client.get(f"{PREFIX}/openapi.json")
    assert answer.json == openapi()


def test_pages_of_the_contract_name_only_our_own_files(program: Program) -> None:
    answer = program.client.get(f"{PREFIX}/docs")
    assert answer.status_code == 200
    loaded = re.findall(r'(?:src|href)="([^"]+)"', answer.text)
    assert len(loaded) == 5
    for address in loaded:
        assert address.startswith("/")
        with program.client.get(address) as file:
            assert file.status_code == 200
    assert program.client.get(f"{PREFIX}/docs/../../../../etc/passwd").status_code == 404
