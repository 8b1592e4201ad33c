"""What a notice says, drafted from the facts: overview, groups, laggards by name, items, table.

The same text is shown while it is drafted and kept when it is issued. Its figures carry their
keys; of a unit or a project only those whose rows are its own.
"""

from collections.abc import Iterator, Sequence

from documents.numerals import NUMERALS, numbered
from documents.paragraphs import Block, Document, Paragraph, Style, Words, plain
from documents.runs import Run, bare, mark, runs, unmarked
from figures import words
from figures.book import FigureBook, books_by_unit
from figures.coverage import coverage_of
from figures.facts import Facts, load_facts
from figures.figure import Figure
from figures.indicators import LIGHT_NAMES
from figures.keys import Narrowing, with_cuts
from figures.plan_fact import PlanFact
from measures.months import Month
from measures.places import places
from measures.rounding import NO_VALUE
from supervision.models import NoticeItem, NoticeItemKind, SupervisionNotice
from supervision.notices import lagging
from supervision.notices.kept import NoticeBody, ranking_table

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
    "超/欠序时",
    "滞后项目",
)


def compose_body(notice: SupervisionNotice) -> NoticeBody:
    """Text and table of the notice as its facts and items now are."""
    facts = load_facts(notice.county, Month(notice.year, notice.month))
    cut_off, plan = facts.month.label, notice.plan_key
    chapters = [*_chapters(notice, facts)]
    opening = f"现将截至{cut_off}底{plan}重点建设项目情况通报如下（各单位完成情况附后）："
    blocks: list[Block] = [Paragraph(Style.BODY, plain(opening))]
    for numeral, (heading, lines) in zip(NUMERALS, chapters, strict=False):
        blocks.append(Paragraph(Style.CHAPTER, plain(f"{numeral}、{heading}")))
        blocks += [Paragraph(Style.BODY, runs(line)) for line in lines]
    table = ranking_table(
        f"截至{cut_off}底各单位{plan}重点项目完成情况（从低到高）",
        "单位：万元、%、百分点、个",
        TABLE_HEAD,
        _table(facts, plan),
    )
    behind = lagging.annexes(FigureBook(facts), plan)
    document = Document(facts.month, tuple(blocks), (table, *behind))
    return NoticeBody(document, facts.light_source)


def body_of(notice: SupervisionNotice) -> NoticeBody:
    """As it was issued; of a draft as it would be."""
    if notice.is_issued:
        return NoticeBody.read(notice.body, Month(notice.year, notice.month))
    return compose_body(notice)


def _chapters(notice: SupervisionNotice, facts: Facts) -> Iterator[tuple[str, list[str]]]:
    book = FigureBook(facts)
    """Headings with their lines, in which figures are marked."""
    yield "总体情况", [_overview(book, notice.plan_key), *_groups(book, notice.plan_key)]
    if laggards := lagging.told(book, notice.plan_key):
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
                f"撤销{w.item.notice.issue_words}督查通报对{unmarked(w.item.unit.name)}的"
                f"{w.item.get_kind_display()}（{bare(w.item.text)}）。理由：{bare(w.reason)}。"
                for w in withdrawals
            ],
        )
    demands = [unmarked(line.strip()) for line in notice.demands.splitlines() if line.strip()]
    if demands:
        yield "工作要求", demands


def _overview(book: FigureBook, plan: str) -> str:
    def figure(name: str) -> Figure:
        return book.of(plan, "全部", name)

    count, planned, lead = map(figure, ("项目数", "年度计划投资", "超序时"))
    unissued = words.unissued(book.facts, plan)
    note = f"（{unissued}）" if unissued else ""
    return (
        f"截至{book.facts.month.label}底，{plan}重点建设项目{note}{_number(count)}个，"
        f"年度计划投资{mark(planned.key, words.amount(planned.yuan))}，"
        f"{_done(book, plan, '全部') or '各项目均未报送完成投资'}{_against_pace(lead)}。"
        f"{_lights(book, plan)}"
    )


def _number(figure: Figure[PlanFact]) -> str:
    return mark(figure.key, figure.text())


