"""Templates with one fault or several, each named after its fault, with code and place of each.

The names are what a clerk would say happened; a template is drawn in a line or two.
"""

import re
from collections.abc import Callable

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from tests.word.documents import add_table, document, part, saved, with_part

Told = list[tuple[str, str]]


def table(*rows):
    return document(table=[list(row) for row in rows])


def tables(*tables):
    made = Document()
    for rows in tables:
        add_table(made, rows)
        made.add_paragraph("")
    return saved(made)


def pieces(*texts):
    """Return a document whose paragraph Word has cut into these runs, a spelling mark between."""
    made = Document()
    paragraph = made.add_paragraph()
    for text in texts:
        paragraph.add_run(text)
        paragraph._p.append(OxmlElement("w:proofErr"))
    return saved(made)


def inside(xml, text="awal"):
    """Return a document with a second paragraph of this XML."""
    content = document(text)
    old = part(content).decode()
    return with_part(content, "word/document.xml", re.sub("</w:p>", f"</w:p>{xml}", old, count=1))


def run(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def titled(title):
    made = Document()
    made.add_paragraph("isi")
    made.core_properties.title = title
    return saved(made)


def footer(text):
    made = Document()
    made.sections[0].footer.paragraphs[0].text = text
    return saved(made)


def nested(text):
    made = Document()
    cell = add_table(made, [["a", "b"]]).cell(0, 1)
    cell.add_table(1, 1).cell(0, 0).text = text
    return saved(made)


def picture_beside_a_row_tag():
    made = Document()
    shown = add_table(made, [["{%tr for r in b %}"], ["{{ r }}"], ["{%tr endfor %}"]])
    run = shown.cell(0, 0).add_paragraph().add_run()
    run._r.append(OxmlElement("w:drawing"))
    return saved(made)


def footnote(text):
    content = document("isi")
    types = part(content, "[Content_Types].xml").decode()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    entry = f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'
    content = with_part(content, "[Content_Types].xml", types.replace("</Types>", entry))
    space = qn("w:p").partition("}")[0][1:]
    note = f'<w:footnotes xmlns:w="{space}"><w:footnote w:id="2"><w:p>{run(text)}</w:p>'
    return with_part(content, "word/footnotes.xml", note + "</w:footnote></w:footnotes>")


BOX = (
    "<w:p><w:r><w:pict><v:rect xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent>"
    "<w:p>{}</w:p></w:txbxContent></v:textbox></v:rect></w:pict></w:r></w:p>"
)
FIELD = '<w:p><w:r><w:instrText>DATE \\@ "{}"</w:instrText></w:r></w:p>'
LINK = "<w:p><w:hyperlink>{}</w:hyperlink></w:p>"
INSERTED = '<w:p><w:ins w:id="9" w:author="x">{}</w:ins></w:p>'
CONTROL = "<w:sdt><w:sdtContent><w:p>{}</w:p></w:sdtContent></w:sdt>"


FAULTY: dict[str, tuple[Callable[[], bytes], Told]] = {
    "one closing brace is missing": (
        lambda: document("baik", "Yth. {{ nama }"),
        [("word_tag_unclosed", "paragraf 2")],
    ),
    "one opening brace is missing": (
        lambda: document("baik", "Yth. { nama }}"),
        [("word_tag_unopened", "paragraf 2")],
    ),
    "no closing braces at all": (
        lambda: document("baik", "Yth. {{ nama"),
        [("word_tag_unclosed", "paragraf 2")],
    ),
    "a tag begins inside another": (
        lambda: document("{{ nama {{ jabatan }}"),
        [("word_tag_unclosed", "paragraf 1")],
    ),
    "a value is closed like a statement": (
        lambda: document("{{ nama %}"),
        [("word_tag_unclosed", "paragraf 1")],
    ),
    "a statement is closed like a value": (
        lambda: document("{% if a }} x {% endif %}"),
        [("word_tag_unclosed", "paragraf 1")],
    ),
    "a space between the braces": (
        lambda: document("{ { nama }}"),
        [("word_tag_unopened", "paragraf 1")],
    ),
    "a comment without end": (
        lambda: document("{# catatan", "baik"),
        [("word_tag_unclosed", "paragraf 1")],
    ),
    "a tag split over two paragraphs": (
        lambda: document("Yth. {{ nama", "lengkap }} di tempat"),
        [("word_tag_split", "paragraf 1")],
    ),
    "a loop tag split over two paragraphs": (
        lambda: document("{% for a in", "b %}{{ a }}{% endfor %}"),
        [("word_tag_split", "paragraf 1")],
    ),
    "a blank in a name": (
        lambda: document("Yth. {{nama lengkap}}"),
        [("word_tag_wrong", "paragraf 1")],
    ),
    "a name that begins with a digit": (
        lambda: document("{{ 2nama }}"),
        [("word_tag_wrong", "paragraf 1")],
    ),
    "an empty tag": (
        lambda: document("{{  }}"),
        [("word_tag_empty", "paragraf 1")],
    ),
    "a filter without a name": (
        lambda: document("{{ a| }}"),
        [("word_tag_wrong", "paragraf 1")],
    ),
    "a bracket too few": (
        lambda: document("{{ (a }}"),
        [("word_tag_wrong", "paragraf 1")],
    ),
    "a quotation mark too few": (
        lambda: document("{{ a|default('-) }}", "{{ b c }}"),
        [("word_tag_wrong", "paragraf 1"), ("word_tag_wrong", "paragraf 2")],
    ),
    "a long dash for minus": (
        lambda: document("{{ a – b }}"),
        [("word_tag_wrong", "paragraf 1")],
    ),
    "signs of another language": (
        lambda: document("{% if a && b %}x{% endif %}"),
        [("word_tag_wrong", "paragraf 1")],
    ),
    "one equals sign in a condition": (
        lambda: document("{% if a = 1 %}x{% endif %}"),
        [("word_tag_wrong", "paragraf 1")],
    ),
    "a loop without in": (
        lambda: document("{% for a daftar %}{{ a }}{% endfor %}"),
        [("word_tag_wrong", "paragraf 1")],
    ),
    "a condition without end": (
        lambda: document("{% if a %}x"),
        [("word_tag_not_closed", "paragraf 1")],
    ),
    "a loop without end": (
        lambda: document("{%p for a in b %}", "{{ a }}"),
        [("word_tag_not_closed", "paragraf 1")],
    ),
    "an end without beginning": (
        lambda: document("x", "{% endif %}"),
        [("word_tag_not_open", "paragraf 2")],
    ),
    "else without if": (
        lambda: document("{% else %}"),
        [("word_tag_not_open", "paragraf 1")],
    ),
    "else twice": (
        lambda: document("{% if a %}x{% else %}y{% else %}z{% endif %}"),
        [("word_tag_wrong", "paragraf 1")],
    ),
    "crossed loop and condition": (
        lambda: document("{% for a in b %}{% if a %}", "{% endfor %}{% endif %}"),
        [("word_tag_crossed", "paragraf 2")],
    ),
    "a loop closed as a condition": (
        lambda: document("{% for a in b %}x", "{% endif %}"),
        [("word_tag_crossed", "paragraf 2")],
    ),
    "a misspelt statement": (
        lambda: document("{% fro a in b %}{{ a }}{% endfor %}"),
        [("word_tag_unknown", "paragraf 1")],
    ),
    "a misspelt end": (
        lambda: document("{% for a in b %}{{ a }}", "{% enfor %}"),
        [("word_tag_unknown", "paragraf 2")],
    ),
    "a misspelt row end": (
        lambda: table(["{%tr for r in b %}"], ["{{ r }}"], ["{%tr enfor %}"]),
        [("word_tag_unknown", "tabel 1, baris 3, sel 1")],
    ),
    "end in two words": (
        lambda: document("{% if a %}x{% end if %}"),
        [("word_tag_unknown", "paragraf 1")],
    ),
    "only end": (
        lambda: document("{% if a %}x{% end %}"),
        [("word_tag_unknown", "paragraf 1")],
    ),
    "elseif": (
        lambda: document("{% if a %}x{% elseif b %}y{% endif %}"),
        [("word_tag_unknown", "paragraf 1")],
    ),
    "else if in two words": (
        lambda: document("{% if a %}x{% else if b %}y{% endif %}"),
        [("word_tag_unknown", "paragraf 1")],
    ),
    "capitals in a statement": (
        lambda: document("{% IF a %}x{% ENDIF %}"),
        [("word_tag_unknown", "paragraf 1"), ("word_tag_unknown", "paragraf 1")],
    ),
    "paragraph tag glued to if": (
        lambda: document("{%pif a %}", "x", "{%p endif %}"),
        [("word_tag_unknown", "paragraf 1")],
    ),
    "row tag glued to for": (
        lambda: table(["{%trfor r in b %}"], ["{{ r }}"], ["{%tr endfor %}"]),
        [("word_tag_unknown", "tabel 1, baris 1, sel 1")],
    ),
    "a blank before the row tag": (
        lambda: table(["{% tr for r in b %}"], ["{{ r }}"], ["{% tr endfor %}"]),
        [
            ("word_tag_unknown", "tabel 1, baris 1, sel 1"),
            ("word_tag_unknown", "tabel 1, baris 3, sel 1"),
        ],
    ),
    "a loop tag that is not closed keeps its end": (
        lambda: document("{% for a in b", "{{ a }}", "{% endfor %}"),
        [("word_tag_unclosed", "paragraf 1")],
    ),
    "an unclosed row end": (
        lambda: table(["{%tr for r in b %}"], ["{{ r }}"], ["{%tr endfor"]),
        [("word_tag_unclosed", "tabel 1, baris 3, sel 1")],
    ),
    "a row tag outside a table": (
        lambda: document("{%tr for r in b %}", "{{ r }}", "{%tr endfor %}"),
        [("word_tag_outside_table", "paragraf 1"), ("word_tag_outside_table", "paragraf 3")],
    ),
    "text beside a row tag": (
        lambda: table(["{%tr for r in b %}", "Nama"], ["{{ r }}", ""], ["{%tr endfor %}", ""]),
        [("word_text_beside_tag", "tabel 1, baris 1")],
    ),
    "a picture beside a row tag": (
        picture_beside_a_row_tag,
        [("word_text_beside_tag", "tabel 1, baris 1")],
    ),
    "a row loop in a single row": (
        lambda: table(["{%tr for r in b %}", "{{ r }}", "{%tr endfor %}"]),
        [("word_text_beside_tag", "tabel 1, baris 1")],
    ),
    "text beside a paragraph tag": (
        lambda: document("{%p if a %} Yth.", "x", "{%p endif %}"),
        [("word_text_beside_tag", "paragraf 1")],
    ),
    "a paragraph condition in one paragraph": (
        lambda: document("{%p if a %}x{%p endif %}"),
        [("word_text_beside_tag", "paragraf 1")],
    ),
    "text beside a sub document": (
        lambda: document("Lampiran: {{p lampiran }}"),
        [("word_text_beside_tag", "paragraf 1")],
    ),
    "text beside a cell tag": (
        lambda: table(["{%tc for r in b %} x", "{{ r }}", "{%tc endfor %}"]),
        [("word_text_beside_tag", "tabel 1, baris 1, sel 1")],
    ),
    "a loop from one table into another": (
        lambda: tables([["{%tr for r in b %}"], ["{{ r }}"]], [["x"], ["{%tr endfor %}"]]),
        [("word_tag_torn", "tabel 2, baris 2, sel 1")],
    ),
    "a loop from one cell into the next": (
        lambda: table(["{% for r in b %}", "{{ r }}{% endfor %}"]),
        [("word_tag_torn", "tabel 1, baris 1, sel 2")],
    ),
    "a paragraph loop from one cell into the next": (
        lambda: table(["{%p for r in b %}", "{%p endfor %}"]),
        [("word_tag_torn", "tabel 1, baris 1, sel 2")],
    ),
    "a loop from a paragraph into a table": (
        lambda: document("{% for r in b %}", table=[["{% endfor %}"]]),
        [("word_tag_torn", "tabel 1, baris 1, sel 1")],
    ),
    "a row loop closed by a paragraph tag": (
        lambda: table(["{%tr for r in b %}"], ["{{ r }}"], ["{%p endfor %}"]),
        [("word_tag_torn", "tabel 1, baris 3, sel 1")],
    ),
    "merged cells outside a loop": (
        lambda: table(["{% vm %}a", "b"]),
        [("word_loop_outside", "tabel 1, baris 1, sel 1")],
    ),
    "a merge tag twice in a cell": (
        lambda: table(
            ["{%tr for r in b %}", ""], ["{% vm %}{% vm %}a", "b"], ["{%tr endfor %}", ""]
        ),
        [("word_tag_twice", "tabel 1, baris 2, sel 1")],
    ),
    "a merge tag outside a table": (
        lambda: document("{% hm %}a"),
        [("word_tag_outside_table", "paragraf 1")],
    ),
    "a span without a number": (
        lambda: table(["{% colspan %}a", "b"]),
        [("word_tag_empty", "tabel 1, baris 1, sel 1")],
    ),
    "loop number outside a loop": (
        lambda: document("{{ loop.index }}. a"),
        [("word_loop_outside", "paragraf 1")],
    ),
    "an unknown filter": (
        lambda: document("{{ a|uper }}"),
        [("word_filter_unknown", "paragraf 1")],
    ),
    "an unknown test": (
        lambda: document("{% if a is kosong %}x{% endif %}"),
        [("word_test_unknown", "paragraf 1")],
    ),
    "an unknown function": (
        lambda: document("{{ rupiah(a) }}"),
        [("word_function_unknown", "paragraf 1")],
    ),
    "an unknown method": (
        lambda: document("{{ a.upercase() }}"),
        [("word_function_unknown", "paragraf 1")],
    ),
    "a macro called before it is there": (
        lambda: document("{{ kop(1) }}", "{% macro kop(a) %}x{% endmacro %}"),
        [("word_function_unknown", "paragraf 1")],
    ),
    "a name with an underscore before it": (
        lambda: document("{{ _nama }}"),
        [("word_name_reserved", "paragraf 1")],
    ),
    "a file to be included": (
        lambda: document("{% include 'kop.docx' %}"),
        [("word_tag_unknown", "paragraf 1")],
    ),
    "broken by the spelling checker and unclosed": (
        lambda: pieces("Yth. {", "{ na", "ma }"),
        [("word_tag_unclosed", "paragraf 1")],
    ),
    "in a header": (
        lambda: document("x", header="{{ a b }}"),
        [("word_tag_wrong", "kepala halaman 1, paragraf 1")],
    ),
    "in a footer": (
        lambda: footer("{{ a"),
        [("word_tag_unclosed", "kaki halaman 1, paragraf 1")],
    ),
    "in a footnote": (
        lambda: footnote("{{ a b }}"),
        [("word_tag_wrong", "catatan kaki 1, paragraf 1")],
    ),
    "in the title among the properties": (
        lambda: titled("{{ a b }}"),
        [("word_tag_wrong", "properti dokumen")],
    ),
    "in a text box": (
        lambda: inside(BOX.format(run("{{ a b }}"))),
        [("word_tag_wrong", "paragraf 2, kotak teks, paragraf 1")],
    ),
    "in a field": (
        lambda: inside(FIELD.format("{{ a b }}")),
        [("word_tag_wrong", "paragraf 2")],
    ),
    "in a hyperlink": (
        lambda: inside(LINK.format(run("{{ a b }}"))),
        [("word_tag_wrong", "paragraf 2")],
    ),
    "in text a tracked change has inserted": (
        lambda: inside(INSERTED.format(run("{{ a b }}"))),
        [("word_tag_wrong", "paragraf 2")],
    ),
    "in a content control": (
        lambda: inside(CONTROL.format(run("{{ a b }}"))),
        [("word_tag_wrong", "paragraf 2")],
    ),
    "in a table within a table": (
        lambda: nested("{{ a b }}"),
        [("word_tag_wrong", "tabel 1, baris 1, sel 2, tabel 2, baris 1, sel 1")],
    ),
    "nested too deep": (
        lambda: document("{% if a %}" * 120 + "{% endif %}" * 120),
        [("word_tag_too_deep", "paragraf 1")],
    ),
    "brackets nested too deep": (
        lambda: document("baik {{ x }}", "{{ " + "(" * 60 + "a" + ")" * 60 + " }}"),
        [("word_tag_wrong", "paragraf 2")],
    ),
    "several faults at once": (
        lambda: document(
            "{{ nama",
            "{{ a b }}",
            "{{ c|uper }}",
            "{% if x %}",
            "{{ f(1) }}",
            table=[["{{ d", "{%tr for z %}"]],
        ),
        [
            ("word_tag_unclosed", "paragraf 1"),
            ("word_tag_wrong", "paragraf 2"),
            ("word_filter_unknown", "paragraf 3"),
            ("word_tag_not_closed", "paragraf 4"),
            ("word_function_unknown", "paragraf 5"),
            ("word_tag_unclosed", "tabel 1, baris 1, sel 1"),
            ("word_text_beside_tag", "tabel 1, baris 1"),
            ("word_tag_not_closed", "tabel 1, baris 1, sel 2"),
            ("word_tag_wrong", "tabel 1, baris 1, sel 2"),
        ],
    ),
}


SOUND: dict[str, Callable[[], bytes]] = {
    "no tags": lambda: document("Kepada Yth.", "{ biasa } dan 100%"),
    "a tag cut by the spelling checker": lambda: pieces("Yth. {", "{ na", "ma }", "}"),
    "curly quotes and no-break spaces": lambda: document(
        "{{\u00a0nama|default(“-”)\u00a0}}", "{% if a == ‘x’ %}y{% endif %}"
    ),
    "an invisible sign in a tag": lambda: document("{{ na\u200bma }}"),
    "a line break in a tag": lambda: document("{{ nama\n}}"),
    "brackets shown as text": lambda: document("Tulis {_{ nama }_} di sini", "{_% if %_}"),
    "braces in quotes": lambda: document("{{ '}}' }}{{ \"%}\" }}"),
    "a dictionary in a tag": lambda: document("{{ {'a': 1}[b] }}"),
    "comments beside tags": lambda: document("{#p keterangan #}", "{# x #}{{ a }}"),
    "two conditions on a row": lambda: table(
        ["{%tr if a %}{%tr for r in b %}"], ["{{ r }}"], ["{%tr endfor %}{%tr endif %}"]
    ),
    "a loop over cells": lambda: table(["{%tc for r in b %}", "{{ r }}", "{%tc endfor %}"]),
    "a loop from one paragraph to another": lambda: document(
        "{% for a in b %}x", "{{ a }}{% endfor %}"
    ),
    "merged cells": lambda: table(
        ["{%tr for r in b %}", ""], ["{% vm %}a", "{% colspan 2 %}b"], ["{%tr endfor %}", ""]
    ),
    "a macro that calls a later one": lambda: document(
        "{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}x{% endmacro %}{{ a() }}"
    ),
    "a recursive loop": lambda: document(
        "{% for a in b recursive %}{{ a.n }}{{ loop(a.c) }}{% endfor %}"
    ),
    "functions and methods there are": lambda: document(
        "{% set n = namespace(a=0) %}{% for k, v in x.items() %}"
        "{{ loop.cycle(1, 2) }}{{ v.upper() }}{% endfor %}",
        "{% for i in range(3) %}{{ i }}{% endfor %}",
    ),
    "a block set and a filter": lambda: document(
        "{% set a %}x{% endset %}{% filter upper %}{{ a }}{% endfilter %}"
    ),
    "what a tracked change has taken out": lambda: inside(
        '<w:p><w:del w:id="9" w:author="x"><w:r><w:delText>{{ a b</w:delText></w:r></w:del></w:p>'
        '<w:p><w:moveFrom w:id="8" w:author="x"><w:r><w:t>{{ a b</w:t></w:r></w:moveFrom></w:p>'
    ),
}
