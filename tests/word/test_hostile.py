"""Templates and values made to harm: each ends by name, in time, and harms nobody beside it."""

import io
import threading
import time
import zipfile
from pathlib import Path

import pytest

from service import word
from service.errors import Invalid
from service.word import untrusted
from tests.word.documents import document, names, part, texts, with_part
from tests.word.packages import package, paragraph, row, table

NESTED = "{% set n.a = [n.a, n.a] %}"
GROWING = "{% set n = namespace(a=START) %}{% for i in range(TIMES) %}STEP{% endfor %}"


def growing(start, step, times=40, end="{{ n.a }}"):
    return (
        GROWING.replace("START", start).replace("STEP", step).replace("TIMES", str(times))
    ) + end


STOPPED = {
    "text times a number": "{{ 'ab' * 2000000000 }}",
    "list times a number": "{{ [x] * 1000000000 }}",
    "format with a width": "{{ '%1000000000s'|format('a') }}",
    "format with many decimals": "{{ '%.1000000000f'|format(1.5) }}",
    "format of a text with a width": "{{ '{:1000000000}'.format('a') }}",
    "indent": "{{ x|indent(2000000000) }}",
    "centre": "{{ x|center(2000000000) }}",
    "replace by itself": growing("'a' * 9", "{% set n.a = n.a|replace('a', n.a) %}", 9),
    "replace by a long text": "{{ x.replace('a', x).replace('a', x) }}",
    "join with a long text": "{{ range(9000)|join(x) }}",
    "text joined to itself": growing("'a'", "{% set n.a = n.a ~ n.a %}"),
    "list joined to itself": growing("[x]", "{% set n.a = n.a + n.a %}", 60, "{{ n.a|join }}"),
    "loops in loops": "{% for a in range(9999) %}" * 3 + "x" + "{% endfor %}" * 3,
    "a range of everything": "{{ range(100000000000)|join }}",
    "a macro that calls itself": "{% macro m(n) %}{{ m(n) }}{{ m(n) }}{% endmacro %}{{ m(0) }}",
    "a loop that calls itself": "{% for i in [[1]] recursive %}{{ loop([i]) }}{% endfor %}",
    "brackets in brackets": "{{ " + "(" * 20_000 + "1" + ")" * 20_000 + " }}",
    "filters after filters": "{{ x" + "|upper" * 20_000 + " }}",
    "conditions in conditions": "{% if x %}" * 5000 + "{% endif %}" * 5000,
    "a deep value": growing("[]", "{% set n.a = [n.a] %}", 99_000),
    "a value that holds itself": "{% set n = namespace(a=1) %}{% set n.a = n %}{{ n }}",
    "a power of a power": "{{ 9**9**9**9 }}",
    "batches of emptiness": "{% for b in [1]|batch(2000000000, 'x') %}{{ b|length }}{% endfor %}",
    "slices of emptiness": "{{ [1]|slice(1000000000) }}",
    "a mapping that grows": "{% for i in range(90000) %}{% do d.update({i: x ~ i}) %}{% endfor %}",
    "a huge output": "{% for a in range(9999) %}{{ x }}{{ x }}{% endfor %}",
    "set in set": "{% set a %}x{% endset %}" + "{% set a %}{{ a }}{{ a }}{% endset %}" * 40,
    "a filter over a long text": "{% filter replace('a', x) %}{{ x }}{% endfilter %}",
}
CLOCKED = {  # ended by the clock alone
    "a cycle of many": "{% for i in range(90000) %}{{ loop.cycle(*range(9000)) }}{% endfor %}",
    "a tree of doubles": growing("[1]", NESTED),
    "calls in calls": "{% macro m() %}{{ caller() }}{{ caller() }}{% endmacro %}"
    + "{% call m() %}" * 40 + "x" + "{% endcall %}" * 40,
}  # fmt: skip
VALUES = {"x": "a" * 60_000, "d": {"q": 1}}
MEMORY = 512 * 1024  # kB


def peak(child):
    """Return the most memory a child has had, in kB; 0 when it is gone or not yet our program.

    Until its program is loaded, a new process is counted with the memory of the one it came from.
    """
    status = Path(f"/proc/{child}/status")
    try:
        if b"service.word.child" not in Path(f"/proc/{child}/cmdline").read_bytes():
            return 0
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
    except OSError:
        return 0
    return int(lines["VmHWM"].split()[0]) if "VmHWM" in lines else 0


def children():
    found = []
    for task in Path("/proc/self/task").iterdir():
        found += (task / "children").read_text().split()
    return found


