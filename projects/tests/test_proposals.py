"""Changes of master data that units and reviewers propose, and the approver's answer."""

import datetime

import pytest
from django.urls import reverse

from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.models import AuditEvent
from accounts.tests.crowd import at_once
from accounts.tests.trail import told
from accounts.trail.proposals import accept, refuse, withdraw
from projects.models import Project, ProjectCategory, ProjectProposal
from projects.selectors import former_totals
from projects.services import (
    DatesDoNotAgree,
    NameTaken,
    propose_change,
    update_project,
)
from projects.tests.factories import ProjectFactory

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2019, 8, 2)
TOTAL = {"total_investment": 200_000_000}


@pytest.fixture
def propose(project, reporter):
    def proposed(**values):
        given = {"changes": TOTAL, "reason": "初设批复〔2019〕7号", "by": reporter, "version": 1}
        return propose_change(project=project, today=TODAY, **given | values)

    return proposed


def total():
    return Project.objects.get(name="抽水蓄能电站项目").total_investment


def test_nothing_changes_until_the_approver_accepts(propose, approver, reporter):
    proposal = propose()
    assert total() == 100_000_000
    accept(proposal=proposal, by=approver, today=TODAY)
    accept(proposal=proposal, by=approver, today=TODAY)
    assert total() == 200_000_000
    kept = ProjectProposal.objects.get()
    assert (kept.state, kept.before, kept.after, kept.proposed_by, kept.decided_by) == (
        "accepted",
        {"total_investment": 100_000_000},
        {"total_investment": 200_000_000},
        reporter,
        approver,
    )
    change = {"总投资": ["10,000万元", "20,000万元"]}
    lines = AuditEvent.objects.order_by("sequence")
    assert [(line.action, line.actor_name, told(line)) for line in lines] == [
        ("project.propose", "陈交通", {"申请": ["", "待审定"], **change}),
        ("project.update", "赵审定", {**change, "自何日起": ["", "2019年8月2日"]}),
        ("project.answer_proposal", "赵审定", {"申请": ["待审定", "已采纳"], **change}),
    ]


def test_a_former_total_is_told_once_and_never_of_what_was_only_proposed(
    propose, project, approver, reviewer
):
    propose()
    other = propose(by=reviewer, changes={"total_investment": 300_000_000}, reason="调概")
    accept(proposal=other, by=approver, today=TODAY)
    former = [(former.amount, former.reason) for former in former_totals(project)]
    assert former == [(100_000_000, "调概")]


def test_dates_and_categories_survive_being_kept(propose, project, approver, county):
    category = ProjectCategory.objects.create(county=county, name="能源")
    day = datetime.date(2019, 3, 1)
    changes = {"category": category, "actual_start": day, "stage": "construction"}
    accept(proposal=propose(changes=changes), by=approver, today=TODAY)
    project.refresh_from_db()
    assert (project.category, project.actual_start, project.stage) == (
        category,
        day,
        "construction",
    )


def test_what_else_changed_meanwhile_does_not_stand_in_its_way(propose, project, approver):
    proposal = propose()
    update_project(
        project=project, by=approver, version=1, changes={"location": "城关镇"}, today=TODAY
    )
    accept(proposal=proposal, by=approver, today=TODAY)
    assert total() == 200_000_000


def test_a_field_that_was_changed_since_is_not_overwritten(propose, project, approver):
    proposal = propose()
    update_project(
        project=project,
        by=approver,
        version=1,
        changes={"total_investment": 150_000_000},
        today=TODAY,
        reason="调概",
    )
    with pytest.raises(Stale) as error:
        accept(proposal=proposal, by=approver, today=TODAY)
    assert str(error.value) == (
        "提出之后总投资又有改动，不能照原样采纳；请不采纳，由提出人按现在的资料重新提出"
    )
    assert (total(), ProjectProposal.objects.get().state) == (150_000_000, "waiting")


def test_a_refusal_needs_a_word_and_changes_nothing(propose, approver):
    proposal = propose()
    with pytest.raises(DomainError) as error:
        refuse(proposal=proposal, decision=" ", by=approver)
    assert str(error.value) == "请写明不采纳的理由"
    refuse(proposal=proposal, decision="没有批复", by=approver)
    assert (total(), ProjectProposal.objects.get().decision) == (100_000_000, "没有批复")
    with pytest.raises(WrongState) as error:
        accept(proposal=proposal, by=approver, today=TODAY)
    assert str(error.value) == "这条申请已经处理过了（未采纳）"


