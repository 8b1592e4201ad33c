"""Inspections: visits, what was found, what becomes of it, and the photos."""

import hashlib
import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.errors import DomainError, NotAllowed, WrongState
from accounts.models import Role, Unit, UnitKind
from files import photos
from projects.models import Project
from supervision.models import FindingPhoto, Inspection, InspectionFinding, Problem
from supervision.tests.scene_inspections import *  # noqa: F403 - the same scene
from supervision.tests.scene_inspections import TODAY, done, picture, said, sign_in
from supervision.visits import services

LIST = reverse("supervision:inspections")
GPS, ORIENTATION = 0x8825, 0x0112


def with_exif(**how):
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[0x010F] = "Telephone"
    exif[GPS] = {1: "N", 2: (30.0, 15.0, 0.0)}
    return picture(exif=exif, **how)


def read(encoded):
    return Image.open(io.BytesIO(encoded.content))


def refusal(content):
    with pytest.raises(photos.UnfitPhoto) as caught:
        photos.encode(content)
    return str(caught.value)


# --- Visits ------------------------------------------------------------------------------


def test_a_visit_recorded_twice_is_kept_once(client, county, inspector):
    sign_in(client, inspector)
    typed = {"kind": "unannounced", "visited_on": "2019-08-01", "team": "孙督查"}
    answers = [client.post(reverse("supervision:inspection_record"), typed) for _ in range(2)]
    visit = Inspection.objects.get()
    assert str(visit) == "2019-08-01 暗访"
    assert {answer.url for answer in answers} == {
        reverse("supervision:inspection", args=[visit.pk])
    }
    assert done() == ["inspection.record"]


def recorded(county, by, **changes):
    typed = {
        "kind": "joint",
        "visited_on": TODAY,
        "team": "发改局",
        "looks_back_at": None,
        "today": TODAY,
    }
    return services.record_inspection(county=county, by=by, **(typed | changes))


def test_what_is_no_visit_is_refused_with_a_reason(county, inspector, visit):
    for changes, told in (
        ({"team": " "}, "请写明督查人员"),
        ({"visited_on": date(2019, 8, 3)}, "督查日期不能晚于今天"),
        ({"kind": "second_look"}, "回头看要选明回头看的是哪一次督查"),
        (
            {"kind": "second_look", "looks_back_at": visit, "visited_on": date(2019, 7, 19)},
            "回头看的日期不能早于所回头看的督查",
        ),
    ):
        with pytest.raises(DomainError) as caught:
            recorded(county, inspector, **changes)
        assert str(caught.value) == told
    assert list(Inspection.objects.all()) == [visit]


@pytest.mark.parametrize("who", ["reporter", "leader", "auditor", "administrator"])
def test_who_does_not_supervise_records_nothing(county, request, who):
    with pytest.raises(NotAllowed) as caught:
        recorded(county, request.getfixturevalue(who))
    assert str(caught.value) == "只有发改局和督查员可以记录督查"


def test_a_second_look_shows_what_was_found_before_and_is_shown_there(
    client, county, visit, finding, inspector, leader
):
    second = recorded(county, inspector, kind="second_look", looks_back_at=visit)
    sign_in(client, leader)
    shown = client.get(reverse("supervision:inspection", args=[second.pk])).context
    assert list(shown["earlier"]) == [finding]
    assert shown["lines"] == []
    first = client.get(reverse("supervision:inspection", args=[visit.pk])).context
    assert list(first["second_looks"]) == [second]


def test_a_second_look_at_nothing_goes_back_to_the_form(client, county, inspector):
    sign_in(client, inspector)
    typed = {"kind": "second_look", "visited_on": "2019-08-01", "team": "孙督查"}
    answer = client.post(reverse("supervision:inspection_record"), typed)
    assert answer.context["form"].errors == {"looks_back_at": ["请选择回头看的是哪一次督查"]}


