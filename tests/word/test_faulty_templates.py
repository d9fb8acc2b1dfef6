"""Every fault of a template is told once, with its code and its place, and nothing else is."""

import pytest

from service import word
from tests.word.documents import document, opened
from tests.word.faulty import FAULTY, SOUND


@pytest.mark.parametrize("name", FAULTY)
def test_a_faulty_template_gives_exactly_its_faults_and_their_places(name):
    draw, told = FAULTY[name]
    assert [(found.code, found.place) for found in word.check(draw())] == told


@pytest.mark.parametrize("name", FAULTY)
def test_every_message_says_where_and_names_the_tag(name):
    for found in word.check(FAULTY[name][0]()):
        assert found.message.startswith(found.place)
        assert found.found in found.message


@pytest.mark.parametrize("name", FAULTY)
def test_every_fault_gets_a_comment_that_is_no_fault_itself(name):
    content = FAULTY[name][0]()
    found = word.check(content)
    done = word.commented(content, found)
    assert len(list(opened(done).comments)) == len(found)
    assert word.check(done) == found


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_template_gives_no_problem(name):
    assert word.check(SOUND[name]()) == []


def test_the_words_of_the_paragraph_are_told_so_that_it_can_be_found():
    [found] = word.check(document("Kepada Yth. {{ nama lengkap }} di tempat"))
    assert "paragraf 1 (“Kepada Yth. {{ nama lengkap }} di tempat”)" in found.message


def test_a_long_paragraph_is_cut():
    [found] = word.check(document("Dengan hormat " * 20 + "{{ a b }}"))
    assert "hormat Den…”)" in found.message
    assert len(found.message) < 400


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("{{ nama lengkap }}", "nama_lengkap"),
        ("{% fro a in b %}{% endfor %}", '"for"'),
        ("{% if a %}{% elseif b %}{% endif %}", '"elif"'),
        ("{% if a %}{% end if %}", '"endif"'),
        ("{%pif a %}", '"{%p if"'),
        ("{% if a = 1 %}{% endif %}", "=="),
        ("{% if a && b %}{% endif %}", "and"),
        ("{{ a – b }}", "tanda kurang"),
        ("{{ a|default('-) }}", "tanda kutip"),
        ("{{ a|lenght }}", '"length"'),
        ("{{ a.uper() }}", '"upper"'),
        ("{{ rang(3) }}", '"range"'),
    ],
)
def test_a_hint_says_what_was_surely_meant(text, hint):
    assert hint in word.check(document(text))[0].message


def test_one_fault_hides_no_other():
    names = ["{{ a b }}", "{{ c|uper }}", "{% if x is besar %}{% endif %}", "{{ f(1) }}", "{{ d"]
    codes = [found.code for found in word.check(document(*names, "{% if z %}"))]
    assert codes == [
        "word_tag_wrong", "word_filter_unknown", "word_test_unknown", "word_function_unknown",
        "word_tag_unclosed", "word_tag_not_closed",
    ]  # fmt: skip
