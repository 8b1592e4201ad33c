"""A finding that is mended, what was recorded by mistake, and what units see of findings."""

import pytest
from django.urls import reverse

from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.models import AuditEvent
from accounts.tests.trail import told
from conftest import page_text
from projects.models import Part, ProjectUnit
from supervision.models import Inspection, InspectionFinding
from supervision.tests.scene_inspections import *  # noqa: F403 - the same scene
from supervision.tests.scene_inspections import TODAY, done, picture, sign_in
from supervision.visits import services
from supervision.visits.selectors import finding_of

LIST = reverse("supervision:inspections")


def post(client, name, thing, **typed):
    return client.post(reverse(f"supervision:{name}", args=[thing.pk]), typed)


def raised(finding, by, version=1):
    return services.raise_finding(
        finding=finding,
        category="site",
        severity="general",
        suggestion="",
        by=by,
        version=version,
        today=TODAY,
    )


def refusal(deed, **values):
    with pytest.raises(DomainError) as caught:
        deed(**values)
    return type(caught.value), str(caught.value)


# --- Corrected ---------------------------------------------------------------------------


def test_a_finding_is_corrected_and_the_trail_keeps_both(client, finding, reviewer):
    sign_in(client, reviewer)
    for _ in range(2):
        answer = post(client, "finding_correct", finding, text="只有两人施工", version=1)
        assert answer.url == reverse("supervision:inspection", args=[finding.inspection_id])
    finding.refresh_from_db()
    assert (finding.text, finding.version) == ("只有两人施工", 2)
    line = AuditEvent.objects.get(action="inspection.correct")
    assert line.changes == {"text": ["现场无人施工", "只有两人施工"]}


def test_a_correction_of_what_another_corrected_shows_both(client, finding, reviewer, inspector):
    services.correct_finding(finding=finding, text="只有两人施工", by=reviewer, version=1)
    sign_in(client, inspector)
    answer = post(client, "finding_correct", finding, text="只有三人施工", version=1)
    assert answer.status_code == 409
    told = answer.context["refusal"]
    assert told.sentence == "打开页面之后这条发现已由他人改动，请核对现在的内容"
    assert told.differences[0] == ("发现的情况", "只有两人施工", "只有三人施工")
    line = answer.context["lines"][0]
    assert (line.correct["text"].value(), line.version) == ("只有三人施工", 2)
    finding.refresh_from_db()
    assert finding.text == "只有两人施工"


def test_what_is_closed_or_voided_is_not_corrected(finding, visit, project, inspector):
    how = {"text": "改", "by": inspector, "version": 2}
    services.settle_finding(finding=finding, settled="已改", by=inspector, version=1)
    assert refusal(services.correct_finding, finding=finding, **how) == (
        WrongState,
        "这条发现已记为现场解决：已改",
    )
    other = services.add_finding(inspection=visit, project=project, text="缺手续", by=inspector)
    raised(other, inspector)
    assert refusal(services.correct_finding, finding=other, **how) == (
        WrongState,
        "这条发现已转为问题，不能再改",
    )
    third = services.add_finding(inspection=visit, project=project, text="缺资金", by=inspector)
    services.void_finding(finding=third, reason="记错项目", by=inspector, version=1)
    assert refusal(services.correct_finding, finding=third, **how) == (
        WrongState,
        "这条发现已作废：记错项目",
    )


@pytest.mark.parametrize("who", ["reporter", "leader", "auditor", "administrator"])
def test_who_does_not_record_neither_corrects_nor_voids(request, visit, finding, who):
    by = request.getfixturevalue(who)
    told = (NotAllowed, "只有发改局和督查员可以记录督查")
    how = {"by": by, "version": 1}
    assert refusal(services.correct_finding, finding=finding, text="改", **how) == told
    assert refusal(services.void_finding, finding=finding, reason="记错", **how) == told
    assert refusal(services.void_inspection, inspection=visit, reason="记错", **how) == told


# --- Voided ------------------------------------------------------------------------------


