import hashlib
import threading
from datetime import date
from decimal import Decimal

import pytest
from docx import Document
from docxtpl import Listing, RichText
from hypothesis import given, settings
from hypothesis import strategies as st

from service import word
from service.errors import Invalid
from tests.word.documents import cells, document, opened, part, saved, texts, tree
from tests.word.packages import package, paragraph, run, text_box

ROWS = [["No", "Nama"], ["{%tr for r in baris %}", ""], ["{{ r.no }}", "{{ r.nama }}"]]
ROWS.append(["{%tr endfor %}", ""])

xml_text = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\n\t&<>\"'{}%#_")
)


def as_word_shows(text):
    return text.replace("\r\n", "\n").replace("\r", "\n")


def test_values_stand_in_body_header_and_table():
    content = document("Camat {{ camat }}", header="{{ kantor }}", table=ROWS)
    values = {"camat": "Budi", "kantor": "MENTEBAH"}
    values["baris"] = [{"no": "1", "nama": "A"}, {"no": "2", "nama": "B"}]
    filled = word.compile(content).fill(values)
    assert texts(filled)[0] == "Camat Budi"
    assert cells(filled) == [["No", "Nama"], ["1", "A"], ["2", "B"]]
    assert opened(filled).sections[0].header.paragraphs[0].text == "MENTEBAH"


@settings(max_examples=60, deadline=None)
@given(text=xml_text)
def test_any_text_appears_exactly_as_typed(text):
    content = document("<{{ a }}>", header="<{{ a }}>", table=[["<{{ a }}>"], ["<{{ b.c }}>"]])
    filled = word.compile(content).fill({"a": text, "b": {"c": text}})
    expected = f"<{as_word_shows(text)}>"
    assert texts(filled)[0] == expected
    assert cells(filled) == [[expected], [expected]]
    assert opened(filled).sections[0].header.paragraphs[0].text == expected


@settings(max_examples=30, deadline=None)
@given(text=xml_text)
def test_any_text_appears_exactly_as_typed_beside_values_that_need_care(text):
    filled = word.compile(document("<{{ a }}>{{ b }}", "{{r a }}")).fill({"a": text, "b": None})
    assert texts(filled) == [f"<{as_word_shows(text)}>", as_word_shows(text)]


def test_data_is_never_read_as_a_template():
    text = "{{ rahasia }} {_{ x }_} {% for %} {{r x }} {#"
    assert texts(word.compile(document("{{ a }}")).fill({"a": text})) == [text]


@pytest.mark.parametrize("text", ["\x00", "a\x07b", "\x0c", "\x1b", "\ud800", "\ufffe"])
def test_characters_word_cannot_hold_are_refused_by_the_values_name(text):
    with pytest.raises(Invalid) as caught:
        word.compile(document("{{ a.b }}")).fill({"a": {"b": "x", "c": [text]}})
    assert caught.value.problems[0].place == "a.c[0]"
    assert caught.value.problems[0].code == "values_forbidden_character"


def test_nothing_prints_nothing_and_numbers_print_as_given():
    template = word.compile(document("{{ a }}|{{ b }}|{{ c }}|{{ d }}|{{ e }}|{{ f }}"))
    values = {"a": None, "b": Decimal("83.50"), "c": 7, "d": 0.1 + 0.2, "e": date(2026, 10, 5)}
    filled = template.fill({**values, "f": "83,50"})
    assert texts(filled) == ["|83.50|7|0.3|2026-10-05|83,50"]


def test_decimals_are_compared_as_numbers():
    template = word.compile(document("{% if a >= 100 %}ya{% else %}tidak{% endif %} {{ a }}"))
    assert texts(template.fill({"a": Decimal("99.90")})) == ["tidak 99.90"]
    assert texts(template.fill({"a": Decimal("100.00")})) == ["ya 100.00"]


