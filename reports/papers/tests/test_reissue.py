"""A paper that was issued stays as it is, whatever becomes of the county and of the writers."""

import datetime
import hashlib
import io
from dataclasses import replace

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from accounts.errors import DomainError, NotAllowed, WrongState
from accounts.people.services import update_unit
from accounts.trail.proposals import accept
from accounts.trail.rebuilding import differences
from accounts.trail.unwinding import AsKnown
from documents.word import package
from figures.facts import load_facts
from figures.tests.scene import JUNE, make_line, tell_made
from files.invariants import stored_file_faults
from investment.drafts import EntryDraft
from investment.services import propose_correction
from measures.money import WAN
from projects.adjustments import services as adjusting
from projects.adjustments.forcing import put_in_force
from projects.adjustments.wanted import wanted_by
from reports.models import IssuedFile, IssuedPaper
from reports.papers import kinds
from reports.papers.invariants import unknown_heads
from reports.papers.selectors import follow
from reports.papers.services import issue_paper
from reports.papers.told_deeds import moved_deeds
from reports.prose.choices import Chapter
from supervision.visits.services import record_inspection

AUGUST_2 = datetime.date(2019, 8, 2)


def run(*command, **options):
    out = io.StringIO()
    call_command(*command, stdout=out, **options)
    return out.getvalue()


def issue(as_of="2019-06-30", kind="half_year", **options):
    *_, number = run("issue_report", kind, "--as-of", as_of, **options).splitlines()
    return number


def reissued(number, form, folder):
    path = folder / f"{number}.{form}"
    run("reissue", number, "--format", form, "--output", str(path))
    return path.read_bytes()


@pytest.fixture
def adjust(reviewer, approver):
    def adjusted(item, amount, document, day):
        plan = item.plan
        adjustment = adjusting.draft_adjustment(plan=plan, name="中期调整", by=reviewer)
        adjusting.ask(
            plan=plan,
            kind="cut",
            project=item.project,
            wanted=wanted_by("cut", project=item.project, item=item, amount=amount * WAN),
            reason="征地未完成",
            by=reviewer,
            adjustment=adjustment,
        )
        put_in_force(
            adjustment=adjustment,
            effective_on=day,
            document_number=document,
            by=approver,
            version=adjustment.version,
            today=AUGUST_2,
        )

    return adjusted


@pytest.fixture
def correct_may(reporter, approver):
    """May and what June's total makes of it."""

    def correct(line):
        for month, amounts in (
            (5, {"month_amount": 160 * WAN, "year_to_date": 160 * WAN}),
            (6, {"month_amount": 400 * WAN, "year_to_date": 560 * WAN}),
        ):
            entry = line.project.entries.get(month=month)
            proposal = propose_correction(
                entry=entry,
                draft=replace(EntryDraft.of(entry), progress="主体施工", **amounts),
                reason="5月漏报设备款60万元",
                by=reporter,
                today=AUGUST_2,
            )
            accept(proposal=proposal, by=approver, today=AUGUST_2)

    return correct


@pytest.mark.slow
def test_june_is_handed_out_as_it_was_issued_and_its_differences_name_their_causes(
    lines, adjust, correct_may, unit_a, administrator, tmp_path, monkeypatch
):
    roads, water, school = lines
    june = issue(number="示发改〔2019〕21号")
    issued = {
        form: reissued(june, form, tmp_path) for form in ("text", "docx", "pdf", "xlsx", "picture")
    }
    assert run("differences", june).splitlines()[1:] == ["印发以来，这份公文里的数字没有变动。"]

    correct_may(roads)
    adjust(water, 1600, "示政发〔2019〕12号", datetime.date(2019, 6, 15))
    adjust(school, 2500, "示政发〔2019〕18号", datetime.date(2019, 7, 15))
    unit_a.refresh_from_db()
    update_unit(
        unit=unit_a,
        version=unit_a.version,
        is_active=True,
        by=administrator,
        renamed_on=datetime.date(2019, 7, 20),
        parent=unit_a.parent,
        name="综合交通局",
        short_name=unit_a.short_name,
        kind=unit_a.kind,
        position=unit_a.position,
    )
    monkeypatch.setattr(package, "LINE_PITCH", 600)

    assert {form: reissued(june, form, tmp_path) for form in issued} == issued
    told = run("differences", june)
    corrected = [line for line in told.splitlines() if line.startswith("  更正：")]
    adjusted = [line for line in told.splitlines() if line.startswith("  计划调整：")]
    assert set(corrected) == {
        "  更正：镇区道路改造工程2019年5月，本月完成投资100万元改为160万元，"
        "累计完成投资100万元改为160万元（2019-08-02，赵审定，5月漏报设备款60万元）",
        "  更正：镇区道路改造工程2019年6月，累计完成投资500万元改为560万元"
        "（2019-08-02，赵审定，5月漏报设备款60万元）",
    }
    assert set(adjusted) == {"  计划调整：示政发〔2019〕12号，自2019-06-15起，城区供水工程调减"}
    assert "示政发〔2019〕18号" not in told

    july = issue("2019-07-31", "bulletin")
    bridged = run("bridge", june, july).splitlines()
    between = bridged.index("两个截止日之间生效的计划调整：")
    assert bridged[between:] == [
        "两个截止日之间生效的计划调整：",
        "  计划调整：示政发〔2019〕18号，自2019-07-15起，实验学校调减",
        "单位更名：交通运输局→综合交通局",
    ]
    assert "  计划调整：示政发〔2019〕12号，自2019-06-15起，城区供水工程调减" in bridged[:between]


