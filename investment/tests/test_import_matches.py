"""A name that no project has: near ones are proposed, a person says which it is."""

import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditEvent
from accounts.tests.trail import told
from investment.intake import apply_monthly, preview_monthly
from investment.models import MonthlyEntry
from investment.tests.monthly_files import JULY, line, workbook
from measures.money import WAN
from projects.models import ProjectAlias
from workbooks.intake.choice import Choice
from workbooks.intake.previews import Verdict

pytestmark = pytest.mark.django_db
UNKNOWN = "本单位没有这个项目，请核对名称和代码，或联系发改局"


@pytest.fixture
def preview(county, period, reporter, today):
    def preview(*rows, by=reporter, choice=None, **options):
        return preview_monthly(
            workbook(*rows, **options),
            county=county,
            month=JULY,
            by=by,
            today=today,
            choice=choice or Choice(),
        )

    return preview


def proposed(shown, row=0):
    return [(p.project.name, p.hint) for p in shown.lines[row].proposals]


def test_a_near_name_is_proposed_and_nothing_is_written(preview, project, reporter):
    shown = preview(line("镇区道路提升改造", 30))
    assert proposed(shown) == [("镇区道路改造工程", "名称相近")]
    [finding] = shown.findings.errors
    assert finding.message == (f"{UNKNOWN}。相近的有：“镇区道路改造工程”，须由人确认是不是其中之一")
    assert (shown.refused, shown.applicable) == (1, [])
    apply_monthly(shown, by=reporter)
    assert not MonthlyEntry.objects.exists()


def test_what_a_person_confirms_is_written_and_becomes_an_alias(preview, project, reporter):
    choice = Choice(matches={"7月!4": project.pk})
    shown = preview(line("镇区道路提升改造", 30), choice=choice)
    assert (shown.added, shown.unanswered, shown.findings.errors) == (1, [], [])
    apply_monthly(shown, by=reporter)
    assert MonthlyEntry.objects.get().month_amount == 30 * WAN
    assert [(a.project, a.name) for a in ProjectAlias.objects.all()] == [
        (project, "镇区道路提升改造")
    ]
    [line_told] = AuditEvent.objects.filter(action="project.update")
    assert told(line_told) == {"别名": ["", "镇区道路提升改造"]}
    again = preview(line("镇区道路提升改造", 30))
    assert (again.unchanged, again.lines[0].proposals) == (1, ())


def test_neither_of_them_leaves_the_row_refused_and_answered(preview, project):
    shown = preview(line("镇区道路提升改造", 30), choice=Choice(matches={"7月!4": None}))
    assert (shown.refused, shown.unanswered) == (1, [])


def test_only_what_was_proposed_can_be_confirmed(preview, project, second_project, other_project):
    for answer in (second_project.pk, other_project.pk, 10**9):
        choice = Choice(matches={"7月!4": answer})
        assert preview(line("镇区道路提升改造", 30), choice=choice).refused == 1


def test_a_second_stage_is_proposed_with_a_warning(preview, make_project, unit_a):
    make_project("污水处理厂一期工程", unit_a)
    shown = preview(line("污水处理厂二期工程", 30))
    assert proposed(shown) == [("污水处理厂一期工程", "不一致：2期／1期")]


def test_a_project_of_the_same_code_comes_first(preview, make_project, unit_a):
    make_project("镇区道路改造提升工程", unit_a)
    make_project("客运站迁建工程", unit_a, code="2019-610799-77-01-106987")
    shown = preview(line("镇区道路改造", 30, code="2019-610799-77-01-106987"))
    assert proposed(shown) == [
        ("客运站迁建工程", "项目代码相同"),
        ("镇区道路改造提升工程", "名称相近"),
    ]


def test_two_rows_confirmed_as_one_project_are_refused(preview, project):
    choice = Choice(matches={"7月!5": project.pk})
    shown = preview(line("镇区道路改造工程", 30), line("镇区道路提升改造", 40), choice=choice)
    assert [row.verdict for row in shown.lines] == [Verdict.REFUSED, Verdict.REFUSED]
    assert [f.message for f in shown.findings.errors] == [
        "与第5行是同一个项目，请合并为一行；两行都没有读入",
        "与第4行是同一个项目，请合并为一行；两行都没有读入",
    ]


# --- What another unit has does not exist ----------------------------------------------


@pytest.fixture
def foreign(make_project, unit_b):
    return make_project("河道综合治理工程", unit_b, code="2019-610799-77-01-000001")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("河道综合治理工程", ""),
        ("河道综合治理", ""),
        ("河道综合整治工程", ""),
        ("随便什么名称", "2019-610799-77-01-000001"),
    ],
)
def test_a_foreign_project_is_neither_named_nor_proposed(preview, project, foreign, name, code):
    """Just what an unknown name gets: the same verdict, the same words, no proposal."""
    shown = preview(line(name, 30, code=code), line("没有的工程", 30))
    [of_foreign, of_unknown] = shown.lines
    assert (of_foreign.verdict, of_foreign.project, of_foreign.proposals) == (
        of_unknown.verdict,
        of_unknown.project,
        of_unknown.proposals,
    )
    assert [(f.cell, f.message) for f in shown.findings.errors] == [
        ("B4", UNKNOWN),
        ("B5", UNKNOWN),
    ]


def test_the_bureau_is_proposed_every_unit_s(preview, project, foreign, reviewer):
    shown = preview(line("河道综合整治工程", 30), by=reviewer)
    assert proposed(shown) == [("河道综合治理工程", "名称相近")]


def test_a_project_of_which_the_unit_only_has_a_part_is_not_proposed(preview, foreign, unit_a):
    foreign.unit_parts.create(unit=unit_a, part="local", from_date="2019-01-01")
    assert proposed(preview(line("河道综合整治工程", 30))) == []


def test_confirming_a_foreign_name_as_one_s_own_takes_it_from_nobody(
    preview, make_project, unit_a, foreign, reporter, reviewer
):
    """The row goes in, as the person said; the name stays the other project's, unsaid."""
    own = make_project("河道综合治理工程二标段", unit_a)
    choice = Choice(matches={"7月!4": own.pk})
    apply_monthly(preview(line("河道综合治理工程", 30), choice=choice), by=reporter)
    assert MonthlyEntry.objects.get().project == own
    assert not ProjectAlias.objects.exists()
    shown = preview(line("河道综合治理工程", 40), by=reviewer)
    assert shown.lines[0].project == foreign


# --- The command -----------------------------------------------------------------------


def test_the_command_never_guesses_and_prints_the_proposals(period, project, tmp_path):
    file = tmp_path / "7月.xlsx"
    file.write_bytes(workbook(line("镇区道路提升改造", 30)))
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("import_monthly", str(file), month="2019-07", stdout=out, stderr=err)
    assert refusal.value.returncode == 1
    assert err.getvalue().startswith("  [须改正] 「7月」B4：")
    assert "相近的有：“镇区道路改造工程”，须由人确认是不是其中之一" in err.getvalue()
    assert "新增 0 项，变更 0 项，不变 0 项，拒绝 1 项" in out.getvalue()
    assert not MonthlyEntry.objects.exists()
    assert not ProjectAlias.objects.exists()
