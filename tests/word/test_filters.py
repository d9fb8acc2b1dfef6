from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from decimal import Decimal

import pytest
from docxtpl import Listing, RichText
from hypothesis import given
from hypothesis import strategies as st

from service import word
from service.errors import Invalid
from service.indonesian import parse_decimal
from service.word import guide
from service.word.checks.syntax import FILTERS
from service.word.values import indonesian_filters
from tests.word.documents import W, document, png, texts, tree

EXAMPLES = [
    pytest.param(example, id=f"{one.name}-{number}")
    for group in guide.groups()
    for one in group.filters
    for number, example in enumerate(one.examples)
]
PIECES = [piece for topic in guide.topics() for piece in topic.examples]
NUMBERS = st.decimals(-(10**12), 10**12, places=3)  # 15 digits: what arrives as it was sent


def printed(tag, **values):
    return "\n".join(texts(word.compile(document(tag)).fill(values)))


def refused(*paragraphs, **values):
    """Return the problems that keep the values out of the document."""
    with pytest.raises(Invalid) as caught:
        word.compile(document(*paragraphs)).fill(values)
    return caught.value.problems


@pytest.mark.parametrize("example", EXAMPLES)
def test_each_filter_prints_what_its_page_says(example):
    assert printed(example.tag, **example.values) == example.prints


@pytest.mark.parametrize("piece", PIECES, ids=lambda piece: (piece.lines or piece.table)[0])
def test_each_piece_of_the_page_comes_out_as_it_says(piece):
    if piece.table:
        filled = word.compile(document(table=piece.table)).fill(piece.values)
        rows = [
            [cell.xpath("string()") for cell in row.iter(W + "tc")]
            for row in tree(filled).iter(W + "tr")
        ]
        assert rows == [list(row) for row in piece.prints]
    else:
        filled = word.compile(document(*piece.lines)).fill(piece.values)
        assert texts(filled) == list(piece.prints)


def test_the_page_tells_of_every_filter_and_of_no_other():
    told = [one.name for group in guide.groups() for one in group.filters]
    assert sorted(told) == sorted(FILTERS)
    assert all(guide.entry(name).examples for name in indonesian_filters.FILTERS)


# Numbers as they were given


def test_the_zeros_a_number_was_given_with_are_printed():
    assert printed("{{ a|angka }} {{ b|persen }}", a=Decimal("83.50"), b=Decimal("7.00")) == (
        "83,50 7,00%"
    )


def test_the_zeros_stay_in_loops_macros_and_lists():
    content = (
        "{% macro m(x) %}{{ x|angka }}{% endmacro %}"
        "{% for r in a %}{{ m(r) }} {% endfor %}{{ a|map('angka')|gabung }}"
    )
    values = [Decimal("1.50"), Decimal("0.10")]
    assert printed(content, a=values) == "1,50 0,10 1,50 dan 0,10"


def test_fillings_at_the_same_time_keep_their_own_zeros():
    template = word.compile(document("{{ a|angka }}"))

    def filled(places):
        return texts(template.fill({"a": Decimal("1.5").quantize(Decimal(1).scaleb(-places))}))

    with ThreadPoolExecutor(8) as threads:
        for places, found in zip([1, 2, 3] * 40, threads.map(filled, [1, 2, 3] * 40), strict=True):
            assert found == ["1,5" + "0" * (places - 1)]


@given(NUMBERS)
def test_a_printed_number_reads_back_as_the_same(number):
    assert parse_decimal(printed("{{ a|angka }}", a=number)) == number


@given(NUMBERS)
def test_rupiah_are_the_number_behind_a_sign(number):
    money = printed("{{ a|rupiah(3) }}", a=number)
    assert parse_decimal(money.replace("Rp", "")) == number