def test_a_cause_is_told_of_the_figures_alone_that_it_moved(lines, adjust, correct_may):
    roads, water, _ = lines
    june = issue()
    correct_may(roads)
    adjust(water, 1600, "示政发〔2019〕12号", datetime.date(2019, 6, 15))
    told = run("differences", june).splitlines()
    at = told.index("县级.全部.年度计划投资：6,200 → 5,800 万元")
    assert told[at + 1] == "  计划调整：示政发〔2019〕12号，自2019-06-15起，城区供水工程调减"
    assert not told[at + 2].startswith("  ")


def test_a_late_report_is_told_as_one(lines, unit_a):
    june = issue()
    assert IssuedPaper.objects.get(pk=june).known_at > 0
    tell_made(make_line(unit_a, "防洪堤工程", 800, {6: 200}), with_list=False)
    told = run("differences", june)
    assert "县级.全部.项目数：3 → 4 个" in told
    assert "  新建项目：防洪堤工程" in told


def test_a_visit_that_was_recorded_after_a_paper_was_issued_is_told(lines, county, inspector):
    june = IssuedPaper.objects.get(pk=issue())
    record_inspection(
        county=county,
        kind="joint",
        visited_on=datetime.date(2019, 6, 20),
        team="县委督查室、发改局",
        looks_back_at=None,
        by=inspector,
        today=AUGUST_2,
    )
    assert run("differences", str(june.pk)).splitlines()[1:] == [
        "月度联合督查：0 → 1 次",
        "  督查记录：会议、调度、督查、通报或问题的记录在印发后补录、更正或撤销",
    ]
    then = load_facts(county, JUNE, AsKnown(county, june.known_at))
    assert list(moved_deeds(then, {Chapter.MEASURES})) == [("月度联合督查", "次", 0, 1)]
    assert list(moved_deeds(then, {Chapter.PROBLEMS})) == []


@pytest.mark.slow
def test_the_bridge_tells_the_visits_between_two_papers_and_those_told_late(
    lines, county, inspector
):
    june = issue()
    for day in (datetime.date(2019, 6, 20), datetime.date(2019, 7, 20)):
        record_inspection(
            county=county,
            kind="joint",
            visited_on=day,
            team="县委督查室、发改局",
            looks_back_at=None,
            by=inspector,
            today=AUGUST_2,
        )
    bridged = run("bridge", june, issue("2019-07-31")).splitlines()
    assert "月度联合督查：0（更新后1） → 2 次" in bridged
    late = bridged.index("月度联合督查：0 → 1 次")
    assert bridged[late - 1].startswith("前一截止日的数字在两次印发之间的变动：")
    assert bridged[late + 1].startswith("  督查记录：")


def test_what_is_kept_is_held_by_its_sha256(lines):
    june = IssuedPaper.objects.get(pk=issue())
    assert stored_file_faults() == []
    file = june.files.get(form="text")
    assert hashlib.sha256(file.content()).hexdigest() == file.sha256
    with open(default_storage.path(file.file.name), "ab") as stream:
        stream.write("又及".encode())
    assert stored_file_faults() == [
        f"印发的文件“{june.title} 文本”（编号{file.pk}）：文件内容与登记的 SHA-256 不符"
    ]


def test_the_trail_tells_of_a_paper_and_holds_what_it_knows_of(lines):
    june = IssuedPaper.objects.get(pk=issue())
    assert differences(IssuedPaper) == differences(IssuedFile) == unknown_heads() == []
    IssuedPaper.objects.filter(pk=june.pk).update(known_at=june.known_at + 1)
    assert unknown_heads() == [
        f"印发的公文“{june}”（编号{june.pk}）：第{june.known_at + 1}条操作记录与印发时登记的不符"
    ]


@pytest.mark.slow
def test_a_paper_is_withdrawn_by_a_later_one_once(county, lines, approver):
    first = IssuedPaper.objects.get(pk=issue())
    values = {
        "county": county,
        "kind": "half_year",
        "month": JUNE,
        "by": approver,
        "today": AUGUST_2,
        "withdraws": first,
    }
    with pytest.raises(DomainError, match="请写明撤销的理由"):
        issue_paper(**values)
    second = issue_paper(**values, reason="数字有误")
    assert first.later == second
    with pytest.raises(WrongState):
        issue_paper(**values, reason="数字有误")


def test_only_an_approver_issues(lines, reviewer):
    with pytest.raises(CommandError, match="只有审定员可以登记印发"):
        issue(username="shenhe")
    assert not IssuedPaper.objects.exists()


def test_a_kind_that_cannot_be_composed_is_refused(lines, monkeypatch):
    known = {"half_year": kinds.kind_named("half_year"), "annual": kinds.kind_named("annual")}
    monkeypatch.setattr(kinds, "_registered", known)
    with pytest.raises(CommandError) as refused:
        issue(kind="leader")
    assert str(refused.value) == (
        "领导情况表还不能成文，目前可以印发的有：半年工作总结、全年工作总结"
    )


@pytest.mark.slow
def test_a_bridge_goes_forward_alone(lines):
    june = issue()
    with pytest.raises(CommandError) as refused:
        run("bridge", june, june)
    assert str(refused.value) == "请把截止日较早、印发较早的一份写在前面"


@pytest.mark.slow
def test_a_paper_that_was_issued_before_does_not_follow_a_later_one(lines):
    july = IssuedPaper.objects.get(pk=issue("2019-07-31"))
    june = IssuedPaper.objects.get(pk=issue())
    assert list(follow(june)) == []
    again = IssuedPaper.objects.get(pk=issue("2019-07-31"))
    assert list(follow(june)) == [again]
    assert july.known_at < june.known_at


def test_who_may_not_issue_is_refused_by_the_service(county, lines, reviewer):
    with pytest.raises(NotAllowed):
        issue_paper(county=county, kind="half_year", month=JUNE, by=reviewer, today=AUGUST_2)