def test_a_visit_of_another_kind_looks_back_at_nothing(county, visit, inspector):
    assert recorded(county, inspector, looks_back_at=visit).looks_back_at is None


# --- Findings ----------------------------------------------------------------------------


def test_a_finding_posted_twice_is_kept_once(client, visit, project, reviewer):
    sign_in(client, reviewer)
    typed = {"project": project.pk, "text": "现场无人施工"}
    for _ in range(2):
        client.post(reverse("supervision:finding_add", args=[visit.pk]), typed)
    assert list(InspectionFinding.objects.values_list("project__name", "text")) == [
        ("城南学校", "现场无人施工")
    ]
    assert done() == ["inspection.record", "inspection.find"]


def test_another_countys_project_cannot_be_chosen(client, visit, reviewer):
    elsewhere = Unit.objects.create(name="邻县", kind=UnitKind.COUNTY)
    project = Project.objects.create(county=elsewhere, name="邻县大桥")
    sign_in(client, reviewer)
    typed = {"project": project.pk, "text": "现场无人施工"}
    answer = client.post(reverse("supervision:finding_add", args=[visit.pk]), typed)
    assert answer.context["form"].errors == {"project": ["请从列表中选择项目"]}
    with pytest.raises(NotAllowed) as caught:
        services.add_finding(inspection=visit, project=project, text="停工", by=reviewer)
    assert str(caught.value) == "没有这个项目"


def test_a_finding_is_settled_on_the_spot_once(client, finding, inspector):
    sign_in(client, inspector)
    address = reverse("supervision:finding_settle", args=[finding.pk])
    for _ in range(2):
        client.post(address, {"settled": "当场增加两个班组", "version": 1})
    finding.refresh_from_db()
    assert (finding.settled, finding.problem) == ("当场增加两个班组", None)
    assert done().count("inspection.settle") == 1
    with pytest.raises(WrongState) as caught:
        services.settle_finding(finding=finding, settled="另一说法", by=inspector, version=2)
    assert str(caught.value) == "这条发现已记为现场解决：当场增加两个班组"


def test_a_finding_becomes_a_problem_once(client, finding, inspector):
    sign_in(client, inspector)
    address = reverse("supervision:finding_raise", args=[finding.pk])
    typed = {"category": "funds", "severity": "major", "suggestion": "尽快拨款", "version": 1}
    for _ in range(2):
        client.post(address, typed)
    problem = Problem.objects.get()
    finding.refresh_from_db()
    assert finding.problem == problem
    assert finding.settled == ""
    told = (problem.category, problem.severity, problem.text, problem.suggestion, problem.source)
    assert told == ("funds", "major", "现场无人施工", "尽快拨款", "inspection")
    assert (problem.raised_by, problem.raised_on) == (inspector, TODAY)
    assert problem.reported_up_at is not None
    assert done().count("inspection.raise") == done().count("problem.raise") == 1


def test_what_was_settled_is_not_raised_and_what_was_raised_is_not_settled(
    finding, visit, project, inspector
):
    services.settle_finding(finding=finding, settled="当场整改", by=inspector, version=1)
    how = {
        "category": "site",
        "severity": "general",
        "suggestion": "",
        "today": TODAY,
        "version": 1,
    }
    # As another hand read it, before it was settled.
    finding.settled = ""
    with pytest.raises(WrongState) as caught:
        services.raise_finding(finding=finding, by=inspector, **how)
    assert str(caught.value) == "这条发现已记为现场解决：当场整改"
    assert Problem.objects.count() == 0

    other = services.add_finding(inspection=visit, project=project, text="缺手续", by=inspector)
    services.raise_finding(finding=other, by=inspector, **how)
    with pytest.raises(WrongState) as caught:
        services.settle_finding(finding=other, settled="当场整改", by=inspector, version=1)
    assert str(caught.value) == "这条发现已转为问题，不能再改"
    other.refresh_from_db()
    assert other.settled == ""