def test_a_finding_voided_once_is_struck_through_and_counts_nowhere(
    client, finding, inspector, leader
):
    sign_in(client, inspector)
    for _ in range(2):
        post(client, "finding_void", finding, reason="记错项目", version=1)
    finding.refresh_from_db()
    assert (finding.void_reason, finding.voided_by) == ("记错项目", inspector)
    line = AuditEvent.objects.get(action="inspection.void_finding")
    assert (line.reason, told(line)) == ("记错项目", {"作废理由": ["", "记错项目"]})
    sign_in(client, leader)
    answer = client.get(reverse("supervision:inspection", args=[finding.inspection_id]))
    page = page_text(answer)
    assert page.count("<del>现场无人施工</del>") == 1
    assert page.count("：记错项目</p>") == 1
    assert answer.context["counted"] == 0
    rows = client.get(LIST).context["page"]
    assert [(row.found, row.raised, row.left) for row in rows] == [(0, 0, 0)]


def test_nothing_more_is_done_with_a_finding_that_was_voided(finding, inspector):
    services.void_finding(finding=finding, reason="记错项目", by=inspector, version=1)
    told = (WrongState, "这条发现已作废：记错项目")
    how = {"finding": finding, "by": inspector}
    assert refusal(services.settle_finding, settled="已改", version=2, **how) == told
    assert refusal(services.add_photo, content=picture(), **how) == told
    with pytest.raises(WrongState) as caught:
        raised(finding, inspector, version=2)
    assert str(caught.value) == "这条发现已作废：记错项目"


def test_what_was_voided_can_be_recorded_again(visit, finding, project, county, inspector):
    services.void_finding(finding=finding, reason="记错", by=inspector, version=1)
    again = services.add_finding(
        inspection=visit, project=project, text="现场无人施工", by=inspector
    )
    assert again.pk != finding.pk
    services.void_inspection(inspection=visit, reason="记错", by=inspector, version=3)
    second = services.record_inspection(
        county=county,
        kind="joint",
        visited_on=visit.visited_on,
        team=visit.team,
        looks_back_at=None,
        by=inspector,
        today=TODAY,
    )
    assert second.pk != visit.pk


def test_a_finding_that_became_a_problem_is_not_voided_nor_its_visit(visit, finding, inspector):
    raised(finding, inspector)
    how = {"reason": "记错", "by": inspector, "version": 2}
    assert refusal(services.void_finding, finding=finding, **how) == (
        WrongState,
        "这条发现已转为问题，不能作废，请在问题页办理",
    )
    assert refusal(services.void_inspection, inspection=visit, **how) == (
        WrongState,
        "这次督查发现的情况已转为问题，不能作废，请在问题页办理",
    )
    assert done().count("inspection.void") == done().count("inspection.void_finding") == 0


def test_a_visit_voided_once_is_struck_through_with_what_it_found(
    client, county, visit, finding, inspector, leader
):
    sign_in(client, inspector)
    for _ in range(2):
        post(client, "visit_void", visit, reason="日期记错", version=2)
    assert done().count("inspection.void") == 1
    sign_in(client, leader)
    page = client.get(reverse("supervision:inspection", args=[visit.pk])).content.decode()
    assert page.count("<del>现场无人施工</del>") == 1
    assert page.count("<del>2019-07-20 月度联合督查</del>") == 1
    assert page.count("日期记错") == 1
    answer = client.get(LIST)
    assert [(row.found, row.left) for row in answer.context["page"]] == [(0, 0)]
    assert answer.content.decode().count('<tr class="is-void">') == 1
    assert answer.context["counted"] == 0
    with pytest.raises(WrongState) as caught:
        services.record_inspection(
            county=county,
            kind="second_look",
            visited_on=TODAY,
            team="发改局",
            looks_back_at=visit,
            by=inspector,
            today=TODAY,
        )
    assert str(caught.value) == "这次督查已作废：日期记错"


