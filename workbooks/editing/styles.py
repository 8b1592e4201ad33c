"""The styles of a workbook: a cell's format of numbers, and its style with another fill."""

import re
from copy import deepcopy

from lxml import etree

from workbooks.editing.markup import tag

_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "yyyy-mm-dd",
    15: "d-mmm-yy", 17: "mmm-yy", 22: "yyyy-mm-dd hh:mm", 27: "yyyy年m月", 31: "yyyy年m月d日",
    37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 49: "@", 57: "yyyy年m月",
}  # fmt: skip
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_DIGITS = re.compile(r"[0#?](?:\.([0#?]+))?")


class Styles:
    def __init__(self, root: etree._Element) -> None:
        self._formats = root.find(tag("cellXfs"))
        self._fills = root.find(tag("fills"))
        self._codes = dict(_BUILT_IN)
        for each in root.iter(tag("numFmt")):
            self._codes[int(each.get("numFmtId"))] = str(each.get("formatCode"))
        self._filled: dict[tuple[int, str], int] = {}
        self._fill_ids: dict[str, int] = {}

    def number_format(self, style: int) -> str:
        """The code of a style's format without what it quotes; "" of the general one."""
        code = self._codes.get(int(self._formats[style].get("numFmtId", 0)), "")
        return "" if code == "General" else _QUOTED.sub("", code)

    def digits(self, style: int) -> int | None:
        """The decimals that a style prints; None of one that says nothing of them."""
        found = _DIGITS.search(self.number_format(style).split(";")[0])
        return None if found is None else len(found[1] or "")

    def is_percent(self, style: int) -> bool:
        return "%" in self.number_format(style)

    def is_date(self, style: int) -> bool:
        return "y" in self.number_format(style).lower()

    def with_fill(self, style: int, colour: str) -> int:
        """The style as it is, but for its fill."""
        if (style, colour) not in self._filled:
            made = deepcopy(self._formats[style])
            made.set("fillId", str(self._fill(colour)))
            made.set("applyFill", "1")
            self._formats.append(made)
            self._formats.set("count", str(len(self._formats)))
            self._filled[style, colour] = len(self._formats) - 1
        return self._filled[style, colour]

    def _fill(self, colour: str) -> int:
        if colour not in self._fill_ids:
            fill = etree.SubElement(self._fills, tag("fill"))
            pattern = etree.SubElement(fill, tag("patternFill"), patternType="solid")
            etree.SubElement(pattern, tag("fgColor"), rgb=f"FF{colour}")
            etree.SubElement(pattern, tag("bgColor"), indexed="64")
            self._fills.set("count", str(len(self._fills)))
            self._fill_ids[colour] = len(self._fills) - 1
        return self._fill_ids[colour]