def test_words_that_are_missing_go_back_to_the_page(client, finding, inspector):
    sign_in(client, inspector)
    settle = client.post(reverse("supervision:finding_settle", args=[finding.pk]), {"version": 1})
    assert settle.context["lines"][0].settle.errors == {"settled": ["请填写现场解决情况"]}
    typed = {"category": "", "severity": "general", "suggestion": "尽快办", "version": 1}
    raising = client.post(reverse("supervision:finding_raise", args=[finding.pk]), typed)
    form = raising.context["lines"][0].raising
    assert form.errors == {"category": ["请选择类别"]}
    assert form["suggestion"].value() == "尽快办"


# --- Pages -------------------------------------------------------------------------------


def test_the_list_counts_what_was_found_raised_and_left(
    client, visit, finding, project, inspector, auditor
):
    for text in ("缺手续", "缺资金"):
        services.add_finding(inspection=visit, project=project, text=text, by=inspector)
    settled, raised, _ = visit.findings.all()
    services.settle_finding(finding=settled, settled="已改", by=inspector, version=1)
    services.raise_finding(
        finding=raised,
        category="site",
        severity="general",
        suggestion="",
        by=inspector,
        version=1,
        today=TODAY,
    )
    sign_in(client, auditor)
    rows = client.get(LIST).context["page"]
    assert [(row.found, row.raised, row.left) for row in rows] == [(3, 1, 1)]


def test_before_any_visit_the_list_says_what_to_do(client, county, inspector, leader):
    for user, hint in (
        (inspector, "记录一次督查，再逐个项目记下发现的情况和照片。"),
        (leader, "由发展和改革局或督查员记录后在此查看。"),
    ):
        sign_in(client, user)
        assert client.get(LIST).content.decode().count(hint) == 1


def test_readers_are_shown_no_form(client, visit, finding, leader):
    sign_in(client, leader)
    page = client.get(reverse("supervision:inspection", args=[visit.pk])).content.decode()
    sheet = page.partition('id="content"')[2]
    assert (sheet.count("<form"), sheet.count("现场无人施工")) == (0, 1)


def test_the_list_asks_as_many_questions_for_thirty_visits_as_for_one(
    client, county, visit, finding, inspector, leader, django_assert_num_queries
):
    sign_in(client, leader)
    client.get(LIST)
    with django_assert_num_queries(7):
        client.get(LIST)
    for day in range(1, 30):
        Inspection.objects.create(
            county=county,
            kind="second_look",
            visited_on=date(2019, 6, day),
            team="发改局",
            looks_back_at=visit,
            recorded_by=inspector,
        )
    with django_assert_num_queries(7):
        assert len(client.get(LIST).context["page"]) == 30


def test_a_visit_asks_as_many_questions_for_thirty_findings_as_for_one(
    client, visit, finding, project, inspector, django_assert_max_num_queries
):
    services.add_photo(finding=finding, content=picture(), by=inspector)
    sign_in(client, inspector)
    address = reverse("supervision:inspection", args=[visit.pk])
    client.get(address)
    with django_assert_max_num_queries(30) as asked:
        client.get(address)
    for number in range(29):
        added = InspectionFinding.objects.create(
            inspection=visit, project=project, text=f"情况{number}"
        )
        services.add_photo(finding=added, content=picture(), by=inspector)
    # The projects to choose from are read for the one form, not for each finding.
    with django_assert_max_num_queries(len(asked)):
        assert len(client.get(address).context["lines"]) == 30


def test_another_countys_visit_and_photo_do_not_exist(client, visit, finding, inspector, make_user):
    photo, _ = services.add_photo(finding=finding, content=picture(), by=inspector)
    elsewhere = Unit.objects.create(name="邻县", kind=UnitKind.COUNTY)
    sign_in(client, make_user("linxian", Role.APPROVER, elsewhere))
    for name, key in (("inspection", visit.pk), ("photo", photo.pk)):
        assert client.get(reverse(f"supervision:{name}", args=[key])).status_code == 404
    address = reverse("supervision:finding_settle", args=[finding.pk])
    assert client.post(address, {"settled": "改", "version": 1}).status_code == 404


