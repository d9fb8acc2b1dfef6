import os
import signal
import threading
import time
from collections.abc import Mapping

import pytest

from service import word
from service.errors import Invalid, ServiceError, ToolFailed
from service.word import untrusted
from tests.word.documents import document, part, png, texts, with_part

COSTLY = [
    "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}x"
    "{% endfor %}{% endfor %}{% endfor %}",
    "{{ '%1000000000s'|format('a') }}",
    "{% set n = namespace(a='aaaaaaaaaa') %}{% for i in range(9) %}"
    "{% set n.a = n.a|replace('a', n.a) %}{% endfor %}{{ n.a }}",
    "{% for a in range(9999) %}{{ x }}{{ x }}{% endfor %}",
    "{{ x|indent(2000000000) }}",
    "{{ 'ab' * 2000000000 }}",
]


@pytest.mark.parametrize("text", COSTLY)
def test_a_template_that_eats_time_or_memory_is_stopped_by_name(text):
    begun = time.monotonic()
    with pytest.raises(Invalid) as caught:
        word.fill_untrusted(document(text), {"x": "y\n" * 20_000})
    assert caught.value.code in ("template_too_costly", "template_invalid")
    assert time.monotonic() - begun < 10
    assert texts(word.fill_untrusted(document("{{ a }}"), {"a": "x"})) == ["x"]


def test_the_child_fills_as_the_process_itself_does():
    content = document("{{ a }} {{ b }}", header="{{ a }}")
    values = {"a": "A & B", "b": word.Picture(png())}
    assert word.fill_untrusted(content, values) == word.compile(content).fill(values)


def test_faults_and_fields_come_back_from_the_child():
    assert [found.place for found in word.check_untrusted(document("{{ a"))] == ["paragraf 1"]
    found = word.check_untrusted(document("{{ a }}"), {})
    assert [(p.code, p.found) for p in found] == [("values_missing_name", "a")]
    assert word.fields_untrusted(document("{{ a }}"))["required"] == ["a"]
    with pytest.raises(Invalid) as caught:
        word.fill_untrusted(document("{{ a }}{{ b }}"), {})
    assert {found.found for found in caught.value.problems} == {"a", "b"}
    assert [p.code for p in word.check_untrusted(b"%PDF-1.4")] == ["package_wrong_kind"]


@pytest.mark.parametrize("kind", ["attachedTemplate", "image", "oleObject", "frame"])
@pytest.mark.parametrize("mode", ["External", "EXTERNAL"])
def test_links_to_files_outside_are_refused_and_hyperlinks_are_not(kind, mode):
    content = document("{{ a }}")
    rels = "word/_rels/document.xml.rels"

    def linked(kind):
        relation = (
            '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
            f'relationships/{kind}" Target="HTTP://example.org/x" TargetMode="{mode}"/>'
        )
        old = part(content, rels).decode()
        return with_part(
            content, rels, old.replace("</Relationships>", relation + "</Relationships>")
        )

    with pytest.raises(Invalid) as caught:
        word.fill_untrusted(linked(kind), {"a": "x"})
    assert caught.value.code == "template_external"
    assert b">x</w:t>" in part(word.fill_untrusted(linked("hyperlink"), {"a": "x"}))


def test_a_picture_linked_through_a_hyperlinks_relationship_is_refused():
    content = document("{{ a }}")
    rels = "word/_rels/document.xml.rels"
    relation = (
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/hyperlink" Target="http://example.org/x" TargetMode="External"/>'
    )
    content = with_part(
        content,
        rels,
        part(content, rels).replace(b"</Relationships>", relation + b"</Relationships>"),
    )
    link = (
        b'<a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r='
        b'"http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:link="rId99"/>'
    )
    xml = part(content).replace(b"</w:body>", link + b"</w:body>")
    with pytest.raises(Invalid) as caught:
        word.fill_untrusted(with_part(content, "word/document.xml", xml), {"a": "x"})
    assert caught.value.code == "template_external"


@pytest.mark.parametrize("field", ['INCLUDEPICTURE "http://x/y"', "DDEAUTO c:\\\\x", "{{ a }}"])
def test_fields_that_fetch_are_refused(field):
    content = document("teks")
    xml = part(content).replace(b"<w:t>teks</w:t>", f"<w:instrText>{field}</w:instrText>".encode())
    with pytest.raises(Invalid) as caught:
        word.fill_untrusted(with_part(content, "word/document.xml", xml), {"a": "x"})
    assert caught.value.code == "template_external"


@pytest.mark.parametrize(
    "text",
    ["{{ a.__class__ }}", "{{ a.__class__.__mro__ }}", "{{ cycler.__init__ }}", "{{ x._held }}",
     "{{ self }}", "{{ config }}", "{{ debug() }}", "{{ lipsum() }}", "{{ x.__init__ }}"],
)  # fmt: skip
def test_a_template_reaches_nothing_but_its_values(text):
    with pytest.raises(Invalid):
        word.compile(document(text)).fill({"a": "x", "x": word.Picture(png())})


def test_a_child_that_died_while_it_waited_costs_no_job():
    content = document("{{ a }}")
    word.fill_untrusted(content, {"a": "x"})
    for waiting in untrusted.POOL._idle:
        os.kill(waiting._process.pid, signal.SIGKILL)
        waiting._process.wait()
    assert texts(word.fill_untrusted(content, {"a": "y"})) == ["y"]


class Unwalkable(Mapping):
    """Values that reach the process and break there where they are walked."""

    def __getitem__(self, key):
        raise RuntimeError("tidak dapat dibaca satu per satu")

    def __iter__(self):
        return iter(["a"])

    def __len__(self):
        return 1


def test_a_fault_of_our_own_is_told_apart_and_logged(caplog):
    with pytest.raises(Invalid) as told:
        word.fill_untrusted(document("{{ a }}"), Unwalkable())
    assert told.value.code == "template_unexpected"
    assert "tidak dapat dibaca satu per satu" in caplog.text


def test_more_jobs_than_may_wait_are_turned_away_and_the_others_served(monkeypatch):
    monkeypatch.setattr(untrusted.POOL, "_queue", threading.BoundedSemaphore(2))
    slow = document("{% for i in range(9999) %}{{ range(99999)|list|sort|length }}{% endfor %}")
    ends = []

    def fill():
        with pytest.raises(ServiceError) as caught:
            word.fill_untrusted(slow, {})
        ends.append(caught.value.code)

    waiting = [threading.Thread(target=fill) for _ in range(2)]
    for thread in waiting:
        thread.start()
    time.sleep(1)
    with pytest.raises(ToolFailed) as caught:
        word.fill_untrusted(document("{{ a }}"), {"a": "x"})
    assert caught.value.code == "template_queue_full"
    for thread in waiting:
        thread.join()
    assert ends == ["template_too_costly"] * 2
    assert texts(word.fill_untrusted(document("{{ a }}"), {"a": "x"})) == ["x"]


def test_a_number_of_a_hundred_thousand_digits_is_a_fault_of_the_tag():
    with pytest.raises(Invalid) as caught:
        word.compile(document("{{ 10**100000 }}")).fill({})
    assert caught.value.code == "template_invalid"
