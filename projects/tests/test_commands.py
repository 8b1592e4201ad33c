"""``import_plan`` and ``import_preliminary``: what they print, and with which status they end."""

import datetime
import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditEvent, Unit
from projects.models import Project
from projects.tests.conftest import WORKBOOKS

pytestmark = pytest.mark.django_db

PLAN = WORKBOOKS / "plan-2019.xlsx"
PRELIMINARY = WORKBOOKS / "preliminary-2019.xlsx"


def run(name, file, **options):
    out = io.StringIO()
    call_command(name, str(file), stdout=out, **options)
    return out.getvalue().splitlines()


def test_on_an_empty_database_the_plan_brings_its_county(db):
    lines = run("import_plan", PLAN, year=2019)
    assert lines[:2] == [
        "系统里还没有单位，已建立县“本县”，名称可在单位管理中修改。",
        "新增 85 个项目，修改 0 个，没有变化 0 个，拒绝 0 行。",
    ]
    assert "  2019年县级重点建设项目：本文件 85 个项目，计划投资 105.53 亿元" in lines
    lines = run("import_preliminary", PRELIMINARY, year=2019, as_of=datetime.date(2019, 6, 30))
    assert lines[0] == "新增 19 个项目，修改 0 个，没有变化 0 个，拒绝 0 行。"
    assert list(Unit.objects.counties().values_list("name", flat=True)) == ["本县"]


def test_the_county_that_is_made_takes_the_name_given(db):
    run("import_plan", PLAN, year=2019, county="示范县")
    assert Unit.objects.counties().get().name == "示范县"


def test_the_same_plan_twice_says_that_nothing_changed(county):
    run("import_plan", PLAN, year=2019)
    lines = run("import_plan", PLAN, year=2019)
    assert lines[0] == "新增 0 个项目，修改 0 个，没有变化 85 个，拒绝 0 行。"
    assert lines[-1] == "  与项目库完全一致，没有任何改动。"


def test_a_changed_file_tells_old_and_new(county, plan_file, edited, tmp_path):
    run("import_plan", PLAN, year=2019)
    changed = tmp_path / "plan.xlsx"
    changed.write_bytes(edited(plan_file, {"K7": 700}))
    lines = run("import_plan", changed, year=2019)
    assert "  修改 镇区道路改造工程：总投资 531万元 → 700万元" in lines


def test_a_refused_row_ends_with_an_error_after_the_others_were_applied(
    county, plan_file, edited, tmp_path
):
    faulty = tmp_path / "plan.xlsx"
    faulty.write_bytes(edited(plan_file, {"M7": "五百"}))
    with pytest.raises(CommandError) as refused:
        run("import_plan", faulty, year=2019)
    assert str(refused.value) == "有 1 行没有导入，请按上面的提示改正后重新导入。"
    assert Project.objects.count() == 84


def test_a_file_that_is_no_workbook_leaves_nothing_behind(db, tmp_path):
    note = tmp_path / "plan.xlsx"
    note.write_text("这不是工作簿")
    with pytest.raises(CommandError):
        run("import_plan", note, year=2019)
    assert Unit.objects.count() == 0


def test_a_missing_file_is_told_in_chinese(county):
    with pytest.raises(CommandError) as refused:
        run("import_plan", "没有.xlsx", year=2019)
    assert str(refused.value) == "读不到文件“没有.xlsx”，请检查路径和权限。"


def test_the_import_runs_in_the_name_of_a_user_who_may(county, reviewer, leader):
    run("import_plan", PLAN, year=2019, username="shenhe")
    line = AuditEvent.objects.filter(action="plan.import").first()
    assert (line.actor, line.actor_name) == (reviewer, "王审核")
    with pytest.raises(CommandError) as refused:
        run("import_plan", PLAN, year=2019, username="lingdao")
    assert str(refused.value) == ("用户“lingdao”没有在示范县导入的权限，需是在用的审核员或审定员。")


def test_a_preliminary_list_needs_a_county(db):
    with pytest.raises(CommandError):
        run("import_preliminary", PRELIMINARY, year=2019, as_of=datetime.date(2019, 6, 30))
