"""Which signs of a text are figures, and which only look like figures.

A number counts where a unit follows it. What is set aside first rests on form alone: dates and
times, numbers of documents and sections, numbers in quotation marks (“361”), lengths of time
(6个月), page furniture (2028个字). A Chinese numeral is a figure only in few places, because the
language is full of others (四大班子, 三级, 一企一策, 一期): before a counter and a thing that is
counted, in ranks, cut-offs and rhythms, and in a programme's name that counts its parts in
quotation marks (“五园五区”), of which one that begins with 一 means “each”.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from fractions import Fraction

from documents.reading.numbers import ARABIC, CHINESE, decimals_of, value_of


class Kind(Enum):
    AMOUNT = auto()
    COUNT = auto()
    RATE = auto()
    POINTS = auto()
    MULTIPLE = auto()
    MEASURE = auto()
    SCORE = auto()
    RANK = auto()
    CUT_OFF = auto()
    THRESHOLD = auto()
    RHYTHM = auto()
    PROGRAMME = auto()
    HALF_WAY = auto()
    SPAN = auto()


@dataclass(frozen=True)
class Sign:
    """``value`` is None of a blank."""

    start: int
    end: int
    value: Fraction | None
    unit: str
    decimals: int
    kind: Kind
    is_about: bool = False


_QUOTES = "“”\"'‘’「」『』《》"
_MONEY = ("亿元", "万元", "千元", "元", "亿")
_MEASURES = (
    *("万亩", "亩", "公顷", "平方公里", "公里", "万平方米", "平方米", "米", "万吨", "吨"),
    *("万千瓦", "兆瓦", "万头", "万只"),
)
_COUNTERS = (
    *("批次", "人次", "个", "家", "户", "项", "条", "支", "期", "次", "批", "人", "名", "类"),
    *("件", "处", "所", "座", "套", "宗", "起", "场", "份"),
)
_KIND_OF: dict[str, Kind] = (
    dict.fromkeys(_MONEY, Kind.AMOUNT)
    | dict.fromkeys(_MEASURES, Kind.MEASURE)
    | dict.fromkeys(_COUNTERS, Kind.COUNT)
    | {"个百分点": Kind.POINTS, "百分点": Kind.POINTS, "%": Kind.RATE, "‰": Kind.RATE}
    | {"倍": Kind.MULTIPLE, "分": Kind.SCORE}
)
_NOT_AFTER = {
    "个": "月|字|年|工作日|小时|星期|季度|世纪",
    "分": "钟|之|期|别|工|解|类|批|成|阶",
    "人": "民|大|均",
    "名": "称|单|录",
    "期": "工程|项目|建设|间|限",
    "元": "月|旦",
    "项": "目",
    "起": "步|点",
    "米": "粉",
}


def _unit(name: str) -> str:
    barred = _NOT_AFTER.get(name)
    return f"{name}(?!{barred})" if barred else name


_UNIT = "|".join(_unit(name) for name in sorted(_KIND_OF, key=lambda each: -len(each)))
_SMALL = f"[{CHINESE}]+"
_COUNTED = "项目|单位|招商组|企业|乡镇|镇街|部门|园区|标段|工程|班子成员|工作组|专班"
_MEANS = {"亿": "亿元", "个百分点": "百分点"}

_SET_ASIDE = tuple(
    map(
        re.compile,
        (
            r"\d{4}-\d{1,2}-\d{1,2}(?:[ T]*\d{1,2}:\d{2}(?::\d{2})?)?",
            r"\d{1,2}:\d{2}(?::\d{2})?",
            r"[\[〔【（(]\d{4}[\]〕】）)]第?\d+号",
            r"[\dlx]{1,4}月[\dlx]{1,4}日",
            r"第\d+[章节条款批期次号页项]",
            rf"[{_QUOTES}][\d、]+[{_QUOTES}]",
            r"\d{4}年",
            r"[A-Za-wyz]+\d+",
            r"(?<=[（(]) *\d+ *(?=[）)])",
        ),
    )
)

_Maker = Callable[[re.Match[str]], Sign]


def _number(found: re.Match[str]) -> Sign:
    text, unit = found["number"], found["unit"]
    return Sign(
        *found.span(),
        value_of(text),
        _MEANS.get(unit, unit),
        decimals_of(text),
        _KIND_OF[unit],
        found[0].startswith("约"),
    )


def _shared(found: re.Match[str]) -> Sign:
    """1.1个 of 1.1个和5.6个百分点: its unit follows later."""
    text, unit = found["number"], found["unit"]
    return Sign(
        *found.span(), value_of(text), _MEANS.get(unit, unit), decimals_of(text), _KIND_OF[unit]
    )


def _blank(found: re.Match[str]) -> Sign:
    unit = found["unit"]
    return Sign(*found.span(), None, _MEANS.get(unit, unit), 0, _KIND_OF[unit])


def _fixed(unit: str, kind: Kind, value: int | None = None) -> _Maker:
    """``value`` where the sign names none; else it is the group ``n``."""

    def make(found: re.Match[str]) -> Sign:
        start, end = found.span("sign") if "sign" in found.groupdict() else found.span()
        told = Fraction(value) if value is not None else value_of(found["n"])
        return Sign(start, end, told, unit, 0, kind)

    return make


def _percent(found: re.Match[str]) -> Sign:
    return Sign(*found.span(), value_of(found["n"]), "%", decimals_of(found["n"]), Kind.RATE)


def _counted(found: re.Match[str]) -> Sign:
    return Sign(*found.span(), value_of(found["n"]), found["unit"], 0, Kind.COUNT)


def _zero(found: re.Match[str]) -> Sign:
    is_money = "投资" in found["subject"] and "项目数" not in found["subject"]
    unit, kind = ("亿元", Kind.AMOUNT) if is_money else ("个", Kind.COUNT)
    return Sign(*found.span("sign"), Fraction(0), unit, 0, kind)


_IN_CLAUSE = r"[^,，。；;：:\n]"
_PATTERNS: tuple[tuple[str, _Maker], ...] = (
    # Cut-offs: 6月底, 元月份, 1—6月, 截至6月30日; a stage in brackets (1月—12月) is none.
    (
        r"(?<![\dx每])(?P<n>\d{1,2}|元|[一二三四五六七八九十]{1,2})月(?:底|末|份)",
        _fixed("月", Kind.CUT_OFF),
    ),
    (r"(?<![\d月（( ])1月?[—–\-~～至到]+(?P<n>\d{1,2})月份?", _fixed("月", Kind.CUT_OFF)),
    (
        r"截[至止]到? *(?:\d{4}年)?(?P<sign>(?P<n>\d{1,2})月\d{1,2}日)",
        _fixed("月", Kind.CUT_OFF),
    ),
    # Rhythms: 每周一, 每月; of 每月召开一次 the 一次.
    (
        rf"每{_IN_CLAUSE}{{1,14}}?(?P<sign>(?P<n>[一两二三四]|\d{{1,3}})次)",
        _fixed("次", Kind.RHYTHM),
    ),
    (r"每(?:周|星期)[一二三四五六日天]", _fixed("次", Kind.RHYTHM, 1)),
    (
        rf"每(?:月|季度|季|周|旬|日|天|半年|年)(?!{_IN_CLAUSE}{{0,14}}[一两]次)",
        _fixed("次", Kind.RHYTHM, 1),
    ),
    # Ranks.
    (
        rf"(?:居|列|排)[^,，。；;：:\n第]{{0,8}}(?P<sign>第(?P<n>{_SMALL}|\d{{1,4}})(?:位|名)?)",
        _fixed("位", Kind.RANK),
    ),
    (rf"前(?P<n>{_SMALL}|\d{{1,4}})(?:名|位)", _fixed("名", Kind.RANK)),
    (
        rf"(?:市属|省属|州属|下辖)(?P<sign>(?P<n>{_SMALL}|\d{{1,4}})个?(?:县区|县|区|乡镇|镇))",
        _fixed("个", Kind.SPAN),
    ),
    (rf"提前(?P<sign>(?P<n>{_SMALL}|\d{{1,4}})年)", _fixed("年", Kind.SPAN)),
    # Names that count.
    (
        rf"(?<=[{_QUOTES}])(?P<n>[二三四五六七八九十])[^\W\d_]"
        rf"[一二三四五六七八九十][^\W\d_](?=[{_QUOTES}])",
        _fixed("个", Kind.PROGRAMME),
    ),
    (
        r"(?P<n>[二三四五六七八九]?十[一二三四五六七八九]?|[五六七八九])大(?="
        rf"{_IN_CLAUSE}{{0,6}}(?:园区|平台|基地|产业|工程|项目))",
        _fixed("个", Kind.PROGRAMME),
    ),
    (r"双过半", _fixed("%", Kind.HALF_WAY, 50)),
    (r"(?:过亿元|(?<![\d几数上x])亿元(?=以[上下]))", _fixed("亿元", Kind.THRESHOLD, 1)),
    (
        rf"(?P<subject>{_IN_CLAUSE}{{0,20}})[为是][{_QUOTES}]?(?P<sign>零)(?![{_QUOTES}]?[障干距])",
        _zero,
    ),
    (rf"百分之(?P<n>[{CHINESE}]+(?:点[零一二三四五六七八九]+)?)", _percent),
    (
        rf"(?<![{CHINESE}第每{_QUOTES}])(?P<n>[二三四五六七八九十百两][{CHINESE}]*)"
        r"(?P<unit>[个支家户条座])"
        rf"(?!{_IN_CLAUSE}{{1,4}}年)(?={_IN_CLAUSE}{{0,7}}(?:{_COUNTED}))",
        _counted,
    ),
    (
        rf"(?<![\d.])(?P<number>{ARABIC})个?(?=[和与](?:{ARABIC})(?P<unit>{_UNIT}))",
        _shared,
    ),
    (rf"(?:约|扣)?(?<![\d.])(?P<number>{ARABIC}) ?(?P<unit>{_UNIT})", _number),
    (rf"(?<![A-Za-z])x{{2,}}(?P<unit>{_UNIT})", _blank),
)
_COMPILED = tuple((re.compile(pattern), make) for pattern, make in _PATTERNS)
_RANGE = re.compile(r"[至到—~～-](?:\d|约)")
_OF_A_SIZE = re.compile(r"以[上下]的?(?=[^,，。；;\n]{0,8}(?:项目|企业))|之间")


def signs_in(text: str) -> list[Sign]:
    """In their order; of two that overlap the kind that stands first in the list above."""
    taken = bytearray(len(text))
    found = list(_cut_offs(text, taken))
    for pattern in _SET_ASIDE:
        for each in pattern.finditer(text):
            taken[each.start() : each.end()] = b"\1" * (each.end() - each.start())
    for pattern, make in _COMPILED:
        for each in pattern.finditer(text):
            found += _free(make(each), taken)
    found.sort(key=lambda sign: sign.start)
    return [_as_threshold(sign, text) for sign in found if _dates_something(sign, found, text)]


def _dates_something(sign: Sign, signs: list[Sign], text: str) -> bool:
    """A month is a cut-off where a figure follows in its sentence: else it only tells when."""
    if sign.kind is not Kind.CUT_OFF:
        return True
    ends = re.search(r"[。！？\n]", text[sign.end :])
    end = sign.end + ends.start() if ends else len(text)
    return any(sign.end <= other.start < end for other in signs)


def _cut_offs(text: str, taken: bytearray) -> Iterator[Sign]:
    """Before dates are set aside."""
    pattern, make = _COMPILED[2]
    for each in pattern.finditer(text):
        yield from _free(make(each), taken)


def _free(sign: Sign, taken: bytearray) -> Iterator[Sign]:
    if not any(taken[sign.start : sign.end]):
        taken[sign.start : sign.end] = b"\1" * (sign.end - sign.start)
        yield sign


def _as_threshold(sign: Sign, text: str) -> Sign:
    """5000万元至1亿元之间, 500万元以上的项目: limits of a size, and no amounts."""
    if sign.kind is not Kind.AMOUNT:
        return sign
    after, before = text[sign.end : sign.end + 20], text[max(0, sign.start - 1) : sign.start]
    is_range = _RANGE.match(after) or (before in "至到" and before and "之间" in after[:3])
    if is_range or _OF_A_SIZE.match(after):
        return Sign(sign.start, sign.end, sign.value, sign.unit, sign.decimals, Kind.THRESHOLD)
    return sign
