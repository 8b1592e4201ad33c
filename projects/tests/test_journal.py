"""Dated notes of a project, and the colleagues whom they name."""

import datetime

import pytest
from django.urls import reverse

from accounts.errors import DomainError, NotAllowed, WrongState
from accounts.models import AuditEvent, Role
from accounts.people.waiting import waiting_for
from projects.happenings import told_of
from projects.journal.rules import colleagues
from projects.journal.services import read_note, write_note
from projects.models import JournalNote

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2019, 8, 2)
AUGUST_1 = datetime.date(2019, 8, 1)


def write(project, by, text="征地款已拨付", **given):
    return write_note(project=project, day=AUGUST_1, text=text, by=by, today=TODAY, **given)


def to_read(user):
    return [each for each in waiting_for(user, TODAY) if each.what == "阅看记事"]


def test_a_colleague_who_is_named_finds_it_in_todo_until_it_is_read(project, approver, inspector):
    note = write(project, approver, named=[inspector])
    (waits,) = to_read(inspector)
    assert (waits.text, waits.note) == (project.name, f"{approver}：征地款已拨付")
    assert waits.url == f"/projects/{project.pk}/journal/#note-{note.pk}"
    assert to_read(approver) == []
    assert read_note(note=note, by=inspector)
    assert to_read(inspector) == []
    assert not read_note(note=note, by=inspector)


def test_what_a_later_note_corrected_asks_nobody_to_read_it(project, approver, inspector):
    note = write(project, approver, named=[inspector])
    write(project, approver, "征地款拨付了一半", corrects=note)
    assert to_read(inspector) == []


def test_who_is_not_named_cannot_say_that_they_have_read_it(project, approver, inspector):
    note = write(project, approver)
    with pytest.raises(NotAllowed, match="没有提请您阅看"):
        read_note(note=note, by=inspector)


def test_nobody_corrects_the_note_of_another_and_nobody_one_twice(project, approver, reviewer):
    note = write(project, approver)
    with pytest.raises(NotAllowed, match="只能更正自己写的记事"):
        write(project, reviewer, "不对", corrects=note)
    later = write(project, approver, "征地款拨付了一半", corrects=note)
    with pytest.raises(WrongState, match="已经更正过"):
        write(project, approver, "又改", corrects=note)
    assert list(JournalNote.objects.values_list("text", flat=True)) == [later.text, note.text]


def test_the_same_note_pressed_twice_is_one(project, approver, inspector):
    first = write(project, approver, named=[inspector])
    assert write(project, approver, named=[inspector]) == first
    assert AuditEvent.objects.filter(action="journal.write").count() == 1


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"text": "  "}, "请写明内容"),
        ({"text": "字" * 1001}, "内容最多1000个字，现有1001个，请缩短"),
        ({"day": TODAY + datetime.timedelta(days=1)}, "日期不能晚于今天"),
    ],
)
def test_a_note_that_says_nothing_too_much_or_of_a_day_to_come_is_refused(
    project, approver, given, sentence
):
    wanted = {"day": AUGUST_1, "text": "征地款已拨付"} | given
    with pytest.raises(DomainError) as refused:
        write_note(project=project, by=approver, today=TODAY, **wanted)
    assert refused.value.message == sentence


def test_who_may_write(project, other_project, reporter, reviewer, inspector, leader, auditor):
    for by in (reporter, reviewer, inspector, leader):
        assert write(project, by).written_by == by
    for by, where in ((auditor, project), (reporter, other_project)):
        with pytest.raises(NotAllowed):
            write(where, by)


def test_units_do_not_see_what_is_for_the_bureau(project, approver, reporter, leader):
    note = write(project, approver, is_internal=True)
    assert list(JournalNote.objects.visible_to(leader)) == [note]
    assert list(JournalNote.objects.visible_to(reporter)) == []
    assert [each.words for each in told_of(leader, project, "记事")] == ["征地款已拨付"]
    assert told_of(reporter, project, "记事") == []


def test_a_unit_has_nothing_that_it_does_not_see_itself(project, reporter):
    assert not write(project, reporter, is_internal=True).is_internal


def test_a_unit_is_not_named_in_a_note_that_it_does_not_see(project, approver, reporter):
    with pytest.raises(DomainError, match="看不到这条记事，不能提请阅看") as refused:
        write(project, approver, named=[reporter], is_internal=True)
    assert list(refused.value.faults) == ["named"]


def test_whom_a_note_may_name(
    project, reporter, other_reporter, reviewer, approver, inspector, leader, auditor
):
    """A leader is asked to read, never given a task; a unit that has no part sees nothing."""
    assert set(colleagues(project)) == {reporter, reviewer, approver, inspector, auditor}
    assert set(colleagues(project, with_units=False)) == {reviewer, approver, inspector, auditor}


def test_it_is_written_read_and_corrected_by_page(project, reporter, reviewer, client):
    def signed_in(user):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    address = reverse("projects:journal", args=[project.pk])
    typed = {"day": "2019-08-01", "text": "征地款已拨付", "named": [reporter.pk]}
    answer = signed_in(reviewer).post(address, typed)
    note = JournalNote.objects.get()
    assert answer.url == address
    page = signed_in(reporter).get(address).content.decode()
    assert "征地款已拨付" in page
    assert reverse("projects:note_read", args=[note.pk]) in page
    signed_in(reporter).post(reverse("projects:note_read", args=[note.pk]))
    assert to_read(reporter) == []
    # Another's note has no form to correct it, and takes no correction.
    page = signed_in(reporter).get(address).content.decode()
    assert f'name="corrects" value="{note.pk}"' not in page
    correction = {"day": "2019-08-01", "text": "不对", "corrects": note.pk}
    assert signed_in(reporter).post(address, correction).status_code == 404
    page = signed_in(reviewer).get(address).content.decode()
    assert f'name="corrects" value="{note.pk}"' in page
    signed_in(reviewer).post(address, correction | {"text": "拨付了一半"})
    page = signed_in(reviewer).get(address).content.decode()
    assert "已更正" in page
    assert "拨付了一半" in page


def test_a_note_without_words_comes_again_with_what_was_typed(project, reviewer, client):
    client.force_login(reviewer, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("projects:journal", args=[project.pk])
    answer = client.post(address, {"day": "2019-07-31", "text": "", "is_internal": "on"})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert 'value="2019-07-31"' in page
    assert "checked" in page


def test_an_administrator_sees_no_journal(project, client, make_user):
    administrator = make_user("guan", Role.ADMINISTRATOR)
    client.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("projects:journal", args=[project.pk])
    assert client.get(address).status_code == 404
    assert client.post(address, {"day": "2019-08-01", "text": "记"}).status_code == 404
