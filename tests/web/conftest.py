"""A service on an empty store, a person who clicks through it, and strict HTML."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.test import TestResponse

from service.app import Clock, create_app
from service.casework import Casework
from service.settings import TEMPLATES, Settings
from service.store import Store
from tests.casework.office import PROCEDURES
from tests.stores import Kept, kept, laid, nothing_done

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
            parse_strictly(ANY_TOKEN.sub("", answer.text))
        return answer


PARSED: set[bytes] = set()
ANY_TOKEN = re.compile(r'(?<=name="csrf_token" value=")[^"]*')


def parse_strictly(html: str) -> None:
    """Raise ParseError for what is no HTML; a page that many tests come by is parsed once."""
    seen = sha256(html.encode()).digest()
    if seen not in PARSED:
        html5lib.HTMLParser(strict=True).parse(html)
        PARSED.add(seen)


def file(content: bytes, name: str) -> tuple[BytesIO, str]:
    return BytesIO(content), name


def demo(folder: Path, **more: Any) -> Settings:
    """Return the settings of a demo office in `folder`, where everybody may choose a role.

    Tests that are not about LibreOffice do without: it takes a second for every document.
    """
    told = {"today": TODAY, "pdf_engine": "bawaan", "demo": True, **more}
    return Settings("rahasia", folder, **told)


@contextmanager
def working(settings: Settings) -> Iterator[Casework]:
    """Give everything a person can do, on the store of the settings."""
    store = Store(settings.data_dir, "kantor")
    made = Casework(
        store,
        PROCEDURES,
        TEMPLATES,
        Clock(settings),
        False,
        settings.pdf_engine,
        settings.trail_days,
    )
    yield made
    made.close()
    store.close()


def served(settings: Settings, casework: Casework) -> Flask:
    made = create_app(settings, casework)
    made.jinja_env.bytecode_cache = COMPILED
    return made


def played(
    folder: Path, *more: Callable[[Person], object], sent: bytes = SAMPLE.read_bytes()
) -> Kept:
    """Return the data folder of an office that has opened its quarter and done more by forms."""
    settings = demo(laid(nothing_done(), folder))
    with working(settings) as casework:
        person = Person(served(settings, casework).test_client())
        person.get("/mulai")
        person.follow("/mulai/unggah", berkas=file(sent, "mentebah-2026.json"))
        for play in more:
            play(person)
    return kept(folder)


@pytest.fixture(scope="session")
def stored_opened(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Give the data folder of an office that has opened TW III 2026 with the sample data."""
    return played(tmp_path_factory.mktemp("opened"))


@pytest.fixture
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Give the settings of a data folder: a new one, or a copy of the last `stored_…` asked for."""
    stored = [name for name in request.fixturenames if name.startswith("stored_")]
    files = request.getfixturevalue(stored[-1]) if stored else nothing_done()
    return demo(laid(files, tmp_path))


@pytest.fixture
def casework(settings: Settings) -> Iterator[Casework]:
    with working(settings) as made:
        yield made


@pytest.fixture
def app(settings: Settings, casework: Casework) -> Flask:
    return served(settings, casework)


@pytest.fixture
def newcomer(app: Flask) -> Person:
    """Return somebody in front of an empty store."""
    return Person(app.test_client())


@pytest.fixture
def person(stored_opened: Kept, newcomer: Person) -> Person:  # noqa: ARG001  copied by `settings`
    """Return somebody whose office has opened TW III 2026 with the sample data."""
    newcomer.get(CASE)
    return newcomer
