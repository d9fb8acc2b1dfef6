"""Which members of a Word package may hold tags."""

from collections.abc import Mapping

from service import package
from service.package import Member

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_TEMPLATED = {
    _MAIN + kind + "+xml"
    for kind in (
        "document.main", "template.main", "header", "footer", "footnotes", "endnotes", "comments",
    )
} | {
    "application/vnd.openxmlformats-package.core-properties+xml",
    "application/vnd.openxmlformats-officedocument.extended-properties+xml",
}  # fmt: skip


def templated(members: Mapping[str, Member]) -> list[str]:
    """Return the names of the members that may hold tags, in their order in the package."""
    types = content_types(members)
    return [name for name in members if types.of(name) in _TEMPLATED]


class ContentTypes:
    """What [Content_Types].xml says, read once."""

    def __init__(self, overrides: Mapping[str, str], defaults: Mapping[str, str]) -> None:
        self._overrides, self._defaults = overrides, defaults

    def of(self, name: str) -> str:
        """Return the content type of a member ("" when none is given)."""
        extension = name.rpartition(".")[2].lower()
        return self._overrides.get(name.casefold(), self._defaults.get(extension, ""))


def content_types(members: Mapping[str, Member]) -> ContentTypes:
    """Read the package's content types. Raises Invalid when they are not sound XML."""
    overrides, defaults = {}, {}
    for entry in package.xml(members["[Content_Types].xml"]):
        kind = entry.get("ContentType", "")
        if part := entry.get("PartName"):
            overrides[part.lstrip("/").casefold()] = kind
        elif extension := entry.get("Extension"):
            defaults[extension.lower()] = kind
    return ContentTypes(overrides, defaults)
