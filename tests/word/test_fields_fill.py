"""Values made from a template's schema fill it: nothing it needs is left out of the schema."""

from pathlib import Path

import jsonschema
import pytest

from service import word
from service.errors import Invalid
from tests.word.documents import document
from tests.word.faulty import SOUND

ROOT = Path(__file__).parents[2]
OFFICE = sorted([*(ROOT / "templates_docx").glob("*.docx"), *(ROOT / "samples").glob("*.docx")])

TEXTS = {
    "members": "{{ a.b.c }}{{ a['d'] }}",
    "nested loops": "{% for s in x %}{% for i in s.y %}{{ i.z }}{{ s.n }}{% endfor %}{% endfor %}",
    "an alias": "{% set p = a.b %}{{ p.c }}{% with q = a.d %}{{ q.e }}{% endwith %}",
    "a macro": "{% macro m(o, n=1) %}{{ o.nama }}{{ n }}{{ g }}{% endmacro %}{{ m(a) }}"
    "{{ m(b, n=c) }}",
    "a call block": "{% macro m() %}{{ caller(1) }}{% endmacro %}{% call(x) m() %}{{ x }}{{ a }}"
    "{% endcall %}",
    "a condition": "{% if a %}{{ a.b }}{% endif %}{% if c is defined and c.d %}{{ c.d.e }}"
    "{% endif %}",
    "a choice": "{{ a.b if a else '-' }}{{ c if d }}{{ e|default('-') }}",
    "a loop with a condition": "{% for r in x if r.aktif %}{{ r.n }}{% else %}{{ k }}{% endfor %}",
    "a loop over what may be absent": "{% for r in x|default([]) %}{{ r.n }}{% endfor %}",
    "a loop over two lists": "{% for r in a + b %}{{ r.n }}{% endfor %}",
    "a loop over a choice": "{% for r in (a if c else b) %}{{ r.n }}{% endfor %}",
    "pairs": "{% for k, v in x.items() %}{{ k }}{{ v.n }}{% endfor %}",
    "sorted pairs": "{% for k, v in x|dictsort %}{{ k }}{{ v.n }}{% endfor %}",
    "names": "{% for k in x.keys() %}{{ k }}{% endfor %}{% for v in x.values() %}{{ v.n }}"
    "{% endfor %}",
    "groups": "{% for g in x|groupby('k') %}{{ g.grouper }}{% for r in g.list %}{{ r.n }}"
    "{% endfor %}{% endfor %}",
    "batches": "{% for b in x|batch(2) %}{% for r in b %}{{ r.n }}{% endfor %}{% endfor %}",
    "a mapped list": "{{ x|map(attribute='n')|join(', ') }}{{ x|sum(attribute='m') }}"
    "{{ y|join('-') }}",
    "a chosen list": "{% for r in x|selectattr('ok')|sort(attribute='n') %}{{ r.n }}{% endfor %}",
    "the first": "{{ (x|first).n }}{{ y[0] }}{{ z[-1].n }}{{ x[:1]|length }}",
    "lengths": "{{ x|length }}{{ y|count }}",
    "reckoning": "{{ a * 2 }}{{ b.c - d }}{{ -e }}{{ f|round(1) }}{{ g|abs }}",
    "a name by another": "{{ x[k].n }}",
    "loop's own": "{% for r in x %}{{ loop.index }}{{ loop.length }}{{ r }}{% endfor %}",
    "a recursive loop": "{% for r in x recursive %}{{ r.n }}{{ loop(r.x) }}{% endfor %}",
    "a block set": "{% set t %}{{ a.b }}{% endset %}{{ t }}{% filter upper %}{{ c }}"
    "{% endfilter %}",
    "a namespace": "{% set n = namespace(t=0) %}{% for r in x %}{% set n.t = n.t + r.m * 1 %}"
    "{% endfor %}{{ n.t }}",
}


def made(schema, optional):
    """Return values of that schema: all of them, or only those that must be there."""
    if schema.get("title") == "Gambar":
        return None
    kinds = schema.get("type", "string")
    kind = kinds if isinstance(kinds, str) else kinds[0]
    if kind == "array":
        each = schema.get("items")
        return [made(each, optional) for _ in range(2)] if each else []
    if kind == "object":
        wanted = schema.get("properties", {})
        names = wanted if optional else schema.get("required", ())
        extra = {"teks": made(schema["additionalProperties"], optional)} if _open(schema) else {}
        return extra | {name: made(wanted[name], optional) for name in names}
    return 3 if kind == "number" else "teks"


def _open(schema):
    return "additionalProperties" in schema


def templates():
    for name, text in TEXTS.items():
        yield pytest.param(lambda text=text: document(text), id=name)
    for path in OFFICE:
        yield pytest.param(path.read_bytes, id=path.stem)
    for name, draw in SOUND.items():
        if name == "a dictionary in a tag":  # which of its names there is, no schema can tell
            continue
        yield pytest.param(draw, id=name)


@pytest.mark.parametrize("optional", [False, True], ids=["required", "all"])
@pytest.mark.parametrize("draw", list(templates()))
def test_values_made_from_the_schema_fill_the_template(draw, optional):
    template = word.compile(draw())
    schema = template.fields()
    values = made(schema, optional)
    jsonschema.validate(values, schema)
    assert [one.message for one in template.problems(values)] == []


@pytest.mark.parametrize(
    "name", ["members", "nested loops", "an alias", "a condition", "reckoning", "pairs"]
)
def test_every_name_the_schema_requires_is_needed(name):
    template = word.compile(document(TEXTS[name]))
    schema = template.fields()
    for left_out in schema.get("required", ()):
        values = made(schema, optional=True)
        del values[left_out]
        with pytest.raises(Invalid):
            template.fill(values)
