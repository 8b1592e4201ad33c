"""Templates: what they say, what is refused of them with its line, and what is hostile in them."""

import time

import pytest

from documents.runs import Run
from documents.templating.faults import Faulty
from documents.templating.language import rendered
from documents.templating.lines import escaped
from documents.templating.rendering import RAN_OUT, Handed, TemplateFaulty, render
from files.apart import Bounds, run_apart
from files.sizes import MEGABYTE

RATE, DONE, LEAD = "县级.全部.完成率", "县级.全部.完成投资", "县级.全部.超序时"
ROADS = "县级.全部.填报单位=交通局.完成率"
GROUP = "县级.全部|填报单位"


def part(name, rate):
    return name, {"完成率": (f"县级.全部.填报单位={name}.完成率", rate, "%", f"{rate}%")}


HANDED = Handed(
    figures={
        RATE: ("45.16", "%", "45.2%"),
        DONE: ("28000", "万元", "2.8亿元"),
        LEAD: ("-4.8", "百分点", "4.8个百分点"),
        ROADS: ("30", "%", "30.0%"),
        "县级.前期.项目数": (None, "个", "—"),
        "县级.全部.项目数": ("2", "个", "2"),
    },
    parts={GROUP: [part("交通局", "30"), part("水利局", "60")]},
    words={"截止年份": "2019", "截止月份": "6", "截止日": "30", "截止时段": "上半年"},
)


def unknown(name):
    return f"没有{name}"


def said(text, **kwargs):
    """The lines that come out, each with the number of its own."""
    lines = render(text, HANDED, unknown=unknown, **kwargs)
    return [(line.number, "".join(run.text for run in line.runs)) for line in lines]


def said_here(text):
    """In this process, for what dies before anything of it runs."""
    data = {"figures": HANDED.figures, "parts": HANDED.parts, "words": HANDED.words}
    return rendered(text, data)


def faults(text):
    with pytest.raises(Faulty) as refused:
        said_here(text)
    return [(fault.line, fault.what or fault.unknown) for fault in refused.value.faults]


TEMPLATE = """\
{{ 截止年份 }}年{{ 截止时段 }}、{{ 累计月份('-') }}、{{ 截止月份|汉字 }}月总结

{% if 县级.全部.完成率 >= 45 %}
完成投资{{ 县级.全部.完成投资|亿元(2) }}，{{ 县级.全部.完成率|百分比(2) }}，\
{% if 县级.全部.超序时 < 0 %}欠{% else %}超{% endif %}序时{{ 县级.全部.超序时 }}
{% endif %}
{% if 县级.前期.项目数 is 已知 %}
前期{{ 县级.前期.项目数 }}个
{% endif %}
{% for 单位 in 分列('县级.全部', '填报单位')|从高到低('完成率') %}
{{ loop.index }}.{{ 单位.名称 }}{{ 单位.完成率 }}{% if not loop.last %}；{% endif %}
{% endfor %}
{{ 值('县级.全部.填报单位=交通局.完成率') }}，{{ 县级.全部.完成投资|数(0, '', true) }}，\
{{ '5份'|待核 }}
{{ 分列('县级.全部', '填报单位')|名单(1) }}等，{{ 县级.全部.项目数|汉字('两') }}个{县级}"""


def test_a_template_says_figures_conditions_and_parts_and_whose_lines_they_are():
    assert said(TEMPLATE) == [
        (1, "2019年上半年、1-6月、六月总结"),
        (2, ""),
        (4, "完成投资2.80亿元，45.16%，欠序时4.8个百分点"),
        (10, "1.水利局60%；"),
        (10, "2.交通局30%"),
        (12, "30.0%，28,000，5份"),
        (13, "交通局等，两个{县级}"),
    ]


def test_a_figure_is_handed_back_with_its_key():
    [line] = render("占{{ 县级.全部.完成率 }}。", HANDED, unknown=unknown)
    assert line.runs == (Run("占"), Run("45.2%", RATE), Run("。"))


@pytest.mark.parametrize("words", ["{{ 县级 }}{% if %}{# #}", "{{{", "{县级}}", "}} %} #}"])
def test_braces_of_adopted_words_are_words(words):
    assert [line for _, line in said_here(escaped(words))] == [words]


