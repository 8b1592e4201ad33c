"""What a person chooses of a paper: to whom it goes, by which plan, in which words, with what in
it. Each has a default, by which a half-year summary to those above comes out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class PlanVersion(StrEnum):
    """By which plan rates are reckoned."""

    ADJUSTED = "调整后计划"
    FIRST = "年初计划"


class PaceWord(StrEnum):
    """What the share of the year is called, throughout a paper."""

    PACE = "序时进度"
    EVEN = "均衡进度"


class Naming(StrEnum):
    """点名范围: upward only what a person ticked is named as behind, a 通报 names all."""

    TICKED = "只点勾选的"
    ALL = "全部点名"


class Chapter(StrEnum):
    """The chapters that can be left out, by their headings."""

    OPENING = "开头"
    PROGRESS = "重点项目建设进展情况"
    TASKS = "主要指标任务完成情况"
    HIGHLIGHTS = "工作亮点"
    MEASURES = "主要措施"
    PROBLEMS = "存在的主要问题"
    NEXT = "下一步工作"
    SUPPORT = "恳请支持的事项"


@dataclass(frozen=True)
class OwnSentence:
    """What a person wrote in place of a composed sentence, "" where they struck it out, with
    figures as {keys}. ``chapter`` is the heading under which that stood, ``seen`` how each figure
    printed as it was written."""

    text: str
    chapter: str = ""
    seen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Choices:
    """``decimals`` are those of rates and 百分点, 0 to 2. ``lists`` are the keys of the lists that
    are told, all where None. ``ticked`` are the ids of projects that may be named as behind, or
    first among preliminary ones. ``written`` is what people wrote themselves, lines by chapter: in
    place of the opening, after the sentences of all others. On what is no ``working_copy`` the
    notes of the office do not stand. ``charts``: it has 附图. ``own`` are sentences that people
    worded themselves, by the names of the composed ones (``reports.prose.own_sentences``)."""

    decimals: int = 1
    pace_word: PaceWord = PaceWord.PACE
    plan: PlanVersion = PlanVersion.ADJUSTED
    naming: Naming = Naming.TICKED
    ticked: frozenset[int] = frozenset()
    lists: tuple[str, ...] | None = None
    left_out: frozenset[Chapter] = frozenset()
    written: Mapping[Chapter, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    working_copy: bool = True
    charts: bool = False
    own: Mapping[str, OwnSentence] = field(default_factory=lambda: MappingProxyType({}))

    def tells(self, chapter: Chapter) -> bool:
        return chapter not in self.left_out
