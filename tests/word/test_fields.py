import jsonschema

from service import word
from tests.word.documents import document


def fields(*texts, **more):
    return word.compile(document(*texts, **more)).fields()


def test_fields_name_every_value_with_loops_and_members():
    schema = fields(
        "{{ kantor.nama }}",
        "{% for s in sasaran %}{{ s.nama }}{% for i in s.indikator %}{{ i.kode }}{% endfor %}"
        "{% endfor %}",
        header="{{ judul }}",
    )
    assert schema["required"] == ["judul", "kantor", "sasaran"]
    objective = schema["properties"]["sasaran"]["items"]
    assert objective["required"] == ["indikator", "nama"]
    assert objective["properties"]["indikator"]["items"]["required"] == ["kode"]
    assert "s" not in schema["properties"]
    assert "i" not in schema["properties"]


def test_what_is_only_asked_about_is_not_required():
    schema = fields(
        "{% if a %}{{ a }}{% endif %}{{ b|default('-') }}{% if c is defined %}{% endif %}"
    )
    assert set(schema["properties"]) == {"a", "b", "c"}
    assert "required" not in schema


def test_row_loops_filters_and_set_are_followed():
    rows = [["{%tr for r in baris|sort %}"], ["{% set x = r.a %}{{ x.b }}"], ["{%tr endfor %}"]]
    schema = fields(table=rows)
    row = schema["properties"]["baris"]["items"]
    assert row["properties"]["a"]["required"] == ["b"]


def test_the_schema_accepts_values_that_fill_the_template_and_refuses_holes():
    content = document("{{ a }}{% for r in b %}{{ r.c }}{% endfor %}")
    schema = word.compile(content).fields()
    jsonschema.validate({"a": "x", "b": [{"c": 1}]}, schema)
    assert not jsonschema.Draft202012Validator(schema).is_valid({"a": "x", "b": [{}]})
    assert not jsonschema.Draft202012Validator(schema).is_valid({"b": []})
