"""讲话数据页: the ten to fifteen numbers that a leader says in a speech, on one page, each as it is
said, with the exact one and what it is of beside it."""

from collections.abc import Iterable, Iterator
from itertools import islice

from accounts.errors import DomainError
from documents.paragraphs import Document, Table, Words, plain
from documents.runs import Run
from figures import words
from figures.book import UnknownFigure
from figures.figure import Figure
from figures.keys import Narrowing
from figures.lights import Lag
from figures.plan_fact import PlanFact
from measures.aloud import amount_aloud, rate_aloud
from measures.money import format_wan
from measures.rates import format_points, percent
from reports.outside.models import printed as outside_words
from reports.papers.kinds import KindOfPaper, ToCompose
from reports.papers.models import PaperKind
from reports.prose.sentences.notes import basis
from reports.prose.sentences.opening import period
from reports.prose.summary import lists_by_chapter, own_level, own_plan
from reports.prose.told import Told
from reports.sheets.laid_out import WRITTEN, laid_out, paper_of

MOST = 15
"""Of more nobody says them all, and they leave the page."""

Row = tuple[Words, Words, Words, Words]


def compose(asked: ToCompose) -> Document:
    paper, facts = paper_of(asked), asked.facts
    chapters = lists_by_chapter(facts.plans)
    own = own_plan(chapters)
    if own is None:
        raise DomainError("没有可以讲的清单", field="about")
    level = own_level(paper, own)
    told = paper.of(own.key, f"{level}重点项目")
    if not told.figure("项目数"):
        raise DomainError(f"{level}清单上没有计入完成率的项目", field="about")
    above = [
        paper.of(plan.key, f"{plan.get_tier_display()}重点项目")
        for plan in chapters.values()
        if plan is not own
    ]
    rows = (*_own(told), *_of_others(above), *_outside(asked))
    table = Table(
        heads=(("讲什么", "怎样讲", "准确数", "口径"),),
        rows=tuple(islice(rows, MOST)),
        widths=(36, 46, 36, 38),
        large=frozenset({1}),
    )
    title = f"{period(facts.month)}{paper.whole}重点项目讲话数据"
    return laid_out(asked, title, (_of_what(told),), (table,))


def _of_what(told: Told) -> str:
    return (
        f"数字截至{told.paper.book.facts.cut_off.words}；未另说明的，均指{told.count('项目数')}个{told.called}。"
        f"{basis(told.paper)}"
    )


def _own(told: Told) -> Iterator[Row]:
    """As a speech goes: how much, how fast, what is new, who lags, of what it is made."""
    every = told.figure("项目数")
    classes = "、".join(f"{name}{group.figure('项目数').text()}个" for name, group in told.classes)
    yield _row("重点项目", every, f"{every.text()}个", classes, "计入完成率的项目")
    yield from _money(told, told.planned, "年度计划投资", "所列项目计划之和")
    yield from _money(told, told.done, "完成投资", "本年累计")
    yield from _rate(told, "占年度计划", told.rate, "完成投资÷年度计划投资")
    yield from _lead(told)
    month = told.paper.month.month
    if month > 1:
        yield from _money(told, told.figure("本月完成投资"), f"{month}月份完成投资", "当月数")
    yield from _growth(told)
    new = told.of_group("新建")
    begun, of_new = new.figure("开工数"), new.figure("项目数")
    yield from _share(new, "新建项目开工", new.figure("开工率"), begun, of_new, "占新建项目")
    reached = told.figure("达序时数")
    pace = told.paper.pace_word
    share = told.figure("达序时比例")
    yield from _share(told, f"达到{pace}的项目", share, reached, every, "占全部项目")
    yield from _lagging(told)
    yield from _rate(told, "产业项目投资", told.figure("产业项目投资占比"), "占年度计划投资")
    yield from _private(told)
    large = told.figure("过亿元项目数")
    if large:
        of_all = f"占{percent(told.figure('过亿元项目占比').exact, 1)}%"
        yield _row("年度投资过亿元的项目", large, f"{large.text()}个", of_all, "年度计划1亿元以上")
    complete = told.figure("竣工数")
    if complete:
        of_all = f"{every.text()}个中{complete.text()}个"
        yield _row("已竣工项目", complete, f"{complete.text()}个", of_all, "已竣工验收")


