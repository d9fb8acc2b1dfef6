"""What the letters print besides the data: whom they are sent to, and who signs for receipt."""

from typing import Any

from service.dataset import DataSet
from service.values.signers import signer
from service.values.wording import words


def letter_values(ds: DataSet) -> dict[str, Any]:
    """Return the receivers of a transmittal letter and the block its receiver fills in by hand.

    Dots stand in place of a receiver where the office lists none, so that there is a letter.
    """
    dots = str(words()["dots"])
    receivers = [
        {"nama": one.name, "melalui": one.via or "", "tempat": one.place or dots}
        for one in ds.receivers
    ]
    return {
        "penerima": receivers or [{"nama": dots, "melalui": "", "tempat": dots}],
        "tanda_terima": signer(None, dots),
    }
