"""What the pages of supervision show on paper, and that long words stay within the window."""

import pytest

from assessment.kinds import read_parameters
from assessment.models import SchemePeriod
from assessment.services import draft_scheme, force_scheme, publish_result, set_rule
from figures.tests.scene import JUNE
from supervision.notices.services import add_item, change_draft, draft_notice

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# As long as a rule's name may be.
LONG = "重点建设项目年度投资完成情况与序时进度比较得分及加减分说明" * 2


@pytest.fixture
def opened(client, page, live_server):
    """A page as one of the cast sees it, on the screen."""

    def go(user, address):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto(live_server.url + address)
        return page

    return go


@pytest.fixture
def printed(opened):
    """The lines of a page on paper, cells parted by tabs."""

    def lines(user, address):
        page = opened(user, address)
        page.emulate_media(media="print")
        # Captions are for who listens.
        page.evaluate("document.querySelectorAll('caption').forEach(each => each.remove())")
        return [line.strip() for line in page.inner_text("main").split("\n") if line.strip()]

    return lines


@pytest.fixture
def notice(county, line, project, unit_a, inspector, approver, today):
    drafted = draft_notice(county=county, month=JUNE, plan_key="县级", by=inspector, today=today)
    add_item(
        notice=drafted,
        kind="criticise",
        unit=unit_a,
        part="responsible",
        project=project,
        text="进度滞后",
        by=inspector,
    )
    typed = {"document_number": "示督〔2019〕3号", "signer": "赵局长"}
    change_draft(notice=drafted, values=typed, by=inspector, version=drafted.version)
    return drafted


@pytest.fixture
def issued(notice, issue):
    return issue(notice)


@pytest.fixture
def result(county, line, approver, today):
    values = {
        "year": 2019,
        "period": SchemePeriod.HALF,
        "name": "2019年半年考核办法",
        "part": "reporting",
        "plan_key": "县级",
        "source": "2019年考核细则",
    }
    scheme = draft_scheme(county=county, by=approver, values=values)
    for number in range(1, 6):
        set_rule(
            scheme=scheme,
            rule=None,
            name=f"{number}{LONG}"[:60],
            kind="share",
            parameters=read_parameters("share", {"figure": "全部.完成率", "points": "10"}),
            by=approver,
            version=scheme.version,
        )
    force_scheme(scheme=scheme, by=approver, version=scheme.version, today=today)
    return publish_result(scheme=scheme, term=1, by=approver, today=today)


TABLE_OF_JUNE = [
    "截至2019年6月底各单位县级重点项目完成情况（从低到高）",
    "单位：万元、%、百分点、个",
    "名次\t填报单位\t项目数\t年度计划\t完成投资\t完成率%\t超/欠序时\t滞后项目",
    "1\t交通运输局\t1\t1,000\t200\t20.00\t−30.00\t1",
]


def test_a_notice_on_paper_has_its_number_and_nothing_internal(printed, issued, approver):
    lines = printed(approver, f"/supervision/notices/{issued.pk}/")
    assert lines[:4] == [
        "关于2019年6月重点项目建设情况的督查通报",
        "（2019年第1期）示督〔2019〕3号　2019年8月2日印发，签发人 赵局长",
        "现将截至2019年6月底县级重点建设项目情况通报如下（各单位完成情况附后）：",
        "一、总体情况",
    ]
    assert lines[-6:-1] == ["交通运输局（责任单位）：滨河路，进度滞后。", *TABLE_OF_JUNE]
    assert lines[-1].startswith("亮灯依据：")


def test_a_draft_on_paper_has_no_forms(printed, notice, inspector):
    lines = printed(inspector, f"/supervision/notices/{notice.pk}/")
    assert lines[1] == "草稿：数字随事实更新，印发后固定不变。"
    assert lines[-6:-1] == ["交通运输局（责任单位）：滨河路，进度滞后。", *TABLE_OF_JUNE]


def test_an_order_on_paper_names_its_project_and_number(printed, order, reporter):
    lines = printed(reporter, f"/supervision/orders/{order.pk}/")
    assert lines[:2] == ["〔2019〕1号调度单", "滨河路 · 交通运输局"]
    assert "回复" not in lines


def test_a_ranking_on_paper_is_the_table_alone(printed, result, leader):
    lines = printed(leader, f"/supervision/results/{result.pk}/")
    assert lines[:2] == [
        "2019年上半年考核结果",
        "2019年半年考核办法，截至2019年6月底，2019年8月2日发布，此后不变。",
    ]
    assert lines[-2] == "1\t交通运输局\t" + "2.00\t" * 5 + "10.00"
    assert lines[-1].startswith(
        "2019年6月1个单位中报送1个，1个项目中报送1个。考核依据：2019年考核细则。亮灯依据："
    )


def test_lists_print_as_tables_that_say_what_they_list(printed, order, reviewer):
    problems = printed(reviewer, "/supervision/problems/")
    assert problems[:3] == [
        "问题（未解决）",
        "共 1 个问题",
        "项目\t类别\t程度\t问题\t提出\t调度单",
    ]
    orders = printed(reviewer, "/supervision/orders/")
    assert orders == [
        "项目调度单（在办）",
        "共 1 份调度单",
        "编号\t项目\t承办单位\t调度事项和要求\t下达\t期限\t状态",
        "〔2019〕1号调度单\t滨河路\t交通运输局\t8月底前移交用地\t8月2日\t8月9日\t待签收",
    ]


def test_a_problem_on_paper_says_who_raised_it(printed, problem, reviewer):
    assert printed(reviewer, f"/supervision/problems/{problem.pk}/")[:2] == [
        "滨河路 用地问题",
        "2019年8月2日 孙督查 提出，联系人反映",
    ]


@pytest.mark.parametrize("width", [1366, 1000])
def test_long_names_of_rules_stay_within_the_window(opened, page, result, leader, unit_a, width):
    page.set_viewport_size({"width": width, "height": 768})
    ledger = f"/supervision/units/{unit_a.pk}/schemes/{result.scheme_id}/terms/1/"
    for address in (f"/supervision/results/{result.pk}/", ledger):
        opened(leader, address)
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_ranking_of_many_rules_scrolls_within_itself(opened, result, leader):
    page = opened(leader, f"/supervision/results/{result.pk}/")
    head = "document.querySelector('.table-ranking thead tr')"
    for _ in range(3):
        page.evaluate(f"[...{head}.cells].forEach(c => {head}.append(c.cloneNode(true)))")
    box = page.evaluate(
        "(e => [e.scrollWidth > e.clientWidth, e.scrollHeight - e.clientHeight])"
        "(document.querySelector('.table-fit'))"
    )
    assert box == [True, 0]
    assert page.evaluate("document.documentElement.scrollWidth") == 1366
