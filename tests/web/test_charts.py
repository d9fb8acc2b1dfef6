"""Charts in the page: one scale, a word where there is no value, the figures in words."""

import re
from decimal import Decimal

import pytest
from lxml import etree

from service.web import charts
from service.web.charts import Bar, Group

TOP = Decimal(110)


def pair(one: str | None, two: str | None) -> tuple[Bar, ...]:
    return tuple(
        Bar(None if value is None else Decimal(value), look, name)
        for value, look, name in ((one, "solid", "triwulan"), (two, "hatched", "tahun"))
    )


def drawn(*groups: Group, top: Decimal = TOP) -> etree._Element:
    return etree.fromstring(charts.bars("uji", "Rata-rata & lainnya", groups, top))


def heights(svg: etree._Element, look: str) -> list[float]:
    found = svg.iterfind(".//rect")
    return [float(one.get("height")) for one in found if one.get("class") == f"chart__{look}"]


def words(svg: etree._Element) -> list[str]:
    return [one.text or "" for one in svg.iterfind(".//text")]


def test_bars_stand_in_proportion_on_one_scale() -> None:
    svg = drawn(Group("TW I", pair("50", "100"), "belum"))
    (solid,), (hatched,) = heights(svg, "solid"), heights(svg, "hatched")
    assert hatched == pytest.approx(2 * solid, abs=0.2)
    lower = drawn(Group("TW I", pair("50", "100"), "belum"), top=Decimal(200))
    assert heights(lower, "solid")[0] < solid


def test_solid_and_hatched_are_told_apart_without_colour() -> None:
    svg = drawn(Group("TW I", pair("50", "100"), "belum"))
    (hatched,) = [one for one in svg.iterfind(".//rect") if one.get("class") == "chart__hatched"]
    assert hatched.get("fill") == f"url(#{charts.HATCH})"
    assert f'id="{charts.HATCH}"' in charts.hatch()


def test_an_absent_quarter_is_dashed_with_its_word_and_has_no_bar() -> None:
    svg = drawn(Group("TW IV", pair(None, None), "belum"))
    assert len(heights(svg, "none")) == 1
    assert heights(svg, "solid") == []
    assert "belum" in words(svg)


def test_a_reason_of_two_words_stands_on_two_lines() -> None:
    assert {"tidak", "diukur"} <= set(words(drawn(*[
        Group(f"TW {n}", pair(None, None), "tidak diukur") for n in range(4)
    ])))  # fmt: skip


def test_zero_is_a_value_and_not_an_absence() -> None:
    svg = drawn(Group("TW I", pair("0.00", None), "belum"))
    assert heights(svg, "solid") == [0.0]
    assert "0,00" in words(svg)
    assert "–" in words(svg)
    assert heights(svg, "none") == []


def test_an_outlier_is_cut_and_keeps_its_figure() -> None:
    top = charts.scale_end([Decimal(90), Decimal(950), None])
    assert top == charts.HIGHEST
    svg = drawn(Group("TW I", pair("950", "90"), "belum"), top=top)
    assert "950,00" in words(svg)
    assert [one.get("class") for one in svg.iterfind(".//path")].count("chart__cut") == 1
    assert charts.scale_end([]) == Decimal(110)


def test_screen_readers_hear_every_figure() -> None:
    svg = drawn(
        Group("TW I", pair("98.62", "72.18"), "belum"), Group("TW IV", pair(None, None), "belum")
    )
    title, told = svg.find("title"), svg.find("desc")
    assert title is not None
    assert told is not None
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == f"{title.get('id')} {told.get('id')}"
    assert title.text == "Rata-rata & lainnya"
    assert told.text == "TW I: triwulan 98,62 persen, tahun 72,18 persen; TW IV: belum"


def test_a_line_breaks_where_a_value_is_missing() -> None:
    points = [("TW I", Decimal(90), ""), ("TW II", None, "tidak diukur"),
              ("TW III", Decimal(80), ""), ("TW IV", Decimal(85), "")]  # fmt: skip
    svg = etree.fromstring(charts.line("uji", "1.1", points, TOP))
    looks = [one.get("class") for one in svg.iter()]
    assert looks.count("chart__line") == 1
    assert looks.count("chart__dot") == 3
    assert looks.count("chart__none") == 1
    assert "TW II: tidak diukur" in (svg.findtext("desc") or "")


def test_names_from_the_data_stay_text_and_no_style_is_written() -> None:
    groups = [Group("<b>", pair("1", "2"), "belum")]
    drawing = charts.bars("a<b", "<script>alert(1)</script>", groups, TOP)
    etree.fromstring(drawing)
    assert "<script>" not in drawing
    assert not re.search(r"\sstyle=|<style", drawing)
