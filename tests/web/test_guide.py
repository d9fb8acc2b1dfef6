"""The page on how to write a template, and the list of what there is to print."""

import re

from service.values import fields
from service.word import guide
from tests.web.conftest import Person
from tests.web.test_board import words

PAGE = "/bantuan/templat"


def test_every_filter_stands_there_with_each_of_its_examples(person: Person) -> None:
    answer = person.get(PAGE)
    assert answer.status_code == 200
    shown = words(answer.text)
    for group in guide.groups():
        for one in group.filters:
            assert f'id="{one.name}"' in answer.text
            assert words(one.does.partition("`")[0]) in shown
    assert "{{ pagu|rupiah }} pagu : 1907201000 Rp1.907.201.000" in shown
    assert "{{ capaian|angka }} capaian : 83.50 83,50" in shown
    assert "catatan : kosong" in shown
    assert "peserta : (1) “Ani”; (2) “Budi”; (3) “Citra” Ani, Budi, dan Citra" in shown


def test_every_topic_shows_what_it_becomes(person: Person) -> None:
    shown = words(person.get(PAGE).text)
    for topic in guide.topics():
        assert topic.title in shown
    assert "{%tr for r in baris %}" in shown
    assert "istri : ya" in shown
    assert "Sisa Rp1.500 (seribu lima ratus rupiah)" in shown


def test_no_two_places_of_the_page_have_one_name(person: Person) -> None:
    for page in (PAGE, f"{PAGE}/data"):
        names = re.findall(r'\bid="([^"]+)"', person.get(page).text)
        assert len(names) == len(set(names))


def test_every_value_a_template_may_print_is_listed(person: Person) -> None:
    shown = words(person.get(f"{PAGE}/data").text)
    for group, values in fields().items():
        assert group in shown
        for one in values:
            assert one.name in shown
            assert words(one.example) in shown
    assert "instansi.lambang – gambar: lambang kantor selebar 18 mm untuk kop surat" in shown


def test_the_help_and_the_foot_of_each_page_lead_there(person: Person) -> None:
    for page in ("/bantuan", "/hari-libur"):
        assert f'href="{PAGE}"' in person.get(page).text


def test_somebody_in_front_of_an_empty_store_can_read_it_too(newcomer: Person) -> None:
    assert newcomer.get(PAGE).status_code == 200
    assert newcomer.get(f"{PAGE}/data").status_code == 200
