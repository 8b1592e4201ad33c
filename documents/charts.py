"""The numbers of a chart as a sheet of a workbook, with the chart beside them."""

from fractions import Fraction

from documents.paragraphs import Chart
from workbooks.charts import SheetChart
from workbooks.writing import DECIMAL, Column, Row, Sheet


def chart_sheet(chart: Chart, number: int, *, is_titled: bool = False) -> Sheet:
    """The numbers as they are printed, which the chart beside them draws; ``is_titled``: it bears
    its title itself. ``number`` is its place in the file, counted from 1."""
    columns = [each.drawn for each in chart.series]
    values = [[Fraction(number) if number else None for number in column] for column in columns]
    lowest = min((value for column in values for value in column if value is not None), default=0)
    return Sheet(
        f"图{chart.number or number}",
        chart.title,
        [
            Column(chart.called, width=26),
            *(
                Column(each.name, DECIMAL, digits=max(map(_decimals, column), default=0))
                for each, column in zip(chart.series, columns, strict=True)
            ),
        ],
        [Row(row) for row in zip(chart.categories, *values, strict=True)],
        unit=chart.unit,
        chart=SheetChart(
            chart.kind,
            [each.part for each in chart.series],
            chart.unit,
            chart.title if is_titled else "",
            has_negative=lowest < 0,
        ),
    )


def _decimals(number: str) -> int:
    return len(number.partition(".")[2])
