"""Charts of a Word file: native ones, whose numbers Word edits in the workbook that is within."""

from collections.abc import Iterable, Iterator

from documents.charts import chart_sheet
from documents.paragraphs import Chart
from documents.redrawing import FreshChart, mark_of
from documents.word.markup import Figures, Layout, paragraph, run_xml, safe_xml
from documents.word.package import OFFICE, Part, relations_xml
from documents.word.styles import CAPTION, LINE_PITCH, NORMAL
from workbooks.charts import chart_xml
from workbooks.writing import write_sheets

_EMU = 36_000
"""To the millimetre."""
_WIDTH, _HEIGHT = 156 * _EMU, 82 * _EMU
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NUMBERS = "numbers"


def chart_block(
    chart: Chart, number: int, names: Figures, *, is_kept_with_next: bool = False
) -> str:
    """In a line that is as high as the chart; its caption below. ``number`` is its place among the
    charts of the file, counted from 1; ``names`` number what the file names."""
    words = safe_xml(chart.caption)
    frame = (
        f'<wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0"'
        f' distR="0"><wp:extent cx="{_WIDTH}" cy="{_HEIGHT}"/>'
        f'<wp:docPr id="{next(names)}" name="{words}" descr="{safe_xml(chart.text)}"/>'
        f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/chart">'
        f'<c:chart xmlns:c="{_DRAWING}/chart" r:id="{_key(number)}"/>'
        f"</a:graphicData></a:graphic></wp:inline>"
    )
    layout = Layout(is_kept_with_next=is_kept_with_next, below=LINE_PITCH // 2)
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{NORMAL.key}"/><w:keepNext/><w:snapToGrid w:val="0"/>'
        f'<w:spacing w:before="{LINE_PITCH // 4}" w:line="240" w:lineRule="auto"/>'
        f'<w:jc w:val="center"/></w:pPr><w:r><w:drawing>{frame}</w:drawing></w:r></w:p>'
        f"{paragraph(CAPTION, run_xml(chart.caption), layout)}"
    )


def chart_parts(charts: Iterable[Chart]) -> Iterator[Part]:
    """The parts of charts, in their order in the file."""
    for number, chart in enumerate(charts, 1):
        name = f"chart{number}"
        workbook = _workbook(chart, number)
        leads = [(_NUMBERS, f"{OFFICE}/package", f"../embeddings/{name}.xlsx")]
        xml = chart_xml(workbook, _NUMBERS)
        yield Part(f"charts/{name}.xml", xml.encode(), _CHART_TYPE, f"{OFFICE}/chart", _key(number))
        yield Part(f"charts/_rels/{name}.xml.rels", relations_xml(leads).encode())
        yield Part(f"embeddings/{name}.xlsx", workbook, _WORKBOOK_TYPE)


def fresh_charts(charts: Iterable[Chart]) -> Iterator[FreshChart]:
    """As they are drawn anew in a file that came back."""
    for number, chart in enumerate(charts, 1):
        workbook = _workbook(chart, number)
        yield FreshChart(chart.name, chart_xml(workbook, _NUMBERS).encode(), workbook)


def _workbook(chart: Chart, number: int) -> bytes:
    return write_sheets([chart_sheet(chart, number)], mark=mark_of(chart.name, len(chart.series)))


def _key(number: int) -> str:
    return f"chart{number}"
