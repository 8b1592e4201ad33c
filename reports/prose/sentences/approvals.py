"""How far the lists have come with their approvals (手续), and which promises were not kept."""

from documents.runs import mark
from figures import words
from figures.book import Book, UnknownFigure
from figures.figure import Figure
from figures.subjects.approvals import NAME, WHOLE, ApprovalFact
from measures.rounding import NO_VALUE
from projects.approvals.standing import Standing
from reports.prose.sentences.naming import sentence
from reports.prose.told import Paper


@sentence("前期手续")
def approvals(paper: Paper) -> str:
    """县级48个重点项目审批手续全部办结5个，办结率10.4%，容缺办结31个，容缺办结率64.6%；市级…: of
    the lists of which anything was declared, the county's own first."""
    book = _book_of(paper)
    if book is None:
        return ""
    keys = [plan.key for plan in paper.book.facts.plans]
    keys.sort(key=lambda key: key != paper.own)
    told = [_of_list(paper, book, key) for key in keys]
    clauses = [clause for clause in told if clause]
    return f"{'；'.join(clauses)}。" if clauses else ""


@sentence("手续逾期")
def overdue(paper: Paper) -> str:
    """全县有3项容缺办结的手续承诺到期尚未补齐。"""
    book = _book_of(paper)
    late = None if book is None else book[f"{NAME}.{WHOLE}.承诺到期未补事项数"]
    if not late:
        return ""
    return f"{paper.whole}有{mark(late.key, late.text())}项容缺办结的手续承诺到期尚未补齐。"


def _book_of(paper: Paper) -> Book[ApprovalFact] | None:
    """None where nothing was declared, and beside a part of the county."""
    try:
        book: Book[ApprovalFact] = paper.book.topic(NAME)
    except UnknownFigure:
        return None
    told = (row.standing is not Standing.SILENT for row in book.facts.rows)
    return book if any(told) else None


def _of_list(paper: Paper, book: Book[ApprovalFact], key: str) -> str:
    def figure(name: str) -> Figure[ApprovalFact]:
        return book[f"{NAME}.{key}.{name}"]

    every = figure("项目数")
    states = [("全部办结", "办结"), ("容缺办结", "容缺办结")]
    parts = [
        f"{said}{mark(number.key, number.text())}个，{name}率{_rate(paper, figure(f'{name}率'))}"
        for said, name in states
        if (number := figure(f"{name}数"))
    ]
    if not parts:
        return ""
    return f"{key}{mark(every.key, every.text())}个重点项目审批手续{'，'.join(parts)}"


def _rate(paper: Paper, figure: Figure[ApprovalFact]) -> str:
    if figure.exact is None:
        return NO_VALUE
    return mark(figure.key, words.rate_with(figure.exact, paper.choices.decimals))
