"""One sentence on the units of a list: who has investment, who is at pace, who sent a zero and
who sent nothing (决不能虚报数据，更不能不报数据)."""

from documents.runs import mark, unmarked
from figures import words
from figures.book import FigureBook
from figures.figure import Figure

NAMED = 10
"""Of more units than this only so many are named."""

# Of the units without investment: the figure, and what they are called; what waits is called by
# what it waits for.
WITHOUT = (
    ("零报告单位数", "零报告"),
    ("待审定单位数", ""),
    ("未报送单位数", "未报送"),
)


def units_sentence(
    book: FigureBook, plan: str, pace_word: str = "序时进度", *, is_named: bool = True
) -> str:
    """Marked text; "" for a list of one unit, whose figures say it already. ``is_named``: those
    without investment are named.

    23个填报单位中有17个单位有投资，其中3个达到序时进度；6个单位无投资，其中4个零报告（…）、
    2个未报送（…）。
    """

    def figure(name: str) -> Figure:
        return book.of(plan, "全部", name)

    whole, money, none = map(figure, ("填报单位数", "有投资单位数", "无投资单位数"))
    if int(whole) < 2:
        return ""
    is_told = figure("超序时").value is not None
    on_pace = _on_pace(money, figure("达序时单位数"), pace_word) if is_told else ""
    if not none:
        return f"{_number(whole)}个填报单位均有投资{on_pace}。"
    stands = [(figure(name), word) for name, word in WITHOUT]
    told = "、".join(
        _named(stand, word or words.waiting(stand.rows), is_named=is_named)
        for stand, word in stands
        if stand
    )
    if not money:
        return f"{_number(whole)}个填报单位均无投资，其中{told}。"
    return (
        f"{_number(whole)}个填报单位中有{_number(money)}个单位有投资{on_pace}；"
        f"{_number(none)}个单位无投资，其中{told}。"
    )


def _on_pace(money: Figure, reached: Figure, pace_word: str) -> str:
    """Of the units that have investment; "" where they are not held against one pace."""
    if reached.value is None:
        return ""
    if not reached:
        return f"，尚无单位达到{pace_word}"
    if reached.value == money.value:
        return f"，{'均' if int(money) > 1 else ''}达到{pace_word}"
    return f"，其中{_number(reached)}个达到{pace_word}"


def _number(figure: Figure) -> str:
    return mark(figure.key, figure.text())


def _named(figure: Figure, word: str, *, is_named: bool) -> str:
    names = list(dict.fromkeys(unmarked(row.unit_name) for row in figure.rows))
    more = "等" if len(names) > NAMED else ""
    told = f"（{'、'.join(names[:NAMED])}{more}）" if is_named else ""
    return f"{_number(figure)}个{word}{told}"
