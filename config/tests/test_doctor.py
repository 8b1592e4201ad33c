"""The operator is told what is missing, and how to mend it."""

import io
import os
import time

import pytest
from django.core.management import CommandError, call_command

from config.tests.test_health import no_database
from jobs.living import say_alive
from jobs.services import ask_job
from reports.year_of_months import YEAR_OF_MONTHS, YearAsked


def told(*options):
    out = io.StringIO()
    call_command("doctor", *options, stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture
def installed(settings, tmp_path):
    """Charts there, the last tick five minutes ago."""
    settings.DATA_DIR, settings.STATIC_ROOT = tmp_path / "data", tmp_path / "static"
    (tmp_path / "static" / "vendor").mkdir(parents=True)
    (tmp_path / "static" / "vendor" / "echarts.min.js").touch()
    settings.DATA_DIR.mkdir()
    tick = settings.DATA_DIR / "last_tick"
    tick.touch()
    os.utime(tick, (time.time() - 301,) * 2)
    return tick


def test_all_is_well(db, installed, tmp_path):
    (tmp_path / "xushi-20190802-023000").mkdir()
    (tmp_path / "xushi-20190802-023000" / "manifest.json").touch()
    say_alive("worker")
    assert told("--backups", str(tmp_path)) == [
        "✓ 数据库连得上",
        "✓ 数据表是本版本的",
        "✓ 数据目录写得进去",
        "✓ 静态文件已收集",
        "✓ 图表库在",
        "✓ 上次办理到期的事在 5 分钟之前",
        "✓ 后台程序在运行",
        f"✓ 最新的备份 {tmp_path / 'xushi-20190802-023000'}",
    ]


def test_what_is_only_good_to_have_is_told(installed, settings, tmp_path, county, approver):
    (settings.STATIC_ROOT / "vendor" / "echarts.min.js").unlink()
    os.utime(installed, (time.time() - 7261,) * 2)
    assert told("--backups", str(tmp_path / "none"))[4:] == [
        "✗ 没有图表库，页面只显示表格；请运行 make assets",
        "✗ 上次办理到期的事在 121 分钟之前",
        "✗ 后台没有运行，请启用 xushi-work.service",
        f"✗ {tmp_path / 'none'} 里没有备份",
    ]
    installed.unlink()
    asked = YearAsked(year=2019, until=6, list_key="县级")
    ask_job(kind=YEAR_OF_MONTHS, asked=asked, county=county, by=approver)
    assert told()[5:] == [
        "✗ 到期的事从未办理，请启用 xushi-tick.timer",
        "✗ 后台没有运行，有 1 项任务在等候，请启用 xushi-work.service",
    ]


def test_what_is_needed_and_missing_ends_with_an_error(db, installed):
    out = io.StringIO()
    with no_database(), pytest.raises(CommandError) as error:
        call_command("doctor", stdout=out)
    assert str(error.value) == "系统还没有就绪。"
    assert out.getvalue().splitlines()[:2] == [
        "✗ 数据库连不上，请检查 DATABASE_URL 和数据库服务",
        "✗ 数据表还不是本版本的，请运行 manage.py migrate",
    ]
