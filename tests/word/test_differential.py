"""Our examples come out with the same content through docxtpl and through our own engine."""

import hashlib
import io
import posixpath

import pytest
from docxtpl import DocxTemplate
from lxml import etree

from service import word
from service.errors import Invalid
from service.word.adding.picture import EMU_PER_MM
from tests.word.documents import W, names, part, tree
from tests.word.examples import EXAMPLES
from tests.word.packages import R, package, paragraph

# Where the two differ on purpose, and why ours is as it is.
INTENDED = {
    "tabel bersarang": "docxtpl counts the cells of the inner table into the grid of the outer one",
    "teks templat dengan tanda &": "docxtpl escapes texts of the template, which are XML, again",
    "data kosong": "docxtpl prints None; nothing is nothing here",
    "bilangan": "docxtpl prints 0.30000000000000004; 15 digits are what a number holds",
    "kurung dalam data": "docxtpl turns {_{ in data into {{; data is never read as a template",
    "catatan pemeriksa": "docxtpl leaves comments unfilled",
}


def through_docxtpl(example):
    template = DocxTemplate(io.BytesIO(example.template))
    template.render(example.values(template), autoescape=True)
    out = io.BytesIO()
    template.save(out)
    return out.getvalue()


def through_ours(example):
    return word.compile(example.template).fill(example.values(None))


@pytest.mark.parametrize("name", EXAMPLES)
def test_both_give_the_same_content(name):
    ours, theirs = through_ours(EXAMPLES[name]), through_docxtpl(EXAMPLES[name])
    if name in INTENDED:
        assert content(ours) != content(theirs)
    else:
        assert content(ours) == content(theirs)


STRICT = {
    "a name that is missing": "{{ x }}",
    "a member that is missing": "{{ x.y }}",
    "a loop over what is missing": "{% for a in x %}{% endfor %}",
    "a tag that never ends": "satu {{ x",
}


@pytest.mark.parametrize("text", STRICT.values(), ids=STRICT)
def test_what_docxtpl_lets_pass_is_refused(text):
    with pytest.raises(Invalid):
        word.compile(package(paragraph(text))).fill({})


def content(document):
    """Return what a reader finds in a document: text with its format, tables, pictures, links."""
    found = {}
    for name in names(document):
        if name.startswith("word/") and name.count("/") == 1 and name.endswith(".xml"):
            root = tree(document, name)
            known = relations(document, name)
            holder = next(root.iter(W + "body"), root)
            found[name] = [one for child in holder for one in block(child, document, known)]
    if "docProps/core.xml" in names(document):
        title = tree(document, "docProps/core.xml").find("{http://purl.org/dc/elements/1.1/}title")
        found["title"] = "" if title is None or title.text == "Word Document" else title.text
    return {name: blocks for name, blocks in found.items() if blocks}


def relations(document, name):
    folder, file = posixpath.split(name)
    rels = f"{folder}/_rels/{file}.rels"
    if rels not in names(document):
        return {}
    return {one.get("Id"): one.get("Target") for one in tree(document, rels)}


def block(element, document, known):
    if element.tag == W + "p":
        yield ("paragraph", written(element.find(W + "pPr")), pieces(element, document, known))
    elif element.tag == W + "tbl":
        grid = len(element.find(W + "tblGrid"))
        yield ("table", grid, [one_row(line, document, known) for line in element.iter(W + "tr")
                               if line.getparent() is element])  # fmt: skip
    elif element.tag in (W + "footnote", W + "endnote", W + "comment"):
        for child in element:
            yield from block(child, document, known)


def one_row(line, document, known):
    return [
        (written(one.find(W + "tcPr"), without=("tcW",)),
         [found for child in one for found in block(child, document, known)])
        for one in line.iterchildren(W + "tc")
    ]  # fmt: skip


def pieces(element, document, known):
    """Return the texts of a paragraph with their format, neighbours of one format joined."""
    found = []
    for run in element.iter(W + "r"):
        form = written(run.find(W + "rPr"))
        link = run.getparent().get(f"{{{R}}}id") if run.getparent().tag == W + "hyperlink" else None
        for child in run:
            shown = shown_by(child, document, known)
            if shown is None:
                continue
            last = found[-1] if found else None
            texts = last and isinstance(last[0], str) and isinstance(shown, str)
            if texts and last[1:] == (form, known.get(link)):
                found[-1] = (last[0] + shown, *last[1:])
            elif shown:
                found.append((shown, form, known.get(link)))
    return found


def shown_by(child, document, known):
    if child.tag == W + "t":
        return child.text or ""
    if child.tag in (W + "tab", W + "cr"):
        return "\t" if child.tag == W + "tab" else "\n"
    if child.tag == W + "br":
        return "\f" if child.get(W + "type") == "page" else "\n"
    if child.tag == W + "drawing":
        blip = next(child.iter("{*}blip"))
        blob = part(document, posixpath.join("word", known[blip.get(f"{{{R}}}embed")]))
        extent = next(child.iter("{*}extent"))
        size = [round(int(extent.get(side)) / EMU_PER_MM, 2) for side in ("cx", "cy")]
        return "picture", size, hashlib.sha256(blob).hexdigest()[:8]
    return None


def written(element, without=()):
    """Return formatting as sorted names and values."""
    if element is None:
        return []
    return sorted(
        (etree.QName(one).localname, sorted(one.attrib.values()))
        for one in element.iterdescendants()
        if etree.QName(one).localname not in without
    )
