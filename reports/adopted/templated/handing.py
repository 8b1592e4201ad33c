"""What a template may speak of, as plain data: the figures that it names, read from its text."""

import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from fractions import Fraction

from documents.templating.faults import Fault
from documents.templating.language import FUNCTIONS, PARTS
from documents.templating.lines import tags_of
from documents.templating.rendering import Exact, Handed, TemplateFaulty
from figures.book import FigureBook, UnknownFigure
from figures.figure import Figure
from figures.indicators import INDICATORS
from figures.keys import Key, Narrowing, with_cuts
from figures.plan_fact import PlanFact
from figures.subjects.plan_lines import PLAN_LINES
from measures.months import Month
from measures.parts import PartsDoNotAddUp
from measures.rounding import NO_VALUE
from reports.adopted.stated import PERIODS, Stated
from reports.papers.writing import printed

_NAMED = re.compile(r"[^\W\d]\w*(?:\.\w+){2,}")
_CALLED = re.compile(r"值\(\s*(['\"])(.+?)\1\s*\)")
_PARTED = re.compile(r"分列\(\s*(['\"])(.+?)\1\s*,\s*(['\"])(.+?)\3\s*\)")
_WORD = re.compile(r"\w+")
MOST_FIGURES, MOST_PARTS = 2_000, 1_000
_NEAREST = 3
CUTS = [name for name, cut in PLAN_LINES.cuts.items() if not cut.is_of_people]


def handed_to(text: str, book: FigureBook) -> Handed:
    """Raises TemplateFaulty for more than a template may speak of."""
    tags = "\n".join(map(tags_of, text.split("\n")))
    keys = dict.fromkeys(
        [*(found[0] for found in _NAMED.finditer(tags)), *(f[2] for f in _CALLED.finditer(tags))]
    )
    if len(keys) > MOST_FIGURES:
        raise TemplateFaulty([Fault(0, f"模板里的数字最多{MOST_FIGURES}个，现有{len(keys)}个")])
    figures = {key: _exact(found) for key in keys if (found := _found(key, book)) is not None}
    names = [name for name in INDICATORS if name in set(_WORD.findall(tags))]
    parts = {}
    for asked in _PARTED.finditer(tags):
        group, by = asked[2], asked[4]
        known = _parts(group, by, names, book)
        if known is not None:
            parts[f"{group}|{by}"] = known
    return Handed(figures, parts, words_of(book.facts.month))


def words_of(month: Month) -> dict[str, str]:
    """What a template says of the cut-off."""
    return {
        Stated.YEAR.value: str(month.year),
        Stated.MONTH.value: str(month.month),
        "截止日": str(month.last_day.day),
        Stated.PERIOD.value: PERIODS.get(
            month.month, f"1—{month.month}月" if month.month > 1 else "1月"
        ),
    }


def _found(key: str, book: FigureBook) -> Figure[PlanFact] | None:
    try:
        return book[key]
    except (UnknownFigure, PartsDoNotAddUp):
        return None


def _exact(figure: Figure[PlanFact]) -> Exact:
    if figure.exact is None:
        return None, figure.unit.label, NO_VALUE
    exact = figure.exact / Fraction(figure.unit.one)
    return str(exact), figure.unit.label, printed(figure)


def _parts(
    group: str, by: str, names: list[str], book: FigureBook
) -> list[tuple[str, dict[str, tuple[str, str | None, str, str]]]] | None:
    """None of what is no group, or nothing that it can be parted by."""
    if by not in CUTS:
        return None
    try:
        asked = Key.parse(f"{group}.项目数")
        rows = book[str(asked)].rows
    except UnknownFigure:
        return None
    values = book.cuts.values(by, rows)
    if len(values) > MOST_PARTS:
        raise TemplateFaulty(
            [Fault(0, f"分列('{group}', '{by}')有{len(values)}项，最多{MOST_PARTS}项")]
        )
    return [(value, dict(_of_part(asked, Narrowing(by, value), names, book))) for value in values]


def _of_part(
    asked: Key, cut: Narrowing, names: list[str], book: FigureBook
) -> Iterator[tuple[str, tuple[str, str | None, str, str]]]:
    group = with_cuts(asked.group, [*asked.cuts, cut])
    for name in names:
        key = f"{asked.start}.{group}.{name}"
        figure = _found(key, book)
        if figure is not None:
            yield name, (key, *_exact(figure))


def suggesting(book: FigureBook) -> Callable[[str], str]:
    """Says of a name that there is not which ones are near."""

    def said(name: str) -> str:
        if name.startswith(PARTS):
            return (
                f"没有这样的分列，写法是 {PARTS}('县级.全部', '填报单位')，"
                f"可以分列的有：{'、'.join(CUTS)}"
            )
        words = [*words_of(book.facts.month), *INDICATORS]
        among = list(book) if "." in name else words
        near = get_close_matches(name, among, n=_NEAREST, cutoff=0.4)
        meant = f"，是不是：{'、'.join(near)}？" if near else "，请在下面查找数字"
        if name in FUNCTIONS:
            return f"“{name}”后面要写括号，如 {name}('…')"
        return f"没有“{name}”这个{'数字' if '.' in name else '名称'}{meant}"

    return said
