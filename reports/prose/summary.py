"""The half-year summary (半年工作总结) as a document of marked paragraphs."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from accounts.people.selectors import BUREAU
from documents.numerals import NUMERALS
from documents.paragraphs import Document, Paragraph, Style
from documents.runs import runs
from figures.book import FigureBook, check_book
from figures.coverage import coverage_of
from figures.denominator import OF_THE_YEAR, plan_basis
from figures.facts import Facts
from figures.months import PRELIMINARY
from measures.months import Month
from projects.models import Tier
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
    names = {tier.label: None for tier in Tier} | {key: plan_names(book, key) for key in facts.keys}
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
        单位报送=partial(units_sentence, book),
        报送情况=coverage_sentence(book),
        计划口径=plan_sentence(book),
    )
    return Document(facts.month, tuple(_paragraphs(marked)))


def coverage_sentence(book: FigureBook) -> str:
    """What every list's totals cover: 市级9个单位中报送9个，30个项目中报送30个；县级…."""
    lists = ((plan, coverage_of(book.of(plan, "全部", "项目数").rows)) for plan in book.facts.keys)
    covered = [f"{plan}{coverage.in_full}" for plan, coverage in lists if coverage.projects]
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
