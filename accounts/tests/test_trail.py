"""The page of the audit trail, and the history of one thing."""

import csv
import datetime
import io
import re
from pathlib import Path

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.template.loader import render_to_string

from accounts.models import AuditEvent, Role, Unit, UnitKind
from accounts.rights import RIGHTS
from accounts.trail import actions, selectors
from accounts.trail.audit import audited

TRAIL = "/account/trail/"


def record(by, thing, action, county, **details):
    with audited(by=by) as audit:
        audit.record(thing, action, county=county, **details)


@pytest.fixture
def lines(county, unit_a, unit_b, reporter, reviewer):
    record(reporter, unit_a, "entry.submit", county, changes={"name": ("城关局", "交通运输局")})
    record(reviewer, unit_a, "entry.return", county, reason="累计小于上月")
    record(reviewer, unit_b, "unit.update", county, changes={"is_active": (True, False)})


def shown(client, **asked):
    return [line.action for line in client.get(TRAIL, asked).context["page"]]


@pytest.mark.parametrize("who", ["approver", "auditor"])
def test_approver_and_auditor_see_the_whole_county(client, request, lines, who):
    client.force_login(request.getfixturevalue(who))
    assert shown(client) == ["unit.update", "entry.return", "entry.submit"]


def test_reporter_and_reviewer_see_their_own_actions(client, lines, reporter, reviewer):
    client.force_login(reporter)
    assert shown(client) == ["entry.submit"]
    assert "这里只列您自己的操作。" in client.get(TRAIL).content.decode()
    client.force_login(reviewer)
    assert shown(client) == ["unit.update", "entry.return"]