def _row(what: str, figure: Figure[PlanFact], said: str, exact: str, basis: str) -> Row:
    """``said`` and ``exact`` open the figure's rows."""
    of = plain("—") if not exact else (Run(exact, figure.key),)
    return plain(what), (Run(said, figure.key),), of, plain(basis)


def _money(told: Told, figure: Figure[PlanFact], what: str, basis: str) -> Iterator[Row]:
    if figure.yuan:
        exact = f"{format_wan(figure.yuan)}万元"
        yield _row(what, figure, amount_aloud(figure.yuan), exact, basis)


def _rate(told: Told, what: str, figure: Figure[PlanFact], basis: str) -> Iterator[Row]:
    if figure.exact:
        yield _row(what, figure, rate_aloud(figure.exact), f"{percent(figure.exact, 2)}%", basis)


def _lead(told: Told) -> Iterator[Row]:
    lead, pace = told.lead, told.pace.exact
    if lead is None or lead.exact is None or pace is None:
        return
    far = words.distance(lead.exact, told.choices.decimals)
    said = "持平" if lead.exact == 0 else f"{'快' if lead.exact > 0 else '慢'}{far}"
    exact = f"{format_points(lead.exact, 2)}个百分点"
    basis = f"完成率−{told.paper.pace_word}{percent(pace, 2, trim=True)}%"
    yield _row(f"比{told.paper.pace_word}", lead, said, exact, basis)


def _growth(told: Told) -> Iterator[Row]:
    growth = told.figure("完成投资同比增长")
    if growth.exact:
        word = "增长" if growth.exact > 0 else "下降"
        exact = f"{percent(growth.exact, 2)}%"
        said = f"{word}{percent(abs(growth.exact), 1)}%"
        yield _row("完成投资同比", growth, said, exact, "比上年同期")


def _share(
    told: Told,
    what: str,
    share: Figure[PlanFact],
    part: Figure[PlanFact],
    whole: Figure[PlanFact],
    basis: str,
) -> Iterator[Row]:
    """A part of projects, which is not said of none."""
    if part and share.exact:
        exact = f"{whole.text()}个中{part.text()}个，{percent(share.exact, 1)}%"
        if part.value == whole.value:
            exact = f"{whole.text()}个"
        yield _row(what, share, rate_aloud(share.exact), exact, basis)


def _lagging(told: Told) -> Iterator[Row]:
    behind = told.figure("落后数")
    if not behind:
        return
    kinds = ((lag, told.figure(f"{lag.value}数")) for lag in Lag)
    parts = "、".join(f"{lag.value}{figure.text()}个" for lag, figure in kinds if figure)
    yield _row("进度滞后的项目", behind, f"{behind.text()}个", parts, "黄灯和红灯")


def _private(told: Told) -> Iterator[Row]:
    try:
        share = told.narrowed(Narrowing("投资主体", "民间投资")).figure("年度计划投资占比")
    except UnknownFigure:
        return
    yield from _rate(told, "民间投资", share, "民间投资项目占年度计划投资")


def _of_others(lists: Iterable[Told]) -> Iterator[Row]:
    for told in lists:
        every, rate = told.figure("项目数"), told.rate
        if every and rate.exact:
            basis = f"{every.text()}个，完成投资÷年度计划投资"
            yield from _rate(told, f"{told.called}占年度计划", rate, basis)


def _outside(asked: ToCompose) -> Iterator[Row]:
    """Rank in the city, growth of the nation: with where they were published."""
    for figure in asked.book.outside():
        what = "".join(figure.key.split(".")[1:])
        source = asked.book.source_of(figure.key)
        yield _row(what, figure, outside_words(figure), "", source)


SPEECH = KindOfPaper(
    PaperKind.SPEECH, compose, chapters=WRITTEN, is_of_county=True, is_signed=False
)
