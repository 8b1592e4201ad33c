"""项目清单: a list of the year, or projects picked for a moment, with their sums and a sentence."""

import pytest
from django.urls import reverse

from accounts.errors import DomainError
from figures.tests.scene import JUNE, make_line, sign_in
from projects.models import PlanCategory, Project, Tier
from projects.tests.factories import MilestoneFactory
from reports.papers.current import address_now
from reports.papers.models import PaperKind
from reports.questions.models import NamedSelection, SelectedProject

HEADS = "序号\t项目名称\t填报单位\t总投资\t年度计划\t完成投资\t完成率 （%）\t亮灯"


@pytest.fixture
def selection(county, lines, reviewer):
    """The school first, the bridge, the airport, and one that is on no list."""
    found = NamedSelection.objects.create(
        county=county, name="县委书记调研项目", columns="unit", made_by=reviewer
    )
    unlisted = Project.objects.create(county=county, name="老桥加固")
    wanted = [lines[3].project, lines[1].project, lines[2].project, unlisted]
    for place, project in enumerate(wanted, 1):
        SelectedProject.objects.create(selection=found, project=project, position=place)
    return found


def test_a_list_of_the_year_is_summed_up_without_what_does_not_count(written, lines):
    assert written("list", "县级") == (
        "2019年县级重点建设项目情况\n"
        "共安排重点建设项目4个（含前期项目1个），总投资5000万元，年度计划投资6000万元。"
        "截至6月底，完成投资2500万元，占年度计划的41.7%，低于序时进度8.3个百分点。"
        "3个项目中，1个投资滞后。1个前期项目已完成可研报告。\n"
        "截至2019年6月底　金额单位：万元\n"
        f"{HEADS}\n"
        "1\t东河大桥\t交通运输局\t5,000\t2,000\t400\t20.0\t滞后\n"
        "2\t实验学校\t水利局\t—\t3,000\t1,500\t50.0\t达序时\n"
        "3\t镇区道路改造工程\t交通运输局\t—\t1,000\t600\t60.0\t达序时\n"
        "\t合计\t\t5,000\t6,000\t2,500\t41.7\t\n"
        "前期项目\n截至2019年6月底　金额单位：万元\n"
        "序号\t项目名称\t填报单位\t前期进展\n"
        "1\t通用机场\t交通运输局\t可研\n"
    )


def test_a_list_from_above_tells_of_preliminary_projects_what_the_summary_tells(written, unit_a):
    for kind in ("expert_review", "feasibility"):
        of_it = {"tier": Tier.MUNICIPAL, "category": PlanCategory.PRELIMINARY}
        early = make_line(unit_a, kind, None, **of_it)
        MilestoneFactory(project=early.project, kind=kind, reached_on="2019-05-01")
    told = "2个前期项目中，1个产业发展规划已通过专家评审，1个已完成可研报告。"
    assert told in written("list", "市级")


def test_a_selection_stands_in_its_own_order_and_says_who_is_on_no_list(
    written, selection, lines, client, reviewer
):
    about = f"#{selection.pk}"
    with pytest.raises(DomainError, match="请选择名单"):
        written("list", about)
    sign_in(client, reviewer)
    document = client.get(address_now(PaperKind.LIST, about)).context["composed"].document
    assert document.text == (
        "县委书记调研项目\n"
        "所列重点建设项目3个（含前期项目1个），总投资5000万元，年度计划投资5000万元。"
        "截至6月底，完成投资1900万元，占年度计划的38.0%，明显低于序时进度12.0个百分点。"
        "2个项目中，1个投资滞后。1个前期项目已完成可研报告。\n"
        "另有老桥加固不在本年清单内，未计入。\n"
        "截至2019年6月底　金额单位：万元\n"
        f"{HEADS}\n"
        "1\t实验学校\t水利局\t—\t3,000\t1,500\t50.0\t达序时\n"
        "2\t东河大桥\t交通运输局\t5,000\t2,000\t400\t20.0\t滞后\n"
        "3\t通用机场\t交通运输局\t—\t—\t—\t—\t可研\n"
        "\t合计 （不含前期）\t\t5,000\t5,000\t1,900\t38.0\t\n"
    )
    [key] = {run.key for run in document.figures if run.text == "38.0%"}
    rows = client.get(reverse("figures:rows", args=["2019-06", key])).context["page"]
    assert rows.heading == "县级重点项目中所选3个项目的完成率"
    assert [row.project_name for row in rows.rows] == ["东河大桥", "实验学校"]


def test_a_selection_that_somebody_keeps_to_themselves_is_nobody_elses(client, selection, approver):
    sign_in(client, approver)
    about = f"#{selection.pk}"
    assert client.get(address_now(PaperKind.LIST, about)).status_code == 404
    selection.is_shared = True
    selection.save()
    assert client.get(address_now(PaperKind.LIST, about)).status_code == 200


def test_the_page_of_a_selection_leads_to_it_as_a_paper(client, selection, reviewer):
    sign_in(client, reviewer)
    page = client.get(reverse("questions:selection", args=[selection.pk])).content.decode()
    assert address_now(PaperKind.LIST, f"#{selection.pk}", month=JUNE) in page.replace("&amp;", "&")
