"""Status words with their icons, and dates as the pages write them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import Flask, request
from markupsafe import Markup

from service import indonesian
from service.casework import CaseView
from service.dataset import Indicator
from service.deadlines import date_in_the_sop
from service.errors import Problem, ServiceError, title_of
from service.measurement import Summary
from service.procedure import Action, OutputState, Procedure
from service.progress import (
    Actor,
    OutputFile,
    RequirementProgress,
    StepProgress,
    TaskProgress,
    event_words,
)
from service.values.office import in_sentence
from service.web import current
from service.web.icons import icon


@dataclass(frozen=True)
class Label:
    """A status: its word, its icon and the look of both. Never colour alone."""

    text: str
    icon: str
    look: str

    def __html__(self) -> Markup:
        return Markup('<span class="state state--{}">{}<span>{}</span></span>').format(
            self.look, icon(self.icon), self.text
        )


TASK_STATES = {
    "selesai": Label("Selesai", "check-circle-fill", "done"),
    "sebagian": Label("Sedang dikerjakan", "circle-half", "busy"),
    "terbuka": Label("Belum mulai", "circle", "idle"),
    "menunggu": Label("Menunggu", "hourglass", "wait"),
    "dilewati": Label("Dilewati", "dash-circle", "wait"),
    "dikembalikan": Label("Dikembalikan", "arrow-return-left", "back"),
    "perlu_dibuat_ulang": Label("Perlu dibuat ulang", "arrow-repeat", "stale"),
}

TARGET_STATES = {
    "tercapai": Label("Tercapai", "check-circle-fill", "done"),
    "belum_tercapai": Label("Belum tercapai", "arrow-down-circle", "under"),
    "belum_dilaporkan": Label("Belum dilaporkan", "circle", "idle"),
    "tidak_diukur": Label("Tidak diukur", "dash-circle", "wait"),
    "tidak_dapat_dihitung": Label("Tidak dapat dihitung", "dash-circle", "wait"),
}

ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}
MEDIA = {
    "application/pdf": ("PDF", "file-earmark-pdf"),
    "image/png": ("Gambar", "file-earmark-image"),
    "image/jpeg": ("Gambar", "file-earmark-image"),
    "application/json": ("JSON", "file-earmark-code"),
}


def task_state(task: TaskProgress) -> Label:
    """Return the status of one task; a waiting one names the steps it waits for."""
    if task.excused is not None:
        word = "tidak ada yang dilaporkan" if task.excused.action == "skipped" else "belum melapor"
        return Label(f"Dilewati: {word}", "dash-circle", "wait")
    if task.state == "menunggu":
        return _waiting(number for number, _ in task.waits_for)
    if task.state == "selesai" and task.at is not None:
        return _done(task.at, task.done_late_days)
    return TASK_STATES[task.state]


def matrix_state(task: TaskProgress) -> Label:
    """Return the status of one task for a narrow cell: the day stands for the word."""
    if task.state == "selesai" and task.at is not None:
        late = f", lewat {task.done_late_days} hari kerja" if task.done_late_days else ""
        return Label(f"{day_month(task.at)}{late}", "check-circle-fill", "done")
    return task_state(task)


def step_state(step: StepProgress) -> Label:
    """Return the status of one step of the board."""
    if step.state == "menunggu":
        return _waiting(number for task in step.tasks for number, _ in task.waits_for)
    if step.state == "selesai":
        last = max((task.at for task in step.tasks if task.at is not None), default=None)
        if last is not None:
            return _done(last, step.done_late_days)
    return TASK_STATES[step.state]


def _done(at: datetime, late_days: int) -> Label:
    late = f", {passed(late_days)}" if late_days else ""
    return Label(f"Selesai, {day_month(at)}{late}", "check-circle-fill", "done")


def _waiting(numbers: Iterable[int]) -> Label:
    steps = sorted(set(numbers))
    if not steps:
        return TASK_STATES["menunggu"]
    told = " dan ".join(str(number) for number in steps)
    return Label(f"Menunggu langkah {told}", "hourglass", "wait")


def late_label(one: StepProgress | TaskProgress) -> Label | None:
    """Return the mark of a passed due date; it is an estimate until the office confirms it."""
    if one.late_days <= 0:
        return None
    told = passed(one.late_days)
    told = f"{told[0].upper()}{told[1:]}"
    if due_confirmed():
        return Label(told, "exclamation-triangle-fill", "late")
    return Label(told, "question-circle", "ask-late")


def due_confirmed() -> bool:
    """Tell whether the office has confirmed the rule of the due dates."""
    found = current.here()
    return found is not None and found.due_confirmed


def due_word() -> str:
    """Return what a due date is called: "Tenggat" once its rule is confirmed."""
    return "Tenggat" if due_confirmed() else "Perkiraan tenggat"


def passed(days: int) -> str:
    """Return how late something is: "terlambat 2 hari kerja", or by an estimate."""
    word = "terlambat" if due_confirmed() else "lewat perkiraan tenggat"
    return f"{word} {days} hari kerja"


def sop_date(view: CaseView, step: StepProgress) -> date | None:
    """Return the day the SOP names when the due date had to be moved from it, else None."""
    named = date_in_the_sop(step.step, view.year, view.quarter)
    return named if named != step.due else None


def local(at: datetime) -> datetime:
    """Return the moment on the office's clock."""
    return at.astimezone(current.zone())


