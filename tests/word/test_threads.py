"""One compiled template serves several threads: nothing of one filling reaches another."""

import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from docxtpl import Listing, RichText

from service import word
from service.errors import Invalid
from tests.word.documents import document, png

THREADS, ROUNDS = 8, 6
ROWS = [["{%tr for r in baris %}", ""], ["{{ r.a }}", "{% vm %}{{ n }}"], ["{%tr endfor %}", ""]]
PARAGRAPHS = (
    "{{ nama }} {{ n }} {{ kaya }} {{ kosong }} {{ daftar }}",
    "{% set s = namespace(jumlah=0) %}{% for r in baris %}{% set s.jumlah = s.jumlah + 1 %}"
    "{% endfor %}{{ s.jumlah }}",
    "{% macro m(x) %}[{{ x }}]{% endmacro %}{{ m(nama)|upper }}",
    "{{ gambar }}",
)


def values(number):
    return {
        "nama": f"orang {number} & <{number}>",
        "n": Decimal(number) / 4,
        "kaya": RichText(f"tebal {number}", bold=True),
        "kosong": None if number % 2 else number,
        "daftar": Listing(f"satu {number}\ndua"),
        "gambar": word.Picture(png(width=10 + number)),
        "baris": [{"a": f"{number}/{at}"} for at in range(number * 7)],
    }


@pytest.fixture(scope="module")
def template():
    return word.compile(document(*PARAGRAPHS, header="{{ nama }}", table=ROWS))


def test_eight_threads_get_the_bytes_each_gets_alone(template):
    alone = [template.fill(values(number)) for number in range(THREADS)]
    begin = threading.Barrier(THREADS)

    def fill(number):
        begin.wait()
        return [template.fill(values(number)) for _ in range(ROUNDS)]

    with ThreadPoolExecutor(THREADS) as pool:
        together = list(pool.map(fill, range(THREADS)))
    assert together == [[document] * ROUNDS for document in alone]


def test_one_threads_fault_is_not_told_to_another(template):
    lacking = {f"n{number}": 1 for number in range(THREADS)}
    good = template.fill(values(3))

    def fill(number):
        if number % 2:
            return template.fill(values(3))
        with pytest.raises(Invalid) as caught:
            template.fill(lacking | {"nama": f"orang {number}"})
        return {found.found for found in caught.value.problems}

    with ThreadPoolExecutor(THREADS) as pool:
        told = list(pool.map(fill, range(THREADS)))
    assert [answer for answer in told if isinstance(answer, bytes)] == [good] * 4
    names = {"n", "kaya", "kosong", "daftar", "baris", "gambar"}
    assert [answer for answer in told if isinstance(answer, set)] == [names] * 4


def test_threads_may_compile_and_fill_the_same_template_at_once():
    content = document("{{ nama }}", table=ROWS)

    def fill(number):
        return word.Template(content).fill(values(number))

    alone = [fill(number) for number in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as pool:
        assert list(pool.map(fill, range(THREADS))) == alone
