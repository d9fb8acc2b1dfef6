"""One thing an examiner asks about."""

from dataclasses import dataclass

Path = tuple[str, str, int]
"""Where a finding stands in the data set: indicator or budget code, field, quarter (0: the year).

The field is one of realisasi, pembilang, penyebut, target (0: the yearly one), realisasi_anggaran;
and, always 0, faktor_penghambat, tindak_lanjut, bukti_dukung, tindak_lanjut_sebelumnya, pagu.
"""


@dataclass(frozen=True)
class Finding:
    """One question: a sentence in Indonesian, the figure it is about and what it is held against.

    `id` ("capaian-jauh:3.2") is the same whenever the same thing is found in the same place;
    `text` changes when a figure in it does. `unit` is None for what concerns the whole office
    (the budget). `value` and `compared` are as a reader sees them ("6 kejadian").
    """

    id: str
    kind: str
    severity: int
    code: str
    unit: str | None
    subject: str
    title: str
    text: str
    value: str
    compared: str
    labels: tuple[str, str]
    path: Path
