"""`Casework`: one method for each thing a person can do."""

from service.casework.acting import Acting
from service.casework.drafting import Drafting
from service.casework.handing_out import HandingOut
from service.casework.office_desk import OfficeDesk
from service.casework.template_desk import TemplateDesk


class Casework(Acting, Drafting, OfficeDesk, TemplateDesk, HandingOut):
    """Everything a person can do, on one store."""
