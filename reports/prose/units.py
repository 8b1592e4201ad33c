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


def units_sentence(book: FigureBook, plan: str) -> str:
    """Marked text; "" for a list of one unit, whose figures say it already.

    23个填报单位中有17个单位有投资，其中3个达到序时进度；6个单位无投资，其中4个零报告（…）、
    2个未报送（…）。
    """

    def figure(name: str) -> Figure:
        return book.of(plan, "全部", name)

    whole, money, none = map(figure, ("填报单位数", "有投资单位数", "无投资单位数"))
    if int(whole) < 2:
        return ""
    parts = []
    if money:
        on_pace = f"其中{_number(figure('达序时单位数'))}个达到序时进度"
        parts.append(f"有{_number(money)}个单位有投资，{on_pace}")
    if none:
        stands = [(figure(name), word) for name, word in WITHOUT]
        told = "、".join(
            _named(stand, word or words.waiting(stand.rows)) for stand, word in stands if stand
        )
        parts.append(f"{_number(none)}个单位无投资，其中{told}")
    return f"{_number(whole)}个填报单位中{'；'.join(parts)}。"


def _number(figure: Figure) -> str:
    return mark(figure.key, figure.text())


def _named(figure: Figure, word: str) -> str:
    names = list(dict.fromkeys(unmarked(row.unit_name) for row in figure.rows))
    more = "等" if len(names) > NAMED else ""
    return f"{_number(figure)}个{word}（{'、'.join(names[:NAMED])}{more}）"
