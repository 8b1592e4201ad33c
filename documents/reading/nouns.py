"""What a figure speaks of: of which list, of which of its projects, and which indicator.

The words of the clause decide. Where they name no list, the last one that was named under the same
heading goes on, and then the heading; where they name no class of projects (新建, 续建, 前期), that
of the figure before in the same sentence does. Indicators are named as the product's figures are;
a word that may mean several names them all.
"""

import re
from dataclasses import dataclass

from documents.reading.clauses import Layout
from documents.reading.signs import Kind, Sign

_LEVELS = (
    (re.compile(r"市县重点|市级?[、和及]县级?重点|市、县"), "市级+县级"),
    (re.compile(r"省级"), "省级"),
    (re.compile(r"市级(?!.{0,3}县级)"), "市级"),
    (re.compile(r"县级(?!领导)|县本级"), "县级"),
    (re.compile(r"挂牌"), "挂牌"),
    (re.compile(r"[“\"”](\d{3,4})[“\"”](?:行动)?计划"), ""),
)
_OUR_OWN = re.compile(r"[全我][县市区]")
_SEVERAL = re.compile(r"省、市级|省市级|市、县级")
_CLASSES = ("新建", "续建", "在建", "前期", "产业项目", "民间投资", "政府投资")
_FORGETS = re.compile(r"共|总计|合计|全部|累计")

_PLANNED = r"年度?(?:计划|投资)|计划(?:完成)?投资|(?<!完成)年度投资|今年计划"
_ITEMS: dict[Kind, tuple[tuple[str, tuple[str, ...]], ...]] = {
    Kind.AMOUNT: (
        (r"缺口", ("资金缺口",)),
        (r"(?:每个?月|月均).{0,8}(?:完成)?投资", ("月均",)),
        (r"本月.{0,8}完成.{0,4}投资|当月完成", ("本月完成投资",)),
        (r"全年(?:力争|计划|确保)?完成.{0,8}投资", ("任务",)),
        (r"完成.{0,14}投资|投资完成|完成额", ("完成投资",)),
        (r"任务|目标", ("任务",)),
        (r"(?<!年度)(?<!年)计划总投资|(?<!计划)(?<!完成)总投资", ("总投资",)),
        (_PLANNED, ("年度计划投资",)),
        (r"资金", ("资金",)),
        (r"投资|$", ("总投资", "年度计划投资", "完成投资")),
    ),
    Kind.RATE: (
        (r"时序开工率", ("时序开工率",)),
        (r"开工率|开工.{0,4}占", ("开工率",)),
        (r"开复工率", ("开复工率",)),
        (r"复工率", ("复工率",)),
        (r"转化率", ("转化率",)),
        (r"办结率|到位率|使用率|拨付率", ("其他率",)),
        (r"增长|增速|增幅|上升|下降|同比", ("增长",)),
        (r"占.{0,10}(?:个数|总数|项目数)", ("项目数占比",)),
        (r"占.{0,14}(?:计划|任务)|完成率|完成.{0,6}(?:计划|任务)", ("完成率", "年度计划投资占比")),
        (r"序时进度|应完成", ("序时进度",)),
        (r"占", ("占比",)),
    ),
    Kind.POINTS: ((r"序时|时序进度|均衡进度", ("超序时",)), (r"", ("对比",))),
    Kind.COUNT: (
        (r"其余|剩余", ("其余",)),
        (r"可研", ("可研完成数",)),
        (r"专家评审", ("专家评审通过数",)),
        (r"施工图", ("施工图完成数",)),
        (r"招投?标", ("招标完成数", "施工图完成数")),
        (r"初步设计|初设", ("初设完成数",)),
        (r"环评", ("环评完成数",)),
        (r"全面启动", ("前期启动数",)),
        (r"基本建成", ("基本建成数",)),
        (r"开工滞后", ("开工滞后数",)),
        (r"投资滞后", ("投资滞后数",)),
        (r"滞后", ("落后数",)),
        (r"未达|低于.{0,2}(?:序时|均衡)|落后", ("未达序时数", "落后数")),
        (r"(?:达到|超过|高于).{0,8}(?:序时|均衡)", ("达序时数", "达序时单位数")),
        (r"没有.{0,4}投资|无投资|零投资", ("无投资单位数", "零投资数")),
        (r"有(?:实际)?投资", ("有投资单位数",)),
        (r"过亿元|亿元以上", ("过亿元项目数",)),
        (r"5000万元至1?亿元|之间", ("五千万元至一亿元项目数",)),
        (r"应开工", ("应开工数",)),
        (r"未开工|尚未开工", ("未开工数",)),
        (r"开复工", ("开复工数",)),
        (r"复工", ("复工数",)),
        (r"开工", ("开工数", "已开工数")),
        (r"产业项目", ("产业项目数",)),
        (r"招商组", ("招商组数",)),
        (r"[项类条]目|工程", ("项目数",)),
        (r"单位", ("填报单位数",)),
    ),
}
_COMPILED = {
    kind: tuple((re.compile(pattern), names) for pattern, names in items)
    for kind, items in _ITEMS.items()
}
_HEAD = re.compile(r".{0,24}?(?:项目|单位|工程|企业|招商组|乡镇)")
_ECONOMY = re.compile(
    r"生产总值|财政收入|财政总收入|消费品零售|城镇居民|农民人均|居民人均|进出口|出口创汇|"
    r"工业增加值|规模以上|在岗职工|城镇化率|用电量"
)
_OURS = re.compile(r"固定资产投资|重点项目|重点建设|储备项目|工业投资|完成投资")
_OTHERS = re.compile(r"(?:全市|全省|全国)$|^(?:全市|全省|全国)")


