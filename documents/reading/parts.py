"""Parts and wholes, names that are counted, and numbers that are said twice.

Numbers are taken for parts of a whole only where the text says so: 其中, 中，, 看，, or a last one
that is 其余. Parts that name all classes of a plan (新建 and 续建, 在建 and 前期) must make it;
others only may. What is printed rounded may miss by a half of the last place for each part.
"""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from documents.reading.printed import Kind, PrintedFigure
from documents.reading.verdicts import Judgement, Verdict, number

_ADDED = (Kind.COUNT, Kind.AMOUNT)
_PARTS_FOLLOW = re.compile(r"其中|中[,，:：]|看[,，]|[（(](?=[^）)]{0,6}(?:新建|续建))")
_ALL_CLASSES = (frozenset({"新建", "续建"}), frozenset({"在建", "前期"}))
_MOST_PARTS = 8
_BODIES = {"个", "家", "户"}


def judged_parts(figures: Sequence[PrintedFigure], plain: str) -> Iterator[Judgement]:
    """Wholes whose parts the text names, and the rest that 其余 names."""
    for at, figure in enumerate(figures):
        if figure.kind not in _ADDED or not figure.value:
            continue
        if "其余" in figure.noun.indicators:
            yield from _judged_rest(figures, at)
        else:
            yield from _judged_whole(figures, at, plain)


def _judged_rest(figures: Sequence[PrintedFigure], at: int) -> Iterator[Judgement]:
    """其余4个: what the counts before it leave of the whole that stands before them."""
    rest = figures[at]
    parts: list[PrintedFigure] = []
    first: tuple[PrintedFigure, tuple[PrintedFigure, ...], Fraction] | None = None
    for other in _before(figures, at):
        made = _sum(parts) + (rest.value or 0)
        if parts and other.value == made:
            yield _added(other, (*reversed(parts), rest), Verdict.HOLDS)
            yield _left(rest, other, tuple(reversed(parts)))
            return
        if (
            parts
            and first is None
            and re.match(r"[^,，。]{0,20}(?:项目|单位).{0,2}中$|.*共", other.clause)
        ):
            first = other, tuple(reversed(parts)), other.value or Fraction(0)
        parts.append(other)
    if first is not None:
        whole, named, _ = first
        yield _left(rest, whole, named)


def _before(figures: Sequence[PrintedFigure], at: int) -> Iterator[PrintedFigure]:
    """Counts of the same thing in the paragraph, from the last one back."""
    rest = figures[at]
    for other in reversed(figures[:at]):
        if other.paragraph != rest.paragraph:
            return
        if other.kind is rest.kind and other.unit == rest.unit and other.value:
            yield other


def _left(rest: PrintedFigure, whole: PrintedFigure, parts: tuple[PrintedFigure, ...]) -> Judgement:
    left = (whole.value or Fraction(0)) - _sum(parts)
    taken = "−".join(each.printed for each in (whole, *parts))
    words = f"{taken}={number(left, rest.decimals)}{rest.unit}"
    if left == rest.value:
        return Judgement(rest, Verdict.HOLDS, words, (whole, *parts))
    return Judgement(rest, Verdict.WRONG, f"{words}，文中为{rest.printed}", (whole, *parts))


def _judged_whole(figures: Sequence[PrintedFigure], at: int, plain: str) -> Iterator[Judgement]:
    whole = figures[at]
    parts: list[PrintedFigure] = []
    for other in figures[at + 1 :]:
        if other.paragraph != whole.paragraph or len(parts) == _MOST_PARTS:
            return
        if not _is_alike(whole, other):
            continue
        if not parts and not _PARTS_FOLLOW.search(plain[whole.end : other.start + 1]):
            return
        if other.is_aside and not whole.is_aside and parts and not parts[0].is_aside:
            continue
        parts.append(other)
        if len(parts) < 2:
            continue
        judgement = _added_up(whole, tuple(parts))
        if judgement:
            yield judgement
            return


def _is_alike(whole: PrintedFigure, other: PrintedFigure) -> bool:
    if other.kind is not whole.kind or not other.value:
        return False
    if whole.kind is Kind.COUNT:
        return other.unit == whole.unit or {other.unit, whole.unit} <= _BODIES
    return other.unit == whole.unit and bool(
        set(other.noun.indicators) & set(whole.noun.indicators)
    )


def _added_up(whole: PrintedFigure, parts: tuple[PrintedFigure, ...]) -> Judgement | None:
    missing = (whole.value or Fraction(0)) - _sum(parts)
    if not missing:
        return _added(whole, parts, Verdict.HOLDS)
    classes = frozenset().union(*(part.noun.classes for part in parts))
    is_all = classes in _ALL_CLASSES and len(parts) == len(classes)
    if not is_all or any(len(part.noun.classes) != 1 for part in parts) or whole.noun.classes:
        return None
    if abs(missing) <= max(part.step for part in parts) * len(parts) / 2 and whole.decimals:
        return _added(whole, parts, Verdict.HOLDS, "，因四舍五入略有出入")
    return _added(whole, parts, Verdict.WRONG, f"，文中合计为{whole.printed}")


