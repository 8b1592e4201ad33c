"""The half-year summary (半年工作总结) as a document of marked paragraphs."""

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from accounts.people.selectors import BUREAU
from documents.numerals import NUMERALS
from documents.paragraphs import Document, Paragraph, Style
from documents.runs import runs
from figures import words
from figures.book import FigureBook, check_book
from figures.coverage import coverage_of
from figures.denominator import OF_THE_YEAR, plan_basis
from figures.facts import Facts
from figures.months import PRELIMINARY
from measures.months import Month
from projects.listnames import spoken_key, without_year
from projects.models import AnnualPlan, Tier
from reports.prose.environment import (
    amount,
    percentage,
    plan_names,
    prose_environment,
    remainder_of,
)
from reports.prose.units import units_sentence

TEMPLATE = Path(__file__).with_name("half_year.j2")


class Ordinals:
    """一, 二, 三 …: each printing is the next, so that a missing point leaves no gap."""

    def __init__(self) -> None:
        self._numerals: Iterator[str] = iter(NUMERALS)

    def __str__(self) -> str:
        return next(self._numerals)


def compose_summary(facts: Facts, *, issuer: str = BUREAU) -> Document:
    """Write the summary of the facts. Raises PartsDoNotAddUp (Chinese) instead of printing
    parts that do not make their whole."""
    book = FigureBook(facts)
    check_book(book)
    chapters = lists_by_chapter(facts.plans)
    names: dict[str, Any] = {
        tier.label: plan_names(book, chapters[tier].key) if tier in chapters else None
        for tier in Tier
    } | {key: plan_names(book, key) for key in facts.keys}
    own = chapters.get(Tier.COUNTY)
    others = [
        plan
        for plan in facts.plans
        if plan not in chapters.values() and book.of(plan.key, "全部", "项目数")
    ]
    environment = prose_environment()
    environment.filters["句"] = sentence
    environment.globals["其余"] = partial(remainder_of, book=book)
    marked = environment.from_string(TEMPLATE.read_text(encoding="utf-8")).render(
        **names,
        年=facts.month.year,
        期间=period_words(facts.month),
        截止=f"截至{facts.month.month}月底",
        半年=facts.month.month == 6,
        编制单位=issuer,
        全县=facts.county.whole,
        序号=Ordinals,
        单位报送=units_sentence(book, own.key) if own else "",
        其他清单=[(called(plan), plan_names(book, plan.key)) for plan in others],
        报送情况=coverage_sentence(book),
        计划口径=plan_sentence(book),
        未印发=words.unissued(facts),
    )
    return Document(facts.month, tuple(_paragraphs(marked)))


def lists_by_chapter(plans: Iterable[AnnualPlan]) -> dict[str, AnnualPlan]:
    """The list of which the chapter of each tier is told: the one that is called by its tier, else
    the first; 挂牌 has none. Those beside it are told after them."""
    chapters: dict[str, AnnualPlan] = {}
    for plan in plans:
        if plan.tier == Tier.LISTED:
            continue
        if plan.tier not in chapters or plan.key == plan.get_tier_display():
            chapters[plan.tier] = plan
    return chapters


def called(plan: AnnualPlan) -> str:
    """县“361”行动计划重点建设项目: what the projects of a list are called, without its year."""
    name = without_year(plan.name) or plan.key
    return name if name.endswith("项目") else f"{name}重点建设项目"


def coverage_sentence(book: FigureBook) -> str:
    """What every list's totals cover: 市级9个单位中报送9个，30个项目中报送30个；县级…."""
    lists = ((plan, coverage_of(book.of(plan, "全部", "项目数").rows)) for plan in book.facts.keys)
    covered = [
        f"{spoken_key(plan)}{coverage.in_full}" for plan, coverage in lists if coverage.projects
    ]
    standing = book.facts.standing_words
    return "；".join([*covered, *([f"数据为{standing}数"] if standing == PRELIMINARY else [])])


def plan_sentence(book: FigureBook) -> str:
    """By which plan the rates are reckoned; list by list where one was adjusted."""
    if not book.facts.adjusted:
        return OF_THE_YEAR
    told = {key: plan_basis(book, key, amount=amount, rate=percentage) for key in book.facts.keys}
    return "；".join(f"{key}{words}" for key, words in told.items())


def sentence(text: str) -> str:
    """Close a row of clauses: one full stop in place of the last comma or semicolon."""
    return "".join(text.split("\n")).strip().rstrip("，；、") + "。"


def period_words(month: Month) -> str:
    """2019年上半年, 2019年全年, 2019年1月, 2019年1—3月."""
    named = {1: "1月", 6: "上半年", 12: "全年"}
    return f"{month.year}年{named.get(month.month, f'1—{month.month}月')}"


def _paragraphs(marked: str) -> Iterator[Paragraph]:
    for line in marked.split("\n"):
        text = line.strip()
        if not text:
            continue
        style = next(s for s in Style if text.startswith(s.value))
        yield Paragraph(style, runs(text.removeprefix(style.value)))