@given(st.text("0123456789 -x", max_size=24))
def test_a_civil_servants_number_keeps_its_digits_and_all_else_stays(text):
    shown = printed("[{{ a|nip }}]", a=text)[1:-1]
    digits = text.replace(" ", "")
    grouped = len(digits) == 18 and digits.isdigit()
    assert shown.replace(" ", "") == digits
    assert [len(part) for part in shown.split()] == [8, 6, 1, 3] if grouped else shown == text


def test_a_number_computed_in_the_template_is_written_to_fifteen_digits():
    assert printed("{{ (a + b)|angka }}", a=0.1, b=0.2) == "0,3"
    assert printed("{{ (a / 3)|angka(2) }}", a=1) == "0,33"


def test_nothing_rounded_to_zero_is_below_zero():
    assert printed("{{ a|angka(1) }} {{ a|rupiah(0) }}", a=Decimal("-0.04")) == "0,0 Rp0"


def test_days_and_times_come_as_dates_too():
    day, moment = date(2026, 10, 5), datetime(2026, 10, 5, 8, 5)  # noqa: DTZ001
    assert printed("{{ a|hari_tanggal }}, {{ b|tanggal }}, {{ b|pukul }}", a=day, b=moment) == (
        "Senin, 5 Oktober 2026, 5 Oktober 2026, 08.05"
    )


# Nothing


@pytest.mark.parametrize("name", sorted(set(indonesian_filters.FILTERS) - {"kosong"}))
def test_none_prints_nothing(name):
    assert printed(f"[{{{{ a|{name} }}}}]", a=None) == "[]"


@pytest.mark.parametrize("name", ["angka", "rupiah", "persen", "terbilang", "tanggal", "bulan"])
@pytest.mark.parametrize("mark", ["", "-", "–", "……………", "..."])
def test_what_stands_for_nothing_stays(name, mark):
    assert printed(f"[{{{{ a|{name} }}}}]", a=mark) == f"[{mark}]"


@pytest.mark.parametrize("name", sorted(indonesian_filters.FILTERS))
def test_a_name_that_is_missing_is_told_and_never_printed_as_nothing(name):
    found = refused("baik", f"{{{{ a|{name} }}}}", b="x")
    assert [(one.code, one.place, one.found) for one in found] == [
        ("values_missing_name", "paragraf 2", "a")
    ]


def test_a_missing_name_in_a_list_is_told():
    found = refused("{{ [a, b]|gabung }}", a="x")
    assert [(one.code, one.found) for one in found] == [("values_missing_name", "b")]


def test_what_is_none_in_one_place_does_not_hide_what_is_missing_in_another():
    found = refused("{{ a|angka }}", "{{ r.b|rupiah }}", "{{ c }}", a=None, r={})
    assert [(one.place, one.found) for one in found] == [
        ("paragraf 2", "r.b"),
        ("paragraf 3", "c"),
    ]


# What a filter can't use


