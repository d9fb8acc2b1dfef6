"""Generated templates with generated values give documents that Word opens.

The rules are those of ISO 29500 transitional, as Microsoft's own SDK holds them in its tables, and
those that Word adds: a paragraph at the end of each cell, a cell in each row, a row in each table,
numbers of drawings that occur once.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from docxtpl import Listing, RichText
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator

from service import word
from service.errors import Invalid
from tests.word.documents import W, names, png, tree
from tests.word.packages import cell, package, paragraph, row, run, table, text_box

VALIDATOR = OpenXmlValidator(semantic_validation=False)
FIRST = {W + "tc": "tcPr", W + "r": "rPr", W + "p": "pPr", W + "tr": "trPr", W + "tbl": "tblPr"}
PNG = png(8, 4)

texts = st.sampled_from(
    ["teks", "{{ t }}", "{{ k }}", "{{ l }}", "{{ n }}", "{{ g }}", "{{r k }}", "{{r t }}",
     "{{ m.a }}", "{% if c %}ya{% else %}{{ t }}{% endif %}",
     "{% for x in xs %}{{ x }}{{ g }}{% endfor %}",
     "{% set s %}{{ t }}{% endset %}{{ s|upper }}", "{# catatan #}", "a{{ x|default(t) }}b"]
)  # fmt: skip
wrappers = st.sampled_from(
    [("for x in xs", "endfor"), ("for x in none_at_all", "endfor"), ("if c", "endif"),
     ("if not c", "endif"), ("for x in xs if x == 'b'", "endfor")]
)  # fmt: skip
plain_paragraph = st.lists(texts, min_size=1, max_size=2).map(lambda found: paragraph(*found))
formatted = texts.map(
    lambda text: (
        f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{run(text, "<w:rPr><w:b/></w:rPr>")}</w:p>'
    )
)


@st.composite
def _wrapped(draw, blocks):
    opening, closing = draw(wrappers)
    inside = "".join(draw(st.lists(blocks, max_size=2)))
    return paragraph(f"{{%p {opening} %}}") + inside + paragraph(f"{{%p {closing} %}}")


@st.composite
def _cell(draw, blocks):
    tag = draw(st.sampled_from(["", "", "{% cellbg warna %}", "{% colspan dua %}"]))
    properties = draw(
        st.sampled_from(
            ["", '<w:tcPr><w:tcW w:w="900" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>']
        )
    )
    inside = draw(st.lists(blocks, max_size=2))
    return cell("".join(inside) + paragraph(tag + draw(texts)), properties)


@st.composite
def _all_conditional_cell(draw, blocks):
    return cell(draw(_wrapped(blocks)))


@st.composite
def _tables(draw, blocks):
    columns = draw(st.integers(1, 3))
    cells = _cell(blocks) | _all_conditional_cell(blocks)
    rows = []
    for _ in range(draw(st.integers(1, 3))):
        made = row(*draw(st.lists(cells, min_size=columns, max_size=columns)))
        kind = draw(st.sampled_from(["plain", "rows", "cells", "merge"]))
        opening, closing = draw(wrappers)
        empty = [cell(paragraph(""))] * (columns - 1)
        if kind == "rows":
            rows.append(row(cell(paragraph(f"{{%tr {opening} %}}")), *empty))
            rows.append(made)
            rows.append(row(cell(paragraph(f"{{%tr {closing} %}}")), *empty))
        elif kind == "cells":
            begin, end = (cell(paragraph(f"{{%tc {tag} %}}")) for tag in (opening, closing))
            rows.append(row(begin, draw(cells), end, trpr="<w:trPr><w:cantSplit/></w:trPr>"))
        elif kind == "merge":
            begin = cell(paragraph("{%tc for x in xs %}"))
            merged = cell(paragraph(draw(st.sampled_from(["{% hm %}judul", "{{ x }}"]))))
            rows.append(row(begin, merged, cell(paragraph("{%tc endfor %}"))))
            rows.append(row(cell(paragraph("{%tr for x in xs %}"))))
            rows.append(row(cell(paragraph("{% vm %}{{ t }}")), cell(paragraph("{{ x }}"))))
            rows.append(row(cell(paragraph("{%tr endfor %}"))))
        else:
            rows.append(made)
    return table(*rows, columns=max(columns, 3))


leaves = plain_paragraph | formatted
blocks = st.recursive(
    leaves,
    lambda inner: (
        _wrapped(inner)
        | _tables(inner)
        | inner.map(lambda content: f"<w:p>{text_box(content, 7)}</w:p>")
        | st.sampled_from(
            [paragraph("{%p macro q() %}") + f"<w:p>{text_box(paragraph('x'), 8)}</w:p>"
             + paragraph("{%p endmacro %}") + paragraph("{{p q() }}") * 2,
             paragraph("{{p k }}"), paragraph("{{p d }}")]
        )
    ),
    max_leaves=8,
)  # fmt: skip


@st.composite
def templates(draw):
    body = "".join(draw(st.lists(blocks, min_size=1, max_size=3)))
    header = draw(st.one_of(plain_paragraph, _wrapped(leaves)))
    return package(_numbered(body), header=_numbered(header, 500), footnotes=draw(_wrapped(leaves)))


def _numbered(xml, first=100):
    """Give each drawing of a template its own number, as Word does."""
    pieces = xml.split('<wp:docPr id="')
    rest = [f'<wp:docPr id="{first + at}{piece[1:]}' for at, piece in enumerate(pieces[1:])]
    return "".join([pieces[0], *rest])


SUB_DOCUMENT = package(paragraph("isi") + table(row(cell(paragraph("sel"))), columns=1))
values = st.fixed_dictionaries(
    {
        "t": st.sampled_from(["", "a & <b>", "satu\ndua\ttiga", "]]>"]),
        "k": st.sampled_from([RichText("tebal", bold=True), RichText("a\ab\nc"), "teks"]),
        "l": st.sampled_from([Listing("satu\ndua\atiga\fempat"), "x"]),
        "n": st.sampled_from([None, 1, 2.5]),
        "c": st.booleans(),
        "xs": st.lists(st.sampled_from(["a", "b"]), max_size=3),
        "m": st.just({"a": "b"}),
    }
).map(
    lambda made: made | {"g": word.Picture(PNG), "none_at_all": [], "warna": "FF0000", "dua": 2,
                         "d": word.SubDocument(SUB_DOCUMENT)}
)  # fmt: skip


ROWS = [row(cell(paragraph(f"{{%tr {tag} %}}"))) for tag in ("for x in xs", "endfor")]
COLUMNS = [cell(paragraph(f"{{%tc {tag} %}}")) for tag in ("for x in xs", "endfor")]
WIDE = table(row(COLUMNS[0], cell(paragraph("{{ x }} {{ g }}")), COLUMNS[1]), columns=3)
NESTED = table(ROWS[0], row(cell(WIDE + paragraph("{{ k }}")), cell(paragraph("{{ l }}"))), ROWS[1],
               columns=2)  # fmt: skip
MERGED = table(row(COLUMNS[0], cell(paragraph("{% hm %}{{ t }}")), COLUMNS[1]), ROWS[0],
               row(cell(paragraph("{% vm %}{{ t }}")),
                   cell(paragraph("{% cellbg warna %}{{ x }}"))),
               ROWS[1], columns=2)  # fmt: skip
BOX = f"<w:p>{text_box(NESTED + paragraph('x'))}</w:p>"
EMPTY = "".join([
    paragraph("{%p if xs %}"), BOX, paragraph("{%p endif %}"),
    table(ROWS[0], row(cell(paragraph("{{p d }}") + paragraph("x"))), ROWS[1], columns=1),
])  # fmt: skip
GIVEN = [
    {"t": "a & <b>", "k": RichText("tebal\abaru", bold=True), "l": Listing("satu\ndua\atiga"),
     "xs": letters, "g": word.Picture(PNG), "warna": "FF0000", "d": word.SubDocument(SUB_DOCUMENT)}
    for letters in ([], ["a"], ["a", "b", "c"])
]  # fmt: skip


def faults_of(document, folder):
    """Return what is wrong with a document, by the schema and by Word's own rules."""
    path = Path(folder) / "x.docx"
    path.write_bytes(document)
    found = [f"{fault.part_uri}{fault.path}: {fault.description}" for fault in
             VALIDATOR.validate(path).errors]  # fmt: skip
    numbers = []
    for name in names(document):
        if name.startswith("word/") and name.endswith(".xml"):
            root = tree(document, name)
            found += _own_faults(root)
            numbers += [element.get("id") for element in root.iter("{*}docPr")]
    if len(set(numbers)) < len(numbers):
        found.append(f"drawings with one number: {sorted(numbers)}")
    return found


