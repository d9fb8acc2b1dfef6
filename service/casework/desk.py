"""`Casework`: one method for each thing a person can do."""

from service.casework.drafting import Drafting
from service.casework.handing_out import HandingOut
from service.casework.marked_copies import MarkedCopies
from service.casework.offering import Offering
from service.casework.office_desk import OfficeDesk
from service.casework.template_desk import TemplateDesk


class Casework(Offering, Drafting, OfficeDesk, TemplateDesk, MarkedCopies, HandingOut):
    """Everything a person can do, on one store."""
