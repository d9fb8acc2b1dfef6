"""A service on an empty store, a person who clicks through it, and strict HTML."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.test import TestResponse

from service.app import create_app, create_casework, open_store
from service.casework import Casework
from service.settings import Settings

SAMPLE = Path(__file__).parents[2] / "samples" / "mentebah-2026.json"
TODAY = date(2026, 10, 9)
CASE = "/triwulan/2026-tw3"
KASUBBAG, STAF, CAMAT = "kasubbag_program@", "staf_program@", "camat@"


class Compiled(BytecodeCache):
    """The pages' templates, compiled once for all the services that tests start."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._known:
            bucket.bytecode_from_string(self._known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


@dataclass
class Person:
    """Somebody at a browser: every page that comes back is parsed strictly."""

    client: FlaskClient
    shown: TestResponse | None = None

    def get(self, path: str) -> TestResponse:
        return self._keep(self.client.get(path))

    def post(self, path: str, **fields: object) -> TestResponse:
        """Send a form with the hidden fields of the page last shown."""
        hidden = dict(re.findall(r'name="(csrf_token|seen)" value="([^"]*)"', self.text))
        return self._keep(
            self.client.post(path, data={**hidden, **fields}, content_type="multipart/form-data")
        )

    def follow(self, path: str, **fields: object) -> TestResponse:
        """Send a form that must be accepted, and look at the page it leads to.

        What is shown before it is made is looked at, and made.
        """
        answer = self.post(path, **fields)
        assert answer.status_code == 302, self.text
        shown = self.get(answer.location)
        return self.follow(answer.location) if "/pratinjau/" in answer.location else shown

    def acts_as(self, role: str) -> None:
        self.get("/bantuan")
        self.follow("/peran", peran=role, kembali="/bantuan")

    @property
    def text(self) -> str:
        assert self.shown is not None
        return self.shown.text

    def _keep(self, answer: TestResponse) -> TestResponse:
        self.shown = answer
        if answer.mimetype == "text/html" and answer.status_code != 302:
            html5lib.HTMLParser(strict=True).parse(answer.text)
        return answer


def file(content: bytes, name: str) -> tuple[BytesIO, str]:
    return BytesIO(content), name


def demo(folder: Path, **more: Any) -> Settings:
    """Return the settings of a demo office in `folder`, where everybody may choose a role."""
    return Settings(secret_key="rahasia", data_dir=folder, **{"today": TODAY, "demo": True, **more})  # noqa: S106


@pytest.fixture
def casework(tmp_path: Path) -> Iterator[Casework]:
    settings = demo(tmp_path)
    store = open_store(settings)
    made = create_casework(settings, store, background=False)
    yield made
    made.close()
    store.close()


@pytest.fixture
def app(casework: Casework, tmp_path: Path) -> Flask:
    made = create_app(demo(tmp_path), casework)
    made.jinja_env.bytecode_cache = COMPILED
    return made


@pytest.fixture
def newcomer(app: Flask) -> Person:
    """Return somebody in front of an empty store."""
    return Person(app.test_client())


@pytest.fixture
def person(newcomer: Person) -> Person:
    """Return somebody whose office has opened TW III 2026 with the sample data."""
    newcomer.get("/mulai")
    newcomer.follow("/mulai/unggah", berkas=file(SAMPLE.read_bytes(), "mentebah-2026.json"))
    return newcomer
