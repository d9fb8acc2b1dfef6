"""A document that refers to files outside itself never reaches an engine (CVE-2026-55229)."""

import io
import zipfile

from lxml import etree

from service.errors import Invalid


def refuse_external(docx: bytes) -> None:
    """Raise Invalid when a relationship other than a hyperlink leaves the document."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        for name in archive.namelist():
            if name.lower().endswith(".rels"):
                _refuse_in(archive.read(name))


def _refuse_in(relationships: bytes) -> None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    for relationship in etree.fromstring(relationships, parser):
        outside = relationship.get("TargetMode", "").lower() == "external"
        if outside and not relationship.get("Type", "").endswith("/hyperlink"):
            raise Invalid("pdf_external_reference", target=relationship.get("Target", "?"))
