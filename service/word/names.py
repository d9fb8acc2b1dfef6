"""Names of WordprocessingML elements and of the package around them."""

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def w(name: str) -> str:
    """Return the qualified name of a WordprocessingML element or attribute."""
    return f"{{{MAIN}}}{name}"


P, R, T, BR, TAB, CR = w("p"), w("r"), w("t"), w("br"), w("tab"), w("cr")
TBL, TR, TC = w("tbl"), w("tr"), w("tc")
PPR, RPR, TCPR, TXBX = w("pPr"), w("rPr"), w("tcPr"), w("txbxContent")
SCOPES = {"p": P, "tr": TR, "tc": TC, "r": R}
