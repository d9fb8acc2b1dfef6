"""Which number formats show a number as a percentage."""

import re

BUILT_IN_PERCENTS = frozenset({9, 10})  # 0% and 0.00% (ECMA-376 part 1, 18.8.30)


def is_percent(code: str) -> bool:
    """Tell whether the format has a percent sign that is not in quotes."""
    return "%" in re.sub(r'"[^"]*"|\\.', "", code)
