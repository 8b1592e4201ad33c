"""Two Fridays of the demonstration: the last of July, of which a unit wrote nothing, and the one
that is being written."""

import datetime

from accounts.models import Role, Unit, User
from investment.services.periods import set_reporting_rule
from investment.weekly.selectors import projects_of_week
from investment.weekly.services import TypedNote, write_notes

RULE_FROM = datetime.date(2019, 7, 1)
JULY_26, AUGUST_2 = datetime.date(2019, 7, 26), datetime.date(2019, 8, 2)
WRITTEN = {
    JULY_26: {
        "水利局": ("库区清淤完成六成", ""),
        "文化和旅游局": ("主体三层完成", "外立面石材供货推迟，请市场监管局协调"),
        "现代材料产业园管委会": ("2号厂房恢复施工", "园区10千伏线路未通，请供电公司明确日期"),
    },
    AUGUST_2: {
        "水利局": ("溢洪道开始浇筑", ""),
        "现代材料产业园管委会": ("设备基础完成", "10千伏线路仍未通"),
    },
}


def write_weeks(*, county: Unit, approver: User, today: datetime.date) -> None:
    """Of each unit the first project has news; of the others nothing is written."""
    set_reporting_rule(
        county=county,
        from_date=RULE_FROM,
        source="县政府办关于报送重点项目每周动态的通知",
        by=approver,
        asks_weekly=True,
    )
    for friday, units in WRITTEN.items():
        for name, (changed, needed) in units.items():
            unit = Unit.objects.within(county).get(name=name)
            reporter = User.objects.get(
                role_assignments__role=Role.REPORTER, role_assignments__unit=unit
            )
            first = projects_of_week(unit, friday)[0]
            write_notes(
                unit=unit,
                friday=friday,
                typed=[TypedNote(first, changed, needed, None)],
                by=reporter,
                today=today,
            )
