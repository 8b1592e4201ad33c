"""From a plan and six monthly workbooks to the figures of the first source document."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import TestCase

from accounts.models import Unit
from accounts.trail.rebuilding import differences, rebuilt
from demo.published.seeds import comes_out, seed_figures
from figures.book import FigureBook
from figures.facts import load_facts
from figures.lights import Colour
from investment.models import MonthlyEntry
from investment.selectors import approved_rows
from measures.money import WAN
from measures.months import Month
from projects.models import Project

WORKBOOKS = Path(__file__).parent.parent / "workbooks"
JUNE = "2019-06-30"


def run(command, *arguments):
    """What a command prints."""
    out = io.StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def import_everything():
    run("import_plan", str(WORKBOOKS / "plan-2019.xlsx"), "--year", "2019")
    preliminary = str(WORKBOOKS / "preliminary-2019.xlsx")
    run("import_preliminary", preliminary, "--year", "2019", "--as-of", JUNE)
    for month in range(1, 7):
        workbook = str(WORKBOOKS / f"monthly-2019-{month:02d}.xlsx")
        run("import_monthly", workbook, "--month", f"2019-{month:02d}", "--approve")


class TestPublishedFigures(TestCase):
    """The sample county's workbooks on an empty database, with no further options."""

    @classmethod
    def setUpTestData(cls):
        import_everything()

    def test_the_trail_alone_gives_every_figure_that_was_reported(self):
        assert differences(MonthlyEntry) == []
        county = Unit.objects.get(parent=None)
        entries = rebuilt(MonthlyEntry)[MonthlyEntry]
        months = dict(MonthlyEntry.objects.values_list("pk", "month"))
        standing = {
            (months[pk], entry.get("month_amount"), entry.get("year_to_date"))
            for pk, entry in entries.items()
            if entry.get("state") == "approved"
        }
        rows = approved_rows(county, Month(2019, 6))
        assert standing == {(row.month, row.month_amount, row.year_to_date) for row in rows}
        assert len(entries) == len(rows)

    def test_the_summary_prints_the_figures_of_the_first_source_document(self):
        text = run("summary", "--as-of", JUNE, "--format", "text")
        for phrase in (
            "省级重点项目4个，总投资272.8亿元，年度计划投资21.3亿元。"
            "4个省级重点项目均已开复工。截至6月底，完成投资13.44亿元，占年度计划的63.1%",
            "市级重点项目39个，其中在建项目30个，年度计划投资52.6亿元，"
            "前期项目9个，计划总投资118.06亿元",
            "30个市级重点建设项目完成投资31.1亿元，占年度计划的59.1%",
            "9个市级前期项目中，1个已开工建设，1个产业发展规划已通过专家评审，"
            "3个已完成可研报告，其余4个项目前期工作已全面启动",
            "安排重点建设项目85个，总投资434.6亿元，年度计划投资105.53亿元",
            "新建项目51个，总投资75.72亿元，年度计划投资43.1亿元；"
            "续建项目34个，总投资358.88亿元，年度计划投资62.43亿元",
            "51个新建项目已开工建设42个，开工率82.4%",
            "完成投资59.6亿元，占年度计划的56.5%",
            "新建项目完成投资23.2亿元，占年度计划的53.8%",
            "续建项目完成投资36.4亿元，占年度计划的58.3%",
            "19个重大前期项目中，2个已开工建设；2个已完成施工图设计",
            "4个已完成可研报告；其余11个项目前期工作已全面启动",
            "达到了“双过半”的要求",
            "等5个项目已基本建成",
            "等61个项目达到或超过序时进度",
            "产业项目49个，年度计划投资67.71亿元，占年度计划总投资的64.2%",
            "年度投资过亿元的有34个，占项目总个数的40.0%",
            "年度投资在5000万元至1亿元之间的有24个，占项目总个数的28.2%",
            "85个县级重点建设项目均已报送并审定",
        ):
            assert phrase in text
        for name in (
            "年产200万吨骨料生产线建设项目",
            "柳山扶贫开发旅游环线工程",
            "废石加工利用一期项目",
            "机动车驾驶考试场建设项目",
            "城南学校建设项目",
        ):
            assert name in text

    def test_the_figures_command_prints_every_indicator_by_name(self):
        figures = json.loads(run("figures", "--as-of", JUNE, "--format", "json"))
        assert figures["县级.新建.完成率"] == {"value": "53.83", "unit": "%", "rows": 51}
        assert figures["县级.全部.完成率"] == {"value": "56.48", "unit": "%", "rows": 85}
        counts = {
            f"{plan}.{group}": figures[f"{plan}.{group}.项目数"]["value"]
            for plan in ("省级", "市级", "县级")
            for group in ("全部", "前期", "合计")
        }
        assert counts == {
            "省级.全部": "4",
            "省级.前期": "0",
            "省级.合计": "4",
            "市级.全部": "30",
            "市级.前期": "9",
            "市级.合计": "39",
            "县级.全部": "85",
            "县级.前期": "19",
            "县级.合计": "104",
        }

    def test_every_figure_of_lists_that_the_first_source_document_prints_comes_out(self):
        printed = [figure for figure in seed_figures() if figure.seed == "000"]
        keys = dict.fromkeys(figure.key for figure in printed)
        asked = [word for key in keys for word in ("--key", key)]
        said = json.loads(run("figures", "--as-of", JUNE, *asked))
        off = {
            figure.number: (figure.key, figure.value, said[figure.key]["value"])
            for figure in printed
            if not comes_out(figure, said[figure.key]["value"])
        }
        assert (len(printed), off) == (60, {})

    def test_private_investment_is_asked_for_by_a_cut(self):
        keys = [f"县级.全部.投资主体=民间投资.{name}" for name in ("项目数", "年度计划投资")]
        said = json.loads(run("figures", "--as-of", JUNE, "--key", keys[0], "--key", keys[1]))
        assert [said[key]["value"] for key in keys] == ["31", "429243"]

    def test_at_the_end_of_february_no_project_that_is_not_yet_due_is_red(self):
        february = Month(2019, 2)
        facts = load_facts(Unit.objects.counties().get(), february)
        not_due = [
            row
            for row in facts.rows
            if not row.is_started and row.planned_start and row.planned_start > february.last_day
        ]
        assert len({row.project_id for row in not_due}) == 17
        assert {row.light.colour for row in not_due} == {Colour.GREY}

    def test_two_unstarted_projects_are_not_due_before_september(self):
        facts = load_facts(Unit.objects.counties().get(), Month(2019, 6))
        assert FigureBook(facts)["县级.全部.未到期数"].value == 2

    def test_june_is_85_projects_and_596000_wan(self):
        entries = MonthlyEntry.objects.approved().filter(year=2019, month=6)
        assert entries.count() == 85
        assert sum(entry.year_to_date for entry in entries) == 596_000 * WAN

    def test_importing_everything_again_changes_nothing(self):
        before = list(MonthlyEntry.objects.values_list("pk", "version", "year_to_date"))
        projects = list(Project.objects.values_list("pk", "version"))
        import_everything()
        assert list(MonthlyEntry.objects.values_list("pk", "version", "year_to_date")) == before
        assert list(Project.objects.values_list("pk", "version")) == projects

    def test_what_needs_an_explanation_is_recorded_as_history_and_nothing_is_lost(self):
        assert MonthlyEntry.objects.approved().count() == 510
        assert all(
            entry.explanation in ("", "历史数据导入") for entry in MonthlyEntry.objects.all()
        )

    def test_the_data_and_the_trail_verify(self):
        assert "操作记录完整" in run("verify")


@pytest.mark.django_db
def test_without_approval_the_entries_of_a_workbook_wait_for_review():
    run("import_plan", str(WORKBOOKS / "plan-2019.xlsx"), "--year", "2019")
    run("import_monthly", str(WORKBOOKS / "monthly-2019-01.xlsx"), "--month", "2019-01")
    assert MonthlyEntry.objects.waiting().count() == 85
    assert not MonthlyEntry.objects.approved().exists()