def test_one_number_written_in_two_ways_keeps_its_decimals_and_leaves_counts_alone():
    values = {"a": Decimal("12.00"), "b": 12, "c": Decimal("83.5"), "d": Decimal("83.50")}
    template = word.compile(document("{{ a }} {{ b }} {{ c }} {{ d }}"))
    assert texts(template.fill(values)) == ["12 12 83.50 83.50"]
    same = word.compile(document("{{ 'ya' if a >= b and c == d else 'tidak' }}"))
    assert texts(same.fill(values)) == ["ya"]


def test_unknown_kinds_of_values_and_endless_ones_are_refused():
    endless = {}
    endless["a"] = endless
    template = word.compile(document("{{ a }}"))
    for values in (endless, {"a": object()}, {"a": float("nan")}, {"a": b"x"}):
        with pytest.raises(Invalid):
            template.fill(values)


def test_values_are_not_changed_by_filling():
    values = {"a": [1, 2], "b": {"c": "d"}}
    template = word.compile(document("{{ b.update({'c': 'x'}) }}{{ a|join('-') }}{{ b.c }}"))
    template.fill(values)
    assert values == {"a": [1, 2], "b": {"c": "d"}}


def test_every_missing_name_is_told_at_once_with_its_place():
    content = document(
        "{{ a }} {{ b.c }}", header="{{ h }}", table=[["{{ a }}", "{{ r }}"], ["", "{{ ok }}"]]
    )
    with pytest.raises(Invalid) as caught:
        word.compile(content).fill({"b": {}, "ok": "x"})
    assert caught.value.code == "values_missing"
    assert {(found.place, found.found) for found in caught.value.problems} == {
        ("paragraf 1", "a"),
        ("paragraf 1", "b.c"),
        ("tabel 1, baris 1, sel 1", "a"),
        ("tabel 1, baris 1, sel 2", "r"),
        ("kepala halaman 1, paragraf 1", "h"),
    }


def test_a_missing_name_is_found_too_where_other_values_need_care():
    with pytest.raises(Invalid) as caught:
        word.compile(document("{{ a }}{{ b }}")).fill({"a": None})
    assert [found.found for found in caught.value.problems] == ["b"]


def test_asking_for_a_missing_name_is_allowed():
    content = document("{% if a %}{{ a }}{% endif %}{{ b|default('-') }}{{ 'x' if c }}")
    assert texts(word.compile(content).fill({})) == ["-"]


def test_the_same_values_give_the_same_bytes():
    content = document("{{ a }}", table=ROWS)
    values = {"a": "x", "baris": [{"no": str(n), "nama": "y"} for n in range(50)]}
    hashes = {hashlib.sha256(word.Template(content).fill(values)).hexdigest() for _ in range(3)}
    assert len(hashes) == 1


