"""Where a reader finds something in a document: chapter, annex, table, title."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from service.consistency.notions import named
from service.consistency.paper import Paper, Table

_SHOWN = 60


@dataclass(frozen=True)
class Setting:
    """What stands above a block: the newest chapter or annex, heading and caption."""

    part: str = ""
    heading: str = ""
    caption: str = ""
    table: int = 0

    @property
    def table_name(self) -> str:
        """Return how a reader calls the table that follows: "Tabel 2", "Lampiran II"."""
        if self.caption:
            return named("caption").match(self.caption)[0]  # type: ignore[index]
        if self.part.startswith("Lampiran"):
            return self.part
        return f"tabel {self.heading}" if self.heading else "tabel"

    def of_text(self, text: str) -> str:
        """Return the place of a paragraph: its part and its first words."""
        shown = text if len(text) <= _SHOWN else text[:_SHOWN].rsplit(" ", 1)[0] + "…"
        quoted = f"“{shown}”"
        return f"{self.part}, {quoted}" if self.part else quoted


def placed(paper: Paper) -> Iterator[tuple[str | Table, Setting]]:
    """Yield every block of the body with its setting."""
    setting = Setting()
    for block in paper.blocks:
        if isinstance(block, str):
            setting = _after(setting, block)
            yield block, setting
        else:
            setting = replace(setting, table=setting.table + 1)
            yield block, setting
            setting = replace(setting, caption="")


def _after(setting: Setting, text: str) -> Setting:
    annex, chapter = named("annex").match(text), named("chapter").match(text)
    if annex:
        return Setting(f"Lampiran {annex['nomor'].upper()}", table=setting.table)
    if chapter:
        return Setting(f"Bab {chapter['nomor'].upper()}", table=setting.table)
    caption = named("caption").match(text)
    if caption and caption[1].casefold() == "tabel":
        return replace(setting, caption=text)
    heading = named("heading").match(text)
    if heading:
        return replace(setting, heading=heading["nomor"].upper(), caption="")
    return setting
