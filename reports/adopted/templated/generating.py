"""The template that an adopted document begins with: its words as they are, each figure under its
name and in the format in which it was typed."""

import re
from collections.abc import Iterable, Sequence

from documents.reading.numbers import ARABIC, CHINESE
from documents.reading.script import simplified
from documents.templating.language import MONTHS
from documents.templating.lines import escaped, plain
from figures.book import FigureBook, UnknownFigure
from figures.figure import Figure
from figures.plan_fact import PlanFact
from figures.units import MONEY, POINTS, RATE
from measures.parts import PartsDoNotAddUp
from reports.adopted.models import AdoptedFigure
from reports.adopted.stated import Stated

_ARABIC = re.compile(ARABIC)
_CHINESE = re.compile(f"[{CHINESE}]+")
_RANGE = re.compile(r"1(?P<dash>[—–－\-~～至到]+)\d{1,2}月")
_MONTH = re.compile(r"(\d{1,2}|元|[一二三四五六七八九十]{1,2})(?=月)")
_DAY = re.compile(r"\d{1,2}(?=日)")
_UNWRITABLE = re.compile(r"['\"\\\n]|[{}%#]\}")
_PAIR = "两"


def generated(lines: Sequence[str], figures: Iterable[AdoptedFigure], book: FigureBook) -> str:
    """``lines`` are those of the file, ``book`` is of the document's own cut-off."""
    of_lines: dict[int, list[AdoptedFigure]] = {}
    for figure in figures:
        of_lines.setdefault(figure.line, []).append(figure)
    return "\n".join(_line(words, of_lines.get(n, []), book) for n, words in enumerate(lines))


def _line(words: str, figures: Sequence[AdoptedFigure], book: FigureBook) -> str:
    told, at = [], 0
    for figure in sorted(figures, key=lambda each: each.start):
        told += [escaped(plain(words[at : figure.start])), _figure(figure, book)]
        at = figure.end
    return "".join([*told, escaped(plain(words[at:]))])


def _figure(figure: AdoptedFigure, book: FigureBook) -> str:
    if figure.stated is not None:
        return _stated(figure.printed, figure.stated)
    try:
        meant = book[figure.key] if figure.key else None
    except (UnknownFigure, PartsDoNotAddUp):
        meant = None
    if meant is None or _UNWRITABLE.search(figure.key):
        return _as_typed(figure.printed)
    return _formatted(figure, meant)


def _as_typed(printed: str) -> str:
    return escaped(printed) if _UNWRITABLE.search(printed) else f"{{{{ '{printed}'|待核 }}}}"


def named(key: str) -> str:
    """县级.新建.完成率 where all of it are plain words, else 值('…')."""
    parts = key.split(".")
    is_plain = all(part.isidentifier() and not part.isascii() for part in parts)
    return key if is_plain else f"值('{key}')"


def _formatted(figure: AdoptedFigure, meant: Figure[PlanFact]) -> str:
    """The words around the number stay."""
    printed, name = figure.printed, named(figure.key)
    found = _ARABIC.search(printed)
    if found is None:
        found = _CHINESE.search(simplified(printed))
        if found is None:
            return _as_typed(printed)
        pair = f"('{_PAIR}')" if found[0] == _PAIR else ""
        number = f"{{{{ {name}|汉字{pair} }}}}"
        return f"{printed[: found.start()]}{number}{printed[found.end() :]}"
    rest = printed[found.end() :]
    unit, form = _format(figure, meant, rest, is_grouped="," in found[0])
    number = f"{{{{ {name}{form} }}}}"
    return f"{printed[: found.start()]}{number}{rest.removeprefix(unit)}"


def _format(
    figure: AdoptedFigure, meant: Figure[PlanFact], rest: str, *, is_grouped: bool
) -> tuple[str, str]:
    """The unit that the format prints, and the format."""
    decimals, grouped = figure.decimals, ", true" if is_grouped else ""
    if meant.unit == MONEY:
        for unit in ("亿元", "万元"):
            if rest.startswith(unit):
                return unit, f"|{unit}({decimals}{grouped})"
        return "", f"|数({decimals}, '{figure.unit}'{grouped})"
    for of, unit, name in ((RATE, "%", "百分比"), (POINTS, "个百分点", "百分点")):
        if meant.unit == of and rest.startswith(unit) and not is_grouped:
            return unit, f"|{name}({decimals})"
    if not decimals and not is_grouped and meant.unit not in (RATE, POINTS):
        return "", ""
    return "", f"|数({decimals}, ''{grouped})" if is_grouped else f"|数({decimals})"


def _stated(printed: str, stated: Stated) -> str:
    if stated is not Stated.MONTH:
        return f"{{{{ {stated.value} }}}}"
    words = simplified(printed)
    if found := _RANGE.search(words):
        months = f"{{{{ {MONTHS}('{found['dash']}') }}}}"
        return f"{printed[: found.start()]}{months}{printed[found.end() :]}"
    *_, last = _MONTH.finditer(words)
    form = "" if last[0].isdigit() else "|汉字"
    rest = _DAY.sub("{{ 截止日 }}", printed[last.end() :])
    return f"{printed[: last.start()]}{{{{ {Stated.MONTH.value}{form} }}}}{rest}"
