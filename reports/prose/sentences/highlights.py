"""What a paper may be proud of. Each says nothing where there is nothing to be proud of: a
shortcoming stands among the problems."""

from fractions import Fraction

from figures import words
from reports.prose.sentences.construction import started_early
from reports.prose.sentences.naming import sentence
from reports.prose.sentences.progress import done_clause, on_pace, substantially_complete
from reports.prose.told import NEAREST, Told, amount, counted

# From where on a start rate is called high.
HIGH_START_RATE = Fraction(4, 5)
HALF = Fraction(1, 2)
# What share of the projects is to be above 1亿元 a year where these bear the whole.
MANY_LARGE = Fraction(1, 3)


@sentence("开工亮点")
def starts(told: Told) -> str:
    """Of new projects of which many have begun, or all that were due; the rate is told above."""
    new = told.of_group("新建")
    rate, in_time = new.figure("开工率").exact, new.figure("时序开工率").exact
    every, begun = new.figure("项目数"), new.figure("开工数")
    if not begun or rate is None:
        return ""
    if rate == 1:
        said = f"{counted(every)}个新建项目{'均' if int(every) > 1 else ''}已开工建设"
        return f"新建项目全面开工。{said}。{started_early(told)}"
    if in_time == 1:
        return f"新建项目按期开工。按计划应开工的项目均已开工建设。{started_early(told)}"
    if rate < HIGH_START_RATE:
        return ""
    return (
        f"新开工项目多，开工率高。{counted(every)}个新建项目已开工建设{counted(begun)}个，"
        f"开工率为{new.percentage(new.figure('开工率'))}。{started_early(told)}"
    )


@sentence("投资亮点")
def investment(told: Told) -> str:
    """At the half year with its test; the sentences on what is built and who is at pace follow."""
    paper = told.paper
    is_half = paper.is_half_year and (told.rate.exact or 0) >= HALF
    if not told.is_on_pace and not is_half:
        return ""
    passed = "，达到了“双过半”的要求" if is_half else ""
    money = f"{told.cut_off}，我{paper.word}重点项目建设累计{done_clause(told)}{passed}。"
    head = f"进度{_reached(told)}" if told.is_on_pace else "任务过半"
    return f"项目投资{head}。{money}{substantially_complete(told)}{on_pace(told)}"


def _reached(told: Told) -> str:
    lead = (told.lead.exact if told.lead else None) or 0
    ahead = "超过" if told.paper.is_whole_year else "快于"
    return f"{ahead if lead >= NEAREST else '达到'}{told.paper.pace_word}"


@sentence("建成亮点")
def built(told: Told) -> str:
    """Where the investment is no highlight, what was built and who is at pace still are."""
    if investment(told):
        return ""
    complete, reached = substantially_complete(told), on_pace(told)
    if complete:
        return f"部分项目提前见效。{complete}{reached}"
    return f"部分项目进展较快。{reached}" if reached else ""


@sentence("产业项目")
def productive(told: Told) -> str:
    count, share = told.figure("产业项目数"), told.figure("产业项目投资占比")
    if not count:
        return ""
    if count.value == told.figure("项目数").value:
        return "均为产业项目" if int(count) > 1 else "为产业项目"
    planned = told.figure("产业项目年度计划投资")
    if not planned or share.value is None:
        return f"产业项目{counted(count)}个"
    return (
        f"产业项目{counted(count)}个，年度计划投资{amount(planned)}，"
        f"占年度计划总投资的{told.percentage(share)}"
    )


@sentence("过亿元项目")
def over_yi(told: Told) -> str:
    return _of_size(told, "过亿元项目", "单体项目年度投资过亿元的")


@sentence("五千万元项目")
def half_to_one_yi(told: Told) -> str:
    return _of_size(told, "五千万元至一亿元项目", "单体项目年度投资在5000万元至1亿元之间的")


def _of_size(told: Told, name: str, said: str) -> str:
    count, share = told.figure(f"{name}数"), told.figure(f"{name}占比")
    if not count:
        return ""
    if count.value == told.figure("项目数").value:
        every = said.removesuffix("的")
        return every if int(count) == 1 else every.replace("年度投资", "年度投资均")
    of_all = f"，占项目总个数的{told.percentage(share)}" if share.value is not None else ""
    return f"{said}有{counted(count)}个{of_all}"


@sentence("构成亮点")
def made_of(told: Told) -> str:
    """成为主体 only above a half, of what is planned; 支撑 where large projects are many. 不断优化
    is not said, which would ask what was before."""
    parts = [part for part in (productive(told), over_yi(told), half_to_one_yi(told)) if part]
    if not parts:
        return ""
    share = told.figure("产业项目投资占比").exact
    large = told.figure("过亿元项目占比").exact
    if share is not None and share > HALF:
        head = "产业项目成为投资主体"
    elif large is not None and large >= MANY_LARGE:
        head = "大项目支撑作用明显"
    else:
        head = f"注重{'产业' if told.figure('产业项目数') else '大'}项目带动"
    year = told.paper.month.year
    return f"{head}。{year}年计划实施的项目中，{'；'.join(parts)}。"


@sentence("双过半")
def half_way_missed(told: Told) -> str:
    """距“双过半”的要求还差8.8个百分点: at the half year, among the problems."""
    rate = told.rate.exact
    if not told.paper.is_half_year or rate is None or rate >= HALF or told.lead is None:
        return ""
    missed = words.distance((rate - HALF) * 100, told.choices.decimals)
    return f"距“双过半”的要求还差{missed}"
