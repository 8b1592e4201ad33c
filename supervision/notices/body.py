"""What a notice says, drafted from the facts: overview, groups, laggards by name, items, table.

The same text is shown while it is drafted and kept when it is issued. ``body`` is plain data:
paragraphs as [style, text], and the table as rows of words.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from documents.numerals import NUMERALS
from figures import words
from figures.book import FigureBook, books_by_unit
from figures.coverage import coverage_of
from figures.facts import Facts, load_facts
from figures.figure import Figure
from figures.indicators import LIGHT_NAMES
from figures.lights import Lag
from figures.plan_fact import PlanFact
from measures.months import Month
from measures.places import places
from measures.rounding import NO_VALUE
from supervision.models import NoticeItem, NoticeItemKind, SupervisionNotice

CHAPTER, BODY = "chapter", "body"

# In the order in which a notice has them, and the sentence each begins with.
ITEM_CHAPTERS = (
    (NoticeItemKind.PRAISE, "通报表扬"),
    (NoticeItemKind.REMIND, "提醒事项"),
    (NoticeItemKind.CRITICISE, "通报批评"),
    (NoticeItemKind.SUMMON, "约谈"),
)
TABLE_HEAD = (
    "名次",
    "填报单位",
    "项目数",
    "年度计划",
    "完成投资",
    "完成率%",
    "超欠序时",
    "滞后项目",
)


def compose_body(notice: SupervisionNotice) -> dict[str, Any]:
    """Paragraphs and table of the notice as its facts and items now are."""
    facts = load_facts(notice.county, Month(notice.year, notice.month))
    cut_off, plan = facts.month.label, notice.plan_key
    chapters = [*_chapters(notice, facts)]
    paragraphs = []
    for numeral, (heading, lines) in zip(NUMERALS, chapters, strict=False):
        paragraphs.append([CHAPTER, f"{numeral}、{heading}"])
        paragraphs += [[BODY, line] for line in lines]
    return {
        "paragraphs": paragraphs,
        "table": {
            "title": f"截至{cut_off}底各单位{plan}重点项目完成情况（从低到高）",
            "unit": "单位：万元、%、百分点、个",
            "head": list(TABLE_HEAD),
            "rows": _table(facts, plan),
        },
        "light_source": facts.light_source,
    }


def digest_of(body: dict[str, Any]) -> str:
    """What a person has read, in a word: an approver issues no other text."""
    return hashlib.sha256(json.dumps(body, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _chapters(notice: SupervisionNotice, facts: Facts) -> Iterator[tuple[str, list[str]]]:
    book = FigureBook(facts)
    yield "总体情况", [_overview(book, notice.plan_key), *_groups(book, notice.plan_key)]
    laggards = _laggards(book, notice.plan_key)
    if laggards:
        yield "滞后项目", laggards
    items = list(
        notice.items.select_related("unit", "project", "order").order_by("pk") if notice.pk else ()
    )
    for kind, heading in ITEM_CHAPTERS:
        chosen = [item for item in items if item.kind == kind]
        if chosen:
            yield heading, _item_lines(chosen)
    withdrawals = notice.withdrawals.select_related("item__unit", "item__notice").order_by("pk")
    if withdrawals:
        yield (
            "撤销事项",
            [
                f"撤销{w.item.notice.issue_words}督查通报对{w.item.unit.name}的"
                f"{w.item.get_kind_display()}（{bare(w.item.text)}）。理由：{bare(w.reason)}。"
                for w in withdrawals
            ],
        )
    demands = [line.strip() for line in notice.demands.splitlines() if line.strip()]
    if demands:
        yield "工作要求", demands


def _overview(book: FigureBook, plan: str) -> str:
    def figure(name: str) -> Figure:
        return book.of(plan, "全部", name)

    count, lead = figure("项目数"), figure("超序时")
    against = "" if lead.exact is None else f"，{words.against_pace(lead.exact)}"
    unissued = words.unissued(book.facts, plan)
    note = f"（{unissued}）" if unissued else ""
    return (
        f"截至{book.facts.month.label}底，{plan}重点建设项目{note}{count.text()}个，"
        f"年度计划投资{words.amount(figure('年度计划投资').yuan)}，"
        f"{_done(book, plan, '全部') or '各项目均未报送完成投资'}{against}。{_lights(book, plan)}"
    )


def _done(book: FigureBook, plan: str, group: str) -> str:
    """完成投资0.5亿元，占年度计划的20%; "" where nothing was reported."""
    done = book.of(plan, group, "完成投资").yuan
    if done is None:
        return ""
    rate = words.rate(book.of(plan, group, "完成率").exact, book.facts.pace_of(plan))
    return f"完成投资{words.amount(done)}，占年度计划的{rate}"


def _lights(book: FigureBook, plan: str) -> str:
    """By the colours, which take each project once, so that they make the whole: those that reach
    the pace are another set, for a county's rule may let a laggard be green."""
    figures = [(name, book.of(plan, "全部", name)) for name in LIGHT_NAMES]
    parts = "，".join(f"{_light_words(name, f)}{f.text()}个" for name, f in figures if f)
    coverage = coverage_of(book.of(plan, "全部", "项目数").rows)
    return f"亮灯情况：{parts}（{coverage.words}）。" if parts else ""


