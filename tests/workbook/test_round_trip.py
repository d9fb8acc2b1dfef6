"""What the form holds comes back as it was."""

import json
from pathlib import Path

from service import workbook
from service.dataset import DataSet, parse

SAMPLES = Path(__file__).parents[2] / "samples"


def _sample() -> DataSet:
    return parse(json.loads((SAMPLES / "mentebah-2026.json").read_text("utf-8")))


def test_the_whole_workbook_gives_the_same_data_set_back() -> None:
    ds = _sample()
    assert workbook.read(workbook.write(ds)) == ds


def test_json_is_read_by_the_same_function() -> None:
    assert workbook.read((SAMPLES / "mentebah-2026.json").read_bytes()) == _sample()
