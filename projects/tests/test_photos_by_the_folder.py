"""Photos that come by the folder: matched by name and day, assigned by hand, kept with projects."""

import datetime
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.errors import DomainError, NotAllowed, Stale
from files.photos import taken_on
from projects.journal.matching import day_in, names_of
from projects.journal.photos import (
    MOST_AT_ONCE,
    PhotosLeftOut,
    Placement,
    Sent,
    place_photos,
    take_out,
    take_photos,
)
from projects.models import ProjectAlias, ProjectPhoto
from projects.tests.factories import ProjectFactory

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2019, 8, 2)
JUNE_12 = datetime.date(2019, 6, 12)


def photo(name="现场.jpg", colour="red", taken=""):
    stream = io.BytesIO()
    image = Image.new("RGB", (30, 20), colour)
    exif = image.getexif()
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    image.save(stream, "JPEG", exif=exif)
    return SimpleUploadedFile(name, stream.getvalue(), "image/jpeg")


def take(county, by, *sent, **given):
    files = [each if isinstance(each, Sent) else Sent(each, "") for each in sent]
    return take_photos(county=county, sent=files, by=by, today=TODAY, **given)


# --- What a name says ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("IMG_20190612_153000", JUNE_12),
        ("2019-06-12 基坑", JUNE_12),
        ("2019年6月12日/基坑", JUNE_12),
        ("2019.6.12基坑", JUNE_12),
        ("2019年6月/基坑", datetime.date(2019, 6, 30)),
        ("2019-06/基坑", datetime.date(2019, 6, 30)),
        ("20190640", None),
        ("6月12日", None),
        ("DSC_0612", None),
        ("2019-610799-47-01-110823", None),
    ],
)
def test_a_day_is_read_from_a_name_where_it_says_one(path, day):
    assert day_in(path) == day


@pytest.fixture
def names(county, project, other_project):
    ProjectAlias.objects.create(project=other_project, name="东线引水")
    coded = ProjectFactory(county=county, name="镇区道路改造工程", code="2019-610799-47-01-110823")
    ProjectFactory(county=county, name="抽水蓄能电站送出工程")
    return names_of([project, other_project, coded]), project.pk, other_project.pk, coded.pk


def test_a_project_is_known_by_name_alias_code_or_a_piece_that_it_alone_has(names):
    known, storage, water, road = names
    assert known.project_in("2019年6月/抽水蓄能电站项目/1") == storage
    assert known.project_in("东线引水 隧洞(2)") == water
    assert known.project_in("2019-610799-47-01-110823-3") == road
    assert known.project_in("镇区道路改造 雨污管网") == road
    assert known.project_in("微信图片_20190612") is None


def test_the_last_part_of_a_path_speaks_first(names):
    known, storage, water, _ = names
    assert known.project_in("引水工程/抽水蓄能电站项目_1") == storage
    assert known.project_in("抽水蓄能电站项目/引水工程_1") == water


def test_what_fits_two_projects_fits_none(county, project):
    other = ProjectFactory(county=county, name="抽水蓄能电站送出工程")
    known = names_of([project, other])
    assert known.project_in("抽水蓄能电站 全景") is None
    assert known.project_in("抽水蓄能电站送出工程 全景") == other.pk


def test_the_camera_says_the_day_that_it_took_the_photo():
    assert taken_on(photo(taken="2019:06:12 15:30:00").read()) == JUNE_12
    assert taken_on(photo().read()) is None
    assert taken_on(b"no photo") is None


# --- Taking in -----------------------------------------------------------------------------


def test_a_folder_is_taken_in_with_what_its_names_propose(county, project, reviewer):
    taken = take(
        county,
        reviewer,
        Sent(photo(colour="red", taken="2019:06:12 15:30:00"), "抽水蓄能电站项目/IMG_1.jpg"),
        Sent(photo(colour="green"), "20190613 不知道.jpg"),
    )
    assert (taken.added, taken.known) == (2, 0)
    rows = ProjectPhoto.objects.order_by("pk").values_list("project", "taken_on", "placed_at")
    assert list(rows) == [
        (project.pk, JUNE_12, None),
        (None, datetime.date(2019, 6, 13), None),
    ]


def test_a_day_to_come_and_a_clock_that_was_never_set_say_nothing(county, reviewer):
    take(county, reviewer, photo("20190901.jpg", taken="2000:01:01 00:00:00"))
    assert ProjectPhoto.objects.get().taken_on is None


def test_the_same_photo_is_kept_once(county, reviewer):
    take(county, reviewer, photo())
    again = take(county, reviewer, photo("又一次.jpg"))
    assert (again.added, again.known, again.words) == (0, 1, "1张此前已上传，没有重复保存。")
    assert ProjectPhoto.objects.count() == 1


def test_one_that_is_no_photo_keeps_out_no_other(county, reviewer):
    with pytest.raises(PhotosLeftOut) as refused:
        take(county, reviewer, SimpleUploadedFile("说明.txt", b"text"), photo())
    assert refused.value.message == (
        "“说明.txt”没有上传：不是 JPEG、PNG 或 WebP 照片，请上传手机或相机拍的照片（JPG、PNG）；"
        "已收到1张照片，请核对项目和日期后归集。"
    )
    assert ProjectPhoto.objects.count() == 1


