"""The XML of a workbook's parts: read without entities or network, written as it was declared."""

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def tag(name: str) -> str:
    return f"{{{MAIN}}}{name}"


def parsed(content: bytes) -> etree._Element:
    """The root of a part. What a file may hold was judged by the guard before."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(content, parser)


def written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
