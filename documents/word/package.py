"""The parts of a Word file and the archive that holds them.

They are written here and not by python-docx, whose template brings 790 KB of styles and a picture
of another document, speaks Japanese and dates every file anew: the same document gives the same
bytes.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from xml.sax.saxutils import escape

from documents.word.markup import run_xml
from documents.word.styles import (
    LEFT_MARGIN,
    LINE_PITCH,
    PAGE_NUMBER,
    POINT,
    millimetres,
    styles_xml,
)
from workbooks.writing import printable

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DAY = (1980, 1, 1, 0, 0, 0)
_EFFORT = 3
"""Of zlib: half the time of its own choice, for a fifth more bytes."""

# Of odd and even pages: the part, its type, and the side at which the number stands.
_FOOTERS = (("odd", "default", "right"), ("even", "even", "left"))


@dataclass(frozen=True)
class Part:
    """A part beside the text, under its path from the folder of the text; ``kind`` is its type,
    "" of one whose name tells it. One that the text asks for has a ``relation`` and its ``key``."""

    path: str
    content: bytes
    kind: str = ""
    relation: str = ""
    key: str = ""


def packed(
    body: str, title: str, photos: Mapping[str, bytes], beside: Sequence[Part] = ()
) -> bytes:
    """``body``: the paragraphs and tables as XML; ``photos``: the pictures by name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in _parts(body, title, photos, beside):
            _compress(archive, name, (_DECLARED + xml).encode())
        for part in beside:
            _compress(archive, f"word/{part.path}", part.content)
        for name, picture in photos.items():
            # What is compressed already is stored as it is.
            archive.writestr(zipfile.ZipInfo(f"word/media/{name}", _DAY), picture)
    return buffer.getvalue()


def _compress(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    member = zipfile.ZipInfo(name, _DAY)
    member.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(member, content, compresslevel=_EFFORT)


def _parts(
    body: str, title: str, photos: Mapping[str, bytes], beside: Sequence[Part]
) -> Iterator[tuple[str, str]]:
    yield "[Content_Types].xml", _content_types(beside)
    yield "_rels/.rels", _package_relations()
    yield "docProps/core.xml", _core(title)
    yield (
        "word/document.xml",
        (f"<w:document {_W} {_R}><w:body>{body}{_section()}</w:body></w:document>"),
    )
    yield "word/_rels/document.xml.rels", _document_relations(photos, beside)
    yield "word/styles.xml", _styles()
    yield "word/settings.xml", _settings()
    for name, _, side in _FOOTERS:
        yield f"word/{name}.xml", _footer(side)


def _content_types(beside: Sequence[Part]) -> str:
    parts = [("document", "document.main"), ("styles", "styles"), ("settings", "settings")]
    parts += [(name, "footer") for name, _, _ in _FOOTERS]
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for name, kind in parts
    )
    overrides += "".join(
        f'<Override PartName="/word/{each.path}" ContentType="{each.kind}"/>'
        for each in beside
        if each.kind
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels"'
        f' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="jpg" ContentType="image/jpeg"/>'
        f'<Default Extension="png" ContentType="image/png"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}'
        f'<Override PartName="/docProps/core.xml"'
        f' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )


def _package_relations() -> str:
    return relations_xml(
        [
            ("document", f"{OFFICE}/officeDocument", "word/document.xml"),
            ("core", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ]
    )


def _document_relations(photos: Mapping[str, bytes], beside: Sequence[Part]) -> str:
    of_itself = [(name, f"{OFFICE}/{name}", f"{name}.xml") for name in ("styles", "settings")]
    footers = [(name, f"{OFFICE}/footer", f"{name}.xml") for name, _, _ in _FOOTERS]
    pictures = [(name.partition(".")[0], f"{OFFICE}/image", f"media/{name}") for name in photos]
    asked = [(each.key, each.relation, each.path) for each in beside if each.relation]
    return relations_xml([*of_itself, *footers, *pictures, *asked])


def relations_xml(told: list[tuple[str, str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>' for key, kind, target in told
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def _core(title: str) -> str:
    """The title alone: who wrote it and when is told by the document."""
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(printable(title))}</dc:title><dc:language>zh-CN</dc:language>"
        f"</cp:coreProperties>"
    )


@cache
def _styles() -> str:
    return styles_xml(_W)


def _settings() -> str:
    return (
        f"<w:settings {_W}><w:evenAndOddHeaders/>"
        f'<w:characterSpacingControl w:val="doNotCompress"/>'
        f'<w:compat><w:compatSetting w:name="compatibilityMode"'
        f' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        f'<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def _section() -> str:
    """A4, a text area of 156 × 225 mm with 22 lines; the page number 7 mm below it."""
    footers = "".join(
        f'<w:footerReference w:type="{kind}" r:id="{name}"/>' for name, kind, _ in _FOOTERS
    )
    return (
        f'<w:sectPr>{footers}<w:pgSz w:w="{millimetres(210)}" w:h="{millimetres(297)}"/>'
        f'<w:pgMar w:top="{millimetres(37)}" w:right="{millimetres(26)}"'
        f' w:bottom="{millimetres(35)}" w:left="{LEFT_MARGIN}" w:header="851"'
        f' w:footer="{millimetres(23)}" w:gutter="0"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{LINE_PITCH}"/></w:sectPr>'
    )


def _footer(side: str) -> str:
    """— 1 — at the outer edge, a character from it."""
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve">PAGE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    edge = 14 * POINT
    return (
        f'<w:ftr {_W}><w:p><w:pPr><w:pStyle w:val="{PAGE_NUMBER.key}"/>'
        f'<w:ind w:left="{edge}" w:right="{edge}"/><w:jc w:val="{side}"/></w:pPr>'
        f"{run_xml('— ')}{field}{run_xml(' —')}</w:p></w:ftr>"
    )
