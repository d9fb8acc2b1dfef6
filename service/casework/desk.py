"""`Casework`: one method for each thing a person can do."""

from service.casework.delegation import Delegation
from service.casework.drafting import Drafting
from service.casework.handing_out import HandingOut
from service.casework.office_desk import OfficeDesk
from service.casework.several import Several
from service.casework.template_desk import TemplateDesk


class Casework(Several, Drafting, OfficeDesk, Delegation, TemplateDesk, HandingOut):
    """Everything a person can do, on one store."""
