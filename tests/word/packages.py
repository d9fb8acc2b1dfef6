"""Word packages written by hand, part for part: what python-docx cannot draw."""

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A = "http://schemas.openxmlformats.org/drawingml/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:wp="{A}/wordprocessingDrawing" xmlns:a="{A}/main"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
CORE = (
    "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "http://purl.org/dc/elements/1.1/",
)
PARTS = {
    "header": ("hdr", "header1"),
    "footer": ("ftr", "footer1"),
    "footnotes": ("footnotes", "footnotes"),
    "endnotes": ("endnotes", "endnotes"),
    "comments": ("comments", "comments"),
}
NOTES = {"footnotes": "footnote", "endnotes": "endnote", "comments": "comment"}


def paragraph(*texts, ppr=""):
    """Return a paragraph with one run for each text."""
    return f"<w:p>{ppr}{''.join(map(run, texts))}</w:p>"


def run(text, rpr=""):
    return f'<w:r>{rpr}<w:t xml:space="preserve">{text}</w:t></w:r>'


def cell(content, tcpr=""):
    return f"<w:tc>{tcpr}{content}</w:tc>"


def row(*cells, trpr=""):
    return f"<w:tr>{trpr}{''.join(cells)}</w:tr>"


def table(*rows, columns):
    grid = '<w:gridCol w:w="2000"/>' * columns
    properties = '<w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr>'
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def text_box(content, number=1):
    """Return a run with a text box, whose content Word keeps twice."""
    size = '<wp:extent cx="900000" cy="900000"/>'
    shape = (
        '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="900000" cy="900000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f"</wps:spPr><wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx><wps:bodyPr/>"
        "</wps:wsp>"
    )
    return (
        f'<w:r><w:drawing><wp:inline>{size}<wp:docPr id="{number}" name="Kotak {number}"/>'
        f'<a:graphic><a:graphicData uri="{NAMESPACES.split("xmlns:wps=")[1].split(chr(34))[1]}">'
        f"{shape}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def package(body, *, title="", **parts):
    """Return a package with this body, and any of header, footer, footnotes, endnotes, comments.

    Nothing in it is compressed and nothing knows the time: it is the same wherever it is made.
    """
    types, relations, members = [], [], {}
    for name, content in parts.items():
        root, file = PARTS[name]
        inside = content
        if kind := NOTES.get(name):
            inside = f'<w:{kind} w:id="2" w:author="A">{content}</w:{kind}>'
            inside = inside if kind == "comment" else inside.replace(' w:author="A"', "")
        members[f"word/{file}.xml"] = f"<w:{root} {NAMESPACES}>{inside}</w:{root}>"
        types.append((f"/word/{file}.xml", f"{TYPE}.{name}+xml"))
        relations.append((f"rId{name}", f"{R}/{name}", f"{file}.xml"))
    members["word/document.xml"] = (
        f"<w:document {NAMESPACES}><w:body>{body}{_section(parts)}</w:body></w:document>"
    )
    types.append(("/word/document.xml", f"{TYPE}.document.main+xml"))
    root_relations = [("rId1", f"{R}/officeDocument", "word/document.xml")]
    if title:
        members["docProps/core.xml"] = _core(title)
        types.append(
            ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml")
        )
        kind = f"{PACKAGE}/relationships/metadata/core-properties"
        root_relations.append(("rId2", kind, "docProps/core.xml"))
    members["word/_rels/document.xml.rels"] = _relations(relations)
    return _zipped({"[Content_Types].xml": _types(types), "_rels/.rels": _relations(root_relations),
                    **members})  # fmt: skip


def _section(parts):
    named = "".join(
        f'<w:{name}Reference w:type="default" r:id="rId{name}"/>'
        for name in ("header", "footer")
        if name in parts
    )
    return f"<w:sectPr>{named}</w:sectPr>"


def _core(title):
    return f'<cp:coreProperties xmlns:cp="{CORE[0]}" xmlns:dc="{CORE[1]}"><dc:title>{title}' + (
        "</dc:title></cp:coreProperties>"
    )


def _types(types):
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    named = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in types)
    defaults = f'<Default Extension="rels" ContentType="{rels}"/>'
    defaults += '<Default Extension="xml" ContentType="application/xml"/>'
    return f'<Types xmlns="{PACKAGE}/content-types">{defaults}{named}</Types>'


def _relations(relations):
    entries = "".join(
        f'<Relationship Id="{identity}" Type="{kind}" Target="{target}"/>'
        for identity, kind, target in relations
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{entries}</Relationships>'


def _zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in members.items():
            made.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()
