"""Where the trail stood is kept outside the database, and held against it."""

import datetime
import io

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.models import AuditEvent, AuditHead
from accounts.tests.trail import tell_the_rest
from accounts.trail.anchors import (
    Anchor,
    AnchorsDoNotHold,
    add_anchor,
    anchor_faults,
    note_restore,
)
from accounts.trail.audit import audited, check_chain, line_hash

AUGUST_2 = datetime.date(2019, 8, 2)

pytestmark = pytest.mark.django_db


def write_lines(county, count):
    for number in range(count):
        with audited(by=None) as audit:
            audit.record(county, "unit.update", changes={"position": (number, number + 1)})


def hash_anew():
    """What who owns the database can do: every line from the first, and the head."""
    before = ""
    for line in AuditEvent.objects.order_by("sequence"):
        line.previous_hash = before
        line.hash = before = line_hash(line)
        line.save()
    AuditHead.objects.update(count=AuditEvent.objects.count(), last_hash=before)


@pytest.fixture
def anchored(county, unguarded_trail):
    """Fourteen lines, and that the anchors began."""
    write_lines(county, 14)
    add_anchor(AUGUST_2)


def text(settings):
    return settings.ANCHOR_FILE.read_text(encoding="utf-8")


def test_a_line_names_the_day_the_sequence_and_the_head(anchored, settings):
    last = AuditEvent.objects.latest("sequence")
    [line] = text(settings).splitlines()
    assert line.split("\t")[:3] == ["2019-08-02", "15", last.hash]
    assert settings.ANCHOR_FILE.stat().st_mode & 0o777 == 0o600
    assert anchor_faults() == []


def test_where_nothing_was_done_since_nothing_is_added(anchored, county, settings):
    assert add_anchor(AUGUST_2) is None
    write_lines(county, 1)
    assert add_anchor(AUGUST_2).sequence == 16
    assert len(text(settings).splitlines()) == 2


def test_without_a_trail_there_is_no_anchor(db, settings):
    assert add_anchor(AUGUST_2) is None
    assert not settings.ANCHOR_FILE.exists()
    assert anchor_faults() == []


def test_ten_lines_cut_with_the_head_set_to_match_are_missed(anchored):
    AuditEvent.objects.filter(sequence__gt=5).delete()
    last = AuditEvent.objects.get(sequence=5)
    AuditHead.objects.update(count=5, last_hash=last.hash)
    assert check_chain().holds
    assert anchor_faults() == ["2019-08-02记下的第15条，现在不在操作记录里或已被改动"]


def test_a_changed_line_is_found_though_the_whole_chain_was_hashed_anew(anchored):
    AuditEvent.objects.filter(sequence=3).update(reason="后补")
    hash_anew()
    assert check_chain().holds
    assert anchor_faults() == ["2019-08-02记下的第15条，现在不在操作记录里或已被改动"]


def test_nothing_is_added_to_what_does_not_hold(anchored, county, settings):
    AuditEvent.objects.filter(sequence=3).update(reason="后补")
    hash_anew()
    write_lines(county, 1)
    before = text(settings)
    with pytest.raises(AnchorsDoNotHold) as refused:
        add_anchor(AUGUST_2)
    assert str(refused.value) == (
        "锚文件与操作记录不符，没有追加：2019-08-02记下的第15条，现在不在操作记录里或已被改动"
    )
    with pytest.raises(CommandError) as failed:
        call_command("anchor")
    assert str(failed.value) == str(refused.value)
    assert text(settings) == before


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda lines: [lines[0].replace("2019-08-02", "2019-08-01"), lines[1]], "第1行"),
        (lambda lines: [lines[1]], "第1行"),
        (lambda lines: [lines[1], lines[0]], "第1行"),
        (lambda lines: [*lines, "什么"], "第3行"),
    ],
)
def test_a_line_of_the_file_that_was_changed_moved_or_put_in_is_found(
    anchored, county, settings, change, fault
):
    write_lines(county, 1)
    add_anchor(AUGUST_2)
    lines = change(text(settings).splitlines())
    settings.ANCHOR_FILE.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    assert f"锚文件{fault}与它的校验码不符" in anchor_faults()


def test_another_key_is_not_ours(anchored, settings):
    settings.ANCHOR_KEY = "another"
    assert anchor_faults() == ["锚文件第1行与它的校验码不符"]