UNCLOSED = "“{{”没有写完，请在同一行里用“}}”结束"
UNENDED = "if 或 for 没有写完，请用 {% endif %} 或 {% endfor %} 结束"
ONE_LINE = "这一行里的 if 或 for 要在本行结束；要管几行，请让它独占一行"
UNLIKE = "县级.全部.完成率（%）和县级.全部.完成投资（万元）单位不同，不能比较"
UNREAD = "写法有误，请检查括号、引号和名称；名称不是普通字词的数字请写成 {{ 值('…') }}"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("甲\n{{ 县级.全部.完工率 }}", [(2, "县级.全部.完工率")]),
        ("{% if 县级.全部.完成率 > 90 %}\n{{ 甲.乙.丙 }}\n{% endif %}", [(2, "甲.乙.丙")]),
        ("{{ 县级 }}", [(1, "县级")]),
        ("甲{{ 县级.全部", [(1, UNCLOSED)]),
        ("{% if 县级.全部.完成率 %}\n甲", [(2, UNENDED)]),
        ("甲{% if 县级.全部.完成率 %}\n{% endif %}", [(1, ONE_LINE)]),
        ("{% wibble %}", [(1, "没有“wibble”这种语句，可以用 if 和 for")]),
        ("{% endfor %}", [(1, "“endfor”前面没有对应的 if 或 for")]),
        ("甲\n{{ 县级.全部.完成率|万元 }}", [(2, "县级.全部.完成率的单位是%，不能写成万元")]),
        ("{% if 县级.全部.完成率 > 县级.全部.完成投资 %}\n{% endif %}", [(1, UNLIKE)]),
        ("{{ 县级.全部.完成率 县级 }}", [(1, UNREAD)]),
        ("甲{%- if 县级 %}{% endif %}", [(1, "标签里不用“{%-”这样的减号或加号，请去掉")]),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text, found):
    assert faults(text) == found


ARITHMETIC = "模板里不能加减乘除，请用“找数字”查有没有现成的"
FUNCTIONS = "只能用：值(…)、分列(…)、累计月份(…)"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{{ 'x' * 10 ** 9 }}", ARITHMETIC),
        ("{{ ''.__class__.__mro__[1].__subclasses__() }}", FUNCTIONS),
        ("{{ 值.__globals__ }}", "值.__globals__"),
        ("{{ 县级.全部.完成率.__class__ }}", "县级.全部.完成率.__class__"),
        ("{{ range(10 ** 9) }}", FUNCTIONS),
        ("{{ lipsum(n=100000) }}", FUNCTIONS),
        ("{{ cycler.__init__ }}", "cycler.__init__"),
        ("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "不能用 macro，请直接写出来"),
        ("{% include '/etc/passwd' %}", "不能引用别的模板"),
        ("{% set a = 'x' %}", "不能用 set，请直接写数字的名称"),
        ("{% for a in 'xx' %}\n{% endfor %}", "for 只能用于 分列(…)"),
        ("{{ '%999999999d'|format(1) }}", "没有“format”这个格式"),
        ("{{ 县级['全部'] }}", "不能用方括号"),
        ("{{ (" + "(" * 5000 + "1" + ")" * 5000 + ") }}", "嵌套过深，请简化"),
        ("{% raw %}{{ x }}{% endraw %}", "不能用 raw"),
        ("{{ 值('县级.' ~ '全部.完成率') }}", "值(…)里要直接写出名称，用引号括起来"),
        ("{% for a in 分列('县级.全部', '填报单位') %}{{ a._figures }}{% endfor %}", "_figures"),
    ],
)  # fmt: skip
def test_what_is_hostile_is_refused_before_any_of_it_runs(text, what):
    assert any(told.startswith(what) for _, told in faults(text))


def many(number):
    return Handed(
        HANDED.figures, {GROUP: [part(f"{n}局", "1") for n in range(number)]}, HANDED.words
    )


LOOPS = (
    "{% for a in 分列('县级.全部', '填报单位') %}\n"
    "{% for b in 分列('县级.全部', '填报单位') %}\n"
    "{{ a.名称 }}{{ b.名称 }}\n"
    "{% endfor %}\n{% endfor %}"
)


@pytest.mark.parametrize(
    "bounds",
    [
        Bounds(memory=256 * MEGABYTE, seconds=1, output=64 * MEGABYTE),
        Bounds(memory=256 * MEGABYTE, seconds=5, output=MEGABYTE // 16),
    ],
    ids=["time", "output"],
)
def test_what_takes_too_long_or_says_too_much_is_ended_and_told(bounds):
    handed = many(3000 if bounds.seconds == 1 else 100)
    begun = time.monotonic()
    with pytest.raises(TemplateFaulty) as refused:
        render(LOOPS, handed, unknown=unknown, bounds=bounds)
    assert refused.value.message == RAN_OUT
    assert time.monotonic() - begun < 6


def test_the_process_that_renders_reaches_no_file_no_network_and_no_process():
    bounds = Bounds(memory=256 * MEGABYTE, seconds=5, output=MEGABYTE)
    assert run_apart("documents.templating.tests.reaching", b"", bounds) == b""
