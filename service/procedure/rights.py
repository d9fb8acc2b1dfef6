"""Roles that every office has beside those of its SOPs, and rights that no step decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from service.procedure.model import Role
from service.yaml_text import read

Right = Literal["read", "trail", "people"]
EVERY_ROLE = "semua"


@dataclass(frozen=True)
class Rights:
    """The roles beside those of the SOPs, and by right the codes of the roles that have it.

    None stands for every role.
    """

    roles: tuple[Role, ...]
    allowed: Mapping[Right, tuple[str, ...] | None]

    def has(self, role: str, right: Right) -> bool:
        """Tell whether a role has a right; a right nobody wrote down has none."""
        named = self.allowed.get(right, ())
        return named is None or role in named


@cache
def rights() -> Rights:
    """Return what procedures/rights.yaml says."""
    told = read(files("service").joinpath("procedures", "rights.yaml").read_bytes())
    return Rights(
        tuple(Role(**one) for one in told["roles"]),
        {
            right: None if named == EVERY_ROLE else tuple(named)
            for right, named in told["rights"].items()
        },
    )
