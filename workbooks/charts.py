"""Charts of a table, native ones: whoever opens the file changes their numbers, colours and kind.

The first column tells what is drawn, those after it are drawn over it, each by its part in the
chart. Nothing is told by colour alone: what is done is dark and filled, what was planned light with
a dark edge, the pace a broken line, so that a photocopy tells them apart.
"""

import enum
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart as NativeChart

from workbooks.books import FONT

_POINTS = 9
# The tokens of the pages: static/css/tokens.css.
_DONE, _PLANNED, _PACE, _FAINT = "#1d4f91", "#c5d3e6", "#23292f", "#d5d9de"
_WIDTH, _HEIGHT = 590, 300
# Of more columns than these the names are set aslant, and no numbers stand on them.
MOST_UPRIGHT = 8
_ASLANT = -45
_PART = "xl/charts/chart1.xml"
# The library leaves out what Excel takes for no, and what Word and LibreOffice take for yes of a
# chart in a document: said is what is meant.
_SAID = (
    (r"(<c:lang [^>]*/>)", r'\1<c:roundedCorners val="0"/>'),
    (r"(<c:grouping [^>]*/>)", r'\1<c:varyColors val="0"/>'),
    (
        r'<c:showVal val="1"/>',
        '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>',
    ),
    (r"(</c:marker><c:cat>(?:(?!</c:ser>).)*)</c:ser>", r'\1<c:smooth val="0"/></c:ser>'),
    (r"(</c:scaling>)(?!<c:delete)", r'\1<c:delete val="0"/>'),
    (r"(<c:legendPos [^>]*/><c:layout/>)", r'\1<c:overlay val="0"/>'),
    (r'(<c:plotVisOnly val="1"/>)', r'\1<c:dispBlanksAs val="gap"/>'),
    (
        "<c:printSettings>.*</c:printSettings>",
        '<c:externalData r:id="{relation}"><c:autoUpdate val="0"/></c:externalData>',
    ),
)


class ChartKind(enum.Enum):
    """``value`` is what the library calls what is no pace."""

    COLUMNS = "column"
    LINES = "line"
    BARS = "bar"


class ChartPart(enum.Enum):
    DONE = "完成"
    PLANNED = "计划"
    PACE = "进度要求"


@dataclass(frozen=True)
class SheetChart:
    """``parts`` are those of the columns after the first; ``unit`` stands at the axis; ``title`` is
    "" where it stands beside the chart. ``has_negative``: the axis goes below 0."""

    kind: ChartKind
    parts: Sequence[ChartPart]
    unit: str
    title: str = ""
    has_negative: bool = False


Numbers = Sequence[int | Decimal | None]


def add_chart(
    book: Workbook, sheet: str, titles: int, columns: Sequence[Numbers], chart: SheetChart
) -> NativeChart:
    """``titles``: the row of the titles, counted from 0, below which stand the ``columns`` that are
    drawn."""
    first, last = titles + 1, titles + len(columns[0])
    main = _native(book, chart.kind.value)
    paces = _native(book, ChartKind.LINES.value)
    is_beside = chart.kind is ChartKind.COLUMNS and ChartPart.PACE in chart.parts
    is_crowded = last - first >= MOST_UPRIGHT
    for column, (part, numbers) in enumerate(zip(chart.parts, columns, strict=True), start=1):
        is_pace = is_beside and part is ChartPart.PACE
        series: dict[str, Any] = {
            "name": [sheet, titles, column],
            "categories": [sheet, first, 0, last, 0],
            "values": [sheet, first, column, last, column],
            # Told, or the library would draw an empty cell as 0.
            "values_data": list(numbers),
        }
        is_line = is_pace or chart.kind is ChartKind.LINES
        series |= _as_line(part) if is_line else _as_bar(part)
        if not is_line and (chart.kind is ChartKind.BARS or not is_crowded):
            series["data_labels"] = {"value": True, "font": _font()}
        (paces if is_pace else main).add_series(series)
    if is_beside:
        main.combine(paces)
    _set_up(main, chart, is_crowded=is_crowded)
    return main


def chart_xml(workbook: bytes, relation: str) -> str:
    """The first chart of a workbook as a part of another file, whose ``relation`` leads to the
    workbook that holds its numbers."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as package:
        written = package.read(_PART).decode()
    xml = written.partition("\n")[2]
    for pattern, said in _SAID:
        xml = re.sub(pattern, said.replace("{relation}", relation), xml)
    return xml


def _native(book: Workbook, kind: str) -> NativeChart:
    """One that names its font of Chinese too: the library names that of Latin alone."""
    chart = book.add_chart({"type": kind})
    write_latin = chart._write_a_latin

    def write_fonts(attributes: list[tuple[str, Any]]) -> None:
        write_latin(attributes)
        chart._xml_empty_tag("a:ea", attributes)

    chart._write_a_latin = write_fonts
    return chart


def _set_up(native: NativeChart, chart: SheetChart, *, is_crowded: bool) -> None:
    if chart.kind is ChartKind.BARS:
        # Lying bars have their names at the side, the first on top, and their numbers on them.
        native.set_y_axis(_names() | {"reverse": True})
        native.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    else:
        is_aslant = is_crowded and chart.kind is ChartKind.COLUMNS
        native.set_x_axis(_names(_ASLANT if is_aslant else 0))
        native.set_y_axis(_numbers(chart))
    title = {"name": chart.title, "name_font": _font() | {"size": 12, "bold": True}}
    native.set_title(title if chart.title else {"none": True})
    is_alone = len(chart.parts) == 1
    native.set_legend({"none": True} if is_alone else {"position": "bottom", "font": _font()})
    native.set_size({"width": _WIDTH, "height": _HEIGHT})
    native.set_chartarea({"border": {"none": True}})


def _names(rotation: int = 0) -> dict[str, Any]:
    turned = {"rotation": rotation} if rotation else {}
    return {
        "num_font": _font() | turned,
        "line": {"color": _PACE},
        "label_position": "low",
        "major_gridlines": {"visible": False},
    }


def _numbers(chart: SheetChart) -> dict[str, Any]:
    least = {} if chart.has_negative else {"min": 0}
    return least | {
        "num_font": _font(),
        "num_format": "#,##0.##########",
        "name": chart.unit,
        "name_font": _font() | {"bold": False, "rotation": 0},
        "line": {"none": True},
        "major_gridlines": {"visible": True, "line": {"color": _FAINT, "width": 0.5}},
    }


def _as_bar(part: ChartPart) -> dict[str, Any]:
    fill = _DONE if part is ChartPart.DONE else _PLANNED
    return {"fill": {"color": fill}, "border": {"color": _DONE, "width": 0.75}, "gap": 60}


def _as_line(part: ChartPart) -> dict[str, Any]:
    if part is ChartPart.PACE:
        return {
            "line": {"color": _PACE, "width": 1.5, "dash_type": "dash"},
            "marker": {"type": "none"},
        }
    colour = _DONE if part is ChartPart.DONE else _PACE
    return {
        "line": {"color": colour, "width": 2.25},
        "marker": {"type": "circle", "size": 6, "fill": {"color": colour}},
    }


def _font() -> dict[str, Any]:
    return {"name": FONT, "size": _POINTS, "color": _PACE}
