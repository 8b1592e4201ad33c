"""Rows of photos: a table without lines, the pictures in line with their paragraphs, each with its
caption below and as its alternative text."""

from collections.abc import Iterator

from documents.paragraphs import BETWEEN_PHOTOS, TEXT_WIDTH, Photo, PhotoRow
from documents.prints import PlacedPhoto, Prints
from documents.word.markup import PLAIN, SLIVER, Figures, Layout, paragraph, run_xml, safe_xml
from documents.word.styles import PHOTO, PHOTO_CAPTION, millimetres

_DRAWN = "http://schemas.openxmlformats.org/drawingml/2006"
_EMU = 36_000
"""Of DrawingML to the millimetre."""
_TOGETHER = Layout(is_kept_with_next=True)


def photos_xml(
    row: PhotoRow, prints: Prints, numbers: Figures, *, is_kept_with_next: bool = False
) -> str:
    """``numbers``: of what the file names, as its bookmarks are."""
    below = _TOGETHER if is_kept_with_next else PLAIN
    places = list(row.photos) + [None] * (row.columns - len(row.photos))
    pictures = "".join(_cells(row, [_picture(each, row, prints, numbers) for each in places]))
    captions = "".join(
        _cells(row, [paragraph(PHOTO_CAPTION, run_xml(each.caption if each else ""), below)
                     for each in places])
    )  # fmt: skip
    widths = [millimetres(row.width), millimetres(BETWEEN_PHOTOS)] * row.columns
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths[:-1])
    least = f'<w:trHeight w:val="{millimetres(row.height)}" w:hRule="atLeast"/>'
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{millimetres(TEXT_WIDTH)}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f'<w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
        f"<w:tr><w:trPr><w:cantSplit/>{least}</w:trPr>{pictures}</w:tr>"
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{captions}</w:tr></w:tbl>{SLIVER}"
    )


def _cells(row: PhotoRow, contents: list[str]) -> Iterator[str]:
    """A narrow one between two."""
    for place, content in enumerate(contents):
        if place:
            yield _cell(BETWEEN_PHOTOS, paragraph(PHOTO_CAPTION, ""))
        yield _cell(row.width, content)


def _cell(width: int, content: str) -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{millimetres(width)}" w:type="dxa"/><w:vAlign w:val="center"/>'
        f"</w:tcPr>{content}</w:tc>"
    )


def _picture(photo: Photo | None, row: PhotoRow, prints: Prints, numbers: Figures) -> str:
    if photo is None:
        return paragraph(PHOTO, "", _TOGETHER)
    placed = prints.place(photo, row)
    told = run_xml(photo.instead) if placed is None else _drawing(photo, placed, next(numbers))
    return paragraph(PHOTO, told, _TOGETHER)


def _drawing(photo: Photo, placed: PlacedPhoto, number: int) -> str:
    wide, high = (int(side * _EMU) for side in (placed.width, placed.height))
    told = safe_xml(photo.text)
    named = f'id="{number}" name="{placed.name}" descr="{told}"'
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_DRAWN}/wordprocessingDrawing"'
        f' distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/>'
        f"<wp:docPr {named}/><wp:cNvGraphicFramePr>"
        f'<a:graphicFrameLocks xmlns:a="{_DRAWN}/main" noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic xmlns:a="{_DRAWN}/main"><a:graphicData uri="{_DRAWN}/picture">'
        f'<pic:pic xmlns:pic="{_DRAWN}/picture"><pic:nvPicPr><pic:cNvPr {named}/>'
        f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{_relation(placed.name)}"/>'
        f"<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
        f'<a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        f"</a:graphic></wp:inline></w:drawing></w:r>"
    )


def _relation(name: str) -> str:
    return name.partition(".")[0]
