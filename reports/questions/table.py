"""The answer to a question: the projects asked for, as a table, its sums, and one sentence."""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from figures import words
from figures.coverage import coverage_of
from figures.facts import Facts
from figures.figure import Figure
from figures.indicators import INDICATORS
from figures.lines import verified_words
from figures.plan_fact import PlanFact
from figures.rows_page import titled
from figures.subject import Cell, Column, Subject
from figures.subjects.plan_lines import PLAN_LINES
from investment.basis import Basis
from measures.months import CutOff, Month
from projects.models import Project
from reports.questions.columns import chosen


@dataclass(frozen=True)
class Asked:
    """What is asked: the projects by id, in the order in which they are to stand."""

    projects: tuple[int, ...]
    columns: tuple[str, ...]
    month: Month
    by_month: bool = False
    day: datetime.date | None = None
    basis: Basis = Basis.VERIFIED

    @property
    def at(self) -> CutOff:
        return CutOff(self.month, self.day)


@dataclass(frozen=True)
class Answer:
    """``rows`` are the projects' lines at the cut-off, each in the county's own list or the first
    that it is on; ``unlisted`` are those that stand on no list of the year, by name, ``packaged``
    those that a list has by their package."""

    asked: Asked
    facts: Facts
    rows: tuple[PlanFact, ...]
    unlisted: tuple[str, ...]
    packaged: tuple[str, ...] = ()

    @cached_property
    def columns(self) -> tuple[Column[PlanFact], ...]:
        return chosen(self.asked.columns, self.asked.month, by_month=self.asked.by_month)

    @property
    def subject(self) -> Subject[PlanFact]:
        """What writes the rows as a workbook asks for one."""
        return replace(PLAN_LINES, columns=self.columns)

    @property
    def count(self) -> int:
        return len(self.rows) + len(self.unlisted) + len(self.packaged)

    @property
    def heads(self) -> list[tuple[str, str]]:
        """The titles of the columns, each with its class."""
        month = self.asked.month.month
        return [
            (titled(each, self.asked.basis, each.head).format(month=month), _css(each))
            for each in self.columns
        ]

    @property
    def lines(self) -> list[tuple[PlanFact, list[tuple[str, Cell]]]]:
        return [
            (row, [(_css(column), column.shown(row)) for column in self.columns])
            for row in self.rows
        ]

    @property
    def foot(self) -> list[tuple[str, str]]:
        cells = [(_css(column), self._foot_of(column)) for column in self.columns]
        cells[0] = (cells[0][0], f"合计 {len(self.rows)} 个")
        return cells

    def _foot_of(self, column: Column[PlanFact]) -> str:
        return column.text(column.total_of(self.rows)) if column.total else ""

    def figure(self, name: str) -> Figure[PlanFact]:
        return INDICATORS[name].over(self.rows, name)

    @property
    def sentence(self) -> str:
        """To be copied: what the projects come to, held against pace where it can be."""
        if not self.rows:
            return (
                f"上述{self.count}个项目不在{self.asked.month.year}年任何清单内，没有计划和完成数。"
            )
        return f"{self._amounts}。{self._behind}{self._basis}"

    @property
    def _amounts(self) -> str:
        month = self.asked.month
        told = [f"上述{self.count}个项目"]
        if len(self.rows) < self.count:
            told = [f"{told[0]}，其中在本年清单内的{len(self.rows)}个"]
        if total := self.figure("总投资").yuan:
            told = [f"{told[0]}总投资{words.amount(total)}"]
        if planned := self.figure("年度计划投资").yuan:
            told.append(f"{month.year}年计划投资{words.amount(planned)}")
        done = self.figure("完成投资").yuan
        at = f"截至{self.asked.at.in_year}"
        if done is None:
            by = "上级认定" if self.asked.basis is Basis.RECOGNISED else "已审定"
            return f"{'，'.join(told)}，{at}尚无{by}的完成投资"
        told.append(f"{at}累计完成投资{words.amount(done)}")
        completion, pace, lead = (self.figure(name) for name in ("完成率", "序时进度", "超序时"))
        if completion.exact is not None:
            told.append(f"占年度计划的{words.rate(completion.exact, pace.exact)}")
        if lead.exact is not None:
            told.append(words.against_pace(lead.exact))
        return "，".join(told)

    @property
    def _behind(self) -> str:
        behind = self.figure("落后数")
        return f"其中{behind.value}个落后。" if behind else ""

    @property
    def _basis(self) -> str:
        """口径: the reports behind it, the lists whose plans were taken, and who is on none."""
        lists = Counter(row.plan_key for row in self.rows)
        taken = "、".join(
            key if len(lists) == 1 else f"{key}{number}个" for key, number in lists.items()
        )
        told = [
            *filter(None, [coverage_of(self.rows).words]),
            verified_words(self.rows),
            f"年度计划按{taken}清单",
        ]
        told += self.packaged
        if outside := [row for row in self.rows if not row.owes]:
            told.append(f"{len(outside)}个前期项目没有年度计划任务，不计入完成率")
        if self.unlisted:
            told.append(f"另{len(self.unlisted)}个不在本年清单内，没有计入")
        return f"（{'；'.join(told)}。）"


def _css(column: Column[PlanFact]) -> str:
    return "num" if column.unit is not None else column.css


def answer(asked: Asked, facts: Facts, projects: Mapping[int, Project]) -> Answer:
    """``facts`` are those that the person may see, ``projects`` those of what is asked for."""
    rows: list[PlanFact] = []
    unlisted: list[str] = []
    packaged: list[str] = []
    listed = {row.project_id: row.project_name for row in facts.rows}
    lines = lines_of(facts, asked.projects)
    for pk in asked.projects:
        if pk in lines:
            rows.append(lines[pk])
        elif pk in projects:
            whole = listed.get(projects[pk].package_id or 0)
            if whole is None:
                unlisted.append(projects[pk].name)
            else:
                packaged.append(f"{projects[pk].name}随打包项目“{whole}”列入，投资在其中")
    return Answer(asked, facts, tuple(rows), tuple(unlisted), tuple(packaged))


def lines_of(facts: Facts, projects: Sequence[int]) -> dict[int, PlanFact]:
    found = {project: facts.line_of(project) for project in projects}
    return {project: line for project, line in found.items() if line is not None}
