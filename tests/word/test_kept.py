import hashlib
import threading

from service import word
from service.word.filling.kept import Kept
from tests.word.documents import document


def test_a_template_is_compiled_once_for_the_same_bytes():
    content = document("{{ a }}")
    assert word.compile(content) is word.compile(bytes(bytearray(content)))
    assert word.compile(content).sha256 == hashlib.sha256(content).hexdigest()


def test_the_template_not_asked_for_longest_goes_first():
    one, two, three = (document(f"{{{{ {name} }}}}") for name in "abc")
    kept = Kept(most=2)
    first, second = kept.compile(one), kept.compile(two)
    assert kept.compile(one) is first
    kept.compile(three)
    assert kept.compile(one) is first
    assert kept.compile(two) is not second


def test_templates_stay_within_the_weight_they_may_have_together():
    one, two = document("{{ a }}"), document("{{ b }}")
    weight = Kept().compile(one).weight
    roomy, narrow, tiny = (
        Kept(most_weight=2 * weight + 9),
        Kept(most_weight=weight),
        Kept(most_weight=1),
    )
    for kept, stays in ((roomy, True), (narrow, False), (tiny, False)):
        first = kept.compile(one)
        kept.compile(two)
        assert (kept.compile(one) is first) is stays


def test_threads_that_ask_at_once_get_one_template():
    content, kept, found = document("{{ a }}"), Kept(), []
    threads = [
        threading.Thread(target=lambda: found.append(kept.compile(content))) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert len({id(template) for template in found}) == 1
