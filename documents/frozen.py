"""A document and its vessel as JSON, to be kept, and back.

What is kept is read by every later version: a change of the shape takes the next number, and a
reader of each former shape stays here.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from documents.paragraphs import (
    Annex,
    Block,
    Chart,
    ChartSeries,
    Document,
    Paragraph,
    Photo,
    PhotoRow,
    Style,
    Table,
    Words,
)
from documents.runs import Run
from documents.vessels import Vessel, VesselKind
from measures.months import Month
from workbooks.charts import ChartKind, ChartPart

SHAPE = 2
"""The first knew no photos, no charts, no dense forms and no paragraphs that begin a page."""
KNOWN = (1, SHAPE)


class UnknownShape(ValueError):
    """It was frozen by a later version than this one."""

    def __init__(self, shape: object) -> None:
        super().__init__(f"文稿的存储格式 {shape} 不认识，请用更新的版本打开")


def freeze(document: Document) -> dict[str, Any]:
    """Plain data: {"shape": 2, "month": "2019-06", "blocks": […], "annexes": […]}; a run is
    [text] or [text, key]."""
    return {
        "shape": SHAPE,
        "month": str(document.month),
        "blocks": _frozen_blocks(document.blocks),
        "annexes": [
            {"title": annex.title, "blocks": _frozen_blocks(annex.blocks)}
            for annex in document.annexes
        ],
        **({"name": document.name} if document.name else {}),
    }


def thaw(frozen: Mapping[str, Any]) -> Document:
    """The document that was frozen. Raises UnknownShape (Chinese)."""
    _require_known(frozen)
    return Document(
        Month.parse(frozen["month"]),
        _blocks(frozen["blocks"]),
        tuple(Annex(annex["title"], _blocks(annex["blocks"])) for annex in frozen["annexes"]),
        frozen.get("name", ""),
    )


def freeze_vessel(vessel: Vessel) -> dict[str, Any]:
    """Plain data under the names of the vessel's fields; only what is set."""
    values = {field.name: getattr(vessel, field.name) for field in fields(vessel)}
    return {"shape": SHAPE} | {name: _plain(value) for name, value in values.items() if value}


def thaw_vessel(frozen: Mapping[str, Any]) -> Vessel:
    """Raises UnknownShape (Chinese)."""
    _require_known(frozen)
    values = {name: value for name, value in frozen.items() if name != "shape"}
    values["kind"] = VesselKind(values["kind"])
    for name in ("attachments", "offices"):
        values[name] = tuple(values.get(name, ()))
    for name in ("day", "printed_on"):
        if name in values:
            values[name] = datetime.date.fromisoformat(values[name])
    return Vessel(**values)


def _require_known(frozen: Mapping[str, Any]) -> None:
    if frozen.get("shape") not in KNOWN:
        raise UnknownShape(frozen.get("shape"))


def _plain(value: Any) -> Any:
    if isinstance(value, VesselKind):
        return value.value
    if isinstance(value, datetime.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _frozen_blocks(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    return [_frozen_block(block) for block in blocks]


def _frozen_block(block: Block) -> dict[str, Any]:
    if isinstance(block, Table):
        return _frozen_table(block)
    if isinstance(block, PhotoRow):
        photos = [[photo.place, photo.caption, photo.instead] for photo in block.photos]
        return {"photos": photos, "columns": block.columns, "height": block.height}
    if isinstance(block, Chart):
        return _frozen_chart(block)
    begins = {"on_new_page": True} if block.on_new_page else {}
    return {"style": block.style.name, "runs": _frozen_runs(block.runs), **begins}


def _frozen_chart(chart: Chart) -> dict[str, Any]:
    return {
        "chart": chart.kind.name,
        "title": chart.title,
        "unit": chart.unit,
        "called": chart.called,
        "categories": list(chart.categories),
        "series": [
            {"name": each.name, "part": each.part.name, "numbers": _frozen_runs(each.numbers)}
            for each in chart.series
        ],
        "number": chart.number,
    }


def _frozen_table(table: Table) -> dict[str, Any]:
    return {
        "heads": [list(head) for head in table.heads],
        "rows": [[_frozen_runs(cell) for cell in row] for row in table.rows],
        "widths": list(table.widths),
        "right": sorted(table.right),
        "title": table.title,
        "unit": table.unit,
        "note": table.note,
        "heights": list(table.heights),
        "is_dense": table.is_dense,
        "large": sorted(table.large),
    }


def _frozen_runs(runs: Words) -> list[list[str]]:
    return [[run.text, run.key] if run.key else [run.text] for run in runs]


def _blocks(frozen: Iterable[Mapping[str, Any]]) -> tuple[Block, ...]:
    return tuple(map(_block, frozen))


def _block(frozen: Mapping[str, Any]) -> Block:
    if "style" in frozen:
        style, begins = Style[frozen["style"]], frozen.get("on_new_page", False)
        return Paragraph(style, _runs(frozen["runs"]), begins)
    if "photos" in frozen:
        photos = tuple(Photo(*photo) for photo in frozen["photos"])
        return PhotoRow(photos, frozen["columns"], frozen["height"])
    return _chart(frozen) if "chart" in frozen else _table(frozen)


def _chart(frozen: Mapping[str, Any]) -> Chart:
    return Chart(
        ChartKind[frozen["chart"]],
        frozen["title"],
        frozen["unit"],
        frozen["called"],
        tuple(frozen["categories"]),
        tuple(
            ChartSeries(each["name"], ChartPart[each["part"]], _runs(each["numbers"]))
            for each in frozen["series"]
        ),
        frozen["number"],
    )


def _table(frozen: Mapping[str, Any]) -> Table:
    return Table(
        heads=tuple(map(tuple, frozen["heads"])),
        rows=tuple(tuple(map(_runs, row)) for row in frozen["rows"]),
        widths=tuple(frozen["widths"]),
        right=frozenset(frozen["right"]),
        title=frozen["title"],
        unit=frozen["unit"],
        note=frozen["note"],
        heights=tuple(frozen["heights"]),
        is_dense=frozen.get("is_dense", False),
        large=frozenset(frozen.get("large", ())),
    )


def _runs(frozen: Iterable[Sequence[str]]) -> Words:
    return tuple(Run(*run) for run in frozen)