def _light_words(name: str, figure: Figure[PlanFact]) -> str:
    """绿灯; 待审核 or 待审定 of what waits."""
    return words.waiting(figure.rows) or name.removesuffix("数")


def _groups(book: FigureBook, plan: str) -> Iterator[str]:
    for group in ("新建", "续建"):
        count = book.of(plan, group, "项目数")
        if not count:
            continue
        started = ""
        if group == "新建":
            rate = words.rate(book.of(plan, group, "开工率").exact)
            started = f"已开工{book.of(plan, group, '开工数').text()}个，开工率{rate}，"
        money = _done(book, plan, group) or "未报送完成投资"
        yield f"{group}项目{count.text()}个，{started}{money}。"


def _laggards(book: FigureBook, plan: str) -> list[str]:
    """Named, those that have not begun apart from those that spend too little, worst first."""
    rows = book.of(plan, "全部", "落后数").rows
    lines = []
    for lag in Lag:
        chosen = [row for row in rows if row.light.lag is lag]
        if chosen:
            named = "；".join(f"{row.project_name}（{row.unit_name}）{_why(row)}" for row in chosen)
            lines.append(f"{lag.value}{len(chosen)}个：{named}。")
    return lines


def _why(row: PlanFact) -> str:
    problem = bare(row.problem)
    return row.light.reason + (f"，原因：{problem}" if problem else "")


def _item_lines(items: Sequence[NoticeItem]) -> list[str]:
    return [
        f"{number}．{item.unit.name}（{item.get_part_display()}）：{bare(item.words)}。"
        for number, item in enumerate(items, 1)
    ]


def _table(facts: Facts, plan: str) -> list[list[str]]:
    """The units from low to high by their rate; those that did not report at the end, without a
    place."""
    books = {
        unit_id: book
        for unit_id, book in books_by_unit(facts).items()
        if book.of(plan, "全部", "项目数")
    }
    rates = {unit_id: book.of(plan, "全部", "完成率").exact for unit_id, book in books.items()}
    known = {unit_id: rate for unit_id, rate in rates.items() if rate is not None}
    place_of = places(known)
    in_order = [*sorted(known, key=lambda unit_id: known[unit_id])]
    in_order += [unit_id for unit_id in books if unit_id not in known]
    return [_table_row(books[unit_id], plan, place_of.get(unit_id)) for unit_id in in_order]


def _table_row(book: FigureBook, plan: str, place: int | None) -> list[str]:
    def figure(name: str) -> Figure:
        return book.of(plan, "全部", name)

    return [
        NO_VALUE if place is None else str(place),
        book.facts.rows[0].unit_name,
        figure("项目数").text(),
        _wan(figure("年度计划投资")),
        _wan(figure("完成投资")),
        figure("完成率").text(),
        figure("超序时").text(),
        figure("落后数").text(),
    ]


def _wan(figure: Figure) -> str:
    return "未报" if figure.value is None else words.value_text(figure)


def bare(text: str) -> str:
    """Without the stop at its end, to stand within a sentence."""
    return " ".join(text.split()).rstrip("。；;.，,")
