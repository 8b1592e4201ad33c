"""A county that installs in July brings in January to June by page, and what it may not."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.errors import DomainError, NotAllowed, WrongState
from accounts.models import AuditEvent
from conftest import page_text
from figures.months import default_month
from investment import services
from investment.drafts import EntryDraft
from investment.installing import history_offered
from investment.models import MonthlyEntry, PublishedAs, ReportingPeriod, ReportingRule
from investment.tests.monthly_files import line, workbook
from measures.money import WAN
from measures.months import Month
from workbooks.models import Upload

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2019, 7, 10)
MAY, JUNE = Month(2019, 5), Month(2019, 6)
PERIODS = "/investment/periods/"


@pytest.fixture(autouse=True)
def _in_july(settings):
    settings.XUSHI_TODAY = "2019-07-10"


def may_workbook(*rows):
    whose = ("序号", "项目名称", "项目代码", "责任单位", "年度计划投资")
    return workbook(
        *rows,
        header=(*whose, "5月完成", "1-5月累计完成", "形象进度", "存在问题", "情况说明"),
        title="2019年5月重点建设项目进展情况月报表",
        sheet="5月",
    )


def open_months(county, approver, *months):
    return services.open_history(
        county=county, months=[Month(2019, m) for m in months], by=approver, today=TODAY
    )


def bring_in(client, content, month=MAY):
    """The workbook by page: uploaded, and confirmed as its preview shows it."""
    file = SimpleUploadedFile("5月.xlsx", content)
    sent = client.post(f"/investment/import/{month}/history/", {"file": file})
    assert sent.status_code == 302, page_text(sent)
    preview = client.get(sent.url).context["preview"]
    chosen = {"fingerprint": preview.fingerprint, "way": preview.ways[0].value}
    return client.post(sent.url, chosen, follow=True)


def test_the_months_of_the_year_are_offered_until_units_report(county, period):
    def offered(periods):
        return [month.month for month in history_offered(county, periods, TODAY)]

    assert offered([]) == [1, 2, 3, 4, 5, 6]
    assert offered([period]) == [1, 2, 3, 4, 5, 6]
    period.month = 4
    assert offered([period]) == [1, 2, 3]
    period.is_history = True
    assert offered([period]) == [1, 2, 3, 5, 6]


def test_january_is_history_with_february_where_the_two_are_one(county, approver):
    services.set_reporting_rule(
        county=county,
        from_date=datetime.date(2019, 1, 1),
        source="县重办〔2019〕1号",
        by=approver,
        has_joint_start=True,
    )
    assert [m.month for m in history_offered(county, [], TODAY)] == [2, 3, 4, 5, 6]
    [february] = open_months(county, approver, 2)
    assert (str(february), february.is_open) == ("2019年1—2月", False)
    assert [m.month for m in history_offered(county, [february], TODAY)] == [3, 4, 5, 6]


def test_a_month_goes_in_by_page_as_approved_history(client, county, project, approver):
    client.force_login(approver)
    assert "补录历史月份" in page_text(client.get(PERIODS))
    opened = client.post(f"{PERIODS}history/", {"months": ["2019-05", "2019-06"]}, follow=True)
    assert "已补录2019年5月、2019年6月，请逐月导入历史月报。" in page_text(opened)
    told = bring_in(client, may_workbook(line("镇区道路改造工程", 100, 400)))
    assert "2019年5月：已导入 1 个项目" in page_text(told)
    entry = MonthlyEntry.objects.get()
    assert (entry.month, entry.state, entry.year_to_date) == (5, "approved", 400 * WAN)
    assert (entry.keyed_by, entry.approved_by) == (approver, approver)
    assert entry.keyed_source == "历史数据导入：5月.xlsx"
    assert AuditEvent.objects.filter(action="period.open_history").count() == 2


def test_what_must_be_mended_is_refused_and_what_asks_a_reason_is_history(
    client, county, project, second_project, approver
):
    open_months(county, approver, 5)
    client.force_login(approver)
    bring_in(
        client,
        may_workbook(line("镇区道路改造工程", 0, 400), line("客运站迁建工程", 2000, 2000)),
    )
    entry = MonthlyEntry.objects.get()
    assert (entry.project, entry.explanation) == (second_project, "历史数据导入")


def test_history_that_is_published_takes_no_workbook_any_more(client, county, project, approver):
    open_months(county, approver, 5, 6)
    client.force_login(approver)
    bring_in(client, may_workbook(line("镇区道路改造工程", 100, 400)))
    told = client.post(f"{PERIODS}history/publish/", follow=True)
    assert "2019年5月已发布为定数，各页面以最近的一个月为准。" in page_text(told)
    assert default_month(county) == MAY
    file = SimpleUploadedFile("5月.xlsx", may_workbook(line("镇区道路改造工程", 100, 500)))
    sent = client.post(f"/investment/import/{MAY}/history/", {"file": file})
    assert "2019年5月已经发布，要改的请用更正" in page_text(client.get(sent.url))
    again = client.post(f"{PERIODS}history/publish/")
    assert again.status_code == 409
    assert "没有待发布的历史月份，请先导入历史月报" in page_text(again)


def test_a_month_published_between_preview_and_confirmation_is_not_changed(
    client, county, project, second_project, approver
):
    open_months(county, approver, 5)
    client.force_login(approver)
    bring_in(client, may_workbook(line("镇区道路改造工程", 100, 400)))
    file = SimpleUploadedFile("5月.xlsx", may_workbook(line("客运站迁建工程", 1, 1)))
    sent = client.post(f"/investment/import/{MAY}/history/", {"file": file})
    preview = client.get(sent.url).context["preview"]
    services.publish_history(county=county, by=approver)
    chosen = {"fingerprint": preview.fingerprint, "way": preview.ways[0].value}
    assert client.post(sent.url, chosen).status_code == 409
    assert MonthlyEntry.objects.get().project == project


@pytest.mark.parametrize(
    ("month", "message"),
    [
        (Month(2019, 7), "2019年7月还没有过完，不能作为历史补录"),
        (JUNE, "2019年4月起由单位填报，2019年6月不能作为历史补录"),
        (Month(2019, 4), "2019年4月由单位填报，不能作为历史补录"),
    ],
)
def test_what_units_answer_for_is_no_history(county, project, approver, month, message):
    services.open_period(county=county, month=Month(2019, 4), by=approver)
    period = ReportingPeriod.objects.get()
    services.close_period(period=period, by=approver)
    deeds = [
        lambda: services.open_history(county=county, months=[month], by=approver, today=TODAY),
        lambda: services.record_history(
            county=county,
            month=month,
            drafts=[EntryDraft(project.pk, month_amount=WAN, progress="主体施工")],
            source="历史.xlsx",
            by=approver,
            today=TODAY,
        ),
    ]
    for act in deeds:
        with pytest.raises(WrongState) as error:
            act()
        assert str(error.value) == message
    assert ReportingPeriod.objects.get() == period


def test_history_that_is_opened_again_is_the_units_own(county, approver):
    [period] = open_months(county, approver, 5)
    assert (period.is_history, period.is_open) == (True, False)
    services.open_period(county=county, month=MAY, by=approver)
    period.refresh_from_db()
    assert (period.is_history, period.is_open) == (False, True)


def test_only_the_approver_brings_in_history(client, county, reviewer, approver):
    with pytest.raises(NotAllowed):
        open_months(county, reviewer, 5)
    open_months(county, approver, 5)
    with pytest.raises(NotAllowed):
        services.publish_history(county=county, by=reviewer)
    client.force_login(reviewer)
    shown = page_text(client.get(PERIODS))
    assert ("历史补录" in shown, "导入历史月报" in shown, "补录历史月份" in shown) == (
        True,
        False,
        False,
    )
    assert client.get(f"/investment/import/{MAY}/history/").status_code == 404


def test_a_workbook_on_behalf_of_units_is_sent_to_the_door_of_history(
    client, county, project, reviewer, approver
):
    open_months(county, approver, 5)
    client.force_login(reviewer)
    file = SimpleUploadedFile("5月.xlsx", may_workbook(line("镇区道路改造工程", 100, 400)))
    sent = client.post(f"/investment/import/{MAY}/", {"file": file})
    told = "2019年5月是补录的历史月份，请由审定员在填报期页导入历史月报"
    assert told in page_text(client.get(sent.url))
    assert Upload.objects.get().parameters == {"month": "2019-05"}


def test_a_rule_of_reporting_begins_where_no_published_month_falls_under_it(county, approver):
    def rule(day, source="县重办〔2019〕1号"):
        return services.set_reporting_rule(
            county=county, from_date=day, source=source, by=approver, due_day=8
        )

    ReportingPeriod.objects.create(
        county=county, year=2019, month=6, due_on=TODAY, published_as=PublishedAs.FINAL
    )
    for month in (1, 6):
        with pytest.raises(DomainError) as error:
            rule(datetime.date(2019, month, 1))
        assert str(error.value) == "填报规则不能追溯到已经发布的2019年6月，请选2019年7月1日或以后"
    rule(datetime.date(2019, 7, 1))
    ReportingRule.objects.create(
        county=county, from_date=datetime.date(2019, 6, 1), source="县重办〔2018〕20号"
    )
    rule(datetime.date(2019, 1, 1))
    assert ReportingRule.objects.count() == 3
