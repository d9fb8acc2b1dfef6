"""Whatever harmless things clerks do to a form, in whatever format, the same data comes back."""

from hypothesis import given
from hypothesis import strategies as st

from service import workbook
from service.dataset import DataSet, merge_budget, merge_unit, units_with_indicators
from tests.workbook import clerks
from tests.workbook.offices import offices
from tests.workbook.test_round_trip import without_quarter


def messy(draw: st.DrawFn, content: bytes, form: clerks.Form, quarter: int) -> bytes:
    desk = clerks.Desk(content, form, quarter)
    clerks.retype(draw, desk)
    clerks.rearrange(draw, desk)
    return desk.content()


@st.composite
def office_files(draw: st.DrawFn) -> tuple[DataSet, bytes]:
    office = draw(offices())
    return office, messy(draw, workbook.write(office), "office", office.quarter)


@st.composite
def unit_files(draw: st.DrawFn) -> tuple[DataSet, str, bytes]:
    office = draw(offices().filter(units_with_indicators))
    unit = draw(st.sampled_from(units_with_indicators(office))).code
    return office, unit, messy(draw, workbook.write(office, unit), "unit", office.quarter)


@st.composite
def budget_files(draw: st.DrawFn) -> tuple[DataSet, bytes]:
    office = draw(offices().filter(lambda ds: ds.programmes))
    return office, messy(draw, workbook.write_budget(office), "budget", office.quarter)


@clerks.PATIENTLY
@given(office_files())
def test_an_offices_workbook_comes_back_from_any_mess(sent: tuple[DataSet, bytes]) -> None:
    office, content = sent
    assert workbook.read(content) == office


@clerks.PATIENTLY
@given(unit_files())
def test_a_units_form_comes_back_from_any_mess(sent: tuple[DataSet, str, bytes]) -> None:
    office, unit, content = sent
    bare = without_quarter(office)
    assert workbook.read_unit(content, bare, unit) == merge_unit(bare, office, unit)


@clerks.PATIENTLY
@given(budget_files())
def test_a_budget_comes_back_from_any_mess(sent: tuple[DataSet, bytes]) -> None:
    office, content = sent
    assert workbook.read_budget(content, office) == merge_budget(office, office)