def _own_faults(root):
    for one in root.iter(W + "tc"):
        if one[-1].tag != W + "p":
            yield f"a cell ends with {one[-1].tag}"
    for one in root.iter(W + "tr"):
        if one.find(W + "tc") is None:
            yield "a row without cells"
    for one in root.iter(W + "tbl"):
        spans = [
            sum(map(_span, line.iterchildren(W + "tc"))) for line in one.iterchildren(W + "tr")
        ]
        columns = len(one.find(W + "tblGrid"))
        if not spans or columns < max(spans):
            yield f"{columns} columns in the grid for rows of {spans}"
    for one in root.iter(*FIRST):
        first = [at for at, child in enumerate(one) if child.tag == W + FIRST[one.tag]]
        if first not in ([], [0]):
            yield f"{FIRST[one.tag]} is not first"
    shown = "".join(root.itertext())
    if "{{" in shown or "{%" in shown or any("\ue000" <= letter <= "\uf8ff" for letter in shown):
        yield f"a tag is left: {shown[:200]}"


def _span(one):
    span = one.find(f"{W}tcPr/{W}gridSpan")
    return int(span.get(W + "val")) if span is not None else 1


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(template=templates(), given=values)
def test_generated_templates_give_sound_documents(template, given):
    with tempfile.TemporaryDirectory() as folder:
        filled = word.Template(template).fill(given)
        assert faults_of(filled, folder) == []


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice (make setup-test)")
def test_libreoffice_opens_what_was_filled_and_shows_its_end(tmp_path):
    filled = {}
    made = (WIDE, NESTED, MERGED, EMPTY)
    for number, body in enumerate(made):
        template = package(
            _numbered(body + paragraph("penutup {{ t }}")), header=paragraph("{{ t }}")
        )
        for form, chosen in enumerate(GIVEN):
            path = tmp_path / f"{number}-{form}.docx"
            path.write_bytes(word.Template(template).fill(chosen))
            filled[path.with_suffix(".txt")] = f"penutup {chosen['t']}"
    profile = f"-env:UserInstallation=file://{tmp_path}/profil"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8",
         "--outdir", tmp_path, *sorted(tmp_path.glob("*.docx"))],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    for path, end in filled.items():
        assert end in path.read_text("utf-8"), path.name


