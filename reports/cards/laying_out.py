"""A card as blocks of a document: what it tells in a form, photos below."""

import datetime
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from documents.paragraphs import (
    TEXT_WIDTH,
    Block,
    Paragraph,
    Photo,
    PhotoRow,
    Style,
    Table,
    Words,
    plain,
)
from documents.runs import Run, bare
from documents.titles import LINE as LINE_OF_TITLE
from documents.titles import in_lines, width_of
from documents.vessels import in_full
from figures import words
from figures.lights import Colour
from figures.plan_fact import PlanFact
from projects.models import Part, PlanCategory
from reports.cards.fitting import SIZES, LongWords, Size, cut, fitted, lines_of
from reports.cards.reading import CardFacts
from reports.papers.choices import PaperChoices
from reports.prose.annexes import UNTOLD as UNEXPLAINED
from reports.prose.told import digits_beside
from reports.site_photos import SitePhoto

UNTOLD = "未填报"
WIDTHS = (32, 46, 32, 46)
_VALUE, _WHOLE = WIDTHS[1], TEXT_WIDTH - WIDTHS[0]
_LINES_OF_A_NAME = 2
PHOTOS = 2
_LINES_OF_A_CAPTION, _ROOM_OF_A_CAPTION = 2, 19
# Of a page, in points, what its parts take: a line of the title and what stands below it, the line
# of the unit with what is around the form, and photos with their captions beside their height.
_PAGE, _TITLE_LINE, _BELOW_TITLE, _AROUND_FORM, _AROUND_PHOTOS = 637, 36, 30, 34, 48
_POINTS_OF_MM = 72 / 25.4
_COLOURS = {Colour.GREEN: "绿灯", Colour.AMBER: "黄灯", Colour.RED: "红灯"}

Pair = tuple[str, str, str, str]


Keys = Callable[[PlanFact, str], str]
"""The key by which an indicator of a line is opened; "" where it has none."""


def card_blocks(
    card: CardFacts, choices: PaperChoices, keys: Keys, *, on_new_page: bool
) -> Iterator[Block]:
    name = card.project.name
    title = f"{name}简介卡" if name.endswith("项目") else f"{name}项目简介卡"
    lines = in_lines(title)
    is_short = len(lines) <= _LINES_OF_A_NAME and max(map(width_of, lines)) <= LINE_OF_TITLE
    if not is_short:
        title, lines = "重点项目简介卡", [""]
    photos = card.photos[:PHOTOS]
    room = _PAGE - len(lines) * _TITLE_LINE - _BELOW_TITLE - _AROUND_FORM
    yield Paragraph(Style.TITLE, plain(title), on_new_page)
    size, rows = _fitting(card, choices, keys, room, len(photos), is_named=is_short)
    yield Table((), rows, WIDTHS, unit=f"数据截至{card.month.label}底", is_dense=size.is_dense)
    if photos and size.photo:
        yield PhotoRow(tuple(map(_photo, photos)), len(photos), size.photo)


