"""`Casework`: one method for each thing a person can do."""

from service.casework.acting import Acting
from service.casework.handing_out import HandingOut
from service.casework.office_desk import OfficeDesk


class Casework(Acting, OfficeDesk, HandingOut):
    """Everything a person can do, on one store."""