def test_threads_do_not_mix_up_each_others_values():
    template = word.compile(document("{{ a }}", "{{ b }}", table=ROWS))
    wrong = []

    def fill(number):
        rows = [{"no": str(number), "nama": None}] * 8
        for _ in range(8):
            filled = template.fill({"a": str(number), "b": None, "baris": rows})
            if texts(filled)[0] != str(number) or cells(filled)[1][0] != str(number):
                wrong.append(number)

    threads = [threading.Thread(target=fill, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_rich_text_keeps_its_format_and_the_format_of_what_follows():
    made = opened(document())
    run = made.add_paragraph().add_run("awal {{ a }} akhir")
    run.italic = True
    rich = RichText("tebal & <miring>", bold=True)
    filled = opened(word.compile(saved(made)).fill({"a": rich}))
    runs = [(r.text, r.bold, r.italic) for r in filled.paragraphs[-1].runs]
    assert runs == [
        ("awal ", None, True),
        ("tebal & <miring>", True, None),
        (" akhir", None, True),
    ]


def test_a_run_tag_cuts_the_run_and_keeps_its_format():
    made = opened(document())
    made.add_paragraph().add_run("awal {{r a }} akhir").italic = True
    filled = opened(word.compile(saved(made)).fill({"a": "teks"}))
    runs = [(r.text, r.italic) for r in filled.paragraphs[-1].runs]
    assert runs == [("awal ", True), ("teks", True), (" akhir", True)]


def test_a_listing_makes_lines_and_paragraphs():
    filled = word.compile(document("x {{ a }} y")).fill({"a": Listing("satu\ndua\a<tiga>\tempat")})
    assert texts(filled) == ["x satu\ndua", "<tiga>\tempat y"]


@pytest.mark.parametrize(
    "around",
    ['<w:hyperlink w:anchor="x">RUN</w:hyperlink>', '<w:ins w:id="9" w:author="A">RUN</w:ins>',
     "<w:sdt><w:sdtPr/><w:sdtContent>RUN</w:sdtContent></w:sdt>", "RUN"],
)  # fmt: skip
def test_paragraphs_in_a_listing_keep_what_stands_around_their_run(around):
    bold = "<w:rPr><w:b/></w:rPr>"
    inside = around.replace("RUN", run("x {{ a }} y", bold))
    body = f'<w:p><w:pPr><w:jc w:val="right"/></w:pPr>{inside}{text_box(paragraph("{{ a }}"))}'
    filled = tree(
        word.compile(package(f"{body}{run('{{ a }}')}</w:p>")).fill({"a": Listing("1\a2\f3")})
    )
    kinds = ["".join(p.itertext()) for p in filled.iter("{*}p")]
    assert kinds == ["x 1", "2", "", "3 y1231", "1", "2", "", "3", "2", "", "3"]
    assert len(list(filled.iter("{*}jc"))) == 5
    assert len(list(filled.iter("{*}b"))) == 3
    for name in ("hyperlink", "ins", "sdtContent"):
        assert len(list(filled.iter(f"{{*}}{name}"))) == (3 if f"<w:{name}" in around else 0)


def test_paragraphs_of_a_listing_are_lines_in_a_property():
    made = Document()
    made.core_properties.title = "{{ a }}"
    filled = word.compile(saved(made)).fill({"a": Listing("1\a2\n3\f4")})
    assert opened(filled).core_properties.title == "1\n2\n3\n4"


def test_members_without_tags_are_passed_on_byte_for_byte():
    content = document("{{ a }}")
    filled = word.compile(content).fill({"a": "x"})
    for name in ("word/styles.xml", "docProps/thumbnail.jpeg"):
        assert part(filled, name) == part(content, name)


def test_spaces_at_the_ends_of_a_value_are_kept():
    filled = tree(word.compile(document("{{ a }}")).fill({"a": "  x  "}))
    assert "  x  " in [element.text for element in filled.iter("{*}t")]


def test_yes_and_no_are_printed_in_the_readers_language():
    content = document("{{ a }} {{ b.c }} {% if a %}x{% endif %}{{ b.d|default('-') }}")
    assert texts(word.compile(content).fill({"a": True, "b": {"c": False}})) == ["ya tidak x-"]


@pytest.mark.parametrize(
    "text", ["{{ a }}", "{{ b.c }}", "{{ b }}", "{% for r in t %}{{ r }}{% endfor %}"]
)
def test_a_list_or_a_group_of_values_is_never_printed_in_brackets(text):
    values = {"a": ["x", "y"], "b": {"c": ["x"]}, "t": [{"n": "x"}]}
    with pytest.raises(Invalid) as caught:
        word.compile(document("baik", text)).fill(values)
    assert {(p.code, p.place) for p in caught.value.problems} == {
        ("word_value_of_many", "paragraf 2")
    }


def test_slashes_stay_slashes():
    filled = word.compile(document("{{ a }}")).fill({"a": "5/10/2026 &#x2f;"})
    assert texts(filled) == ["5/10/2026 &#x2f;"]
    assert b"5/10/2026 &amp;#x2f;" in part(filled)
