"""What an answer would change, said before it is kept."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from service.casework.model import CaseView
from service.casework.office.answers import Answer, with_changes
from service.dataset import DataSet
from service.deadlines import due_dates
from service.indonesian import long_date, percent_text, roman
from service.measurement import measure
from service.procedure import Answers, Procedure, Question, answered, data_changes

Stale = Callable[[CaseView, DataSet], tuple[str, ...]]
RECEIVERS = "instansi_penerima"
_NOTHING_STALE = "Tidak ada dokumen yang perlu dibuat ulang."


def effects(
    procedure: Procedure,
    question: Question,
    answers: Answers,
    value: object,
    views: Iterable[CaseView],
    *,
    stale: Stale,
) -> tuple[str, ...]:
    """Return, as sentences, what changes when `value` joins `answers`: in general and per case.

    `stale` names the documents of a case that other data would make stale.
    """
    option = question.option(value)
    told = [text for text in (option.effect if option else "", question.effect) if text]
    after = {**answers, question.id: value}
    changes = data_changes([procedure], {question.id: value})
    for view in views:
        if view.procedure.code == procedure.code:
            told += _in_case(view, procedure, question, answers, after)
            told += _in_figures(view, changes, stale)
    told += _confirming(procedure, question, after)
    return tuple(told)


def applicable(view: CaseView, changes: Mapping[str, object]) -> dict[str, object]:
    """Return the changes of the data set that reach a case as it stands.

    An approved case keeps what its documents were made from, and learns of new receivers only
    until everything is delivered.
    """
    if view.progress.done:
        return {}
    locked = view.progress.locked is not None
    return {path: value for path, value in changes.items() if not locked or path == RECEIVERS}


def running(
    views: Iterable[CaseView], procedure: Procedure, question: Question, holds: Answer | None
) -> tuple[str, ...]:
    """Return the titles of unfinished cases that keep the shape they were opened with."""
    if holds is None or not question.shapes:
        return ()
    return tuple(
        title(view)
        for view in views
        if view.procedure.code == procedure.code
        and not view.progress.done
        and view.progress.events[0].facts.get("answers", {}).get(question.id) != holds.value
    )


def title(view: CaseView) -> str:
    """Return "Triwulan III Tahun 2026", with the SOP's name where it is not the main one."""
    of = "" if view.procedure.main else f"{view.procedure.name} "
    return f"{of}Triwulan {roman(view.quarter)} Tahun {view.year}"


def in_order(view: CaseView, keys: Iterable[str]) -> list[str]:
    """Return documents by key in the order of the SOP, those of units in the office's order."""
    outputs = [one.code for one in view.procedure.outputs]
    units = ["", *(one.code for one in view.dataset.units)]

    def rank(key: str) -> tuple[int, int]:
        output, _, unit = key.partition(".")
        return outputs.index(output), units.index(unit) if unit in units else len(units)

    return sorted(keys, key=rank)


def document_name(view: CaseView, key: str) -> str:
    """Return what a document of a case is called: "Rekapitulasi Data Kinerja Seksi Pelayanan"."""
    output, _, unit = key.partition(".")
    names = {one.code: one.name for one in view.dataset.units}
    name = view.procedure.output(output).name
    return f"{name} {names.get(unit, unit)}" if unit else name


def _in_case(
    view: CaseView, procedure: Procedure, question: Question, before: Answers, after: Answers
) -> Iterator[str]:
    if view.progress.done:
        return
    if question.shapes:
        yield (
            f"{title(view)} sudah dibuka dan tetap dikerjakan seperti sekarang; jawaban ini "
            "berlaku mulai triwulan yang dibuka berikutnya."
        )
        return
    old = due_dates(answered(procedure, before), view.year, view.quarter)
    new = due_dates(answered(procedure, after), view.year, view.quarter)
    moved = [
        f"langkah {step} dari {long_date(old[step])} menjadi {long_date(day)}"
        for step, day in new.items()
        if old[step] != day
    ]
    if moved:
        yield f"{title(view)}: tenggat {'; '.join(moved)}."


def _in_figures(view: CaseView, changes: Mapping[str, object], stale: Stale) -> Iterator[str]:
    if not changes or view.progress.done:
        return
    reaching = applicable(view, changes)
    if not reaching:
        yield f"{title(view)} sudah disetujui, jadi angka dan dokumennya tetap."
        return
    ds = with_changes(view.dataset, reaching)
    if ds == view.dataset:
        yield f"{title(view)}: sudah demikian, tidak ada yang berubah."
        return
    old, new = view.measurement, measure(ds, view.quarter)
    moved = [
        f"capaian {code} dari {percent_text(old.indicators[code].achievement)} menjadi "
        f"{percent_text(one.achievement)}"
        for code, one in new.indicators.items()
        if one.achievement != old.indicators[code].achievement
    ]
    if (old.summary.average, old.summary.category) != (new.summary.average, new.summary.category):
        moved.append(
            f"rata-rata kantor dari {percent_text(old.summary.average)} "
            f"({old.summary.category or '-'}) menjadi {percent_text(new.summary.average)} "
            f"({new.summary.category or '-'})"
        )
    told = "; ".join(moved) or "data kinerja disesuaikan"
    again = ", ".join(stale(view, ds))
    yield f"{title(view)}: {told}. {f'Perlu dibuat ulang: {again}.' if again else _NOTHING_STALE}"
    if view.progress.locked is not None:
        yield (
            f"{title(view)} sudah disetujui: bila belum ditandatangani, dokumennya perlu dibuka "
            "kembali agar yang tercetak sama."
        )


def _confirming(procedure: Procedure, question: Question, after: Answers) -> Iterator[str]:
    if question.confirms is None:
        return
    left = [
        one
        for one in procedure.questions
        if one.confirms == question.confirms and one.id not in after
    ]
    if left:
        yield f"Tenggat tetap perkiraan sampai {len(left)} pertanyaan tenggat lainnya dijawab."
    else:
        yield (
            "Semua pertanyaan tenggat terjawab: tenggat bukan lagi perkiraan, dan langkah yang "
            "lewat disebut “Terlambat”."
        )
