"""`Casework`: one method for each thing a person can do."""

from service.casework.desks.delegation import Delegation
from service.casework.desks.drafting import Drafting
from service.casework.desks.handing_out import HandingOut
from service.casework.desks.office import OfficeDesk
from service.casework.desks.several import Several
from service.casework.desks.templates import TemplateDesk


class Casework(Several, Drafting, OfficeDesk, Delegation, TemplateDesk, HandingOut):
    """Everything a person can do, on one store."""
