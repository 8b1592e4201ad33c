"""The pages of a 台账: its list, one line, what is declared, confirmed and sent back."""

import datetime

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.people.waiting import waiting_for
from conftest import page_text
from projects.models import ReserveDeclaration, ReserveItem, RollDeed, RollPaper
from projects.reserve.roll import RESERVE
from projects.rolls.services import declare_line, declare_of

pytestmark = pytest.mark.django_db

MARCH_1, MAY_1, AUGUST_2 = (
    datetime.date(2019, month, day) for month, day in ((3, 1), (5, 1), (8, 2))
)
YI = 100_000_000
SCAN = b"%PDF-1.4\nstartxref\n0\n%%EOF\n"


def scan(name="批复.pdf", content=SCAN):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


@pytest.fixture
def declare(unit_a, reporter):
    def declared(name="竹加工园", total=2 * YI, by=reporter, unit=unit_a, day=MARCH_1):
        values = {"name": name, "total_investment": total}
        return declare_line(RESERVE, unit=unit, values=values, day=day, by=by, today=AUGUST_2)

    return declared


@pytest.fixture
def line(declare, approver):
    declare(by=approver)
    return ReserveItem.objects.get()


def of_line(line, deed, by, day=MAY_1, **more):
    return declare_of(
        RESERVE,
        line=line,
        deed=RollDeed(deed),
        day=day,
        by=by,
        today=AUGUST_2,
        version=line.version,
        **more,
    )


def address(name="projects:roll", *keys):
    return reverse(name, args=["reserve", *keys])


def names_on(answer):
    return [row.name for row in answer.context["rows"]]


# --- The list ------------------------------------------------------------------------------


def test_an_empty_list_says_what_fills_it(client, reporter, auditor):
    client.force_login(reporter)
    assert "各单位申报、审定员确认后列在这里；也可以用工作簿成批申报。" in page_text(
        client.get(address())
    )
    client.force_login(auditor)
    assert "各单位申报、审定员确认后列在这里。" in page_text(client.get(address()))


def test_the_list_shows_what_is_open_or_ended_or_held_on_a_past_day(
    client, declare, approver, line
):
    declare(name="冷链物流园", total=3 * YI, by=approver)
    of_line(line, "change", approver, values={"total_investment": 5 * YI})
    ended = ReserveItem.objects.current().get(name="冷链物流园")
    of_line(ended, "done", approver, day=datetime.date(2019, 6, 1))
    client.force_login(approver)

    def listed(**asked):
        page = client.get(address(), asked)
        return [(row.name, row.line.total_investment) for row in page.context["rows"]]

    both = [("竹加工园", 2 * YI), ("冷链物流园", 3 * YI)]
    assert listed() == [("竹加工园", 5 * YI)]
    assert listed(state="ended") == [("冷链物流园", 3 * YI)]
    assert listed(state="all") == [("竹加工园", 5 * YI), ("冷链物流园", 3 * YI)]
    assert listed(day="2019-04-30") == both
    assert listed(day="2019-04-30", state="ended") == []
    assert listed(day="2019-02-28", state="all") == []


def test_the_list_is_filtered_by_unit_and_words_and_sorted_by_a_column(
    client, declare, approver, unit_b, line
):
    declare(name="冷链物流园", total=None, by=approver, unit=unit_b)
    declare(name="竹海索道", total=3 * YI, by=approver)
    client.force_login(approver)
    assert names_on(client.get(address(), {"unit": unit_b.pk})) == ["冷链物流园"]
    assert names_on(client.get(address(), {"q": "竹"})) == ["竹加工园", "竹海索道"]
    falling = ["竹海索道", "竹加工园", "冷链物流园"]
    assert names_on(client.get(address(), {"sort": "-total_investment"})) == falling
    last_first = ["竹海索道", "冷链物流园", "竹加工园"]
    assert names_on(client.get(address(), {"sort": "-serial"})) == last_first


def test_the_total_leaves_out_what_is_not_known_and_says_so(client, declare, approver, line):
    declare(name="冷链物流园", total=None, by=approver)
    declare(name="竹海索道", total=3 * YI, by=approver)
    client.force_login(approver)
    page = client.get(address())
    told = [(heading.label, words) for heading, words in page.context["totals"] if words]
    assert told == [("总投资", "50,000（1个未填）")]
    assert page.context["page"].paginator.count == 3


def test_a_reporter_sees_what_is_of_his_unit(client, declare, approver, unit_b, reporter, line):
    declare(name="冷链物流园", by=approver, unit=unit_b)
    client.force_login(reporter)
    assert names_on(client.get(address())) == ["竹加工园"]
    other = ReserveItem.objects.get(name="冷链物流园")
    assert client.get(address("projects:roll_line", other.pk)).status_code == 404


def test_the_export_has_the_lines_of_the_filter(client, declare, approver, line, tmp_path):
    declare(name="竹海索道", total=3 * YI, by=approver)
    client.force_login(approver)
    answer = client.get(address("projects:roll_export"), {"q": "索道"})
    file = tmp_path / "台账.xlsx"
    file.write_bytes(answer.content)
    sheet = openpyxl.load_workbook(file).active
    rows = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    assert [row[:4] for row in rows if row and row[0] == 2] == [
        [2, "交通运输局", "竹海索道", 30000]
    ]
    assert "竹加工园" not in str(rows)


