"""签章表: real types only, kept once, five at most, voided instead of removed, for who may."""

import hashlib
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.urls import reverse

from accounts.models import AuditEvent
from accounts.tests.trail import told as words
from files.kinds import LARGEST, UnfitFile, file_type
from investment import services
from investment.models import EntryState, SignedSheet
from investment.signed_sheets import keep_signed_sheet
from measures.months import Month

JULY = Month(2019, 7)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n"


def png_chunk(kind: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + png_chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + png_chunk(b"IDAT", zlib.compress(b"\x00\x00"))
    + png_chunk(b"IEND")
)
JPEG = (
    b"\xff\xd8"
    + b"\xff\xe1\x00\x08Exif\x00\x00"
    + b"\xff\xff\xc0\x00\x0b\x08\x00\x01\x00\x01\x01\x01\x11\x00"
    + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00"
    + b"\x12\x34\xff\xd9"
)

WHOLE = {
    "scan.pdf": (PDF, "application/pdf"),
    "photo.jpg": (JPEG, "image/jpeg"),
    "photo with notes of the telephone.jpg": (JPEG + b"SEFT\x00\x01", "image/jpeg"),
    "picture.png": (PNG, "image/png"),
}
NO_TYPE = "不是 PDF、JPEG 或 PNG 文件，请上传签章表的扫描件（PDF）或照片（JPG、PNG）"
PDF_BROKEN = "PDF 文件不完整或已损坏，请重新拍照或扫描后上传"
JPEG_BROKEN = "JPEG 文件不完整或已损坏，请重新拍照或扫描后上传"
PNG_BROKEN = "PNG 文件不完整或已损坏，请重新拍照或扫描后上传"
UNFIT = {
    "empty": (b"", "文件是空的，请检查后重新上传"),
    "program": (b"MZ\x90\x00" + b"\x00" * 400, NO_TYPE),
    "web page": (b"<html><script>alert(1)</script></html>", NO_TYPE),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", NO_TYPE),
    "workbook": (b"PK\x03\x04" + b"\x00" * 40, NO_TYPE),
    "web page before a PDF": (b"<script>\n" + PDF, NO_TYPE),
    "PDF without a version": (b"%PDF-x" + PDF[6:], PDF_BROKEN),
    "PDF cut off": (PDF[:20], PDF_BROKEN),
    "PDF with the end far inside": (PDF + b" " * 4000, PDF_BROKEN),
    "JPEG mark alone": (b"\xff\xd8\xff\xe0", JPEG_BROKEN),
    "JPEG cut off": (JPEG[:-2], JPEG_BROKEN),
    "JPEG without a frame": (JPEG[:10] + JPEG[24:], JPEG_BROKEN),
    "PNG mark alone": (PNG[:8], PNG_BROKEN),
    "PNG cut off": (PNG[:-12], PNG_BROKEN),
    "PNG that does not begin with its header": (PNG[:8] + PNG[33:], PNG_BROKEN),
    "PNG with a chunk beyond its end": (PNG[:33] + b"\x7f\xff\xff\xffIDAT", PNG_BROKEN),
    "HEIC": (
        b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40,
        "这是苹果手机的 HEIC 照片，请在“设置－相机－格式”中选“兼容性最佳”重新拍照，或截图后上传",
    ),
    "huge": (
        PDF + b" " * LARGEST,
        "文件有10.1 MB，超过10 MB，请降低拍照或扫描的清晰度，或分成几个文件",
    ),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_scan_or_photo_is_known_by_its_content(name):
    content, content_type = WHOLE[name]
    assert file_type(content).content_type == content_type


@pytest.mark.parametrize("name", UNFIT)
def test_anything_else_is_refused_with_what_to_send_instead(name):
    content, message = UNFIT[name]
    with pytest.raises(UnfitFile) as refused:
        file_type(content)
    assert refused.value.message == message


def test_the_largest_file_that_is_kept():
    assert file_type(PDF[:9] + b" " * (LARGEST - len(PDF)) + PDF[9:]).suffix == ".pdf"


@pytest.fixture
def page(client, reporter):
    client.force_login(reporter)
    return client


@pytest.fixture
def url(unit_a, period):
    return reverse("investment:sign", args=[unit_a.pk, JULY])


def send(page, url, content=PDF, name="7月签章.pdf"):
    response = page.post(url, {"file": SimpleUploadedFile(name, content)}, follow=True)
    return said(response)


def said(response):
    """What was told of it: at the top of the page, or at the field of the file."""
    refusal = response.context["refusal"]
    if refusal is None:
        return [str(message) for message in response.context["messages"]]
    return [refusal.sentence] if refusal.sentence else refusal.form.errors["file"]


def test_a_signed_sheet_is_kept_with_the_units_month(page, url, project, unit_a, period, reporter):
    assert send(page, url) == ["已上传签章表：7月签章.pdf。"]
    sheet = SignedSheet.objects.get()
    assert (sheet.unit, sheet.period, sheet.uploaded_by) == (unit_a, period, reporter)
    assert (sheet.original_name, sheet.content_type, sheet.size, sheet.sha256) == (
        "7月签章.pdf", "application/pdf", len(PDF), hashlib.sha256(PDF).hexdigest(),
    )  # fmt: skip
    assert sheet.content() == PDF
    line = AuditEvent.objects.get(action="signed.keep")
    assert (line.actor, line.object_label) == (reporter, "交通运输局2019年7月 7月签章.pdf")


def test_the_type_is_of_the_content_whatever_the_name(page, url, project):
    send(page, url, JPEG, "签章.pdf")
    sheet = SignedSheet.objects.get()
    assert sheet.content_type == "image/jpeg"
    response = page.get(reverse("investment:signed_sheet", args=[sheet.pk]))
    assert response.headers["Content-Disposition"] == (
        "attachment; filename*=utf-8''%E4%BA%A4%E9%80%9A%E8%BF%90%E8%BE%93%E5%B1%80"
        f"2019%E5%B9%B47%E6%9C%88%E7%AD%BE%E7%AB%A0%E8%A1%A8{sheet.pk}.jpg"
    )


@pytest.mark.parametrize("name", ["program", "web page", "PDF cut off", "huge"])
def test_an_unfit_file_is_refused_on_the_page_and_not_kept(page, url, project, name, settings):
    content, message = UNFIT[name]
    assert send(page, url, content) == [message]
    assert not SignedSheet.objects.exists()
    assert not list(settings.MEDIA_ROOT.rglob("*.*"))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "请先选择文件"),
        ({"file": "text"}, "请先选择文件"),
        (
            {"file": SimpleUploadedFile("a.pdf", b"")},
            "文件是空的，请检查后重新上传",
        ),
    ],
)
def test_a_form_without_a_file_is_told_so(page, url, project, data, message):
    assert said(page.post(url, data)) == [message]