def test_a_request_holds_so_many(county, reviewer):
    with pytest.raises(DomainError, match="一次至多20张"):
        take(county, reviewer, *[photo()] * (MOST_AT_ONCE + 1))


def test_of_a_reporter_only_own_projects_are_proposed(county, other_project, reporter):
    take(county, reporter, Sent(photo(), "引水工程/1.jpg"))
    kept = ProjectPhoto.objects.get()
    assert (kept.project, kept.unit) == (None, reporter.held_roles[0].unit)


def test_who_writes_in_no_journal_brings_no_photos(county, auditor):
    with pytest.raises(NotAllowed):
        take(county, auditor, photo())


# --- Assigning -----------------------------------------------------------------------------


@pytest.fixture
def waiting(county, reviewer):
    take(county, reviewer, photo())
    return ProjectPhoto.objects.get()


def place(photo, project, by, **given):
    said = {"version": 1, "taken_on": JUNE_12, "caption": "基坑"} | given
    return place_photos(placements=[Placement(photo, project=project, **said)], by=by, today=TODAY)


def test_until_it_is_assigned_only_who_brought_it_sees_it(waiting, project, reviewer, approver):
    assert list(ProjectPhoto.objects.visible_to(reviewer)) == [waiting]
    assert list(ProjectPhoto.objects.visible_to(approver)) == []
    assert place(waiting, project, reviewer) == 1
    assert list(ProjectPhoto.objects.visible_to(approver)) == [waiting]
    waiting.refresh_from_db()
    assert (waiting.project, waiting.taken_on, waiting.caption) == (project, JUNE_12, "基坑")


def test_it_is_assigned_once(waiting, project, reviewer):
    place(waiting, project, reviewer)
    with pytest.raises(Stale, match="已经归集或移除"):
        place(waiting, project, reviewer)


def test_nobody_assigns_what_another_brought(waiting, project, approver):
    with pytest.raises(NotAllowed):
        place(waiting, project, approver)


def test_a_reporter_assigns_to_own_projects_alone(county, project, other_project, reporter):
    take(county, reporter, photo())
    kept = ProjectPhoto.objects.get()
    with pytest.raises(NotAllowed):
        place(kept, other_project, reporter)
    assert place(kept, project, reporter) == 1


def test_a_day_to_come_is_refused(waiting, project, reviewer):
    with pytest.raises(DomainError, match="日期不能晚于今天"):
        place(waiting, project, reviewer, taken_on=datetime.date(2019, 8, 3))


def test_what_was_taken_out_is_of_nobody_and_may_be_brought_again(
    county, waiting, project, reviewer, approver
):
    with pytest.raises(NotAllowed):
        take_out(photo=waiting, by=approver, version=1)
    assert take_out(photo=waiting, by=reviewer, version=1)
    assert list(ProjectPhoto.objects.visible_to(reviewer)) == []
    assert take(county, reviewer, photo()).added == 1


def test_a_folder_is_sent_matched_and_assigned_by_page(county, project, reviewer, client):
    client.force_login(reviewer, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("projects:photos_in")
    sent = {"files": [photo("1.jpg", "red"), photo("2.jpg", "green")]}
    sent["path"] = ["抽水蓄能电站项目/20190612.jpg", "不知道.jpg"]
    answer = client.post(address, sent, headers={"HX-Request": "true"})
    assert answer.content.decode() == "已收到2张照片，请核对项目和日期后归集。"
    matched, unknown = ProjectPhoto.objects.order_by("pk")
    page = client.get(address).content.decode()
    assert 'value="抽水蓄能电站项目" maxlength' in page
    typed = {f"version-{each.pk}": 1 for each in (matched, unknown)}
    typed |= {
        f"photo-{matched.pk}-project": "抽水蓄能电站项目",
        f"photo-{matched.pk}-taken_on": "2019-06-12",
    }
    wrong = typed | {f"photo-{unknown.pk}-project": "没有这个项目"}
    answer = client.post(reverse("projects:photos_place"), wrong)
    assert answer.status_code == 400
    assert "没有叫“没有这个项目”的项目，请从列表中选择" in answer.content.decode()
    answer = client.post(reverse("projects:photos_place"), typed)
    assert answer.url == address
    assert list(ProjectPhoto.objects.placed()) == [matched]
    album = client.get(reverse("projects:album", args=[project.pk])).content.decode()
    assert reverse("projects:photo_small", args=[matched.pk]) in album
    assert client.get(reverse("projects:photo_small", args=[matched.pk])).status_code == 200


def test_the_page_of_assigning_asks_as_much_for_thirty_as_for_one(
    county, reviewer, client, django_assert_max_num_queries
):
    client.force_login(reviewer, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("projects:photos_in")
    take(county, reviewer, photo())
    client.get(address)
    with django_assert_max_num_queries(30) as one:
        client.get(address)
    row = ProjectPhoto.objects.get()
    for number in range(30):
        row.pk, row.sha256 = None, str(number)
        row.save(force_insert=True)
    with django_assert_max_num_queries(len(one)):
        client.get(address)
