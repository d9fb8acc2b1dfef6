"""The Excel form of a data set."""

import argparse

from service import workbook as forms


def workbook(options: argparse.Namespace) -> int:
    """Write the Excel form of the whole office, or of one unit, prefilled."""
    ds = forms.read(options.dataset.read_bytes(), options.dataset.name)
    options.output.write_bytes(forms.write(ds, options.unit))
    return 0
