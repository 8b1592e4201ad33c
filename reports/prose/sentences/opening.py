"""How a paper begins: its title, and to whom it says what it tells of."""

from figures import words
from measures.months import Month
from reports.offices import in_full
from reports.prose.choices import Chapter
from reports.prose.sentences.naming import sentence
from reports.prose.told import Paper

_PERIODS = {1: "1月", 3: "一季度", 6: "上半年", 9: "前三季度", 12: ""}
# Whose end is summed up; any other month is a stage on the way.
_SUMMED_UP = (6, 12)


def part_of_year(month: Month) -> str:
    """上半年, 一季度, 前三季度, 1—5月; "" of a whole year."""
    return _PERIODS.get(month.month, f"1—{month.month}月")


def period(month: Month) -> str:
    """2019年上半年, 2019年."""
    return f"{month.year}年{part_of_year(month)}"


def kind_words(month: Month) -> str:
    """工作总结 at the end of a half year and of a year, 进展情况 else."""
    return "工作总结" if month.month in _SUMMED_UP else "进展情况"


@sentence("题目")
def title(paper: Paper) -> str:
    """示范县发展和改革局2019年上半年重点项目建设工作总结."""
    office = in_full(paper.book.facts.county, paper.issuer)
    return f"{office}{period(paper.month)}重点项目建设{kind_words(paper.month)}"


@sentence("通报题目")
def notice_title(paper: Paper) -> str:
    """关于2019年1—7月重点项目建设进展情况的通报."""
    return f"关于{period(paper.month)}重点项目建设进展情况的通报"


@sentence("通报引语")
def notice_opening(paper: Paper) -> str:
    if not paper.own or paper.choices.written.get(Chapter.OPENING):
        return ""
    return f"现将{period(paper.month)}{paper.whole}重点项目建设进展情况通报如下："


@sentence("汇报题目")
def briefing_title(paper: Paper) -> str:
    """示范县发展和改革局关于2019年上半年重点项目建设情况的汇报."""
    office = in_full(paper.book.facts.county, paper.issuer)
    return f"{office}关于{period(paper.month)}重点项目建设情况的汇报"


@sentence("汇报引语")
def briefing_opening(paper: Paper) -> str:
    """Short, for who reads it has come to hear it."""
    if not paper.own or paper.choices.written.get(Chapter.OPENING):
        return ""
    return f"现将{paper.cut_off}我{paper.word}重点项目建设情况汇报如下："


@sentence("未印发提示")
def not_issued(paper: Paper) -> str:
    told = words.unissued(paper.book.facts)
    return f"{told}。" if told else ""


@sentence("开头语")
def opening(paper: Paper) -> str:
    """The usual words, which praise nothing that figures do not say; what people wrote stands in
    their place (``arranging``)."""
    if not paper.own or paper.choices.written.get(Chapter.OPENING):
        return ""
    word = paper.word
    return (
        f"{paper.month.year}年以来，在{word}委、{word}政府的正确领导下，我{word}"
        "围绕年度目标任务，加强协调调度，推进重点项目建设。"
        f"现将{part_of_year(paper.month) or '全年'}有关情况汇报如下："
    )
