"""The charts of a Word file that came back, drawn anew in place: their numbers are other ones, all
that a hand made of their colours, kind and size stays.

A chart is known again by the workbook within it, which Word and LibreOffice both keep, and which
carries its name (``workbooks.marking``). The file is one that the guard let through.
"""

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from typing import NamedTuple

from lxml import etree

from documents.incoming.guard import WordPackage
from workbooks.guard.relations import path_of, relations_of
from workbooks.marking import marked

MARK = "xushi_chart"
_DRAWN = ("tx", "cat", "val")


class FileChart(NamedTuple):
    """``part`` and ``workbook`` are members of the archive; ``name`` is "" of a chart that is not
    ours, or of which a hand has taken series away or put some in."""

    part: str
    workbook: str
    name: str


class FreshChart(NamedTuple):
    """A chart of a name as it is now: its part and its workbook."""

    name: str
    xml: bytes
    workbook: bytes


def charts_in(package: WordPackage) -> Iterator[FileChart]:
    """In the order of the text."""
    relations = relations_of(package, package.book)
    root = _parsed(package.part(package.book))
    for element in root.iter("{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"):
        key = next((v for k, v in element.items() if etree.QName(k).localname == "id"), "")
        relation = relations.get(key)
        part = relation and package.find(path_of(package.book, relation.target))
        if part:
            yield _chart(package, part)


def redrawn(package: WordPackage, fresh: Iterable[FreshChart]) -> Mapping[str, bytes]:
    """What becomes of members of the archive, by name: of the charts of which there is a fresh one,
    of as many series."""
    by_name = {chart.name: chart for chart in fresh}
    found: dict[str, bytes] = {}
    for chart in charts_in(package):
        now = by_name.get(chart.name)
        xml = _redrawn(package.part(chart.part), now.xml) if now else None
        if now and xml:
            found |= {chart.part: xml, chart.workbook: now.workbook}
    return found


def _chart(package: WordPackage, part: str) -> FileChart:
    for relation in relations_of(package, part).values():
        workbook = relation.kind == "package" and package.find(path_of(part, relation.target))
        if workbook:
            told = marked(package.part(workbook), MARK) or ""
            count, _, name = told.partition("|")
            is_whole = count == str(len(_series(package.part(part))))
            return FileChart(part, workbook, name if is_whole else "")
    return FileChart(part, "", "")


def mark_of(name: str, series: int) -> tuple[str, str]:
    """For the workbook within a chart: of which name it is, and of how many series."""
    return MARK, f"{series}|{name}"


def _series(xml: bytes) -> list[etree._Element]:
    return list(_parsed(xml).iter("{*}ser"))


def _redrawn(former: bytes, fresh: bytes) -> bytes | None:
    root = _parsed(former)
    series, others = (list(each.iter("{*}ser")) for each in (root, _parsed(fresh)))
    if len(series) != len(others):
        return None
    for old, new in zip(series, others, strict=True):
        for name in _DRAWN:
            before, now = old.find(f"{{*}}{name}"), new.find(f"{{*}}{name}")
            if before is None or now is None:
                return None
            old.replace(before, deepcopy(now))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _parsed(xml: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(xml, parser)