@pytest.mark.parametrize("who", ["inspector", "leader", "administrator"])
def test_others_find_no_trail(client, request, lines, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(TRAIL).status_code == 404


def test_another_countys_lines_do_not_exist(client, lines, make_user):
    abroad = Unit.objects.create(name="邻县", kind=UnitKind.COUNTY)
    client.force_login(make_user("linshen", Role.AUDITOR, abroad))
    assert shown(client) == []


def test_changes_and_reasons_are_told_in_words(client, lines, auditor):
    client.force_login(auditor)
    page = client.get(TRAIL).content.decode()
    assert "单位名称：<del>城关局</del> → <ins>交通运输局</ins>" in page
    assert "启用：<del>是</del> → <ins>否</ins>" in page
    assert "原因：累计小于上月" in page
    assert "退回" in page
    assert "entry.return" not in page


def test_what_was_nothing_before_is_told_as_it_is_now(client, auditor, county):
    changes = {"kind": (None, ""), "short_name": ("", "县里"), "position": (3, None)}
    record(None, county, "unit.update", county, changes=changes)
    client.force_login(auditor)
    page = client.get(TRAIL).content.decode()
    assert '<p class="trail-note">简称：县里</p>' in page
    assert '<p class="trail-note">排序：<del>3</del> → <ins>（空）</ins></p>' in page
    assert "单位类别" not in page


def test_the_trail_is_filtered_by_person_kind_thing_and_day(client, lines, auditor):
    client.force_login(auditor)
    assert shown(client, who="王审") == ["unit.update", "entry.return"]
    assert shown(client, group="entry") == ["entry.return", "entry.submit"]
    assert shown(client, text="水利") == ["unit.update"]
    assert shown(client, since="2019-08-02", until="2019-08-02") == [
        "unit.update",
        "entry.return",
        "entry.submit",
    ]
    assert shown(client, since="2019-08-03") == []
    assert shown(client, until="2019-08-01") == []
    assert shown(client, who="无此人") == []


def test_a_day_that_is_none_is_said_and_the_rest_still_filters(client, lines, auditor):
    client.force_login(auditor)
    response = client.get(TRAIL, {"since": "昨天", "group": "unit"})
    assert "日期请填成2019-08-31的样子" in response.content.decode()
    assert [line.action for line in response.context["page"]] == ["unit.update"]


def test_a_midnight_is_one_of_shanghai(client, auditor, county, settings):
    settings.XUSHI_TODAY = ""
    half_past_midnight = datetime.datetime(2019, 8, 1, 16, 30, tzinfo=datetime.UTC)
    with time_machine.travel(half_past_midnight):
        record(None, county, "unit.update", county)
    seen = selectors.trail_for(auditor, since=datetime.date(2019, 8, 2))
    assert seen.count() == 1
    assert selectors.trail_for(auditor, until=datetime.date(2019, 8, 1)).count() == 0


def test_a_long_trail_has_pages_that_keep_the_filter(client, auditor, county):
    with audited(by=None) as audit:
        for _ in range(60):
            audit.record(county, "unit.update", county=county)
    client.force_login(auditor)
    response = client.get(TRAIL, {"group": "unit"})
    assert len(response.context["page"]) == 50
    assert "?group=unit&amp;page=2" in response.content.decode()


def test_a_long_trail_asks_as_many_questions_as_a_short_one(
    client, auditor, county, django_assert_num_queries
):
    client.force_login(auditor)
    record(None, county, "unit.update", county)
    client.get(TRAIL)
    with django_assert_num_queries(6):
        client.get(TRAIL)
    for _ in range(29):
        record(None, county, "unit.update", county)
    with django_assert_num_queries(6):
        client.get(TRAIL)


def test_the_history_of_a_thing_is_its_own_newest_first(lines, unit_a):
    history = selectors.history_of(unit_a)
    assert [line.action for line in history] == ["entry.return", "entry.submit"]
    told = render_to_string("accounts/_history.html", {"history": history})
    assert told.index("王审核") < told.index("陈交通")
    assert "原因：累计小于上月" in told


def test_what_is_left_out_of_a_history_takes_no_place_in_it(lines, unit_a, reporter):
    for _ in range(selectors.HISTORY_LENGTH):
        record(reporter, unit_a, "entry.save", unit_a)
    history = selectors.history_of(unit_a, without="entry.save")
    assert [line.action for line in history] == ["entry.return", "entry.submit"]


def test_a_thing_without_history_says_so(county):
    told = render_to_string("accounts/_history.html", {"history": selectors.history_of(county)})
    assert "还没有操作记录。" in told


def test_every_action_belongs_to_a_group_that_can_be_chosen():
    assert {actions.group_of(action) for action in actions.ACTION_LABELS} == set(actions.GROUPS)


def test_every_action_that_some_room_records_has_its_words():
    """Codes stand as literals where they are recorded; a line without words would show a code."""
    nouns = "|".join(actions.GROUPS)
    code = re.compile(rf'"((?:{nouns})\.[a-z_]+)"')
    root = Path(settings.BASE_DIR)
    recorded = {
        found
        for room in apps.get_app_configs()
        if Path(room.path).parent == root
        for source in Path(room.path).rglob("*.py")
        if "tests" not in source.parts
        for found in code.findall(source.read_text(encoding="utf-8"))
        if not found.endswith((".csv", ".docx", ".typ", ".xlsx"))
    }
    assert "entry.approve" in recorded
    # A right may be called as the deed is.
    assert recorded - set(actions.ACTION_LABELS) - set(RIGHTS) == set()


# --- As a file -------------------------------------------------------------------------


def downloaded(client, **asked):
    answer = client.get(f"{TRAIL}download/", asked)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_file_has_the_lines_of_the_filter_with_their_hashes(client, lines, auditor, county):
    client.force_login(auditor)
    [line] = downloaded(client, group="entry", who="审核")
    kept = AuditEvent.objects.get(action="entry.return")
    assert (line["操作"], line["对象"], line["原因"]) == ("退回", "交通运输局", "累计小于上月")
    assert (line["序号"], line["校验值"]) == (str(kept.sequence), kept.hash)


def test_a_reporters_file_has_his_own_actions_alone(client, lines, reporter):
    client.force_login(reporter)
    assert [line["操作"] for line in downloaded(client, group="entry")] == ["报送"]


def test_taking_the_file_out_is_told_with_the_filter(client, lines, auditor):
    client.force_login(auditor)
    downloaded(client, group="entry")
    told = AuditEvent.objects.get(action="trail.export")
    assert (told.actor, told.changes) == (auditor, {"group": [None, "entry"]})


def test_what_a_spreadsheet_would_run_is_text_in_the_file(client, auditor, unit_a, county):
    record(auditor, unit_a, "unit.update", county, reason="=1+1")
    client.force_login(auditor)
    assert downloaded(client)[-1]["原因"] == "'=1+1"
