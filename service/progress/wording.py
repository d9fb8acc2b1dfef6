"""What an event was, in the words of the procedure."""

from service.procedure import Procedure
from service.progress.history import task_key
from service.progress.model import Event

_NAMES = {
    "done": "do",
    "approved": "approve",
    "signed": "sign",
    "delivered": "deliver",
    "written": "letter",
}
_WORDS = {
    "opened": "Membuka triwulan",
    "numbered": "Mengubah nomor dan tanggal dokumen",
    "remade": "Membuat ulang dokumen",
    "skipped": "Melewati unit yang tidak mempunyai data triwulan ini",
    "passed_over": "Melanjutkan tanpa unit yang belum melapor",
    "reopened": "Membuka kembali triwulan yang sudah disetujui",
    "amended": "Mengubah data kantor",
}


def event_words(procedure: Procedure, event: Event) -> str:
    """Return what happened as one sentence part, such as "Periksa data"."""
    if event.action == "returned":
        number, _ = task_key(event.facts["to"])
        return f"Mengembalikan langkah {number} ({procedure.step(number).title})"
    if event.action in _WORDS or event.step is None:
        return _WORDS.get(event.action, event.action)
    wanted = _NAMES.get(event.action, event.action)
    actions = procedure.step(event.step).actions
    return next((one.label for one in actions if one.name == wanted), event.action)
