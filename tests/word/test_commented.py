"""An author gets the template back with a Word comment at each fault."""

import re
import shutil
import subprocess

import pytest
from docx import Document
from docx.oxml.ns import qn

from service import word
from service.errors import Invalid, problem
from tests.word.documents import W, add_table, document, names, opened, part, saved, tree, with_part

BROKEN_TABLE = [["Nama", "{{ r.nama"], ["baik", "{{ x|rupiahh }}"]]


def comments(content):
    """Return what each comment says, and the text it is about, by its number."""
    body = tree(content)
    told = {}
    for comment in opened(content).comments:
        ranged, inside = [], False
        for element in body.iter():
            about = element.get(f"{W}id") == str(comment.comment_id)
            if element.tag == f"{W}commentRangeStart" and about:
                inside = True
            elif element.tag == f"{W}commentRangeEnd" and about:
                inside = False
            elif element.tag == f"{W}t" and inside:
                ranged.append(element.text or "")
        told[comment.comment_id] = (comment.text.replace("\u2060", ""), "".join(ranged))
    return told


def marked(content):
    """Return the pairs of message and marked text of a template given back."""
    return list(comments(word.commented(content, word.check(content))).values())


def text_of(content):
    return re.sub(r"<[^>]+>", "", part(content).decode())


def test_each_fault_has_a_comment_with_its_message_at_its_tag():
    content = document("baik", "satu {{ a b }} dua {{ c| }} tiga", table=BROKEN_TABLE)
    found = word.check(content)
    told = comments(word.commented(content, found))
    assert [text for text, _ in told.values()] == [one.message for one in found]
    about = {text for _, text in told.values()}
    assert about == {"{{ a b }}", "{{ c| }}", "{{ r.nama", "{{ x|rupiahh }}"}


def test_a_comment_is_at_the_tag_however_word_cut_it_into_runs():
    made = Document()
    paragraph = made.add_paragraph("Yth. ")
    for piece in ("{{ nama", " leng", "kap }}, di tempat"):
        paragraph.add_run(piece).bold = True
    [(_, about)] = marked(saved(made))
    assert about == "{{ nama lengkap }}"


def test_the_text_of_the_template_stays_what_it_was():
    content = document("satu {{ a b }} dua", "{{ buka", table=BROKEN_TABLE)
    assert text_of(word.commented(content, word.check(content))) == text_of(content)


def test_a_fault_in_a_cell_is_marked_in_the_paragraph_that_holds_the_tag():
    made = Document()
    cell = add_table(made, [["baik"]]).cell(0, 0)
    cell.add_paragraph("{{ baik }}")
    cell.add_paragraph("di sini {{ a b }}")
    [(_, about)] = marked(saved(made))
    assert about == "{{ a b }}"


def test_faults_where_word_allows_no_comment_hang_on_the_first_paragraph_and_say_where():
    made = Document()
    made.add_paragraph("Pembuka")
    made.sections[0].header.paragraphs[0].text = "{{ a b }}"
    made.core_properties.title = "{{ c d }}"
    told = marked(saved(made))
    assert {about for _, about in told} == {"Pembuka"}
    assert any("kepala halaman 1, paragraf 1" in text for text, _ in told)
    assert any("properti dokumen" in text for text, _ in told)


def test_a_fault_in_a_text_box_is_marked_at_the_paragraph_that_carries_it():
    content = document("kotak")
    box = (
        "<w:r><w:pict><v:rect xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent>"
        "<w:p><w:r><w:t>{{ a b }}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:rect></w:pict>"
        "</w:r></w:p>"
    )
    xml = part(content).decode().replace("</w:p>", box, 1)
    content = with_part(content, "word/document.xml", xml)
    done = word.commented(content, word.check(content))
    [start] = tree(done).iter(f"{W}commentRangeStart")
    assert next(start.iterancestors(f"{W}txbxContent"), None) is None
    assert len(comments(done)) == 1