# --- Photos ------------------------------------------------------------------------------


def test_nothing_but_the_upright_picture_is_kept_of_a_telephones_photo():
    original = with_exif(comment=b"at the site", dpi=(300, 300))
    assert Image.open(io.BytesIO(original)).getexif().get_ifd(GPS)
    encoded = photos.encode(original)
    kept = read(encoded)
    assert (kept.format, kept.size) == ("JPEG", (30, 40))
    assert (encoded.width, encoded.height) == (30, 40)
    assert dict(kept.getexif()) == {}
    assert set(kept.info) == {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert kept.info["jfif_unit"] == 0
    assert b"Telephone" not in encoded.content


@pytest.mark.parametrize("orientation", range(1, 9))
def test_each_way_of_holding_the_telephone_is_set_upright(orientation):
    """A red left edge, as the viewer is to see it, however the sensor lay."""
    upright = Image.new("RGB", (64, 32), "white")
    upright.paste("red", (0, 0, 16, 16))
    back = {6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
    back = dict(photos._TURNS) | back
    stored = upright.transpose(back[orientation]) if orientation in back else upright
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    out = io.BytesIO()
    stored.save(out, "PNG", exif=exif)
    kept = read(photos.encode(out.getvalue()))
    assert kept.size == (64, 32)
    corners = [kept.getpixel(place) for place in ((4, 4), (60, 4), (4, 28), (60, 28))]
    assert [min(pixel) < 60 for pixel in corners] == [True, False, False, False]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_long_photo_is_scaled_to_two_thousand(form):
    encoded = photos.encode(picture((3000, 1500), form))
    assert (encoded.width, encoded.height) == (2000, 1000)


def test_a_small_photo_keeps_its_size():
    encoded = photos.encode(picture((7, 5), "WEBP"))
    assert (encoded.width, encoded.height) == (7, 5)


@pytest.mark.parametrize(
    ("mode", "colour"),
    [("RGBA", (0, 0, 0, 0)), ("LA", (0, 0)), ("P", 0), ("L", 255), ("1", 1)],
)
def test_what_is_transparent_becomes_white(mode, colour):
    how = {"transparency": 0} if mode == "P" else {}
    kept = read(photos.encode(picture(form="PNG", mode=mode, colour=colour, **how)))
    assert (kept.mode, kept.getpixel((5, 5))) == ("RGB", (255, 255, 255))


def test_a_photo_with_a_second_picture_behind_it_is_taken():
    """As telephones write them: a JPEG of several pictures (MPO)."""
    out = io.BytesIO()
    first = Image.new("RGB", (40, 30), "red")
    first.save(out, "MPO", save_all=True, append_images=[Image.new("RGB", (40, 30), "blue")])
    kept = read(photos.encode(out.getvalue()))
    assert (kept.format, kept.size) == ("JPEG", (40, 30))


def test_what_is_no_photo_is_told_by_its_content():
    unknown = "不是 JPEG、PNG 或 WebP 照片，请上传手机或相机拍的照片（JPG、PNG）"
    for content in (b"%PDF-1.4", b"<svg onload=alert(1)>", picture(form="GIF")):
        assert refusal(content) == unknown
    assert refusal(b"") == "文件是空的，请重新选择照片"
    assert refusal(b"\0\0\0\x18ftypheic\0\0\0\0") == (
        "这是苹果手机的 HEIC 照片，请在“设置－相机－格式”中选“兼容性最佳”重新拍照，或截图后上传"
    )


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photo_that_was_cut_off_is_refused(form):
    whole = Image.effect_noise((200, 200), 60).convert("RGB")
    out = io.BytesIO()
    whole.save(out, form)
    content = out.getvalue()
    for kept in (len(content) // 10, len(content) * 2 // 3, len(content) - 20):
        assert refusal(content[:kept]) == "照片不完整或已损坏，请重新拍照或重新导出后上传"


def test_too_large_a_file_is_refused_before_it_is_decoded():
    assert refusal(b"\xff\xd8\xff" + bytes(10 * 1024 * 1024)) == (
        "照片有10.1 MB，超过10 MB，请降低拍照的清晰度，或压缩后上传"
    )


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("size", [(8000, 5001), (20000, 20000)])
def test_a_small_file_that_unfolds_into_too_many_pixels_is_refused(size):
    bomb = picture(size, "PNG", "1", 0)
    assert len(bomb) < 100_000
    assert refusal(bomb) == "照片超过4000万像素，请降低拍照的分辨率后重新上传"


@pytest.mark.slow
def test_forty_million_pixels_are_taken():
    encoded = photos.encode(picture((8000, 5000), "PNG", "1", 0))
    assert (encoded.width, encoded.height) == (2000, 1250)


def test_photos_are_sent_together_and_a_bad_one_keeps_out_no_other(client, finding, inspector):
    sign_in(client, inspector)
    files = [
        SimpleUploadedFile("甲.jpg", picture()),
        SimpleUploadedFile("乙.png", b"no photo"),
        SimpleUploadedFile("丙.jpg", picture(colour="blue")),
        SimpleUploadedFile("丁.jpg", picture()),
    ]
    address = reverse("supervision:photo_add", args=[finding.pk])
    answer = client.post(address, {"photos": files})
    assert said(answer) == ["已上传2张照片。", "1张照片已在这条发现中，没有重复保存。"]
    assert answer.status_code == 400
    assert answer.context["refusal"].sentence == (
        "乙.png 没有上传：不是 JPEG、PNG 或 WebP 照片，请上传手机或相机拍的照片（JPG、PNG）"
    )
    assert finding.photos.count() == 2
    assert done().count("inspection.add_photo") == 2
    assert client.post(address).context["refusal"].sentence == "请先选择照片"


def test_a_finding_has_at_most_nine_photos(finding, inspector):
    for number in range(9):
        services.add_photo(
            finding=finding, content=picture(colour=(number * 20, 0, 0)), by=inspector
        )
    with pytest.raises(DomainError) as caught:
        services.add_photo(finding=finding, content=picture(colour="blue"), by=inspector)
    assert str(caught.value) == "每条发现至多9张照片"
    assert FindingPhoto.objects.count() == 9
    same, is_new = services.add_photo(
        finding=finding, content=picture(colour=(0, 0, 0)), by=inspector
    )
    assert (same, is_new) == (finding.photos.first(), False)


def test_a_photo_is_served_as_a_picture_that_nobody_else_keeps(client, finding, inspector, auditor):
    photo, _ = services.add_photo(finding=finding, content=with_exif(), by=inspector)
    sign_in(client, auditor)
    answer = client.get(reverse("supervision:photo", args=[photo.pk]))
    assert answer.content == photos.encode(with_exif()).content
    assert hashlib.sha256(answer.content).hexdigest() == photo.sha256
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_the_page_shows_a_photo_small_with_its_size(client, visit, finding, inspector):
    photo, _ = services.add_photo(finding=finding, content=picture((1200, 800)), by=inspector)
    sign_in(client, inspector)
    page = client.get(reverse("supervision:inspection", args=[visit.pk])).content.decode()
    address = reverse("supervision:photo", args=[photo.pk])
    shown = (
        f'<img src="{address}" width="180" height="120" alt="城南学校现场照片 1" loading="lazy">'
    )
    assert " ".join(page.split()).count(shown) == 1


@pytest.mark.parametrize("who", ["reporter", "other_reporter", "administrator"])
def test_who_does_not_read_the_county_gets_no_photo(client, request, finding, inspector, who):
    photo, _ = services.add_photo(finding=finding, content=picture(), by=inspector)
    sign_in(client, request.getfixturevalue(who))
    assert client.get(reverse("supervision:photo", args=[photo.pk])).status_code == 404