class Beside:
    """Small requests in this process and a look at the children, while something hostile runs."""

    def __init__(self):
        self.slowest, self.most = 0.0, 0
        self._over = threading.Event()
        self._threads = [threading.Thread(target=work) for work in (self._requests, self._look)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _requests(self):
        template = word.compile(document("{{ a }}"))
        while not self._over.wait(0.005):
            begun = time.monotonic()
            template.fill({"a": "x"})
            self.slowest = max(self.slowest, time.monotonic() - begun)

    def _look(self):
        while not self._over.wait(0.02):
            self.most = max([self.most, *map(peak, children())])


@pytest.fixture(scope="module")
def beside():
    with Beside() as running:
        yield running
    assert running.most < MEMORY
    assert running.slowest < 3  # what one waits for the other's job is not among it


@pytest.mark.parametrize("name", STOPPED)
def test_a_template_that_asks_for_too_much_is_stopped_by_name(name, beside, monkeypatch):
    monkeypatch.setattr(untrusted.POOL, "seconds", 2.0)
    begun = time.monotonic()
    with pytest.raises(Invalid) as caught:
        word.fill_untrusted(document(STOPPED[name]), VALUES)
    assert caught.value.code in ("template_too_costly", "template_invalid")
    assert time.monotonic() - begun < 10  # the start of a child included
    assert beside.most < MEMORY


@pytest.mark.parametrize("name", CLOCKED)
def test_a_template_that_nothing_else_stops_is_stopped_by_the_clock(name, beside, monkeypatch):
    monkeypatch.setattr(untrusted.POOL, "seconds", 1.0)
    with pytest.raises(Invalid) as caught:
        word.fill_untrusted(document(CLOCKED[name]), VALUES)
    assert caught.value.code == "template_too_costly"
    assert beside.most < MEMORY


def test_checking_what_a_hostile_template_asks_for_evaluates_nothing(beside):
    content = document(*list(STOPPED.values())[:8], "{{ nama }}")
    assert (
        "nama"
        in word.fields_untrusted(document("{{ nama }}", STOPPED["loops in loops"]))["required"]
    )
    with pytest.raises(Invalid):
        word.fields_untrusted(content)
    assert beside.most < MEMORY


def test_looking_for_missing_names_is_bounded_too(beside):
    content = document("{{ tidak_ada }}", STOPPED["text times a number"])
    with pytest.raises(Invalid) as caught:
        word.fill_untrusted(content, {})
    assert [found.found for found in caught.value.problems] == ["tidak_ada"]
    assert beside.most < MEMORY


def test_no_process_is_left_over_but_those_that_wait():
    for name in ("text times a number", "a huge output"):
        with pytest.raises(Invalid):
            word.fill_untrusted(document(STOPPED[name]), VALUES)
    waiting = {str(child.pid) for child in untrusted.POOL._idle}
    alive = {pid for pid in children() if "service.word.child" in command(pid)}
    assert alive == waiting


def command(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def test_an_approved_template_is_bounded_by_the_values_it_meets():
    template = word.compile(document("{% for a in x %}{% for b in x %}{% endfor %}{% endfor %}"))
    template.fill({"x": ["a"] * 100})
    with pytest.raises(Invalid) as caught:
        template.fill({"x": ["a"] * 10_000})
    assert caught.value.code == "template_too_costly"


def deep_xml():
    return package(
        "<w:sdt><w:sdtContent>" * 2000 + paragraph("{{ a }}") + "</w:sdtContent></w:sdt>" * 2000
    )


def many_cells():
    return package(
        table(*[row(*["<w:tc><w:p/></w:tc>"] * 60)] * 300, columns=60) + paragraph("{{ a }}")
    )


def bomb():
    out = io.BytesIO()
    whole = document("{{ a }}")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in names(whole):
            made.writestr(name, part(whole, name))
        made.writestr("word/media/image1.png", bytes(30 * 1024 * 1024))
    return out.getvalue()


def with_doctype(text):
    content = part(document("{{ a }}"))
    head, _, body = content.partition(b"?>")
    return with_part(document("{{ a }}"), "word/document.xml", head + b"?>" + text + body)


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
PACKAGES = {
    "a bomb in a zip": (bomb, "package_ratio"),
    "entities": (lambda: with_doctype(ENTITIES), "package_doctype"),
    "a file from outside": (
        lambda: with_doctype(b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
        "package_doctype",
    ),
    "half a document": (lambda: document("{{ a }}")[:4000], "package_damaged"),
    "nothing": (lambda: b"", "package_empty"),
    "another kind": (lambda: b"PK\x03\x04" + bytes(500), "package_damaged"),
    "very deep XML": (deep_xml, "package_bad_xml"),
}


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_made_to_harm_is_refused_by_name(name, beside):
    make, code = PACKAGES[name]
    content = make()
    with pytest.raises(Invalid) as caught:
        word.fill_untrusted(content, {"a": "x"})
    assert caught.value.code == code
    assert [found.code for found in word.check_untrusted(content)] == [code]
    assert beside.most < MEMORY


def test_a_large_document_is_not_mistaken_for_a_bomb(beside):
    assert texts(word.fill_untrusted(many_cells(), {"a": "x"}))[-1] == "x"
    assert beside.most < MEMORY
