"""The source documents and the papers of their counties, chapter by chapter. Which figures stand
in them with what key, and why the others do not, is docs/seed-papers.md, line by line."""

from pathlib import Path

import pytest

from demo.published.seed_papers import (
    PAPERS,
    Told,
    chapters_of,
    every_figure,
    line_of_seed,
    stands_in,
)
from demo.published.seeds import seed_lines
from reports.tests.struck_out import struck_out

TABLE = Path(__file__).parent.parent.parent / "docs" / "seed-papers.md"
PROGRESS = "一、重点项目建设进展情况"
HIGHLIGHTS, PROBLEMS = "二、工作亮点", "三、存在的主要问题"
TASKS = "二、主要指标任务完成情况"
BEHIND_TASKS = ["三、工作亮点", "四、存在的主要问题"]
CHAPTERS = {
    "S000": [
        PROGRESS,
        "（一）省、市级重点项目完成情况",
        "（二）县级重点项目完成情况",
        HIGHLIGHTS,
        PROBLEMS,
    ],
    "S001": [PROGRESS, TASKS, "三、工作亮点"],
    "S002": [
        PROGRESS,
        "（一）县级重点项目完成情况",
        "（二）省、市级重点项目完成情况",
        "（三）项目资金情况",
        TASKS,
        *BEHIND_TASKS,
    ],
    "S002固投": [PROGRESS, TASKS],
    "S002次年": [
        PROGRESS,
        "（一）县级重点项目完成情况",
        "（二）项目资金情况",
        HIGHLIGHTS,
    ],
    "S003": [
        PROGRESS,
        "（一）市级重点项目完成情况",
        "（二）县级重点项目完成情况",
        "（三）前期手续办理情况",
        "（四）项目资金情况",
        TASKS,
        *BEHIND_TASKS,
    ],
    "S004": [
        PROGRESS,
        "（一）市级重点项目完成情况",
        "（二）县级重点项目完成情况",
        "（三）挂牌重点建设项目完成情况",
        "（四）项目储备情况",
        HIGHLIGHTS,
        PROBLEMS,
        "四、下一步工作",
    ],
}
STANDING = {
    "S000": 59,
    "S001": 5,
    "S002": 11,
    "S002固投": 12,
    "S002次年": 4,
    "S003": 20,
    "S004": 25,
}
"""How many of a document's figures stand in each paper."""


def lines():
    return [line for line in TABLE.read_text(encoding="utf-8").splitlines() if "| 00" in line]


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.case)
def test_a_paper_has_the_chapters_and_the_figures_of_its_document(paper, settings):
    settings.XUSHI_TODAY = "2026-01-01"
    paper.load()
    document, book = paper.composed()
    assert chapters_of(document) == CHAPTERS[paper.case]
    told = list(stands_in(document, book, paper))
    assert [line for each in told if (line := line_of_seed(each)) not in lines()] == []
    assert len(told) == STANDING[paper.case]
    assert struck_out(document, paper.decimals) == []


def test_every_figure_has_a_line_with_its_key_or_why_it_has_none():
    cells = [[cell.strip() for cell in line.split("|")] for line in lines()]
    assert [number for _, number, *_ in cells] == [printed["id"] for printed in seed_lines()]
    assert sum(key != "" for *_, key, _, _, _ in cells) == sum(STANDING.values()) == 136
    assert [number for _, number, *_, key, _, why, _ in cells if bool(key) is bool(why)] == []


def test_what_stands_nowhere_says_why():
    assert [each.printed["id"] for each in every_figure([]) if not each.reason] == []
    outside = Told({"id": "002-01", "what": "", "class": "economy", "verdict": "outside"})
    assert outside.reason == "县外或统计部门公布的数：登记为外部数据后由人引用"