def test_a_key_that_was_changed_and_is_still_known_holds(anchored, settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", [settings.SECRET_KEY]
    assert anchor_faults() == []


def test_verify_reads_the_file_and_writes_nothing(anchored, settings):
    before = (text(settings), settings.ANCHOR_FILE.stat().st_mtime_ns, AuditEvent.objects.count())
    with pytest.raises(CommandError):
        # The county was made past the services, and the guard is lifted.
        call_command("verify", stdout=io.StringIO(), stderr=io.StringIO())
    assert (
        text(settings),
        settings.ANCHOR_FILE.stat().st_mtime_ns,
        AuditEvent.objects.count(),
    ) == before


def test_a_restore_gives_up_what_came_after_its_backup(anchored, county):
    write_lines(county, 3)
    add_anchor(AUGUST_2)
    # A backup of the fifteenth line takes the place of what stands.
    AuditEvent.objects.filter(sequence__gt=15).delete()
    backup = AuditEvent.objects.latest("sequence")
    AuditHead.objects.update(count=15, last_hash=backup.hash)
    assert anchor_faults() == ["2019-08-02记下的第18条，现在不在操作记录里或已被改动"]
    write_lines(county, 1)
    now = AuditEvent.objects.latest("sequence")
    note_restore(backup.hash, now.hash, AUGUST_2)
    assert anchor_faults() == []
    write_lines(county, 4)
    assert add_anchor(AUGUST_2).sequence == 20
    assert anchor_faults() == []


def test_a_restore_does_not_excuse_what_stood_before_the_backup(anchored, county):
    AuditEvent.objects.filter(sequence=3).update(reason="后补")
    hash_anew()
    backup = AuditEvent.objects.latest("sequence")
    write_lines(county, 1)
    with pytest.raises(AnchorsDoNotHold):
        note_restore(backup.hash, AuditEvent.objects.latest("sequence").hash, AUGUST_2)


def test_the_restore_is_named_by_both_heads(anchored, county, settings):
    backup = AuditEvent.objects.latest("sequence")
    write_lines(county, 1)
    now = AuditEvent.objects.latest("sequence")
    note_restore(backup.hash, now.hash, AUGUST_2)
    day, sequence, head, _, restored = text(settings).splitlines()[-1].split("\t")
    assert (day, sequence, head, restored) == ("2019-08-02", "16", now.hash, backup.hash)


def test_a_file_that_is_gone_or_empty_is_missed(anchored, settings):
    """Seen to be called 相符: what is not there contradicts nothing."""
    missed = [
        f"锚文件不见了或是空的：{settings.ANCHOR_FILE}；操作记录写明2019-08-02已开始记锚",
    ]
    settings.ANCHOR_FILE.rename(settings.ANCHOR_FILE.with_name("elsewhere"))
    assert anchor_faults() == missed
    settings.ANCHOR_FILE.write_text("")
    assert anchor_faults() == missed
    settings.ANCHOR_FILE.with_name("elsewhere").rename(settings.ANCHOR_FILE)
    assert anchor_faults() == []


def test_no_other_file_begins_in_the_place_of_one_that_is_gone_unless_somebody_says_so(
    anchored, settings
):
    settings.ANCHOR_FILE.unlink()
    with pytest.raises(CommandError) as failed:
        call_command("anchor")
    assert str(failed.value) == (
        f"锚文件不见了或是空的：{settings.ANCHOR_FILE}；操作记录写明2019-08-02已开始记锚。没有另建；"
        "请找回原来的锚文件，确已丢失的，运行 manage.py anchor --anew"
    )
    assert anchor_faults() != []
    call_command("anchor", "--anew", stdout=io.StringIO())
    assert anchor_faults() == []
    assert [line.sequence for line in AuditEvent.objects.filter(action="trail.anchor")] == [16, 15]


def test_that_a_file_of_before_began_is_told_with_its_next_anchor(anchored, settings):
    """As the anchors were before the trail told of them."""
    AuditEvent.objects.filter(action="trail.anchor").update(action="unit.update")
    hash_anew()
    of_then = Anchor("2019-08-02", 15, AuditEvent.objects.get(sequence=15).hash)
    signed = of_then.line(of_then.signed("", settings.SECRET_KEY))
    settings.ANCHOR_FILE.write_text(f"{signed}\n", encoding="utf-8")
    assert add_anchor(AUGUST_2).sequence == 16
    assert add_anchor(AUGUST_2) is None
    settings.ANCHOR_FILE.unlink()
    assert len(anchor_faults()) == 1


def test_verify_says_where_nothing_was_anchored_yet(county, settings):
    tell_the_rest()
    out = io.StringIO()
    call_command("verify", stdout=out)
    assert (
        f"锚文件：还没有（{settings.ANCHOR_FILE}），操作记录无从比对；"
        "manage.py anchor 或 tick 会建立"
    ) in out.getvalue().splitlines()


def test_tick_anchors(county, settings):
    write_lines(county, 2)
    call_command("tick", stdout=io.StringIO())
    assert len(text(settings).splitlines()) == 1
