"""上级认定数 is registered beside what was reported, with its document, and is taken back so."""

import datetime

import pytest
from django.urls import reverse

from accounts.errors import DomainError, NotAllowed, WrongState
from accounts.models import AuditEvent
from accounts.trail.unwinding import AsKnown
from conftest import page_text
from figures.book import FigureBook
from figures.facts import load_facts
from figures.tests.scene import make_line, sign_in, tell_made
from investment.models import RecognisedAmount
from investment.services import recognise, take_back
from investment.services.recognised import RecognisedBy
from measures.money import WAN
from measures.months import Month

pytestmark = pytest.mark.django_db

JUNE, TODAY = Month(2019, 6), datetime.date(2019, 8, 2)
PAPER = RecognisedBy("市发改投资〔2019〕7号", datetime.date(2019, 7, 20))


@pytest.fixture
def line(unit_a):
    return make_line(unit_a, "滨河路", 1000, {6: 550})


def register(line, by, **values):
    asked = {
        "county": line.plan.county,
        "plan": line.plan,
        "month": JUNE,
        "amounts": {line.project_id: 480 * WAN},
        "paper": PAPER,
        "today": TODAY,
    }
    return recognise(by=by, **(asked | values))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"paper": RecognisedBy(" ", TODAY)}, "请写明来源文件"),
        ({"paper": RecognisedBy("通报", datetime.date(2019, 8, 3))}, "来源日期不能晚于今天"),
        ({"month": Month(2019, 8)}, "2019年8月还没有结束"),
        ({"amounts": {999: 1}}, "所选项目不在2019年6月底的县级清单上"),
        ({"amounts": {}}, "没有填认定数"),
    ],
)
def test_what_cannot_be_recognised_is_refused(line, approver, change, message):
    with pytest.raises(DomainError, match=message):
        register(line, approver, **change)
    assert RecognisedAmount.objects.count() == 0


def test_only_the_approver_registers_and_nothing_is_told_twice(line, approver, reviewer):
    with pytest.raises(NotAllowed):
        register(line, reviewer)
    (row,) = register(line, approver)
    with pytest.raises(DomainError, match="这个数已按同一份文件登记"):
        register(line, approver)
    register(line, approver, amounts={line.project_id: 500 * WAN})
    with pytest.raises(WrongState, match="已经另行登记或撤回"):
        take_back(amounts=[row], paper=PAPER, by=approver, today=TODAY)


def test_it_is_kept_in_the_trail_and_was_not_known_before(line, approver):
    tell_made(line)
    before = AuditEvent.objects.latest("sequence").sequence
    register(line, approver)

    def done(known=None):
        book = FigureBook(load_facts(line.plan.county, JUNE, known))
        return book["县级.全部.口径=上级认定.完成投资"].value

    assert done() == 480 * WAN
    assert done(AsKnown(line.plan.county, before)) is None
    event = AuditEvent.objects.latest("sequence")
    assert (event.action, event.reason) == ("recognised.enter", PAPER.source)
    assert event.changes["amount"] == [None, 480 * WAN]


def test_the_page_registers_shows_and_takes_back(client, line, approver):
    sign_in(client, approver)
    page = reverse("investment:recognised", args=[JUNE])
    typed = {
        "line": f"{line.plan.pk}:{line.project_id}",
        "amount": "480.5",
        "source": PAPER.source,
        "source_day": "2019-07-20",
    }
    assert client.post(page, typed).status_code == 302
    assert client.post(page, typed | {"amount": "490"}).status_code == 302
    shown = page_text(client.get(page))
    assert "<del>480.5</del>" in shown
    assert "已另行登记" in shown
    last = RecognisedAmount.objects.latest("pk")
    back = reverse("investment:recognised_take_back", args=[last.pk])
    assert client.post(back, typed).status_code == 302
    assert "不再认定" in page_text(client.get(page))
    # Pressed twice.
    assert client.post(back, typed).status_code == 409