def test_the_authors_own_comments_stay_and_those_of_an_earlier_check_go():
    made = Document()
    paragraph = made.add_paragraph("Pembuka {{ a b }}")
    made.add_comment(paragraph.runs[0], text="Mohon dicek", author="Camat")
    content = saved(made)
    done = word.commented(content, word.check(content))
    twice = word.commented(done, word.check(content))
    authors = [(one.author, one.text) for one in opened(twice).comments]
    assert authors[0] == ("Camat", "Mohon dicek")
    assert [author for author, _ in authors[1:]] == ["Pengukuran Kinerja"]
    numbers = [one.get(f"{W}id") for one in tree(twice).iter(f"{W}commentReference")]
    assert len(set(numbers)) == len(numbers) == 2
    assert len([name for name in names(twice) if "comments" in name]) == 1


def test_a_document_without_paragraphs_gets_one_for_the_comment():
    content = document("hapus")
    xml = re.sub(rb"<w:p>.*?</w:p>", b"", part(content))
    content = with_part(content, "word/document.xml", xml)
    done = word.commented(content, [problem("template_invalid", "properti dokumen")])
    assert len(comments(done)) == 1


def test_the_same_template_and_faults_give_the_same_bytes():
    content = document("{{ a b }}", "{{ buka")
    found = word.check(content)
    assert word.commented(content, found) == word.commented(content, found)


def test_a_template_given_back_can_be_mended_and_checked_again_with_its_comments():
    content = document("{{ a b }} {% if x %}")
    done = word.commented(content, word.check(content))
    assert [one.code for one in word.check(done)] == [one.code for one in word.check(content)]


def test_a_template_without_faults_comes_back_as_it_is():
    content = document("{{ a }}")
    assert word.commented(content, word.check(content)) == content


def test_missing_names_are_marked_at_the_tags_that_ask_for_them():
    content = document("{{ data }} dan {{ a }}")
    done = word.commented(content, word.check(content, {"data": "x"}))
    assert [about for _, about in comments(done).values()] == ["{{ a }}"]


def test_a_fault_of_a_picture_is_marked_at_the_paragraph_that_holds_it():
    content = document("awal", "gambarnya")
    fault = problem("values_unused", "gambar di paragraf 2", hint="")
    [(_, about)] = comments(word.commented(content, [fault])).values()
    assert about == "gambarnya"


def test_the_child_gives_the_same_document_back():
    content = document("{{ a b }}", header="{{ c d }}")
    found = word.check_untrusted(content)
    assert word.commented_untrusted(content, found) == word.commented(content, found)


def test_what_is_no_word_document_cannot_be_given_back():
    with pytest.raises(Invalid) as caught:
        word.commented_untrusted(b"%PDF-1.4", word.check(b"%PDF-1.4"))
    assert caught.value.code == "package_wrong_kind"


def test_a_comment_part_is_declared_once_and_related_to_the_document():
    content = document("{{ a b }}")
    done = word.commented(content, word.check(content))
    relations = tree(done, "word/_rels/document.xml.rels")
    [own] = [one for one in relations if one.get("Type").endswith("/comments")]
    types = tree(done, "[Content_Types].xml")
    assert [one.get("PartName") for one in types].count(f"/word/{own.get('Target')}") == 1
    [comment] = tree(done, f"word/{own.get('Target')}")
    assert comment.get(qn("w:date")) is None


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_another_word_processor_shows_the_comments(tmp_path):
    content = document("baik", "Yth. {{ a b }}", table=BROKEN_TABLE, header="{{ c d }}")
    found = word.check(content)
    (tmp_path / "x.docx").write_bytes(word.commented(content, found))
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile",
         "--convert-to", "fodt", "--outdir", tmp_path, tmp_path / "x.docx"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    shown = (tmp_path / "x.fodt").read_text("utf-8")
    annotations = re.findall(r"<office:annotation .*?</office:annotation>", shown, re.DOTALL)
    assert len(annotations) == len(found) == 4
    assert all("Pengukuran Kinerja" in one for one in annotations)