def _against_pace(lead: Figure[PlanFact]) -> str:
    """，欠序时30.0个百分点, its number marked; "" where nothing is held against the pace."""
    if lead.exact is None:
        return ""
    number = words.distance(lead.exact)
    said, _, _ = words.against_pace(lead.exact).partition(number)
    return f"，{said}{mark(lead.key, number) if lead.exact else ''}"


def _done(book: FigureBook, plan: str, group: str) -> str:
    """完成投资0.5亿元，占年度计划的20%; "" where nothing was reported."""
    done, rate = (book.of(plan, group, name) for name in ("完成投资", "完成率"))
    if done.yuan is None:
        return ""
    printed = words.rate(rate.exact, book.facts.pace_of(plan))
    return (
        f"完成投资{mark(done.key, words.amount(done.yuan))}，占年度计划的{mark(rate.key, printed)}"
    )


def _lights(book: FigureBook, plan: str) -> str:
    """By the colours, which take each project once, so that they make the whole: those that reach
    the pace are another set, for a county's rule may let a laggard be green."""
    figures = [(name, book.of(plan, "全部", name)) for name in LIGHT_NAMES]
    parts = "，".join(f"{_light_words(name, f)}{_number(f)}个" for name, f in figures if f)
    return f"亮灯情况：{parts}（{_coverage(book, plan)}）。" if parts else ""


def _coverage(book: FigureBook, plan: str) -> str:
    """85个项目中报送82个，其中待审定2个, the first two numbers marked, where all that are counted
    owe a report; 均已报送."""
    every, sent = (book.of(plan, "全部", name) for name in ("项目数", "项目数-未报送数"))
    coverage = coverage_of(every.rows)
    head = f"{every.text()}个项目中报送{sent.text()}个"
    rest = coverage.words.removeprefix(head)
    if rest == coverage.words:
        return rest
    if every.value == sent.value:
        return f"{'均' if int(every) > 1 else ''}已报送{rest}"
    return f"{_number(every)}个项目中报送{_number(sent)}个{rest}"


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
            begun, rate = (book.of(plan, group, name) for name in ("开工数", "开工率"))
            printed = mark(rate.key, words.rate(rate.exact))
            started = f"已开工{_number(begun)}个，开工率{printed}，"
        money = _done(book, plan, group) or "未报送完成投资"
        yield f"{group}项目{_number(count)}个，{started}{money}。"


def _cut(whole: FigureBook, plan: str, cut: Narrowing, name: str) -> Figure[PlanFact]:
    return whole.of(plan, with_cuts("全部", [cut]), name)


def _item_lines(items: Sequence[NoticeItem]) -> list[str]:
    return numbered(
        [
            f"{unmarked(item.unit.name)}（{item.get_part_display()}）：{bare(item.words)}。"
            for item in items
        ]
    )


def _table(facts: Facts, plan: str) -> list[list[str | Words]]:
    """The units from low to high by their rate; those that did not report at the end, without a
    place."""
    whole = FigureBook(facts)
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
    return [_table_row(books[unit_id], whole, plan, place_of.get(unit_id)) for unit_id in in_order]


def _wan(figure: Figure[PlanFact]) -> str:
    return "未报" if figure.value is None else words.value_text(figure)


# How each column of numbers prints its figure.
TABLE_FIGURES = (
    ("项目数", Figure.text),
    ("年度计划投资", _wan),
    ("完成投资", _wan),
    ("完成率", Figure.text),
    ("超序时", Figure.text),
    ("落后数", Figure.text),
)


def _table_row(
    book: FigureBook, whole: FigureBook, plan: str, place: int | None
) -> list[str | Words]:
    """Of a unit's own book, each figure by the key that it has in the whole."""
    unit = book.facts.rows[0].unit_name
    of_unit = Narrowing("填报单位", unit)
    cells: list[str | Words] = [NO_VALUE if place is None else str(place), unit]
    for name, printed in TABLE_FIGURES:
        own, cut = book.of(plan, "全部", name), _cut(whole, plan, of_unit, name)
        cells.append((Run(printed(own), cut.key if cut.rows == own.rows else ""),))
    return cells