@pytest.mark.parametrize(
    ("tag", "value"),
    [
        ("angka", "banyak"), ("angka", "98.5"), ("angka", 10**16), ("angka", True),
        ("angka", [1]), ("angka", {"x": 1}), ("rupiah", "Rp5"), ("persen", "98%"),
        ("terbilang", 10**15 + 1), ("terbilang", "1" * 61), ("romawi", 0), ("romawi", "1,5"),
        ("romawi", 4000), ("huruf", 0), ("nomor", -1), ("tanggal", "besok"),
        ("tanggal", "2026-13-01"), ("tanggal", 5), ("bulan", 13), ("bulan", "Sya'ban"),
        ("pukul", "25.00"), ("pukul", "2026-10-05"), ("hari", "31/2/2026"), ("kapital", [1]),
        ("gabung", [["a"]]), ("judul", {"a": 1}), ("nip", True),
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_kind_is_told_with_its_name_and_place(tag, value):
    found = refused("baik", f"{{{{ r.x|{tag} }}}}", r={"x": value})
    assert [(one.code, one.place) for one in found] == [("word_filter_unfit", "paragraf 2")]
    assert "data r.x" in found[0].message
    assert f'"{{{{ r.x|{tag} }}}}"' in found[0].message
    assert guide.entry(tag).accepts in found[0].message


def test_a_picture_or_rich_text_is_no_text():
    for value in (word.Picture(png()), RichText("a", bold=True)):
        assert refused("{{ a|kapital }}", a=value)[0].code == "word_filter_unfit"


def test_what_a_block_captured_with_its_own_formatting_is_no_text():
    tag = "{% set x %}{{ a }}{% endset %}{{ x|kapital }}"
    found = refused("baik", tag, a=RichText("a", bold=True))
    assert [(one.code, one.place) for one in found] == [("word_tag_failed", "paragraf 2")]


def test_a_listing_and_a_text_put_together_are_text():
    assert printed("{{ a|kapital }}", a=Listing("a & b\nc")) == "A & B\nC"
    assert printed("{% set x %}{{ a }} & b{% endset %}{{ x|judul }}", a="<x>") == "<X> & B"
    assert printed("{% filter kapital %}{{ a }} & b{% endfilter %}", a="<x>") == "<X> & B"


def test_all_faults_are_told_at_once_each_with_the_values_it_stands_in():
    content = document("{{ judul }}", header="{{ a|tanggal }}", table=[
        ["{%tr for r in baris %}", ""],
        ["{{ r.nama }}", "{{ r.pagu|default('-')|rupiah }}"],
        ["{%tr endfor %}", ""],
    ])  # fmt: skip
    rows = [{"nama": "x", "pagu": pagu} for pagu in (5, "lima", 7, "lima", "enam")]
    with pytest.raises(Invalid) as caught:
        word.compile(content).fill({"baris": rows, "a": "besok"})
    problems = caught.value.problems
    assert [(one.code, one.place, one.found) for one in problems] == [
        ("values_missing_name", "paragraf 1", "judul"),
        ("word_filter_unfit", "tabel 1, baris 2, sel 2", "“lima”"),
        ("word_filter_unfit", "tabel 1, baris 2, sel 2", "“enam”"),
        ("word_filter_unfit", "kepala halaman 1, paragraf 1", "“besok”"),
    ]
    assert "data baris[1].pagu, baris[3].pagu berisi" in problems[1].message


def test_the_fault_of_a_computed_value_names_the_expression():
    found = refused("{{ (a.b ~ 'y')|upper|angka }}", a={"b": "x"})
    assert "data (a.b ~ 'y')|upper berisi “XY”" in found[0].message


def test_a_fault_in_map_and_in_a_macro_has_its_place():
    for tag in (
        "{{ a|map('angka')|join }}",
        "{% macro m(x) %}{{ x|angka }}{% endmacro %}{{ m(a[0]) }}",
    ):
        found = refused("baik", tag, a=["x"])
        assert [(one.code, one.place) for one in found] == [("word_filter_unfit", "paragraf 2")]


def test_a_fault_after_lists_only_the_evaluator_knows_has_its_place():
    tag = "{% for a, b in x|zip(y) %}{{ b|angka }}{% endfor %}"
    found = refused("baik", tag, x=[1], y=["z"])
    assert [(one.code, one.place) for one in found] == [("word_filter_unfit", "paragraf 2")]


def test_a_fault_of_a_text_written_in_the_template_has_its_place():
    found = refused("baik {{ a }}", "{{ 'lima'|rupiah }}", a="x")
    assert [(one.code, one.place) for one in found] == [("word_filter_unfit", "paragraf 2")]


@pytest.mark.parametrize(
    "tag", ["angka('dua')", "angka(13)", "angka(-1)", "angka(true)", "rupiah(1.5)", "nomor(0)",
            "nomor(1000000000)", "gabung(3)", "kosong(5)"],
)  # fmt: skip
def test_what_a_filters_brackets_may_not_hold_is_told_when_it_is_filled(tag):
    found = refused("baik", f"{{{{ a|{tag} }}}}", a=5 if "kosong" not in tag else None)
    assert [(one.code, one.place) for one in found] == [("word_filter_misused", "paragraf 2")]


@pytest.mark.parametrize("tag", ["angka(1, 2)", "angka(digit=2)", "judul(1)", "hari('x')"])
def test_brackets_that_hold_too_much_are_told_by_check(tag):
    found = word.check(document("baik", f"{{{{ a|{tag} }}}}"))
    assert [(one.code, one.place) for one in found] == [("word_filter_misused", "paragraf 2")]
    assert "{{ " in found[0].message


@pytest.mark.parametrize("name", ["center", "random", "urlize", "xmlattr", "safe", "tojson"])
def test_a_filter_known_from_elsewhere_is_refused_with_what_to_do_instead(name):
    found = word.check(document(f"{{{{ a|{name} }}}}"))
    assert [one.code for one in found] == ["word_filter_unknown"]
    assert guide.instead(name) in found[0].message


def test_a_filter_misspelt_leads_to_the_right_one():
    assert '"rupiah"' in word.check(document("{{ a|rupiahh }}"))[0].message


def test_a_percent_sign_between_text_and_value_leads_to_the_tilde():
    found = word.check(document("baik", "{{ 'No. %s' % a }}"))
    assert [(one.code, one.place) for one in found] == [("word_percent_sign", "paragraf 2")]
    assert printed("{{ a % 2 }}", a=3) == "1"


@pytest.mark.parametrize("name", sorted(indonesian_filters.FILTERS))
def test_no_filter_makes_much_of_little(name):
    long = "9-" * 500_000
    try:
        filled = word.fill_untrusted(document(f"{{{{ a|{name} }}}}"), {"a": long})
    except Invalid as fault:
        assert [one.code for one in fault.problems] == ["word_filter_unfit"]  # noqa: PT017
    else:
        assert len("".join(texts(filled))) <= 2 * len(long)


@pytest.mark.parametrize(
    "tag", ["(10**30)|terbilang", "(9**9)|romawi", "1e300|angka", "1e-300|rupiah"]
)
def test_no_number_is_too_large_to_be_refused(tag):
    with pytest.raises(Invalid) as caught:
        word.fill_untrusted(document(f"{{{{ {tag} }}}}"), {})
    assert [one.code for one in caught.value.problems] == ["word_filter_unfit"]


# What the evaluator has under the same names


@pytest.mark.parametrize("tag", ["upper", "lower", "title", "capitalize", "trim", "string", "e"])
def test_nothing_prints_nothing_through_a_filter_and_a_missing_name_is_told(tag):
    assert printed(f"[{{{{ a|{tag} }}}}]", a=None) == "[]"
    assert [one.found for one in refused(f"{{{{ a|{tag} }}}}")] == ["a"]


def test_a_joined_list_prints_nothing_for_nothing_and_numbers_as_they_were_given():
    assert printed("{{ a|join('; ') }}", a=["x", None, Decimal("1.50"), 2]) == "x; ; 1.50; 2"
    assert printed("{{ a|join(', ', attribute='n.m') }}", a=[{"n": {"m": "x"}}, {"n": {}}]) == "x, "
    assert [one.found for one in refused("{{ a|join('-') }}")] == ["a"]


@pytest.mark.parametrize(
    "text", ["{{ a|length }}", "{% for x in a|sort %}{{ x }}{% endfor %}", "{{ a|first }}"]
)
def test_a_missing_list_is_told_by_its_name(text):
    assert [one.found for one in refused(text)] == ["a"]


def test_a_list_made_by_another_filter_is_joined_and_what_lacks_the_name_is_told():
    assert printed("{{ a|map(attribute='n')|join(',') }}", a=[{"n": "x"}, {"n": "y"}]) == "x,y"
    found = refused("{{ a|map(attribute='m')|join(',') }}{{ b }}", a=[{"n": "x"}])
    assert "generator" not in " ".join(one.message for one in found)
