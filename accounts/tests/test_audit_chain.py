"""The audit trail holds together: lines in order, tampering found, races survived."""

import threading
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import AuditEvent, AuditHead, Unit, UnitKind
from accounts.tests.trail import tell_the_rest
from accounts.trail.audit import audited, broken_lines, check_chain, line_hash
from accounts.trail.guard import set_guard
from measures.months import Month


def record(thing, action="unit.update", **details):
    with audited(by=None) as audit:
        audit.record(thing, action, **details)


def lines():
    return AuditEvent.objects.order_by("sequence")


@pytest.fixture
def five_lines(county):
    for number in range(5):
        record(county, changes={"排序": (number, number + 1)})


@pytest.fixture
def open_lines(five_lines, unguarded_trail):
    """Five that who owns the table may change."""


def test_lines_are_numbered_and_chained_in_the_order_they_were_recorded(county, unit_a, reporter):
    with audited(by=reporter, reason="试") as audit:
        audit.record(county, "unit.update", changes={"启用": (True, False)})
        audit.record(unit_a, "unit.create", county=county, reason="另")
    record(unit_a)
    first, second, third = lines()
    assert [line.sequence for line in lines()] == [1, 2, 3]
    assert (first.previous_hash, second.previous_hash, third.previous_hash) == (
        "",
        first.hash,
        second.hash,
    )
    assert (first.actor, first.actor_name, first.reason) == (reporter, "陈交通", "试")
    assert (second.reason, second.county) == ("另", county)
    assert (third.actor, third.actor_name) == (None, "系统")
    assert broken_lines(lines()) == []
    assert (check_chain().count, check_chain().head, check_chain().holds) == (3, third.hash, True)


def test_a_failed_change_leaves_no_line(county):
    def fail():
        with audited(by=None) as audit:
            audit.record(county, "unit.update")
            raise ValueError

    with pytest.raises(ValueError):
        fail()
    assert AuditEvent.objects.count() == 0
    assert AuditHead.objects.get().count == 0


def test_a_part_that_fails_takes_its_lines_and_changes_back(county):
    def rename(unit, name, *, fails):
        with audited(by=None, reason=name) as audit:
            Unit.objects.filter(pk=unit.pk).update(name=name)
            audit.record(unit, "unit.update", changes={"名称": (unit.name, name)})
            if fails:
                raise ValueError(name)

    with audited(by=None, reason="整批"):
        rename(county, "甲县", fails=False)
        with pytest.raises(ValueError):
            rename(county, "乙县", fails=True)
    assert [line.reason for line in lines()] == ["甲县"]
    county.refresh_from_db()
    assert county.name == "甲县"


def test_what_json_has_no_word_for_is_kept_as_text(county):
    record(county, changes={"月份": (None, Month(2019, 6)), "数": (Decimal("1.50"), [county])})
    assert lines().get().changes == {"月份": [None, "2019-06"], "数": ["1.50", [county.pk]]}
    assert broken_lines(lines()) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("actor_name", "别人"),
        ("action", "unit.create"),
        ("object_label", "别的单位"),
        ("changes", {"排序": [2, 9]}),
        ("reason", "补的理由"),
        ("address", "10.9.9.9"),
        ("request_id", "x"),
        ("previous_hash", "0" * 64),
        ("hash", "0" * 64),
    ],
)
def test_a_changed_line_is_found(open_lines, field, value):
    AuditEvent.objects.filter(sequence=3).update(**{field: value})
    assert 3 in broken_lines(lines())
    assert check_chain().holds is False


def test_a_changed_time_is_found(open_lines):
    line = AuditEvent.objects.get(sequence=3)
    AuditEvent.objects.filter(sequence=3).update(at=line.at.replace(year=2018))
    assert broken_lines(lines()) == [3]


def test_a_line_forged_with_a_hash_of_its_own_breaks_the_next(open_lines):
    line = AuditEvent.objects.get(sequence=3)
    line.reason = "改过"
    AuditEvent.objects.filter(sequence=3).update(reason="改过", hash=line_hash(line))
    assert broken_lines(lines()) == [4]


def test_a_deleted_line_is_found(open_lines):
    AuditEvent.objects.filter(sequence=3).delete()
    assert broken_lines(lines()) == [4]


def test_lines_cut_off_at_the_end_are_found(open_lines):
    AuditEvent.objects.filter(sequence__gt=3).delete()
    report = check_chain()
    assert (report.broken, report.complete, report.holds) == ([], False, False)


def verify():
    out = StringIO()
    call_command("verify", stdout=out, stderr=StringIO())
    return out.getvalue()


def test_verify_prints_the_count_and_the_head(five_lines):
    tell_the_rest()
    head = AuditHead.objects.get()
    assert f"操作记录 6 条，末条校验值 {head.last_hash}" in verify()


def test_verify_of_an_empty_trail_is_well(db):
    assert "操作记录 0 条，末条校验值 （无）" in verify()


def test_verify_fails_on_a_broken_chain(open_lines):
    tell_the_rest()
    AuditEvent.objects.filter(sequence=2).update(reason="x")
    set_guard(connection)
    with pytest.raises(CommandError) as failed:
        verify()
    assert str(failed.value) == "操作记录有问题。"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_twenty_who_write_at_once_leave_an_unbroken_chain_of_twenty_lines():
    unit = Unit.objects.create(name="示范县", kind=UnitKind.COUNTY)
    start, failures = threading.Barrier(20), []

    def write(number):
        try:
            start.wait(timeout=10)
            with audited(by=None) as audit:
                Unit.objects.create(parent=unit, name=f"单位{number}", kind=UnitKind.DEPARTMENT)
                audit.record(unit, "unit.create", changes={"名称": (None, f"单位{number}")})
        except Exception as failure:  # noqa: BLE001 what a thread meets is shown by the test
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=[number]) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert [line.sequence for line in lines()] == list(range(1, 21))
    assert check_chain().holds is True
    assert AuditHead.objects.get().count == 20
    assert Unit.objects.count() == 21


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_a_change_holds_the_chain_only_at_its_end():
    """On SQLite a second writer waits in any case; on PostgreSQL it need not."""
    unit = Unit.objects.create(name="示范县", kind=UnitKind.COUNTY)
    with audited(by=None, reason="先开始") as audit:
        audit.record(unit, "unit.update")
        other = threading.Thread(target=lambda: (record(unit, reason="后开始"), connection.close()))
        other.start()
        other.join(timeout=10)
        assert not other.is_alive()
    assert [line.reason for line in lines()] == ["后开始", "先开始"]
    assert check_chain().holds is True


def test_what_is_taken_back_leaves_neither_rows_nor_lines(county, unit_a):
    with audited(by=None) as outer:
        with audited(by=None) as tried:
            type(county).objects.filter(pk=county.pk).update(short_name="试")
            tried.record(county, "unit.update", county=county)
            tried.take_back()
        outer.record(unit_a, "unit.update", county=county)
    with audited(by=None) as tried:
        type(county).objects.filter(pk=county.pk).update(short_name="试")
        tried.record(county, "unit.update", county=county)
        tried.take_back()
    county.refresh_from_db()
    assert county.short_name == ""
    assert [line.object_id for line in AuditEvent.objects.all()] == [unit_a.pk]
