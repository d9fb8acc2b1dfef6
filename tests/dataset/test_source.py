from decimal import Decimal

import pytest

from service.dataset import (
    parse,
    read_json,
)
from service.errors import Invalid
from tests.dataset.sample import DS, SAMPLE


def test_json_bytes_keep_their_decimals_exactly() -> None:
    assert read_json(b'\xef\xbb\xbf{"a": 83.50}') == {"a": Decimal("83.50")}
    assert parse(read_json(SAMPLE.read_bytes())) == DS


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'{"a": 1,}', "json_broken"),
        (b"\xff\xfe{", "json_not_utf8"),
        (b'{"a": {"b": 1, "b": 2}}', "json_doubled_key"),
        (b'{"a": NaN}', "json_no_data"),
        (b"[" * 200_000, "json_no_data"),
        (b"1" * 5000, "json_no_data"),
        (b"1e999999999", "json_no_data"),
        (b"-1e-999999999", "json_no_data"),
    ],
)
def test_bytes_that_hold_no_data_are_refused_by_name(content: bytes, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_json(content, "data.json")
    assert [(one.code, one.place) for one in caught.value.problems] == [(code, "data.json")]
    assert "data.json" in caught.value.detail


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "package_empty"),
        (b"%PDF-1.7", "package_wrong_kind"),
        (b"[" + b"1," * 2_000_000 + b"1]", "gate_json_crowded"),
    ],
)
def test_what_the_gate_refuses_is_not_read(content: bytes, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_json(content)
    assert caught.value.code == code
