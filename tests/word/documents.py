"""Small Word documents for the tests, and what a reader finds in a filled one."""

import io
import zipfile

from docx import Document
from lxml import etree
from PIL import Image

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def document(*paragraphs, header=None, table=None):
    made = Document()
    for text in paragraphs:
        made.add_paragraph(text)
    if header:
        made.sections[0].header.paragraphs[0].text = header
    if table:
        add_table(made, table)
    return saved(made)


def add_table(made, rows):
    table = made.add_table(rows=len(rows), cols=len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return table


def saved(made):
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def opened(content):
    return Document(io.BytesIO(content))


def texts(content):
    return [paragraph.text for paragraph in opened(content).paragraphs]


def cells(content, table=0):
    rows = opened(content).tables[table].rows
    return [[cell.text for cell in row.cells] for row in rows]


def part(content, name="word/document.xml"):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def tree(content, name="word/document.xml"):
    return etree.fromstring(part(content, name))


def names(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.namelist()


def with_part(content, name, new):
    """Return the package with one member replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as made:
        for member in old.namelist():
            if member != name:
                made.writestr(member, old.read(member), zipfile.ZIP_DEFLATED)
        made.writestr(name, new, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def png(width=96, height=48, dpi=96):
    out = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(out, "PNG", dpi=(dpi, dpi))
    return out.getvalue()
