"""An example request for each route of an application, derived from its map of addresses.

What walks over every route (a screen reader's rules, roles, form tokens) asks here. A route whose
arguments or body nobody told fails the walk, so that no page can be added and left out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from io import BytesIO
from typing import Any, Literal, cast

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from service.dataset import indicators, parse, read_json
from service.procedure import Action, Step, load_all
from service.web.api import PREFIX
from tests.casework.office import SAMPLE, scan
from tests.sops import word

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
Body = Mapping[str, Any]  # texts and files of a form, or the plain values of a JSON body


@dataclass(frozen=True)
class File:
    """A file in a form."""

    content: bytes
    name: str


@dataclass(frozen=True)
class Place:
    """Where the examples happen.

    `known` tells, by endpoint, arguments that only this office knows: the mark of what waits.
    """

    case: str = "2026-tw3"
    unit: str = "SEKSI-YAN"
    known: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Request:
    """One request; `step` and `action` are those of the task it is about, where it is about one."""

    endpoint: str
    method: Method
    path: str
    body: Body = field(default_factory=dict)
    step: int | None = None
    unit: str | None = None
    action: str | None = None

    @property
    def is_safe(self) -> bool:
        """Tell whether it only reads."""
        return self.method == "GET"

    @property
    def is_api(self) -> bool:
        """Tell whether a program sends it."""
        return self.path.startswith(PREFIX)


class NoExampleError(LookupError):
    """A route whose arguments, or the body it takes, nobody told in this module."""


# Arguments by their name, and where a route means something else by the name, by the route.
# "{case}" and "{unit}" are those of the place.
ARGUMENTS: Mapping[str, object] = {
    "case": "{case}",
    "task": "3.{unit}",
    "year": 2026,
    "key": "D1",
    "number": 1,
    "event": 1,
    "code": "3.2",
    "question": "kertas",
    "output": "D4",
    "ending": "docx",
    "mark": "0123456789abcdef0123456789abcdef",
    "age": "baru",
    "section": "identitas",
    "id": "tidak-dikenal",
    "grant": "tidak-dikenal",
    "token": "tidak-dikenal",
}
ARGUMENTS_OF: Mapping[str, Mapping[str, object]] = {
    "static": {"filename": "service.css"},
    "bootstrap.static": {"filename": "css/bootstrap.min.css"},
    "contract.asset": {"name": "css/swagger-ui.css"},
    "start.sample": {"name": "mentebah-2026.json"},
    "step.forms_of_units": {"task": 2},
    "several.look": {"task": 3},
    "several.hand_in": {"task": 3},
    "detour.send_back": {"task": "4.{unit}"},
    "detour.remake": {"task": 1},
    "detour.reopen": {"task": 7},
    "preview.paper": {"name": "D3.{unit}.docx"},
    "approval.show": {"number": 7},
    "approval.send_back": {"number": 7},
    "cases.draft": {"name": "D4.docx"},
    "cases.output": {"name": "D1.docx"},
    **{
        route: {"name": "rekap-data"}
        for route in (
            *("templates.show", "templates.word", "templates.upload", "templates.again"),
            *("templates.marked", "templates.candidate", "templates.sample", "templates.page"),
            *("templates.adopt", "render.fields", "render.example", "render.render"),
        )
    },
}
OFFICE = File(SAMPLE.content, SAMPLE.name)
TEMPLATE = File(word("{{ instansi.nama }}"), "surat.docx")
BODIES: Mapping[str, Body] = {
    "start.upload": {"berkas": OFFICE},
    "start.open_quarter": {"tahun": "2026", "triwulan": "4"},
    "settings.change": {"tempat_surat": "Nanga Mentebah"},
    "setting.changed": {"instansi": {"tempat_surat": "Nanga Mentebah"}},
    "sign_in.enter": {"nama-masuk": "tidak.dikenal", "sandi": "bukan kata sandinya"},
    "sign_in.use_code": {"nama-masuk": "tidak.dikenal", "kode": "AAAA-AAAA-AAAA-AAAA"},
    "sign_in.begin": {"nama": "NAMA", "nama-masuk": "nama.baru", "kode": "AAAA-AAAA-AAAA-AAAA"},
    "sign_in.out": {},
    "oidc.leave": {},
    "oidc.link": {},
    "oidc.join": {},
    "oidc.part": {"kode": "orang-17"},
    "oidc.assign": {"kode-kabupaten": "orang-17"},
    "oidc.release": {"kode": "orang-17"},
    "account.change_password": {"sandi": "bukan kata sandinya"},
    "account.end_session": {},
    "account.end_others": {},
    "account.issue_token": {"keperluan": "", "hari": "30"},
    "account.withdraw_token": {},
    "people.add": {"nama": "", "nama-masuk": ""},
    "people.change": {"nama": "NAMA", "nama-masuk": "nama.lain"},
    "people.give": {"peran-baru": "viewer"},
    "people.take": {},
    "people.reset": {},
    "people.close": {},
    "people.reopen": {},
    "people.withdraw_token": {},
    "role.switch": {"peran": "camat@", "kembali": "/bantuan"},
    "quarter.open_next": {},
    "quarter.take_earlier": {},
    "preview.send": {},
    "preview.withdraw": {},
    "several.look": {"berkas": OFFICE},
    "several.hand_in": {},
    "filling.keep": {"draf": "0"},
    "filling.check": {"draf": "0"},
    "filling.discard": {"draf": "0"},
    "filling.typed_form_file": {"draf": "0"},
    "detour.send_back": {"kembali-ke": "3.{unit}", "catatan-kembali": "Periksa lagi angkanya."},
    "detour.let_go": {"jenis-lewati": "passed_over", "alasan-lewati": "Datanya belum ada."},
    "detour.remake": {},
    "detour.reopen": {"alasan-buka": "Angkanya berubah."},
    "document.set_number": {"nomor": "000.8/1/2026", "tanggal": "9 Oktober 2026"},
    "approval.send_back": {"kembali-ke": "3.{unit}", "catatan-kembali": "Periksa lagi angkanya."},
    "office.compare": {"berkas": OFFICE},
    "office.amend": {"tersimpan": "0123456789abcdef0123456789abcdef"},
    "templates.upload": {"berkas": TEMPLATE},
    "templates.again": {"versi": "0" * 64},
    "templates.adopt": {"berlaku": "berikutnya"},
    "questions.answer": {"jawaban": "A4", "catatan": "", "lanjut": "simpan"},
    "holidays.change": {"daftar": "06-10-2026 Hari Jadi Kabupaten", "tahun": "2026"},
    "render.render": {"data": OFFICE},
    "render.render_own": {"template": TEMPLATE, "data": OFFICE},
    "render.check": {"template": TEMPLATE},
    "cases.opened": {"tahun": 2026, "triwulan": 4},
    "previews.looked_at": {},
    "asking.answered": {"jawaban": "A4"},
}
DETOURS: Mapping[int, Mapping[str, Body]] = {
    1: {"remake": {}},
    3: {"skip": {"note": "Tidak ada data."}, "pass": {"note": "Datanya belum ada."}},
    4: {"return": {"to": "3.{unit}", "note": "Periksa lagi angkanya."}},
    7: {"reopen": {"note": "Angkanya berubah."}},
}
RECEIVED = ("Inspektur Kabupaten Kapuas Hulu", "Staf Umum")


def every(app: Flask, place: Place | None = None) -> tuple[Request, ...]:
    """Return at least one request for each route and method.

    Routes about a task come once a step, those that do something once an action of the SOP.
    Raises NoExampleError for a route nobody told how to call.
    """
    return tuple(
        request
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        for request in _Route(app, rule, cast("Method", method), place or Place()).requests()
    )


def send(client: FlaskClient, request: Request, **more: Any) -> TestResponse:
    """Send a request as a browser or a program does; `more` are fields beside those of its body.

    A page's form carries the token of a page that everybody may see.
    """
    if request.is_safe:
        return client.open(request.path, method=request.method, buffered=True, **more)
    body = {**request.body, **more}
    if not request.is_api:
        body = body if "csrf_token" in body else {"csrf_token": token(client), **body}
    elif not any(isinstance(one, File) for one in body.values()):
        return client.open(request.path, method=request.method, json=body)
    return client.open(
        request.path,
        method=request.method,
        data={name: _part(value) for name, value in body.items()},
        content_type="multipart/form-data",
    )


def token(client: FlaskClient) -> str:
    """Return the form token of this browser."""
    return client.get("/bantuan").text.partition('name="csrf_token" value="')[2].partition('"')[0]


def _part(value: Any) -> Any:
    return (BytesIO(value.content), value.name) if isinstance(value, File) else value


@dataclass(frozen=True)
class _Route:
    """One route and method, and what is asked of it at a place."""

    app: Flask
    rule: Rule
    method: Method
    place: Place

    def requests(self) -> Iterator[Request]:
        match self.rule.endpoint:
            case "step.show":
                for step in _steps():
                    yield self._request(step)
            case "step.do" | "cases.acted":
                for step in _steps():
                    for action in step.actions:
                        yield self._acting(step, action)
                if self.rule.endpoint == "cases.acted":
                    yield from self._detours()
            case _:
                yield replace(self._request(), body=self._body())

    def _request(self, step: Step | None = None, **own: object) -> Request:
        arguments = self._arguments({**({"task": self._task(step)} if step else {}), **own})
        number, _, unit = str(arguments.get("task", "")).partition(".")
        builder = self.app.url_map.bind("localhost")
        return Request(
            endpoint=self.rule.endpoint,
            method=self.method,
            path=builder.build(self.rule.endpoint, arguments, method=self.method),
            step=int(number) if number else None,
            unit=unit or None,
        )

    def _acting(self, step: Step, action: Action) -> Request:
        if self.rule.endpoint == "cases.acted":
            body = {"action": action.name, **_api_facts(action, self.place)}
            return replace(self._request(step), action=action.name, body=body)
        made = self._request(step, action=action.name)
        return replace(made, action=action.name, body=_form_facts(action, self.place))

    def _detours(self) -> Iterator[Request]:
        """Yield what programs ask for off the straight path, each in a step that knows it."""
        for step in _steps():
            for name, more in DETOURS.get(step.number, {}).items():
                body = {"action": name, **self._filled(more)}
                yield replace(self._request(step), action=name, body=body)

    def _task(self, step: Step) -> str:
        return f"{step.number}.{self.place.unit}" if step.per == "unit" else str(step.number)

    def _arguments(self, own: Mapping[str, object]) -> Body:
        endpoint = self.rule.endpoint
        told = {**ARGUMENTS, **ARGUMENTS_OF.get(endpoint, {}), **own}
        told |= self.place.known.get(endpoint, {})
        if missing := sorted(self.rule.arguments - told.keys()):
            raise NoExampleError(f"{endpoint} ({self.rule.rule}): tell ARGUMENTS_OF {missing}")
        return self._filled({name: told[name] for name in self.rule.arguments})

    def _body(self) -> Body:
        if self.method == "GET":
            return {}
        if self.rule.endpoint not in BODIES:
            raise NoExampleError(f"{self.rule.endpoint} ({self.rule.rule}): tell BODIES its fields")
        return self._filled(BODIES[self.rule.endpoint])

    def _filled(self, told: Body) -> Body:
        names = {"case": self.place.case, "unit": self.place.unit}
        return {
            name: value.format(**names) if isinstance(value, str) else value
            for name, value in told.items()
        }


def _form_facts(action: Action, place: Place) -> Body:
    """Return what a page's form brings with an action."""
    match action.brings:
        case "unit_form":
            return {"pakai-data": "ya"}
        case "checks":
            return {f"hasil-{code}": "sesuai" for code in _codes(place.unit)}
        case "confirmation":
            return {"setuju": "ya"}
        case "signed_file":
            return {"berkas": File(scan("PDF"), "pindaian.pdf")}
        case "receipt":
            receiver, by = RECEIVED
            day = "9 Oktober 2026"
            return {"penerima": receiver, "diterima-oleh": by, "tanggal-terima": day}
        case _:
            return {}


def _api_facts(action: Action, place: Place) -> Body:
    """Return what a program sends with an action."""
    match action.brings:
        case "checks":
            sound = {"verdict": "sesuai", "note": ""}
            return {"checks": dict.fromkeys(_codes(place.unit), sound)}
        case "confirmation":
            return {"confirmed_by": "staf_program"}
        case "signed_file":
            return {"file": File(scan("PDF"), "pindaian.pdf")}
        case "receipt":
            receiver, by = RECEIVED
            return {"receiver": receiver, "received_by": by, "received_on": "2026-10-09"}
        case _:
            return {}


@cache
def _steps() -> tuple[Step, ...]:
    """Return the steps of the SOP of the sample office."""
    return load_all().main.steps


@cache
def _codes(unit: str) -> tuple[str, ...]:
    """Return the indicators of a unit of the sample office."""
    return tuple(one.code for one in indicators(parse(read_json(SAMPLE.content)), unit))