def _added(
    whole: PrintedFigure, parts: tuple[PrintedFigure, ...], verdict: Verdict, told: str = ""
) -> Judgement:
    digits = max(part.decimals for part in parts)
    made = "+".join(part.printed for part in parts)
    words = f"{made}={number(_sum(parts), digits)}{whole.unit}{told}"
    return Judgement(whole, verdict, words, parts)


def _sum(parts: Sequence[PrintedFigure]) -> Fraction:
    return sum((part.value or Fraction(0) for part in parts), Fraction(0))


# --- Names that are counted ---------------------------------------------------------------

_COUNTED_UNITS = {"个", "家", "户", "项", "条", "座"}
_PARTED = re.compile(r"、|以及|和(?=[^、]+$)|及(?=[^、]+$)")
_NAMED_BEHIND = re.compile(
    r"^[^,，。；;：:\d]{0,24}?(?:[,，]?(?:分别|依次)[是为]|[,，](?:即|包括)|[：:])(?P<names>[^。；;，,\d]+)"
    r"(?P<etc>等?)"
)
_NAMED_IN_BRACKETS = re.compile(r"^[^,，。；;：:（(\d]{0,24}[（(](?P<names>[^）)，,。\d]+)[）)]")
_FEWEST_BEFORE, _FEWEST_BEHIND = 3, 2


def judged_names(figure: PrintedFigure, plain: str) -> Judgement | None:
    """A、B、C等5个项目: names before it, to its clause's beginning; 6个单位，分别是…: behind it.
    With 等 behind them fewer names may stand there than are counted."""
    if figure.unit not in _COUNTED_UNITS or not figure.value:
        return None
    before = _names_before(figure, plain)
    if before is not None:
        names, is_open = before
    else:
        behind = _names_behind(figure, plain)
        if behind is None:
            return None
        names, is_open = behind
    told = f"文中列出{len(names)}个：{'、'.join(names)}"
    if len(names) == figure.value:
        return Judgement(figure, Verdict.HOLDS, told)
    if len(names) < figure.value and is_open:
        return None
    return Judgement(figure, Verdict.WRONG, f"{told}，文中为{figure.printed}")


def _names_before(figure: PrintedFigure, plain: str) -> tuple[list[str], bool] | None:
    start = max(plain.rfind(sign, 0, figure.start) for sign in "，,。；;：:（(\n")
    told = plain[start + 1 : figure.start].strip()
    is_open = told.endswith("等")
    names = _names(told.removesuffix("等"))
    if len(names) < _FEWEST_BEFORE and not (is_open and len(names) > (figure.value or 0)):
        return None
    return names, is_open


def _names_behind(figure: PrintedFigure, plain: str) -> tuple[list[str], bool] | None:
    end = min(
        (at for sign in "。\n；;" if (at := plain.find(sign, figure.end)) >= 0), default=len(plain)
    )
    told = plain[figure.end : end]
    found = _NAMED_IN_BRACKETS.match(told) or _NAMED_BEHIND.match(_skipped(told))
    if found is None:
        return None
    names = _names(found["names"].strip().removesuffix("等"))
    is_open = found["names"].strip().endswith("等") or "包括" in found[0] or "其中" in found[0]
    return None if len(names) < _FEWEST_BEHIND else (names, is_open)


def _skipped(told: str) -> str:
    """Without a clause that stands between the count and 分别是."""
    between = re.match(r"^[^,，。；;：:\d]{0,24}[,，](?=(?:分别|依次)[是为])", told)
    return told[between.end() :] if between else told


def _names(told: str) -> list[str]:
    return [name.strip() for name in _PARTED.split(told) if name and name.strip()]


# --- What is said twice -------------------------------------------------------------------

_TELLING = 3
"""Digits of an amount by which alone it is known again."""


def judged_again(figure: PrintedFigure, figures: Sequence[PrintedFigure]) -> Judgement | None:
    """The same number of the same thing, earlier in the text."""
    if figure.kind not in (Kind.COUNT, Kind.AMOUNT, Kind.RATE) or not figure.value:
        return None
    for other in figures:
        if other.start >= figure.start:
            return None
        if other.value == figure.value and _is_the_same(figure, other):
            return Judgement(figure, Verdict.HOLDS, f"与前文{other.printed}一致", (other,))
    return None


def _is_the_same(one: PrintedFigure, other: PrintedFigure) -> bool:
    if one.unit != other.unit or one.kind is not other.kind:
        return False
    if one.noun.level and other.noun.level and one.noun.level != other.noun.level:
        return False
    if one.kind is Kind.COUNT and one.before.rstrip().endswith(("这", "這")):
        return True
    is_of_one_class = not (one.noun.classes and other.noun.classes) or (
        one.noun.classes == other.noun.classes
    )
    says_one_thing = bool(set(one.noun.indicators) & set(other.noun.indicators))
    return is_of_one_class and says_one_thing