def test_a_visit_to_which_another_added_a_finding_is_not_voided_unseen(
    client, visit, finding, inspector
):
    sign_in(client, inspector)
    answer = post(client, "visit_void", visit, reason="日期记错", version=1)
    assert answer.status_code == 409
    told = answer.context["refusal"]
    assert told.sentence == "打开页面之后这次督查已有变化，请核对现在的内容"
    assert told.differences == [("作废理由", "", "日期记错")]
    assert answer.context["version"] == 2
    assert not Inspection.objects.get().is_void


def test_a_visit_that_was_looked_back_at_is_not_voided(county, visit, inspector):
    services.record_inspection(
        county=county,
        kind="second_look",
        visited_on=TODAY,
        team="发改局",
        looks_back_at=visit,
        by=inspector,
        today=TODAY,
    )
    assert refusal(
        services.void_inspection, inspection=visit, reason="记错", by=inspector, version=1
    ) == (WrongState, "已有对这次督查的回头看，不能作废")


def test_a_stale_void_of_a_finding_is_refused(finding, reviewer, inspector):
    services.correct_finding(finding=finding, text="只有两人施工", by=reviewer, version=1)
    assert refusal(
        services.void_finding, finding=finding, reason="记错", by=inspector, version=1
    ) == (Stale, "打开页面之后这条发现已由他人改动，请核对现在的内容")
    assert not InspectionFinding.objects.get().is_void


# --- What a unit sees --------------------------------------------------------------------


@pytest.fixture
def part(project, unit_a):
    return ProjectUnit.objects.create(
        project=project, unit=unit_a, part=Part.RESPONSIBLE, from_date="2019-01-01"
    )


def seen(client, finding, photo):
    """The answers to the finding and to its photo."""
    addresses = (
        reverse("supervision:finding", args=[finding.pk]),
        reverse("supervision:photo", args=[photo.pk]),
    )
    return [client.get(address).status_code for address in addresses]


def test_a_unit_sees_a_finding_at_its_project_once_it_is_a_problem(
    client, part, finding, inspector, reporter, other_reporter
):
    photo, _ = services.add_photo(finding=finding, content=picture(), by=inspector)
    sign_in(client, reporter)
    assert seen(client, finding, photo) == [404, 404]
    problem = raised(finding, inspector)
    assert seen(client, finding, photo) == [200, 200]
    assert finding_of(problem, reporter) == finding
    sign_in(client, other_reporter)
    assert seen(client, finding, photo) == [404, 404]
    assert finding_of(problem, other_reporter) is None


def test_a_unit_that_has_no_part_any_more_sees_nothing(client, part, finding, inspector, reporter):
    photo, _ = services.add_photo(finding=finding, content=picture(), by=inspector)
    raised(finding, inspector)
    ProjectUnit.objects.update(until="2019-08-01")
    sign_in(client, reporter)
    assert seen(client, finding, photo) == [404, 404]


def test_the_page_of_a_finding_leads_a_unit_to_its_problem_and_not_to_the_visit(
    client, part, finding, inspector, reporter, leader
):
    services.add_photo(finding=finding, content=picture(), by=inspector)
    problem = raised(finding, inspector)
    addresses = (
        reverse("supervision:problem", args=[problem.pk]),
        reverse("supervision:inspection", args=[finding.inspection_id]),
    )
    links = {}
    for user in (reporter, leader):
        sign_in(client, user)
        page = client.get(reverse("supervision:finding", args=[finding.pk])).content.decode()
        sheet = page.partition('id="content"')[2]
        assert (sheet.count("现场无人施工"), sheet.count("<img ")) == (1, 1)
        links[user] = [f'href="{address}"' in sheet for address in addresses]
    assert links == {reporter: [True, False], leader: [True, True]}


def test_before_anything_is_found_the_page_says_what_to_do(client, visit, inspector, leader):
    hints = {
        inspector: "在下面选择项目，写下发现的情况；记下之后可上传照片，再记现场解决或转为问题。",
        leader: "由发展和改革局或督查员逐个项目记下后在此查看。",
    }
    for user, hint in hints.items():
        sign_in(client, user)
        page = client.get(reverse("supervision:inspection", args=[visit.pk])).content.decode()
        assert page.count(hint) == 1
