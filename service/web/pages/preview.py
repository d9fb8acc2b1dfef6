"""What a checked form would make, looked at before one press makes it."""

from dataclasses import dataclass

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from service.casework import CaseView
from service.casework.desks.offering import Offer
from service.dataset import Indicator
from service.errors import Invalid, NotFound, ServiceError
from service.measurement import ObjectiveResult
from service.web import current, figures, files
from service.web.errors import status_of
from service.web.forms import Form
from service.web.labels import TARGET_STATES, percent, value
from service.web.pages.step import after_doing, find_task, made_words

pages = Blueprint("preview", __name__, url_prefix="/triwulan/<case>/langkah/<task>/pratinjau")

Answer = AnyResponse | str | tuple[str, int]


@dataclass(frozen=True)
class Average:
    """A mean before the form and with it, each with its category."""

    name: str
    before: str
    after: str

    @property
    def same(self) -> bool:
        """Tell whether the form leaves it as it was."""
        return self.before == self.after


@pages.get("/<mark>")
def show(case: str, task: str, mark: str) -> Answer:
    """Show what waits; once it was sent, the step it was sent in."""
    try:
        return _page(_offered(case, task, mark))
    except NotFound as fault:
        if fault.code != "offer_sent":
            raise
        return redirect(url_for("step.show", case=case, task=task))


@pages.post("/<mark>")
def send(case: str, task: str, mark: str) -> Answer:
    """Make the documents; pressed twice, they are made once."""
    view = current.view(case)
    step, found = find_task(view, task)
    if found is None:
        raise NotFound("not_found", what=f"Tugas {task}")
    try:
        after = current.casework().act(
            current.actor(), case, found.step, found.unit, "do",
            offer=mark, seen=Form().number("seen"),
        )  # fmt: skip
    except Invalid as fault:
        return _page(_offered(case, task, mark), fault), status_of(fault)
    action = step.step.actions[0]
    flash(_told(view, after, made_words(view, after, found, action)))
    return redirect(after_doing(after, found, action))


@pages.post("/<mark>/batal")
def withdraw(case: str, task: str, mark: str) -> AnyResponse:
    """Forget what waits."""
    current.casework().withdraw(current.actor(), case, task, mark)
    flash("Dibatalkan. Tidak ada yang disimpan.")
    return redirect(url_for("step.show", case=case, task=task))


@pages.get("/<mark>/<name>")
def paper(case: str, task: str, mark: str, name: str) -> Response:
    """Hand out a document as it would be, as Word or PDF."""
    key, _, ending = name.rpartition(".")
    ways = {"docx": current.casework().offered_paper, "pdf": current.casework().offered_pdf}
    if ending not in ways:
        raise NotFound("not_found", what=f"Pratinjau {name}")
    made = ways[ending](current.actor(), case, task, mark, key)
    return files.download(made.content, made.name, made.media_type)


def _offered(case: str, task: str, mark: str) -> Offer:
    view = current.view(case)
    find_task(view, task)
    return current.casework().offered(current.actor(), case, task, mark)


def _page(offer: Offer, fault: ServiceError | None = None) -> str:
    step, _ = find_task(offer.view, offer.task.key)
    return render_template(
        "preview.html",
        view=offer.view,
        step=step,
        task=offer.task,
        offer=offer,
        fault=fault,
        averages=averages(offer),
        realization=lambda one: realization(offer, one),
        blanks=[(path[0], figures.label(path)) for path in offer.blanks],
    )


def _told(before: CaseView, after: CaseView, made: str) -> str:
    if after.seen == before.seen:
        return "Data ini sudah tercatat. Tidak ada yang berubah dan tidak dibuat versi baru."
    return made


def averages(offer: Offer) -> list[Average]:
    """Return the means the form has a part in, of each objective and of the office."""
    own = {one.code for one in offer.indicators}
    before, after = offer.view.measurement, offer.after
    found = [
        Average(
            f"{one.code} {one.text}",
            _mean(before.objectives[one.code]),
            _mean(after.objectives[one.code]),
        )
        for one in offer.dataset.objectives
        if any(indicator.code in own for indicator in one.indicators)
    ]
    return [*found, Average("Seluruh kantor", _mean(before.summary), _mean(after.summary))]


def _mean(one: ObjectiveResult) -> str:
    if one.average is None:
        return "belum ada"
    counted = "" if one.counted == one.total else f", dari {one.counted} dari {one.total} indikator"
    return f"{percent(one.average)} ({one.category}{counted})"


def realization(offer: Offer, one: Indicator) -> str:
    """Return what was reported for the quarter; nothing reported is a word, never 0."""
    number = one.realizations[offer.view.quarter - 1]
    if number is not None:
        return value(number, one)
    status = offer.after.indicators[one.code].status
    measured = status in {"tidak_diukur", "belum_dilaporkan"}
    return TARGET_STATES[status if measured else "belum_dilaporkan"].text.lower()
