"""Any text comes out as it went in, wherever it is printed: read back as a Word reader sees it."""

import pytest
from docxtpl import Listing, RichText
from hypothesis import example, given, settings
from hypothesis import strategies as st

from service import word
from service.errors import Invalid
from tests.word.documents import W, tree
from tests.word.packages import cell, package, paragraph, row, run, table, text_box

SEEN = {W + "tab": "\t", W + "br": "\n"}
NASTY = ["{{ a }}", "{%", "%}", "{_{", "}_}", "{#", "#}", "&amp;", "</w:t>", "<w:br/>", "]]>",
         "\r\n", "\r", "\n", "\t", "\u2028", "\x85", "\ue000", "\ue001", "\ue000{ a }\ue001",
         "\ue0000\ue001", "\uf8ff", "\u202e", "\u200f", "e\u0301", "\U0001f468\u200d\U0001f469",
         "\U0010ffff", "\\n", "\u00a0", "  ", "“”", "%s", "None", "_tulis", "'", '"']  # fmt: skip
character = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
text = st.lists(st.text(character, max_size=5) | st.sampled_from(NASTY), max_size=6).map("".join)

FOR_K = "{%tc for k, v in m.items() %}"
BODY = "".join(
    [
        paragraph("({{ a }})"),
        paragraph("({", "{ ", "a", " }", "})"),
        paragraph("{%p for x in daftar %}"),
        paragraph("({{ x }})"),
        paragraph("{%p endfor %}"),
        paragraph("{{r a }}"),
        paragraph("({{ kaya }})"),
        paragraph("({{ daftar_baris }})"),
        paragraph("{% macro m1(q) %}({{ q }}){% endmacro %}{{ m1(a) }}"),
        paragraph("{% set y = a %}({{ y }}){% set z %}({{ a }}){% endset %}{{ z }}"),
        paragraph("{% filter string %}({{ a }}){% endfilter %}"),
        paragraph("({{ b.c.d }})({{ daftar[0] }})({{ b['c']['d'] }})"),
        paragraph("({{ a ~ '' }})({{ a|replace('', '') }})({{ [a]|join }})({{ a[:] }})"),
        paragraph("({{ a|default('-') }})({{ a or '' }})({{ a if a else a }})"),
        paragraph("{% with q = a %}({{ q }}){% endwith %}{% if a == a2 %}(sama){% endif %}"),
        paragraph("({{ a|reverse|reverse }}){% for c in [a] %}({{ c }}){% endfor %}"),
        table(
            row(cell(paragraph("({{ a }})")), cell(paragraph("x"))),
            row(cell(paragraph("{%tr for r in baris %}")), cell(paragraph(""))),
            row(cell(paragraph("({{ r.t }})")), cell(paragraph("({{ r.u.v }})"))),
            row(cell(paragraph("{%tr endfor %}")), cell(paragraph(""))),
            columns=2,
        ),
        table(
            row(cell(paragraph(FOR_K)), cell(paragraph("({{ k }})({{ v }})({{ m[k] }})")),
                cell(paragraph("{%tc endfor %}"))),
            columns=3,
        ),
        f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('({{ a }})')}</w:sdtContent></w:sdt>",
        f"<w:p>{text_box(paragraph('({{ a }})'))}</w:p>",
        f'<w:p><w:hyperlink w:anchor="x" w:tooltip="({{{{ a }}}})">{run("({{ a }})")}'
        "</w:hyperlink></w:p>",
        f'<w:p><w:ins w:id="9" w:author="A">{run("({{ a }})")}</w:ins></w:p>',
    ]
)  # fmt: skip
PLACES = ("header", "footer", "footnotes", "endnotes", "comments")
FILES = {"header": "header1", "footer": "footer1"}
TEMPLATE = package(BODY, title="({{ a }})", **{name: paragraph("({{ a }})") for name in PLACES})


def values(given, beside):
    return {
        "a": given, "a2": given, "b": {"c": {"d": given}}, "daftar": [given, given],
        "kaya": RichText(given, bold=True), "daftar_baris": Listing(given), "m": {given: given},
        "baris": [{"t": given, "u": {"v": given}, "w": beside}] * 2, "di_samping": beside,
    }  # fmt: skip


