"""What is refused of visits and what they find: each guard by itself, taken away, fails a test."""

import pytest

from accounts.errors import DomainError, NotAllowed
from supervision.models import (
    FindingPhoto,
    Inspection,
    InspectionFinding,
    Problem,
)
from supervision.tests.refusals import NOT_SUPERVISING, raising, stored, told
from supervision.tests.test_inspections import picture
from supervision.visits import services as inspections

pytestmark = pytest.mark.django_db

NO_INSPECTOR = "只有发改局和督查员可以记录督查"


@pytest.mark.parametrize("who", NOT_SUPERVISING)
def test_who_does_not_supervise_touches_no_finding(finding, project, request, today, who):
    by = request.getfixturevalue(who)
    before = stored(finding)
    for act in (
        lambda: inspections.add_finding(
            inspection=finding.inspection, project=project, text="停工", by=by
        ),
        lambda: inspections.settle_finding(finding=finding, settled="已改", by=by, version=1),
        raising(finding, by, today),
        lambda: inspections.add_photo(finding=finding, content=picture(), by=by),
    ):
        assert told(NotAllowed, act) == NO_INSPECTOR
    assert stored(finding) == before
    counts = InspectionFinding.objects.count(), Problem.objects.count()
    assert (*counts, FindingPhoto.objects.count()) == (1, 0, 0)


def test_a_second_look_at_another_countys_visit_is_refused(record, elsewhere, today, approver):
    theirs = Inspection.objects.create(
        county=elsewhere, kind="joint", visited_on=today, team="邻县", recorded_by=approver
    )
    words = told(NotAllowed, lambda: record(kind="second_look", looks_back_at=theirs))
    assert words == "没有这次督查"
    assert list(Inspection.objects.all()) == [theirs]


def test_a_second_look_on_the_day_itself_is_one(record):
    first = record()
    assert record(kind="second_look", looks_back_at=first).looks_back_at == first


def test_a_finding_and_its_settlement_want_words(finding, project, inspector):
    def add():
        return inspections.add_finding(
            inspection=finding.inspection, project=project, text=" ", by=inspector
        )

    def settle():
        return inspections.settle_finding(finding=finding, settled=" ", by=inspector, version=1)

    assert told(DomainError, add) == "请写明发现的情况"
    assert told(DomainError, settle) == "请写明现场解决情况"
    assert InspectionFinding.objects.get().is_closed is False


def test_what_is_not_a_photo_is_not_kept(finding, inspector):
    def add():
        return inspections.add_photo(finding=finding, content=b"%PDF-1.4", by=inspector)

    with pytest.raises(DomainError) as error:
        add()
    assert str(error.value) == ("不是 JPEG、PNG 或 WebP 照片，请上传手机或相机拍的照片（JPG、PNG）")
    assert FindingPhoto.objects.count() == 0
