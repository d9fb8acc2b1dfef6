"""The computed figures of a data set."""

import argparse
import json

from service.commands.telling import tell_code
from service.dataset import parse, read_json
from service.measurement import as_json, disagreements
from service.measurement import measure as measured


def measure(options: argparse.Namespace) -> int:
    """Print the figures; derived values that disagree are told, the figures stand all the same."""
    raw = read_json(options.dataset.read_bytes(), options.dataset.name)
    ds = parse(raw)
    print(json.dumps(as_json(measured(ds, options.quarter)), ensure_ascii=False, indent=1))
    wrong = disagreements(raw, ds)
    if wrong:
        tell_code("figures_disagree", wrong, count=len(wrong))
    return 1 if wrong else 0
