"""An old form gives way to a new one without losing what was typed into it."""

import json
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from service import workbook
from service.dataset import DataSet, parse
from service.errors import Invalid
from tests.workbook.books import edited
from tests.workbook.test_tag import known, with_indicator

SAMPLES = Path(__file__).parents[2] / "samples"
UNIT = "SEKSI-YAN"
TARGETS = (Decimal("82.00"), Decimal("82.50"), Decimal("85.00"), Decimal("83.50"))


@pytest.fixture(scope="module")
def ds() -> DataSet:
    return parse(json.loads((SAMPLES / "mentebah-2026.json").read_text("utf-8")))


def old_form(ds: DataSet) -> bytes:
    def fill(book: Workbook) -> None:
        book["Realisasi"]["N6"] = 81.5
        book["Realisasi"]["N8"] = "dua hari"
        book["Realisasi"]["L7"], book["Realisasi"]["M7"] = 300, 400
        book["Narasi"]["C6"] = "=faktor baru"
        book["Narasi"]["D6"] = None

    return edited(workbook.write(ds, UNIT, known(ds)), fill)


def test_the_new_form_holds_what_was_typed_and_what_the_office_changed(ds: DataSet) -> None:
    now = with_indicator(ds, "1.1", targets=TARGETS, obstacles="diketahui kemudian")
    book = load_workbook(BytesIO(workbook.renewed(old_form(ds), now, UNIT, known(now))))
    sheet, told = book["Realisasi"], book["Narasi"]
    assert [sheet[at].value for at in ("E6", "N6", "N8", "L7", "M7")] == [
        85, 81.5, "dua hari", 300, 400,
    ]  # fmt: skip
    assert (told["C6"].value, told["C6"].data_type) == ("=faktor baru", "s")
    assert told["D6"].value == "diketahui kemudian"


def test_once_mended_the_new_form_is_taken(ds: DataSet) -> None:
    now = with_indicator(ds, "1.1", targets=TARGETS)
    with pytest.raises(Invalid):
        workbook.read_unit(old_form(ds), now, UNIT)
    form = workbook.renewed(old_form(ds), now, UNIT, known(now))
    with pytest.raises(Invalid) as caught:
        workbook.read_unit(form, now, UNIT)
    assert [one.place for one in caught.value.problems] == ["Realisasi!N8"]

    def mend(book: Workbook) -> None:
        book["Realisasi"]["N8"] = 2

    taken = workbook.read_unit(edited(form, mend), now, UNIT).objectives[0].indicators
    assert [one.realizations[2] for one in taken] == [
        Decimal("81.5"), Decimal("75.00"), 2, 0,
    ]  # fmt: skip


def test_a_figure_does_not_come_where_the_indicator_now_asks_for_x_and_y(ds: DataSet) -> None:
    first = ds.objectives[0].indicators[0]
    now = with_indicator(
        ds,
        "1.1",
        parts=(None, None, None, None),
        realizations=(*first.realizations[:2], None, None),
    )
    sheet = load_workbook(BytesIO(workbook.renewed(old_form(ds), now, UNIT)))["Realisasi"]
    assert str(sheet["N6"].value).startswith("=IF(OR(")