def test_the_list_asks_as_many_questions_of_thirty_lines_as_of_one(
    client, declare, approver, reporter, django_assert_max_num_queries
):
    client.force_login(approver)
    client.get(address())  # what is asked once after signing in
    counts = []
    for number in (1, 30):
        for each in range(number):
            declare(name=f"储备{number}-{each}", by=approver)
            declare(name=f"申报{number}-{each}", by=reporter)
        with django_assert_max_num_queries(30) as asked:
            client.get(address())
        counts.append(len(asked))
    assert counts[0] == counts[1]


# --- Declaring -----------------------------------------------------------------------------


def test_a_reporter_declares_by_page_with_a_paper_and_the_approver_confirms(
    client, reporter, approver, unit_a
):
    client.force_login(reporter)
    typed = {"name": "竹加工园", "total_investment": "20000", "day": "2019-03-01", "reason": "储备"}
    answer = client.post(
        address("projects:roll_declare"), typed | {"papers": [scan()]}, follow=True
    )
    assert "已申报，等待审定员确认。" in page_text(answer)
    declared = ReserveDeclaration.objects.get()
    assert (declared.unit, declared.after["total_investment"]) == (unit_a, 2 * YI)
    client.force_login(approver)
    client.post(address("projects:roll_answer", declared.pk), {"accept": "1"})
    line = ReserveItem.objects.get()
    assert (line.name, line.total_investment, line.from_day) == ("竹加工园", 2 * YI, MARCH_1)
    paper = RollPaper.objects.get()
    assert (paper.serial, paper.original_name) == (line.serial, "批复.pdf")
    answer = client.get(reverse("projects:roll_paper", args=[paper.pk]))
    assert answer.content == SCAN


def test_what_an_approver_declares_is_in_force_at_once_for_the_unit_he_chose(
    client, approver, unit_b
):
    client.force_login(approver)
    typed = {"unit": unit_b.pk, "name": "冷链物流园", "day": "2019-03-01"}
    answer = client.post(address("projects:roll_declare"), typed, follow=True)
    assert "已列入储备项目台账。" in page_text(answer)
    assert ReserveItem.objects.get().unit == unit_b


def test_a_fault_stands_at_its_box_and_nothing_typed_is_lost(client, reporter):
    client.force_login(reporter)
    typed = {"name": "竹加工园", "total_investment": "两亿", "day": "2019-08-03"}
    answer = client.post(address("projects:roll_declare"), typed)
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == ["total_investment"]
    assert 'value="两亿"' in page_text(answer)
    answer = client.post(address("projects:roll_declare"), typed | {"total_investment": "2"})
    assert (answer.status_code, answer.context["form"].errors) == (
        400,
        {"day": ["日期不能晚于今天"]},
    )
    assert ReserveDeclaration.objects.count() == 0


def test_each_deed_of_a_line_has_its_form(client, reporter, approver, line):
    client.force_login(reporter)
    page = client.get(address("projects:roll_line", line.pk))
    offered = [RollDeed(deed) for deed, _ in page.context["deeds"]]
    assert offered == [RollDeed.CHANGE, RollDeed.CORRECT, RollDeed.DONE, RollDeed.VOID]
    assert [words for _, words in page.context["deeds"]] == [RESERVE.deeds[e] for e in offered]
    form = client.get(address("projects:roll_deed", line.pk, "change")).context["form"]
    assert list(form.fields) == [*RESERVE.fields, "day", "reason", "papers"]
    assert form["total_investment"].value() == "20,000"
    for deed in ("reopen", "add", "nothing"):
        assert client.get(address("projects:roll_deed", line.pk, deed)).status_code == 404
    typed = {"name": "竹加工园", "total_investment": "30000", "day": "2019-05-01", "version": "1"}
    client.post(address("projects:roll_deed", line.pk, "change"), typed)
    waits = ReserveDeclaration.objects.get(state="waiting")
    assert (waits.before, waits.after) == (
        {"total_investment": 2 * YI},
        {"total_investment": 3 * YI},
    )
    # One waits already: no other deed is offered.
    page = client.get(address("projects:roll_line", line.pk))
    assert page.context["deeds"] == []
    client.force_login(approver)
    shown = page_text(client.get(address()))
    assert "总投资：<del>20,000万元</del>→<ins>30,000万元</ins>" in shown


def test_a_stale_form_shows_what_stands_beside_what_was_typed(client, approver, line):
    client.force_login(approver)
    of_line(line, "correct", approver, values={"total_investment": 4 * YI}, reason="批复")
    typed = {"name": "竹加工园", "total_investment": "30000", "day": "2019-05-01", "version": "1"}
    answer = client.post(address("projects:roll_deed", line.pk, "change"), typed)
    assert answer.status_code == 409
    assert ("总投资（万元）", "40,000", "30,000") in list(answer.context["refusal"].differences)