def test_the_same_file_sent_twice_is_kept_once(page, url, project):
    send(page, url)
    assert send(page, url, name="再传.pdf") == [
        "这份签章表已经在列表中，没有重复保存：7月签章.pdf。"
    ]
    assert SignedSheet.objects.count() == 1
    assert AuditEvent.objects.filter(action="signed.keep").count() == 1


def test_the_database_too_keeps_a_file_once(page, url, project):
    send(page, url)
    sheet = SignedSheet.objects.get()
    sheet.pk = None
    with pytest.raises(IntegrityError):
        sheet.save(force_insert=True)


@pytest.mark.slow
def test_there_are_five_at_most_and_a_voided_one_makes_room(page, url, project):
    for number in range(5):
        send(page, url, PDF[:9] + b"%" * number + PDF[9:])
    assert send(page, url, JPEG) == ["这个月已有5份签章表，请先作废不用的，或合并成一个PDF"]
    first = SignedSheet.objects.first()
    page.post(reverse("investment:void_signed", args=[first.pk]), {"reason": "盖错章"}, follow=True)
    assert send(page, url, JPEG, "新.jpg") == ["已上传签章表：新.jpg。"]
    assert SignedSheet.objects.standing().count() == 5


def test_a_signed_sheet_is_voided_with_a_reason_and_stays(page, url, project, reporter):
    send(page, url)
    sheet = SignedSheet.objects.get()
    void = reverse("investment:void_signed", args=[sheet.pk])
    response = page.post(void, {"reason": "  "})
    assert (response.status_code, response.context["refusal"].at) == (400, sheet)
    assert "请写明作废签章表的理由" in response.content.decode()
    for told in ("签章表已作废：7月签章.pdf。", "这份签章表此前已作废：7月签章.pdf。"):
        response = page.post(void, {"reason": "盖错章"}, follow=True)
        assert [str(message) for message in response.context["messages"]] == [told]
    sheet.refresh_from_db()
    assert (sheet.is_void, sheet.voided_by, sheet.void_reason) == (True, reporter, "盖错章")
    assert sheet.content() == PDF
    line = AuditEvent.objects.get(action="signed.void")
    assert (line.reason, words(line)) == ("盖错章", {"作废理由": ["", "盖错章"]})
    assert send(page, url) == ["已上传签章表：7月签章.pdf。"]