def _fitting(
    card: CardFacts,
    choices: PaperChoices,
    keys: Keys,
    room: float,
    photos: int,
    *,
    is_named: bool,
) -> tuple[Size, tuple[tuple[Words, ...], ...]]:
    """The rows in the largest type in which all of them fit; cut in the smallest."""
    place = card.project.location or card.project.town or UNTOLD
    named = [] if is_named else [LongWords("项目名称", card.project.name)]
    pairs, light, long = list(_pairs(card, choices)), _light(card, choices), list(_long(card))
    for size in SIZES:
        whole, value = size.room(_WHOLE), size.room(_VALUE)
        short = [_cut(pair, value, size.most) for pair in pairs]
        first = [*named, LongWords("建设地点", cut(place, whole, size.most))]
        taken = sum(size.height(max(lines_of(pair[at], value) for at in (1, 3))) for pair in short)
        taken += sum(size.height(lines_of(row.text, whole)) for row in (*first, light))
        left = room - taken
        if photos and size.photo:
            left -= size.photo * _POINTS_OF_MM + _AROUND_PHOTOS
        lines = int((left - size.height(0) * len(long)) // size.line)
        asked = [min(_lines_of_row(row, whole), size.least) for row in long]
        if sum(asked) <= lines:
            break
    rows = [_whole_row(row) for row in first]
    rows += [tuple(_with_keys(pair, card.row, choices, keys)) for pair in short]
    rows += [_whole_row(row) for row in (light, *fitted(long, whole, lines))]
    return size, tuple(rows)


def _cut(pair: Pair, room: int, lines: int) -> Pair:
    first, value, then, other = pair
    return first, cut(value, room, lines), then, cut(other, room, lines)


def _with_keys(
    pair: Pair, row: PlanFact | None, choices: PaperChoices, keys: Keys
) -> Iterator[Words]:
    """Each number opens what it is made of."""
    figures = _figures(row, choices) if row else {}
    for label, told in (pair[:2], pair[2:]):
        indicator, printed = figures.get(label, ("", ""))
        yield plain(label)
        key = keys(row, indicator) if row and told == printed else ""
        yield (Run(told, key),)


def _figures(row: PlanFact, choices: PaperChoices) -> dict[str, tuple[str, str]]:
    """The indicators of the labels, each with how the line prints it where it is known."""
    return {
        "总投资": ("总投资", _amount(row.total_investment)),
        "年度计划投资": ("年度计划投资", _amount(row.planned)),
        "本月完成投资": ("本月完成投资", _amount(row.done_this_month)),
        "本年累计完成": ("完成投资", _amount(row.done)),
        "完成率": ("完成率", _rate(row, choices) if row.rate else ""),
        choices.pace_word: ("序时进度", _pace(row, choices)),
    }


def _lines_of_row(row: LongWords, room: int) -> int:
    return max(lines_of(row.text, room), row.label.count("\n") + 1)


def _whole_row(row: LongWords) -> tuple[Words, ...]:
    return plain(row.label), plain(row.text)


def _photo(photo: SitePhoto) -> Photo:
    told = bare(photo.words)
    caption = f"{photo.day}，{told}" if told else photo.day
    return Photo(photo.place, cut(caption, _ROOM_OF_A_CAPTION, _LINES_OF_A_CAPTION))


def _pairs(card: CardFacts, choices: PaperChoices) -> Iterator[Pair]:
    """Two labels and what they say, a row."""
    project, row = card.project, card.row
    category = project.category.name if project.category else UNTOLD
    yield "清单和分类", _lists(card.lines), "项目类别", category
    yield "建设单位", _held(card, Part.CONSTRUCTION), "填报单位", _held(card, Part.REPORTING)
    yield "责任单位", _held(card, Part.RESPONSIBLE), "包抓领导", card.leader or UNTOLD
    yield "总投资", _amount(project.total_investment), "年度计划投资", _planned(row)
    yield "开工", _start(card), "计划竣工", _completion(card)
    yield "本月完成投资", _of_month(row), "本年累计完成", _done(row)
    yield "完成率", _rate(row, choices), choices.pace_word, _pace(row, choices)


def _long(card: CardFacts) -> Iterator[LongWords]:
    row = card.row
    yield LongWords("建设规模\n及内容", _one_paragraph(card.project.content) or UNTOLD)
    yield LongWords("形象进度", _one_paragraph(row.progress if row else "") or UNTOLD)
    yield LongWords("存在问题", "\n".join(_problems(card)))
    if card.orders:
        yield LongWords("调度事项", "\n".join(_orders(card)))


def _one_paragraph(text: str) -> str:
    return " ".join(text.split())


def _held(card: CardFacts, part: Part) -> str:
    return "、".join(card.units.get(part, ())) or UNTOLD


def _lists(lines: Sequence[PlanFact]) -> str:
    """县级、市级续建; 县级新建，市级续建 where the lists differ."""
    if not lines:
        return "未列入年度清单"
    by_class = groupby(lines, key=lambda row: row.category)
    return "，".join(
        f"{'、'.join(row.plan_key for row in rows)}{PlanCategory(category).label}"
        for category, rows in by_class
    )


def _amount(yuan: int | None) -> str:
    return UNTOLD if yuan is None else words.amount(yuan)


def _planned(row: PlanFact | None) -> str:
    if row is None:
        return "未列入年度清单"
    return words.amount(row.planned) if row.planned else "未安排年度投资"


def _start(card: CardFacts) -> str:
    began = card.row.started_on if card.row else card.project.actual_start
    if began is not None and began <= card.month.last_day:
        return in_full(began)
    if card.row is None:
        return UNTOLD
    if card.row.is_started:
        return f"已开工，日期{UNTOLD}"
    planned = card.row.planned_start
    return f"未开工，计划{planned.year}年{planned.month}月" if planned else "未开工"


def _completion(card: CardFacts) -> str:
    planned: datetime.date | None = card.row.planned_completion if card.row else None
    if planned is not None:
        return f"{planned.year}年{planned.month}月"
    year = card.project.construction_end_year
    return f"{year}年" if year else UNTOLD


def _of_month(row: PlanFact | None) -> str:
    if row is None or row.done_this_month is None:
        return _silence(row)
    return words.amount(row.done_this_month)


def _silence(row: PlanFact | None) -> str:
    return f"已报送，{row.waiting_word}" if row and row.is_waiting else UNTOLD


def _done(row: PlanFact | None) -> str:
    if row is None or row.done is None:
        return UNTOLD
    return words.amount(row.done)


def _rate(row: PlanFact | None, choices: PaperChoices) -> str:
    if row is None or row.rate is None:
        return UNTOLD if row is None or row.planned else "—"
    pace = None if row.lead is None else row.pace
    return words.rate_with(row.rate, digits_beside(row.rate, pace, choices.decimals))


def _pace(row: PlanFact | None, choices: PaperChoices) -> str:
    is_measured = row and row.planned and row.category != PlanCategory.PRELIMINARY
    return words.rate_with(row.pace, choices.decimals) if row and is_measured else "—"


def _light(card: CardFacts, choices: PaperChoices) -> LongWords:
    """黄灯：低于序时进度1.8个百分点; what the light says where it goes by no pace."""
    row = card.row
    if row is None:
        return LongWords("亮灯", "未列入年度清单，不亮灯")
    said = row.light.reason
    if row.lead is not None and row.light.points is not None:
        held = words.held_against_pace(row.lead, row.pace, choices.pace_word, choices.decimals)
        said = "".join(held)
    return LongWords("亮灯", f"{_COLOURS.get(row.light.colour, row.light.word)}：{said}")


def _problems(card: CardFacts) -> Iterator[str]:
    told = _one_paragraph(card.row.problem if card.row else "")
    if told:
        yield told
    for problem in card.problems:
        text = _one_paragraph(problem.text)
        if bare(text) not in told:
            yield f"【{problem.get_category_display()}】{text}"
    if not told and not card.problems:
        yield _none_told(card.row)


def _none_told(row: PlanFact | None) -> str:
    if row is None or not row.is_reported:
        return UNTOLD
    return UNEXPLAINED if row.light.lag else "无"


def _orders(card: CardFacts) -> Iterator[str]:
    """Who owes what by when."""
    for order in card.orders:
        yield (
            f"{order.addressee.name}：{bare(order.request)}，{in_full(order.due_on)}前办结"
            f"（{order.label}，{order.get_state_display()}）"
        )