def test_a_voided_line_is_found_and_its_page_tells_what_became_of_it(client, approver, line):
    client.force_login(approver)
    typed = {"reason": "重复申报", "version": "1"}
    client.post(address("projects:roll_deed", line.pk, "void"), typed)
    assert names_on(client.get(address(), {"state": "void"})) == ["竹加工园"]
    page = client.get(address("projects:roll_line", line.pk))
    assert "已作废" in page_text(page)
    assert page.context["deeds"] == []


def test_papers_are_added_to_a_line_later_and_the_same_once(client, reporter, other_reporter, line):
    client.force_login(reporter)
    there = address("projects:roll_papers", line.pk)
    assert "已添加1个附件。" in page_text(client.post(there, {"papers": [scan()]}, follow=True))
    again = client.post(there, {"papers": [scan("改名.pdf")]}, follow=True)
    assert "这些附件已经有了。" in page_text(again)
    answer = client.post(there, {"papers": [scan("批复.exe", b"MZ")]})
    assert (answer.status_code, RollPaper.objects.count()) == (400, 1)
    client.force_login(other_reporter)
    paper = RollPaper.objects.get()
    assert client.get(reverse("projects:roll_paper", args=[paper.pk])).status_code == 404


# --- Answering -----------------------------------------------------------------------------


def test_the_approver_ticks_several_and_confirms_all_of_them(client, declare, approver):
    declared = [declare(name=name) for name in ("甲园", "乙园", "丙园")]
    client.force_login(approver)
    ticked = {"declaration": [each.pk for each in declared[:2]]}
    answer = client.post(address("projects:roll_confirm"), ticked, follow=True)
    assert "已确认2条，列入储备项目台账。" in page_text(answer)
    assert list(ReserveItem.objects.values_list("serial", "name")) == [(1, "甲园"), (2, "乙园")]
    assert [row.name for row, _ in answer.context["waits"]] == ["丙园"]


def test_of_those_that_are_ticked_all_are_confirmed_or_none(
    client, declare, approver, reporter, line
):
    new = declare(name="乙园")
    waits = of_line(line, "change", reporter, values={"content": "扩建"})
    of_line_now = ReserveItem.objects.get()
    ReserveItem.objects.update(version=of_line_now.version + 1)
    client.force_login(approver)
    answer = client.post(address("projects:roll_confirm"), {"declaration": [new.pk, waits.pk]})
    assert answer.status_code == 409
    assert "没有确认任何一条：“竹加工园”申报之后这一行又有改动" in page_text(answer)
    assert ReserveItem.objects.count() == 1
    new.refresh_from_db()
    assert new.is_waiting


def test_all_that_wait_are_confirmed_only_as_many_as_the_page_counted(client, declare, approver):
    for number in range(51):
        declare(name=f"储备{number}")
    client.force_login(approver)
    every_one = client.get(address()).context["every_one"]
    declare(name="又来一个")
    answer = client.post(address("projects:roll_confirm"), {"all": every_one})
    assert (answer.status_code, ReserveItem.objects.count()) == (409, 0)
    every_one = client.get(address()).context["every_one"]
    client.post(address("projects:roll_confirm"), {"all": every_one})
    assert ReserveItem.objects.count() == 52


def test_what_is_sent_back_waits_for_who_declared_until_they_declare_anew(
    client, declare, approver, reporter
):
    declared = declare()
    client.force_login(approver)
    answer = client.post(address("projects:roll_answer", declared.pk), {"refuse": "1"})
    assert answer.status_code == 400
    client.post(
        address("projects:roll_answer", declared.pk), {"refuse": "1", "decision": "没有依据"}
    )
    (asked,) = waiting_for(reporter, AUGUST_2)
    assert (asked.what, asked.text, asked.note) == (
        "退回的储备项目申报",
        "竹加工园",
        "赵审定：没有依据",
    )
    client.force_login(reporter)
    shown = page_text(client.get(asked.url.partition("#")[0]))
    assert "没有依据" in shown
    again = f"{address('projects:roll_declare')}?again={declared.pk}"
    form = client.get(again).context["form"]
    assert (form["name"].value(), form["total_investment"].value()) == ("竹加工园", "20,000")
    client.post(again, {"name": "竹加工园", "total_investment": "18000", "day": "2019-03-01"})
    assert waiting_for(reporter, AUGUST_2) == []


def test_what_is_sent_back_may_be_let_be(client, declare, approver, reporter):
    declared = declare()
    client.force_login(approver)
    client.post(
        address("projects:roll_answer", declared.pk), {"refuse": "1", "decision": "没有依据"}
    )
    client.force_login(reporter)
    for _ in range(2):
        client.post(address("projects:roll_read", declared.pk))
    assert waiting_for(reporter, AUGUST_2) == []


def test_many_of_one_unit_are_one_line_in_the_approvers_list_of_things_to_do(
    declare, approver, unit_a
):
    for number in range(4):
        declare(name=f"储备{number}")
    (asked,) = waiting_for(approver, AUGUST_2)
    assert (asked.text, asked.url) == (
        "交通运输局申报的4条",
        f"{address()}?waits=1&unit={unit_a.pk}",
    )
