"""What the SOP leaves open: every question, its answer, and the form to answer it."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service.casework.office.answers import Asked
from service.dataset import DataSet
from service.errors import Invalid, NotFound, ServiceError
from service.indonesian import plain_number
from service.web import current
from service.web.errors import status_of
from service.web.forms import Form

pages = Blueprint("questions", __name__, url_prefix="/perlu-konfirmasi")

OWN = "lain"  # the choice of an answer that no option holds; options are never called so
EMPTY_ROWS = 3
SETTINGS = "pengaturan"  # the page a question was opened from
COLUMNS = ("nama", "melalui", "tempat")
MOST_ROWS = 40


@dataclass(frozen=True)
class Section:
    """The questions about one thing, as the page groups them."""

    title: str
    asked: tuple[Asked, ...]

    @property
    def open(self) -> int:
        """Count the questions nobody has answered."""
        return sum(one.answer is None for one in self.asked)


@pages.get("")
def listed() -> str:
    """Show every question with its answer, or what the service does meanwhile."""
    asked = current.casework().questions()
    return render_template(
        "unconfirmed.html", sections=tuple(_sections(asked)), may_answer=_may_answer(asked)
    )


@pages.get("/<question>")
def show(question: str) -> str:
    """Show one question with the form to answer it and all its answers."""
    return _page(_found(question))


@pages.post("/<question>")
def answer(question: str) -> Response | tuple[str, int] | str:
    """Say what an answer would change, or keep it; a refused form is shown with what was typed."""
    asked, form = _found(question), Form()
    given, note = _given(form, asked), form.text("catatan")
    try:
        if request.form.get("lanjut") != "simpan":
            told = current.casework().effects(current.actor(), question, given)
            return _page(asked, effects=told, given=given)
        current.casework().answer(
            current.actor(), question, given, note=note, seen=form.number("seen")
        )
    except Invalid as fault:
        return _page(asked, fault=fault), status_of(fault)
    flash(f"Jawaban disimpan. Masih {current.casework().open_questions()} pertanyaan terbuka.")
    if form.text("kembali") == SETTINGS:
        return redirect(url_for("settings.show"))
    return redirect(f"{url_for('questions.listed')}#{question}")


def _found(question: str) -> Asked:
    for one in current.casework().questions():
        if one.question.id == question:
            return one
    raise NotFound("not_found", what=f"Pertanyaan {question}")


def _may_answer(asked: tuple[Asked, ...]) -> bool:
    return any(current.actor().role in one.procedure.open_roles for one in asked)


def _page(
    asked: Asked,
    *,
    fault: ServiceError | None = None,
    effects: tuple[str, ...] = (),
    given: object = None,
) -> str:
    here = current.here()
    return render_template(
        "question.html",
        asked=asked,
        about=about(asked),
        fault=fault,
        effects=effects,
        may_answer=_may_answer((asked,)),
        roles=asked.procedure.role_names(asked.procedure.open_roles),
        office_seen=current.casework().office_seen(),
        chosen=_chosen(asked),
        rows=_rows(asked, here.dataset if here else None, given),
        own=OWN,
        back=SETTINGS if request.values.get("kembali") == SETTINGS else None,
        sent=[(name, value) for name, value in request.form.items(multi=True) if _typed(name)],
    )


def _typed(name: str) -> bool:
    return name not in {"csrf_token", "seen", "lanjut"}


def about(asked: Asked) -> str:
    """Return what a question is about: "Langkah 2, Penyampaian format kepada operator"."""
    procedure, where = asked.procedure, asked.question.about
    if where.step is not None:
        return f"Langkah {where.step}, {procedure.step(where.step).title}"
    if where.role is not None:
        return f"Pelaksana {procedure.role(where.role).name}"
    if where.output is not None:
        return procedure.output(where.output).name
    return f"SOP {procedure.name}" if where.sop else "Kantor"


def _sections(asked: tuple[Asked, ...]) -> Iterator[Section]:
    """Yield the questions of each SOP by what they are about, in the order of the SOP."""
    grouped: dict[tuple[str, int, int, str], list[Asked]] = {}
    for one in asked:
        where = one.question.about
        kinds = (where.sop, where.role, where.step, where.output, where.office)
        kind = next(n for n, told in enumerate(kinds) if told)
        title = about(one) if where.role is None else "Pelaksana"
        key = (one.procedure.code, kind, where.step or 0, title)
        grouped.setdefault(key, []).append(one)
    order = list(dict.fromkeys(one.procedure.code for one in asked))
    for key in sorted(grouped, key=lambda one: (order.index(one[0]), *one[1:3])):
        procedure = grouped[key][0].procedure
        named = procedure.main or grouped[key][0].question.about.sop
        yield Section(key[3] if named else f"{procedure.name}: {key[3]}", tuple(grouped[key]))


def _chosen(asked: Asked) -> tuple[str, str]:
    """Return the choice to be marked and the text of the office's own answer."""
    typed = request.form.get("jawaban")
    if typed is not None:
        return typed, request.form.get("jawaban-lain", "")
    if asked.answer is None:
        return "", ""
    value = asked.answer.value
    if asked.question.kind == "choice" and isinstance(value, list):
        lines = (f"{plain_number(Decimal(bound))} {category}" for bound, category in value)
        return OWN, "\n".join(lines)
    value = str(value)
    own = asked.question.kind == "choice" and asked.question.option(value) is None
    return (OWN, value) if own else (value, "")


def _given(form: Form, asked: Asked) -> object:
    if asked.question.kind == "list":
        return _typed_rows(form)
    typed = form.text("jawaban")
    return form.text("jawaban-lain") if typed == OWN and asked.question.own else typed


def _typed_rows(form: Form) -> list[dict[str, str | None]]:
    rows = [{name: form.text(f"{name}-{n}") for name in COLUMNS} for n in range(1, MOST_ROWS)]
    return [row for row in rows if any(row.values())]


def _rows(asked: Asked, ds: DataSet | None, given: object) -> list[dict[str, str | None]]:
    """Return the rows of a list: as typed, as answered, as the data have it; then empty ones."""
    if asked.question.kind != "list":
        return []
    rows: list[dict[str, str | None]] = []
    if isinstance(given, list):
        rows = given
    elif request.method == "POST":
        rows = _typed_rows(Form())
    elif asked.answer is not None and isinstance(asked.answer.value, list):
        rows = asked.answer.value
    elif ds is not None:
        rows = [{"nama": r.name, "melalui": r.via, "tempat": r.place} for r in ds.receivers]
    return [*rows, *[dict.fromkeys(COLUMNS) for _ in range(EMPTY_ROWS)]]