def test_after_sending_the_figures_a_sheet_can_still_be_added(page, url, project, make_entry):
    make_entry(project, EntryState.SUBMITTED)
    assert send(page, url) == ["已上传签章表：7月签章.pdf。"]


def test_a_closed_month_takes_and_voids_none(page, url, project, period, approver):
    send(page, url)
    sheet = SignedSheet.objects.get()
    services.close_period(period=period, by=approver)
    assert send(page, url, JPEG) == ["2019年7月填报期已关闭，签章表不能再改动，请联系发改局"]
    void = reverse("investment:void_signed", args=[sheet.pk])
    response = page.post(void, {"reason": "盖错章"})
    assert response.status_code == 409
    assert "填报期已关闭，签章表不能再改动" in response.content.decode()
    assert not SignedSheet.objects.get().is_void
    shown = page.get(reverse("investment:entry", args=[sheet.unit_id, JULY])).content.decode()
    assert "7月签章.pdf" in shown
    assert "作废理由" not in shown
    assert "上传签章表</button>" not in shown


@pytest.fixture
def sheet(unit_a, period, reporter):
    return keep_signed_sheet(
        unit=unit_a, period=period, name="<b>章</b>.pdf", content=PDF, by=reporter
    )[0]


WHO = {
    "reporter": 200,
    "other_reporter": 404,
    "reviewer": 200,
    "approver": 200,
    "inspector": 404,
    "leader": 404,
    "administrator": 404,
    "auditor": 200,
}


@pytest.mark.parametrize("person", WHO)
def test_the_original_is_for_who_may_have_it(client, sheet, request, person):
    client.force_login(request.getfixturevalue(person))
    response = client.get(reverse("investment:signed_sheet", args=[sheet.pk]))
    assert response.status_code == WHO[person]


@pytest.mark.parametrize("person", [person for person in WHO if person != "reporter"])
def test_nobody_else_sends_or_voids_for_the_unit(client, sheet, request, person, url):
    client.force_login(request.getfixturevalue(person))
    void = reverse("investment:void_signed", args=[sheet.pk])
    assert client.post(void, {"reason": "盖错章"}).status_code == 404
    assert client.post(url, {"file": SimpleUploadedFile("a.pdf", PDF)}).status_code == 404
    assert SignedSheet.objects.standing().count() == 1


def test_the_original_is_saved_and_never_shown(page, sheet):
    response = page.get(reverse("investment:signed_sheet", args=[sheet.pk]))
    assert response.content == PDF
    headers = ("Content-Type", "X-Content-Type-Options", "Cache-Control")
    assert [response.headers[name] for name in headers] == [
        "application/pdf", "nosniff", "private, no-store",
    ]  # fmt: skip
    assert response.headers["Content-Disposition"].startswith("attachment; ")


def test_the_bureau_sees_it_under_the_units_month(client, sheet, project, reviewer, leader):
    address = reverse("investment:review_unit", args=[sheet.unit_id, JULY])
    link = reverse("investment:signed_sheet", args=[sheet.pk])
    for person, links in ((reviewer, 1), (leader, 0)):
        client.force_login(person)
        shown = client.get(address).content.decode()
        assert "&lt;b&gt;章&lt;/b&gt;.pdf" in shown
        assert shown.count(link) == links


def test_every_form_of_the_page_carries_its_token(page, sheet, project):
    shown = page.get(reverse("investment:entry", args=[sheet.unit_id, JULY])).content.decode()
    posting = shown.count('method="post"')
    assert shown.count("csrfmiddlewaretoken") == posting
    assert f'action="{reverse("investment:sign", args=[sheet.unit_id, JULY])}#signed"' in shown