def seen(element):
    """Return the texts of the paragraphs as Word shows them, text boxes inside them apart."""
    found = []
    for one in element.iter(W + "p"):
        own = (e for e in one.iter(W + "t", *SEEN) if next(e.iterancestors(W + "p")) is one)
        found.append("".join(SEEN.get(e.tag) or e.text or "" for e in own))
    return found


def expected(shown):
    q = f"({shown})"
    same = "(sama)"
    return [
        q, q, q, q, shown, q, q, q, q * 2, q, q * 3, q * 4, q * 3, q + same, q * 2,
        q, "x", q, q, q, q, q * 3, q, "", q, q, q, "",
    ]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(given=text, beside=st.sampled_from(["x", None, 1.5, 3, True]))
@example(given="".join(NASTY), beside=None)
@example(given="".join(NASTY), beside="x")
def test_any_text_comes_out_as_it_went_in(given, beside):
    shown = given.replace("\r\n", "\n").replace("\r", "\n")
    filled = word.compile(TEMPLATE).fill(values(given, beside))
    assert [line for line in seen(tree(filled)) if line] == [x for x in expected(shown) if x]
    for name in PLACES:
        assert seen(tree(filled, f"word/{FILES.get(name, name)}.xml")) == [f"({shown})"]
    assert next(tree(filled).iter(W + "hyperlink")).get(W + "tooltip") == f"({shown})"
    assert "".join(tree(filled, "docProps/core.xml").itertext()) == f"({shown})"


@settings(max_examples=40, deadline=None)
@given(given=text)
def test_letters_change_case_and_nothing_else_does(given):
    made = package(paragraph("({{ a|upper }})({{ a|lower }})({{ a|trim }})({{ a|length }})"))
    known = given.replace("\r\n", "\n").replace("\r", "\n")
    known = "".join(c for c in known if c.isascii() or not (c.upper() != c or c.lower() != c))
    filled = word.compile(made).fill({"a": known})
    counted = f"({known.upper()})({known.lower()})({known.strip()})({len(known)})"
    assert seen(tree(filled))[0] == counted


FORBIDDEN = [
    "\0",
    "\x01",
    "\x07",
    "\x08",
    "\x0b",
    "\x0c",
    "\x1f",
    "\ud800",
    "\udfff",
    "\ufffe",
    "\uffff",
]
HOLDERS = {
    "a": lambda text: text,
    "a.b": lambda text: {"b": text},
    "a[1]": lambda text: ["x", text],
    "a.b[0].c": lambda text: {"b": ({"c": text},)},
    "a.n[0]": lambda text: {"n": [text, None, 1.5]},
    "a.r": lambda text: {"r": RichText(text)},
    "a.l": lambda text: {"l": Listing(text)},
}


@pytest.mark.parametrize("place", HOLDERS)
@settings(max_examples=20, deadline=None)
@given(before=text, after=text, bad=st.sampled_from(FORBIDDEN))
def test_forbidden_characters_are_refused_by_the_path_of_their_value(place, before, after, bad):
    # What docxtpl gives \a and \f in formatted text and lists: a new paragraph, a new page.
    bad = "\x0b" if place in ("a.r", "a.l") and bad in "\x07\x0c" else bad
    with pytest.raises(Invalid) as caught:
        word.compile(TEMPLATE).fill(values("x", "x") | {"a": HOLDERS[place](before + bad + after)})
    told = [(found.code, found.place) for found in caught.value.problems]
    assert told == [("values_forbidden_character", place)]


@given(bad=st.sampled_from(FORBIDDEN), before=text)
@settings(max_examples=20, deadline=None)
def test_forbidden_characters_are_refused_in_names_too(bad, before):
    with pytest.raises(Invalid) as caught:
        word.compile(TEMPLATE).fill(values("x", "x") | {"m": {before + bad: "x"}})
    assert {found.code for found in caught.value.problems} == {"values_forbidden_character"}
