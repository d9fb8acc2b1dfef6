"""GET /trail: everything that happened, for who may see it, a page at a time."""

from jsonschema import Draft202012Validator

from service.web.api.contract import openapi
from tests.web.conftest import CASE, Person
from tests.web.test_whole_procedure import do

TRAIL = "/api/v1/trail"


def get(person: Person, query: str = "", role: str = "camat") -> dict[str, object]:
    answer = person.client.get(f"{TRAIL}?{query}", headers={"X-Peran": role})
    assert answer.status_code == 200, answer.text
    body: dict[str, object] = answer.get_json()
    schema = {"$ref": "#/components/schemas/Trail", "components": openapi()["components"]}
    Draft202012Validator(schema).validate(body)
    return body


def test_the_list_goes_on_by_what_it_names_as_next(person: Person) -> None:
    do(person, "1")
    person.get(f"{CASE}/dokumen/D1/word")
    whole = get(person)
    assert whole["jumlah"] == 3
    assert whole["berikutnya"] is None
    first = get(person, "batas=2")
    second = get(person, f"batas=2&sebelum={first['berikutnya']}")
    assert [*first["catatan"], *second["catatan"]] == whole["catatan"]  # type: ignore[misc]


def test_the_same_is_looked_for_as_on_the_page(person: Person) -> None:
    do(person, "1")
    person.get(f"{CASE}/dokumen/D1/word")
    assert get(person, "jenis=downloaded&dokumen=D1")["jumlah"] == 1
    assert get(person, "orang=tidak+ada")["jumlah"] == 0


def test_who_lacks_the_right_is_refused(person: Person) -> None:
    answer = person.client.get(TRAIL, headers={"X-Peran": "staf_program"})
    assert (answer.status_code, answer.get_json()["code"]) == (403, "not_allowed")


def test_a_day_that_is_none_is_refused_with_its_place(person: Person) -> None:
    answer = person.client.get(f"{TRAIL}?dari=besok", headers={"X-Peran": "camat"})
    assert answer.status_code == 422
    assert answer.get_json()["problems"][0]["place"] == "?dari"