def moment(at: datetime) -> str:
    """Return "9 Oktober 2026 pukul 08.40"."""
    here = local(at)
    return f"{indonesian.long_date(here.date())} pukul {indonesian.time_text(here)}"


def short_day(day: date) -> str:
    """Return "Jumat, 9 Oktober"."""
    return indonesian.day_date(day).rsplit(" ", 1)[0]


def day_month(at: datetime | date) -> str:
    """Return "9 Oktober"."""
    day = local(at).date() if isinstance(at, datetime) else at
    return indonesian.long_date(day).rsplit(" ", 1)[0]


def iso_date(text: str) -> str:
    """Return "9 Oktober 2026" for "2026-10-09"."""
    return indonesian.long_date(date.fromisoformat(text))


def brief(one: Problem) -> str:
    """Return the first sentence of a problem, for a summary that links to the whole."""
    first = re.split(r"(?<=[.?!]) ", one.message, maxsplit=1)[0]
    return first.rstrip(".")


def headline(one: Problem, subject: str) -> str:
    """Return "Bukan angka: Realisasi TW III, indikator 3.2" for a summary of faults."""
    title = title_of(one.code)
    return f"{title}: {subject}" if subject and "{" not in title else brief(one)


def zone_name() -> str:
    """Return WIB, WITA or WIT."""
    offset = datetime.now(current.zone()).utcoffset()
    hours = int(offset.total_seconds() // 3600) if offset else 7
    return ZONES.get(hours, "waktu setempat")


def title_case(text: str) -> str:
    """Return "Kecamatan Mentebah" for "KECAMATAN MENTEBAH"; mixed case stays as it is."""
    return in_sentence(text)


def value(number: Decimal | None, indicator: Indicator) -> str:
    """Return an indicator's figure with its own number of decimals; a blank is a dash."""
    return indonesian.decimal_text(number, indicator.decimals)


def figure(number: Decimal | None, indicator: Indicator) -> str:
    """Return a figure as a sentence has it: "95,73%", or "11" of whatever is counted."""
    text = value(number, indicator)
    return f"{text}%" if number is not None and indicator.measure == "%" else text


def unmeasured(summary: Summary) -> str:
    """Return why indicators have no achievement: "1 belum dilaporkan, 2 tidak diukur"."""
    kinds = {
        "belum dilaporkan": summary.belum_dilaporkan,
        "tidak diukur": summary.tidak_diukur,
        "tidak dapat dihitung": summary.tidak_dapat_dihitung,
    }
    return ", ".join(f"{count} {kind}" for kind, count in kinds.items() if count)


def percent(number: Decimal | None) -> str:
    """Return "94,72%"; a blank is a dash."""
    return "–" if number is None else f"{indonesian.percent_text(number)}%"


def size(count: int) -> str:
    """Return a file's size as "48 KB" or "1,2 MB"."""
    if count < 1024 * 1024:
        return f"{max(1, round(count / 1024))} KB"
    return f"{indonesian.decimal_text(Decimal(count) / (1024 * 1024), 1)} MB"


def media(media_type: str) -> tuple[str, str]:
    """Return the word and the icon for a kind of file."""
    if "spreadsheet" in media_type or "ms-excel" in media_type:
        return ("Excel", "file-earmark-excel")
    return MEDIA.get(media_type, ("Word", "file-earmark-word"))


def output_name(procedure: Procedure, code: str) -> str:
    """Return the name of an output such as D3."""
    return procedure.output(code).name


def state_words(state: str) -> str:
    """Return an output's state as people say it: "dicek ulang"."""
    return state.replace("_", " ")


def proof(procedure: Procedure, state: OutputState) -> str:
    """Return "Rekapitulasi Data Kinerja, dicek ulang"."""
    return f"{procedure.output(state.output).name}, {state_words(state.state)}"


def proofs(one: RequirementProgress, unit: str | None) -> tuple[str, ...]:
    """Return the documents that prove a requirement; for a unit's task only the unit's own."""
    own = tuple(key for key in one.keys if unit is None or key.partition(".")[2] in ("", unit))
    return own if one.exists or unit is not None else ()


def may_act(actor: Actor, task: TaskProgress, action: Action | None) -> bool:
    """Tell whether `actor` is the one this action of the task waits for."""
    return (
        action is not None
        and actor.role in action.by
        and (actor.unit is None or task.unit is None or actor.unit == task.unit)
    )


def who_acts(task: TaskProgress, action: Action) -> Actor | None:
    """Return the official whose turn it is."""
    return next((one for one in current.officials() if may_act(one, task, action)), None)


BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"),
            ("Safari/", "Safari"))  # fmt: skip
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
           ("Mac OS", "Mac"), ("Linux", "Linux"))  # fmt: skip


