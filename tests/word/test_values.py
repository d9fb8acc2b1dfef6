"""What a filling takes from Python objects that are more than plain data."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from docx.oxml.ns import qn
from docxtpl import Listing, RichText
from hypothesis import given, settings
from hypothesis import strategies as st

from service import word
from service.errors import Invalid
from tests.word.documents import W, document, opened, texts


def filled(text, **values):
    return texts(word.compile(document(text)).fill(values))[0]


def refused(text, **values):
    with pytest.raises(Invalid) as caught:
        word.compile(document(text)).fill(values)
    return [(found.code, found.place) for found in caught.value.problems]


class Text(str):
    def __html__(self):
        return "<w:b/>"

    def __str__(self):
        return "palsu"

    def isprintable(self):
        return True


class Real(float):
    def __format__(self, _):
        return "<w:b/>"

    def __repr__(self):
        return "<w:b/>"


class Exact(Decimal):
    def __format__(self, *_):
        return "<w:b/>"


class Day(date):
    def isoformat(self):
        return "\0"


class Hour(datetime):
    def isoformat(self, *_):
        return "\0"


class Rows(dict):
    def items(self):
        return [("a", Text("\0"))]


def test_what_a_subclass_says_of_itself_is_not_printed():
    values = {"a": Text("<t>"), "b": Real(1.5), "c": Exact("2.50"), "d": Day(2026, 1, 2)}
    values["e"] = Hour(2026, 1, 2, 3)
    made = "{{ a }} {{ b }} {{ c }} {{ d }} {{ e }}"
    assert filled(made, **values) == "<t> 1.5 2.50 2026-01-02 2026-01-02 03:00:00"


def test_a_subclass_cannot_hide_forbidden_characters():
    assert refused("{{ a }}", a=Text("\0")) == [("values_forbidden_character", "a")]
    assert refused("{{ a.a }}", a=Rows()) == [("values_forbidden_character", "a.a")]


@pytest.mark.parametrize(
    "value",
    [b"x", bytearray(b"x"), {1, 2}, (letter for letter in "ab"), range(3), print, object(), str,
     1j, memoryview(b"x")],
)  # fmt: skip
def test_objects_without_a_writing_of_their_own_are_refused_by_their_path(value):
    assert refused("{{ a.b[0] }}", a={"b": [value]}) == [("values_wrong_type", "a.b[0]")]


def test_values_that_hold_themselves_are_refused():
    mapping, listed = {}, []
    mapping["a"], listed[:] = mapping, [listed]
    for value in (mapping, listed):
        assert [code for code, _ in refused("{{ a }}", a=value)] == ["values_too_deep"]


@pytest.mark.parametrize("method", ["items", "keys", "values", "update", "pop", "clear", "copy"])
def test_methods_of_mappings_and_lists_are_not_values(method):
    assert refused(f"{{{{ x.{method} }}}}", x={"a": 1}) == [("values_missing_name", "paragraf 1")]
    assert filled(f"{{{{ x.{method} }}}}", x={method: "data"}) == "data"
    assert refused("{{ x.count }}", x=[1]) == [("values_missing_name", "paragraf 1")]


def test_an_item_that_is_not_there_is_missing():
    assert refused("{{ x[5] }}", x=[1]) == [("values_missing_name", "paragraf 1")]


@pytest.mark.parametrize("xml", ["<w:r>", "</w:t>", "<x:y/>", "&nbsp;", "<w:r a='1' a='2'/>"])
def test_formatted_text_whose_xml_is_torn_is_refused(xml):
    rich = RichText("baik")
    rich.xml += xml
    assert refused("{{r a.b }}", a={"b": rich}) == [("values_torn", "a.b")]


def test_a_listing_passes_through_filters_as_text():
    assert filled("{{ x|upper }}", x=Listing("a & b\n<c>")) == "A & B\n<C>"


def test_a_link_in_formatted_text_carries_its_address():
    address = "https://contoh.go.id/?a=1&b=2#c"
    filled = word.compile(document("lihat {{ a }}", header="{{ a }}")).fill(
        {"a": RichText("laman & <isi>", url_id=address)}
    )
    for part in (opened(filled).part, opened(filled).sections[0].header.part):
        [link] = part.element.iter(W + "hyperlink")
        assert part.rels[link.get(qn("r:id"))].target_ref == address


@pytest.mark.parametrize("address", ["rId7", "javascript:x", "file:///etc/passwd", "\\\\x\\y", ""])
def test_a_link_that_is_no_address_is_refused(address):
    rich = RichText("x")
    rich.add("laman", url_id=address or " ")
    assert refused("{{r a }}", a=rich) == [("values_bad_link", "a")]


@pytest.mark.parametrize("number", ["1E+100000000", "1E-100000000", "1E+38", "9" * 60])
def test_numbers_that_the_evaluator_cannot_hold_are_refused(number):
    assert refused("{{ a }}", a=Decimal(number)) == [("values_too_precise", "a")]


def test_a_zero_has_no_sign():
    assert filled("{{ a }} {{ b }}", a=Decimal("-0.00"), b=Decimal("0.00")) == "0.00 0.00"


@settings(max_examples=30, deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=0, max_value=10**12))
def test_a_number_prints_with_the_decimals_it_was_given(number):
    assert filled("{{ a }} {{ b }} {{ c[0] }}", a=number, b=None, c=[number]) == (
        f"{number:f}  {number:f}"
    )


@pytest.mark.parametrize("key", ["\ud800", "a\0b", "\ufffe"])
def test_names_are_refused_by_a_path_that_can_itself_be_written(key):
    [(code, place)] = refused("{{ x.ok }}", x={key: 1, "ok": 2})
    assert (code, place.startswith("x.")) == ("values_forbidden_character", True)
    assert place.encode().decode().isprintable()
