"""What a rule is told: how each box of its form is read, kept and shown again.

Rates and points are kept as decimal text: JSON's numbers are floats.
"""

import itertools
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from accounts.errors import DomainError
from figures.indicators import GROUPS
from figures.subjects import PLAN_LINES, TOPICS
from figures.units import FigureUnit
from supervision.models import NoticeItemKind

MOST_POINTS = 1000
LARGEST_NUMBER = 10**6
OPEN_END = "以上"

_DECIMAL = re.compile(r"[+-]?\d{1,7}(\.\d{1,6})?", re.ASCII)


class UnfitParameter(DomainError):
    """A parameter of a rule that cannot be read; the message says how to write it."""


@dataclass(frozen=True)
class Parameter:
    """One box of a rule's form. ``read`` turns what was typed into what is kept, and raises
    UnfitParameter; ``show`` turns it back."""

    name: str
    label: str
    read: Callable[[str], Any]
    show: Callable[[Any], str] = str
    help: str = ""
    is_required: bool = True
    lines: int = 1
    choices: Callable[[], Sequence[tuple[str, str]]] | None = None


# --- Reading ------------------------------------------------------------------------------


def decimal(text: str) -> str:
    """A decimal without its sign of per cent or points; full-width digits are read too."""
    tidy = unicodedata.normalize("NFKC", text).strip().replace("−", "-")
    tidy = tidy.removesuffix("%").removesuffix("分").strip()
    if not _DECIMAL.fullmatch(tidy) or abs(Fraction(tidy)) > LARGEST_NUMBER:
        raise UnfitParameter(f"“{text}”不是数字，请写成 0.5 这样")
    return tidy.removeprefix("+")


def points(text: str) -> str:
    value = decimal(text)
    if abs(Fraction(value)) > MOST_POINTS:
        raise UnfitParameter(f"“{text}”太大，分值不超过{MOST_POINTS}")
    return value


def positive(text: str) -> str:
    value = decimal(text)
    if Fraction(value) <= 0:
        raise UnfitParameter(f"“{text}”应大于0")
    return value


def penalty(text: str) -> str:
    """What is taken away: a rule by which less is worth more is a slip of the pen."""
    value = points(text)
    if Fraction(value) > 0:
        raise UnfitParameter(f"“{text}”应是减分，请写成 -0.1 这样")
    return value


def pairs(text: str) -> list[list[str]]:
    """Lines of two, ``从=分``."""
    read = []
    for line in text.splitlines():
        if not line.strip():
            continue
        left, sign, right = line.replace("＝", "=").partition("=")
        if not sign:
            raise UnfitParameter(f"“{line}”看不懂，请一行写一档，如 10=20")
        read.append([left.strip(), points(right)])
    if not read:
        raise UnfitParameter("请至少写一档，一行一档，如 10=20")
    return read


def bands(text: str) -> list[dict[str, str]]:
    """From the highest threshold down."""
    read = [{"from": decimal(left), "points": given} for left, given in pairs(text)]
    if len({Fraction(band["from"]) for band in read}) < len(read):
        raise UnfitParameter("有两档的起点相同，请核对")
    return sorted(read, key=lambda band: Fraction(band["from"]), reverse=True)


def steps_above(text: str) -> list[dict[str, str | None]]:
    """``130=0.2`` up to 130, ``以上=0.1`` beyond; from the lowest up, the open one last."""
    read: list[dict[str, str | None]] = [
        {"until": None if left == OPEN_END else decimal(left), "each": each}
        for left, each in pairs(text)
    ]
    if any(Fraction(step["each"] or 0) < 0 for step in read):
        raise UnfitParameter("每高一档应是加分，不能小于0")
    if sum(step["until"] is None for step in read) != 1:
        raise UnfitParameter("请用一行“以上=分”写明最高一段，如 以上=0.1")
    return sorted(read, key=lambda s: (s["until"] is None, Fraction(s["until"] or 0)))


def places(text: str) -> list[dict[str, Any]]:
    """``1-3=7``: the first three places 7 points each."""
    read: list[dict[str, Any]] = []
    for left, given in pairs(text):
        first, _, last = left.replace("—", "-").replace("–", "-").partition("-")
        first, last = first.strip(), last.strip() or first.strip()
        if not (_is_place(first) and _is_place(last) and int(first) <= int(last)):
            raise UnfitParameter(f"“{left}”不是名次，请写成 1-3=7")
        read.append({"from": int(first), "to": int(last), "points": given})
    read.sort(key=lambda band: band["from"])
    for before, after in itertools.pairwise(read):
        if after["from"] <= before["to"]:
            raise UnfitParameter(f"第{after['from']}名写在了两段里，请核对")
    return read


def _is_place(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 4 and int(text) > 0


def notice_kind(text: str) -> str:
    if text not in NoticeItemKind.values:
        raise UnfitParameter("没有这种通报事项")
    return text


def each(text: str) -> str:
    if text not in ("unit", "project"):
        raise UnfitParameter("请选择按单位或按项目")
    return text


# --- The figures a rule may rest on -------------------------------------------------------


def figure_choices(fits: Callable[[FigureUnit], bool]) -> list[tuple[str, str]]:
    """Every indicator whose unit fits: of each group of the scheme's list but 前期, of which no
    completion is asked, and of each topic."""
    of_list = [
        f"{group}.{name}"
        for group in GROUPS
        if group != "前期"
        for name, indicator in PLAN_LINES.indicators.items()
        if PLAN_LINES.applies(group, name) and fits(indicator.unit)
    ]
    of_topics = [
        f"{topic.name}.{name}"
        for topic in TOPICS.values()
        for name, indicator in topic.indicators.items()
        if topic.applies(topic.whole, name) and fits(indicator.unit)
    ]
    return [(name, spoken(name)) for name in (*of_list, *of_topics)]


def spoken(figure: str) -> str:
    """完成率 of 全部.完成率, 新建项目开工率 of 新建.开工率, as an official says it."""
    group, _, name = figure.partition(".")
    if group == "全部":
        return name
    return f"{group}{name}" if group in TOPICS else f"{group}项目{name}"


def unit_of(figure: str) -> FigureUnit:
    group, _, name = figure.partition(".")
    return TOPICS.get(group, PLAN_LINES).indicators[name].unit


def figure_in(fits: Callable[[FigureUnit], bool]) -> Parameter:
    def read(text: str) -> str:
        if text not in dict(figure_choices(fits)):
            raise UnfitParameter("没有这个指标，请从列表中选")
        return text

    return Parameter("figure", "指标", read, choices=lambda: figure_choices(fits))


# --- Showing ------------------------------------------------------------------------------


def show_pairs(left: str, right: str) -> Callable[[Any], str]:
    def show(kept: Any) -> str:
        return "\n".join(
            f"{OPEN_END if each[left] is None else each[left]}={each[right]}" for each in kept
        )

    return show


def show_places(kept: Any) -> str:
    return "\n".join(f"{band['from']}-{band['to']}={band['points']}" for band in kept)