def test_who_proposed_takes_it_back_and_nobody_else(propose, reviewer, reporter):
    proposal = propose()
    with pytest.raises(NotAllowed) as error:
        withdraw(proposal=proposal, by=reviewer)
    assert str(error.value) == "只有提出人可以撤回修改申请"
    withdraw(proposal=proposal, by=reporter)
    assert propose().pk != proposal.pk


def test_the_same_again_is_the_one_that_waits_and_another_is_refused(propose, reviewer):
    assert propose() == propose()
    with pytest.raises(WrongState) as error:
        propose(changes={"location": "城关镇"})
    assert str(error.value) == "您对这个项目已有一条修改申请待审定，请先撤回，或等待答复"
    assert propose(by=reviewer).proposed_by == reviewer


@pytest.mark.parametrize(
    ("values", "error_class", "message"),
    [
        ({"reason": " "}, DomainError, "请写明修改理由和依据，如批复文号、会议纪要。"),
        ({"changes": {"total_investment": 100_000_000}}, DomainError, "没有改动，不须提出。"),
        ({"version": 9}, Stale, "项目资料已被他人修改，您的修改没有保存，请核对后重新提交。"),
        (
            {"changes": {"name": "环 城路"}},
            NameTaken,
            "县内已有名称或别名为“环城路”的项目，请核对是否同一项目。",
        ),
        (
            {"changes": {"actual_start": datetime.date(2020, 1, 1), "stage": "construction"}},
            DatesDoNotAgree,
            "实际开工日期不能晚于今天（2019年8月2日）；还没有发生的请留空。",
        ),
    ],
)
def test_what_the_project_cannot_become_is_refused(
    propose, county, unit_a, values, error_class, message
):
    ProjectFactory(county=county, name="环城路", reporting=unit_a)
    with pytest.raises(error_class) as error:
        propose(**values)
    assert str(error.value) == message
    assert ProjectProposal.objects.count() == 0


def test_only_the_projects_units_and_reviewers_propose_and_only_approvers_answer(
    propose, other_reporter, leader, reviewer
):
    for person in (other_reporter, leader):
        with pytest.raises(NotAllowed) as error:
            propose(by=person)
        assert str(error.value) == "只有审核员和项目有关单位可以提出修改资料"
    proposal = propose()
    with pytest.raises(NotAllowed) as error:
        accept(proposal=proposal, by=reviewer, today=TODAY)
    assert str(error.value) == "只有审定员可以采纳修改申请"
    with pytest.raises(NotAllowed) as error:
        refuse(proposal=proposal, decision="不", by=reviewer)
    assert str(error.value) == "只有审定员可以答复修改申请"


def test_it_is_proposed_and_answered_in_the_pages(client, project, reporter, approver):
    backend = "django.contrib.auth.backends.ModelBackend"
    edit = reverse("projects:edit", args=[project.pk])
    detail = reverse("projects:data", args=[project.pk])
    client.force_login(reporter, backend=backend)
    assert "提出修改" in client.get(detail).content.decode()
    page = client.get(edit)
    form = {
        name: "" if value is None else value for name, value in page.context["form"].initial.items()
    }
    form |= {"version": 1, "total_investment": "20000", "reason": "批复"}
    assert client.post(edit, form).url == detail
    proposal = ProjectProposal.objects.get()
    client.force_login(approver, backend=backend)
    page = client.get(detail).content.decode()
    assert "总投资：<del>10,000万元</del> → <ins>20,000万元</ins>" in page
    answer = reverse("projects:answer_change", args=[proposal.pk])
    assert client.post(answer, {"accept": "1"}).url == detail
    assert total() == 200_000_000


@pytest.mark.django_db(transaction=True)
def test_of_an_acceptance_and_a_refusal_at_once_one_counts(propose, approver, make_user):
    other = make_user("shending2", "approver", name="钱审定")
    proposal = propose()
    copies = [ProjectProposal.objects.get(pk=proposal.pk) for _ in range(2)]
    answers = at_once(
        lambda: accept(proposal=copies[0], by=approver, today=TODAY),
        lambda: refuse(proposal=copies[1], decision="不", by=other),
    )
    assert sum(isinstance(answer, WrongState) for answer in answers) == 1
    kept = ProjectProposal.objects.get()
    assert (kept.state == "accepted") == (total() == 200_000_000)
