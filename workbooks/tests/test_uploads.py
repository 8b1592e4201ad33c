"""An upload is kept as it came, applied once, and seen by those whom it concerns."""

import datetime
import hashlib

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.errors import WrongState
from workbooks.models import Upload, UploadState
from workbooks.services import discard_upload, keep_upload, mark_applied
from workbooks.tests.builders import workbook

CONTENT = workbook([["项目名称"], ["甲"]])

pytestmark = pytest.mark.django_db


@pytest.fixture
def upload(county, unit_a, reporter):
    return keep_upload(
        kind="monthly",
        county=county,
        unit=unit_a,
        by=reporter,
        name="六月\x0b../../月报.XLSX",
        content=CONTENT,
        parameters={"month": "2019-06"},
    )


def test_the_original_is_kept_byte_for_byte_under_its_own_hash(upload, settings):
    kept = Upload.objects.get()
    sha256 = hashlib.sha256(CONTENT).hexdigest()
    assert kept.content() == CONTENT
    assert (kept.sha256, kept.size, kept.state) == (sha256, len(CONTENT), UploadState.PREVIEWED)
    assert kept.original_name == "六月../../月报.XLSX"
    assert kept.file.name == f"uploads/{sha256[:2]}/{sha256}.xlsx"
    assert timezone.localdate(kept.uploaded_at) == datetime.date(2019, 8, 2)
    assert kept.parameters == {"month": "2019-06"}


def test_the_same_file_is_known_again(upload, reviewer, county):
    again = keep_upload(
        kind="monthly", county=county, unit=None, by=reviewer, name="另存.xlsx", content=CONTENT
    )
    assert list(Upload.objects.same_content_as(CONTENT)) == [again, upload]
    assert not Upload.objects.same_content_as(CONTENT + b" ").exists()
    assert again.content() == upload.content() == CONTENT


def test_an_upload_is_applied_once_however_often_it_is_confirmed(upload):
    same = Upload.objects.get()
    assert mark_applied(upload=upload, outcome={"changed": 85}) is True
    assert mark_applied(upload=same, outcome={"changed": 0}) is False
    kept = Upload.objects.applied().get()
    assert kept.outcome == same.outcome == {"changed": 85}
    assert kept.applied_at is not None


def test_a_failed_application_leaves_the_upload_to_be_confirmed_again(upload):
    def apply_and_fail():
        with transaction.atomic():
            mark_applied(upload=upload, outcome={})
            raise WrongState("填报期已经关闭")

    with pytest.raises(WrongState):
        apply_and_fail()
    assert Upload.objects.get().state == UploadState.PREVIEWED


def test_a_discarded_upload_cannot_be_applied(upload):
    discard_upload(upload=upload)
    with pytest.raises(WrongState) as caught:
        mark_applied(upload=upload, outcome={})
    assert str(caught.value) == "这次上传已经放弃，请重新上传文件"
    assert list(Upload.objects.previewed()) == []


def test_an_applied_upload_cannot_be_discarded(upload):
    mark_applied(upload=upload, outcome={})
    with pytest.raises(WrongState) as caught:
        discard_upload(upload=upload)
    assert str(caught.value) == "这次上传已经导入，不能放弃"
    assert Upload.objects.get().state == UploadState.APPLIED


def test_applied_without_a_time_is_impossible(upload):
    with pytest.raises(IntegrityError), transaction.atomic():
        Upload.objects.update(state=UploadState.APPLIED)


def test_an_upload_is_seen_by_its_unit_and_by_who_reviews_or_audits_the_county(
    upload, reporter, other_reporter, reviewer, approver, auditor, inspector, leader, administrator
):
    seen_by = [
        user.username
        for user in (
            reporter,
            other_reporter,
            reviewer,
            approver,
            auditor,
            inspector,
            leader,
            administrator,
        )
        if Upload.objects.visible_to(user).exists()
    ]
    assert seen_by == [u.username for u in (reporter, reviewer, approver, auditor)]