def browser_words(agent: str) -> str:
    """Return how a person would call the browser that names itself `agent`: "Chrome, Android"."""
    found = (next((word for mark, word in of if mark in agent), "") for of in (BROWSERS, SYSTEMS))
    return ", ".join(filter(None, found)) or "Peramban lain"


def unit_files(files: Iterable[OutputFile]) -> dict[str, list[OutputFile]]:
    """Return the files of a step by output, the newest of each key only."""
    newest = {one.key: one for one in sorted(files, key=lambda one: one.version)}
    grouped: dict[str, list[OutputFile]] = {}
    for one in newest.values():
        grouped.setdefault(one.output, []).append(one)
    return grouped


def wrong_at(fault: ServiceError, place: str) -> bool:
    """Tell whether the fault is about this field of the page."""
    return any(one.place == place for one in fault.problems)


def checks_to_mend(checks: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return the verdicts of an examination that ask for something to be mended."""
    return [(code, one) for code, one in checks.items() if one["verdict"] == "perbaiki"]


def typed(name: str, default: str = "") -> str:
    """Return what was typed before the form was refused, so that nothing has to be retyped."""
    return request.form.get(name, default)


def register(app: Flask) -> None:
    """Give the templates these words, and what every page shows."""
    app.jinja_env.filters.update(
        moment=moment, day_month=day_month, percent=percent, size=size, title_case=title_case,
        long_date=indonesian.long_date, day_date=indonesian.day_date, rupiah=indonesian.rupiah,
        amount=indonesian.amount, roman=indonesian.roman, months=indonesian.months,
        plain_number=indonesian.plain_number, state_words=state_words, iso_date=iso_date,
        short_day=short_day,
    )  # fmt: skip
    app.jinja_env.globals.update(
        brief=brief, headline=headline, event_words=event_words, icon=icon, late_label=late_label,
        matrix_state=matrix_state, may_act=may_act, figure=figure, media=media,
        due_confirmed=due_confirmed, due_word=due_word, passed=passed, sop_date=sop_date,
        output_name=output_name, proof=proof, step_state=step_state, target_states=TARGET_STATES,
        task_state=task_state, task_states=TASK_STATES, typed=typed, unit_files=unit_files,
        unmeasured=unmeasured, proofs=proofs, wrong_at=wrong_at, checks_to_mend=checks_to_mend,
        value=value, who_acts=who_acts, zone_name=zone_name, own_role=current.own_role,
        role_name=current.role_name,
        held_as=current.held_as,
        may_change_people=current.may_change_people, browser_words=browser_words,
        has_emblem=lambda: current.casework().emblem() is not None,
        open_questions=lambda: current.casework().open_questions(),
    )  # fmt: skip
    app.context_processor(_page)


def _page() -> dict[str, object]:
    """Return what the letterhead, the role switch and the foot need."""
    return {
        "here": current.here(),
        "procedure": current.procedure(),
        "actor": current.acting(),
        "actors": current.actors(),
        "person": who.person if (who := current.identified()) else None,
        "today": current.today(),
        "demo": current.desk().settings.demo,
        "unit_names": current.unit_names(),
    }