SLOTS = [f"\x02{at}\x03" for at in range(14)]
FIXED = "".join([
    paragraph(SLOTS[0]),
    f"<w:p>{run(SLOTS[1])}{run(SLOTS[2], '<w:rPr><w:b/></w:rPr>')}</w:p>",
    table(row(cell(paragraph(SLOTS[3])), cell(paragraph(SLOTS[4]) + paragraph(SLOTS[5]))),
          row(cell(paragraph(SLOTS[6])), cell(table(row(cell(paragraph(SLOTS[7]))), columns=1)
                                              + paragraph(SLOTS[8]))),
          row(cell(paragraph(SLOTS[9])), cell(paragraph("tetap"))), columns=2),
    f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph(SLOTS[10])}</w:sdtContent></w:sdt>",
    f"<w:p>{text_box(paragraph(SLOTS[11]))}</w:p>",
    f'<w:p><w:hyperlink w:anchor="x">{run(SLOTS[12])}</w:hyperlink></w:p>',
    paragraph(SLOTS[13]),
])  # fmt: skip
OPENINGS = ["{%SCOPE if c %}", "{%SCOPE for x in xs %}", "{%SCOPE set y %}",
            "{%SCOPE filter upper %}", "{%SCOPE macro q() %}", "{%SCOPE with z = t %}"]  # fmt: skip
CLOSINGS = ["endif", "endfor", "endset", "endfilter", "endmacro", "endwith"]
scopes = st.sampled_from(["", "", "p", "tr", "tc", "r"])
placed = st.lists(
    st.tuples(st.integers(0, 13), st.integers(0, 13), st.sampled_from(range(6)), scopes),
    min_size=1, max_size=3,
)  # fmt: skip
printed = st.dictionaries(
    st.integers(0, 13),
    st.sampled_from(["{{ t }}", "{{ k }}", "{{r k }}", "{{ l }}", "{{ g }}", "{{p d }}", "{{ y }}",
                     "{{ q() if q }}", "{{ x }}", "{% vm %}", "{% hm %}", "{% colspan dua %}",
                     "{{ y|lower }}",
                     "{%- if c -%}{% endif %}", "{% cellbg warna %}"]),
    max_size=4,
)  # fmt: skip


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(placed=placed, printed=printed, chosen=values)
def test_tags_anywhere_are_refused_or_give_a_sound_document(placed, printed, chosen):
    written = dict.fromkeys(range(14), "")
    for one, other, kind, scope in placed:
        end = f"{{%{scope} {CLOSINGS[kind]} %}}"
        written[min(one, other)] += OPENINGS[kind].replace("SCOPE", scope)
        last = written[max(one, other)]
        written[max(one, other)] = last + end if one == other else end + last
    body = FIXED
    for at, mark in enumerate(SLOTS):
        body = body.replace(mark, written[at] + printed.get(at, ""))
    try:
        filled = word.Template(package(_numbered(body))).fill({"x": "x", "y": "y", **chosen})
    except Invalid:
        return
    with tempfile.TemporaryDirectory() as folder:
        assert faults_of(filled, folder) == []
