"""A form made before the office's data changed: said as what it is, not as the clerk's mistake."""

from collections.abc import Iterable, Iterator

from service.dataset import DataSet, to_json
from service.errors import Invalid, Problem, problem
from service.indonesian import long_date, plain_number
from service.workbook import given
from service.workbook.layout import Form, layout
from service.workbook.records import Row
from service.workbook.tag import SHAPE, Tag, base_of, mark

_SHEETS = {"unit": "Realisasi", "budget": "Anggaran"}
_LINES = {"unit": "Indikator", "budget": "Baris anggaran"}
_COLUMNS = {"pagu": "Pagu", "nama": "Nama", "sasaran": "Sasaran", "target": "Target"}


def told(
    tag: Tag, place: str, what: str, *, expected: str | None = None, found: str | None = None
) -> Problem:
    """Return the problem that `what` was changed by the office since the form was made."""
    return problem(
        "workbook_form_old", place, expected=expected, found=found, what=what, made=_made(tag)
    )


def require_kind(tag: Tag, form: Form) -> None:
    """Raise Invalid when a form of one kind was sent where another belongs.

    The whole office's workbook serves everywhere. A unit's form in a wrong place is told by its
    identity, which stands in it for all to see.
    """
    if tag.form == "budget" and form == "unit":
        raise Invalid("workbook_not_unit_form")
    if tag.form == "budget" and form == "office":
        raise Invalid("workbook_is_budget_form")


def changed_lines(tag: Tag, base: DataSet, unit: str | None) -> list[Problem]:
    """Return what of `base` a form cannot hold that was made before: lines new, gone, or recast."""
    now = base_of(to_json(base), tag.form, unit)
    what, place = _LINES.get(tag.form, ""), _SHEETS.get(tag.form, "")
    new = [f"{what} {code} ditambahkan" for code in now if code not in tag.base]
    gone = [f"{what} {code} dikeluarkan" for code in tag.base if code not in now]
    recast = [
        f"Cara mengisi {what.lower()} {code} diubah"
        for code, marks in now.items()
        if code in tag.base and marks.get(SHAPE) != tag.base[code].get(SHAPE)
    ]
    return [
        problem("workbook_form_old_line", place, what=text, made=_made(tag))
        for text in (*new, *gone, *recast)
    ]


def _made(tag: Tag) -> str:
    return f" pada {long_date(tag.made)}" if tag.made else ""


def overtaken(tag: Tag | None, rows: Iterable[Row], base: DataSet) -> Iterator[Problem]:
    """Yield each cell of an old budget form that would undo what the office changed since."""
    if tag is None or tag.form != "budget":
        return
    now = given.to_lines(to_json(base))
    for row in rows:
        code = str(row.get("kode"))
        for key, value in now.get(code, {}).items():
            held = row.get(key)
            if key in row.cells and mark(value) != mark(held) and tag.was(code, key, held):
                what = f"{_COLUMNS.get(key, 'Isian')} {code}"
                yield told(tag, row.cells[key], what, expected=_shown(value), found=_shown(held))


def _shown(value: object) -> str:
    if value is None:
        return "(kosong)"
    return plain_number(value) if isinstance(value, int) else str(value)


def notes(tag: Tag | None, now: Tag, saved: str | None) -> tuple[Problem, ...]:
    """Return what is worth saying of a form that was read all the same.

    `now` is the tag a form made now would have; `saved` names what of the same unit was recorded
    after event `tag.event`, "versi 2", None where nothing was.
    """
    if tag is None:
        return ()
    found = []
    if tag.layout != layout().version:
        found.append(problem("workbook_note_form_layout", ""))
    if tag.history and now.history and tag.history != now.history:
        found.append(problem("workbook_note_form_foreign", ""))
    elif saved is not None and tag.case == now.case and tag.event < now.event:
        found.append(problem("workbook_note_form_before", "", made=_made(tag), saved=saved))
    return tuple(found)