@dataclass(frozen=True)
class Noun:
    """``words`` are the figure's own. ``level`` is a list as one says it (省级, 市级+县级, 361),
    "" where the text names none; ``is_level_said``: the clause itself does. ``classes`` are those
    of _CLASSES. ``is_economy``: of the economy at large, which no list of projects holds.
    ``is_of_others``: of the whole city or province. ``aims``: a target, and nothing that was."""

    words: str
    level: str
    is_level_said: bool
    classes: frozenset[str]
    is_class_said: bool
    indicators: tuple[str, ...]
    is_economy: bool = False
    is_of_others: bool = False
    aims: bool = False


class Speaker:
    """Reads the nouns of the figures of a text, one after the other."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._level = ""
        self._place: tuple[tuple[int, int] | None, int] = (None, -1)
        self._sentence = -1
        self._classes: frozenset[str] = frozenset()
        self._is_economy = False

    def noun(self, sign: Sign, before: str, after: str, *, is_last: bool) -> Noun:
        words = own_words(sign.kind, before, after, is_last=is_last)
        said = self._said(sign, words)
        self._carry(sign)
        own = frozenset(name for name in _CLASSES if name in words)
        if own:
            self._classes = own
        elif _FORGETS.search(before) or (said and said != self._level):
            self._classes = frozenset()
        if said:
            self._level = said
        left, right = self._layout.clause(sign.start, sign.end)
        clause = self._layout.text[left:right]
        if _ECONOMY.search(clause):
            self._is_economy = True
        elif _OURS.search(clause):
            self._is_economy = False
        return Noun(
            words=words,
            level=said or self._level,
            is_level_said=bool(said),
            classes=own or self._classes,
            is_class_said=bool(own),
            indicators=indicators_of(sign.kind, words)
            or indicators_of(sign.kind, self._layout.text[left : sign.start]),
            is_economy=self._is_economy,
            is_of_others=self._is_of_others(sign, before),
            aims=bool(re.search(r"全年(?:至少|力争|确保|计划|完成)|力争|目标|任务|要完成", words)),
        )

    def _is_of_others(self, sign: Sign, before: str) -> bool:
        """全市10.7亿元, 全市（10.7亿元）."""
        opened = self._layout.text[: sign.start].rstrip("（( ") if not before.strip() else before
        return sign.kind in (Kind.AMOUNT, Kind.COUNT) and bool(_OTHERS.search(opened[-8:].strip()))

    def _said(self, sign: Sign, words: str) -> str:
        if level := level_in(words):
            return level
        if sign.kind in (Kind.COUNT, Kind.AMOUNT, Kind.RATE):
            left, _ = self._layout.clause(sign.start, sign.end)
            return level_in(self._layout.text[left : sign.start])
        return ""

    def _carry(self, sign: Sign) -> None:
        heading = self._layout.heading_before(sign.start)
        paragraph = self._layout.paragraph(sign.start)
        sentence = self._layout.sentence(sign.start)
        if sentence != self._sentence:
            self._classes = frozenset()
            self._is_economy = False
        left, right = self._layout.sentence_around(sign.start)
        begins_anew = (heading, paragraph) != self._place or (
            sentence != self._sentence and _OUR_OWN.search(self._layout.text[left:right])
        )
        if begins_anew:
            line = self._layout.text[heading[0] : heading[1]] if heading else ""
            self._level = "" if _SEVERAL.search(line) else level_in(line)
        self._place, self._sentence = (heading, paragraph), sentence


def level_in(words: str) -> str:
    """The last list that the words name."""
    found = [
        (each.start(), level or each[1])
        for pattern, level in _LEVELS
        for each in pattern.finditer(words)
    ]
    return max(found)[1] if found else ""


def own_words(kind: Kind, before: str, after: str, *, is_last: bool) -> str:
    """A count owns what is counted behind it, and what is said of it where no figure follows; every
    figure owns what stands before it."""
    before = before.strip()
    if kind is not Kind.COUNT:
        behind = after.strip() if after.startswith("的") or not before else ""
        return f"{before}{behind}"
    if is_last:
        return f"{before}{after.strip()}"
    head = _HEAD.match(after)
    return f"{before}{head[0]}" if head else before


def indicators_of(kind: Kind, words: str) -> tuple[str, ...]:
    for pattern, names in _COMPILED.get(kind, ()):
        if pattern.search(words):
            return names
    return ()
