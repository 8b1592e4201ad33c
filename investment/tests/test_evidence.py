"""佐证材料: photos encoded anew and documents unopened, beside a project's month; changed while the
unit may change its figures; seen by who may see the entry."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.errors import NotAllowed, WrongState
from accounts.models import AuditEvent
from accounts.tests.trail import tell_the_rest, verified
from conftest import page_text
from files.documents import UnfitDocument, document_type
from investment import services
from investment.drafts import EntryDraft
from investment.evidence.services import (
    EvidenceKept,
    EvidenceLeftOut,
    Place,
    add_evidence,
    describe_evidence,
    remove_evidence,
)
from investment.models import EntryState, Evidence, ReportingRule
from investment.tests.test_signed_sheets import PDF
from measures.money import WAN
from measures.months import Month
from projects.models import Part, ProjectUnit

JULY = Month(2019, 7)
GPS = 0x8825


def photo(colour="red", size=(40, 30)):
    out = io.BytesIO()
    exif = Image.Exif()
    exif[GPS] = {1: "N", 2: (28.0, 0.0, 0.0)}
    Image.new("RGB", size, colour).save(out, "JPEG", exif=exif)
    return out.getvalue()


def archive(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as written:
        for name in names:
            written.writestr(name, "内容")
    return out.getvalue()


OFD = archive("OFD.xml", "Doc_0/Document.xml")


def sent(name, content):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def place(unit_a, period, project):
    return Place(unit_a, period, project)


@pytest.fixture
def add(place, reporter, today):
    def act(*files, caption="", by=reporter, place=place):
        kept = add_evidence(place=place, files=files, caption=caption, by=by, today=today)
        return kept, list(Evidence.objects.order_by("pk"))

    return act


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("照片.bmp", b"BM" + b"\x00" * 40, "只收照片"),
        ("旧表.xls", b"\xd0\xcf\x11\xe0" + b"\x00" * 40, "只收照片"),
        ("公文.ofd", PDF, "内容不是 OFD 文件"),
        ("公文.pdf", OFD, "内容不是 PDF 文件"),
        ("公文.ofd", OFD[:-30], "OFD 文件不完整"),
        ("公文.docx", b"", "文件是空的"),
    ],
)
def test_what_is_no_document_is_refused_by_name_and_content(name, content, message):
    with pytest.raises(UnfitDocument, match=message):
        document_type(content, name)


def test_photos_lose_their_place_and_documents_stay_as_they_came(add, place):
    files = [sent("现场.jpg", photo()), sent("验收单.OFD", OFD), sent("签证.pdf", PDF)]
    kept, rows = add(*files, caption="主体封顶")
    assert kept == EvidenceKept(added=3)
    assert [(row.content_type, row.is_photo, row.caption) for row in rows] == [
        ("image/jpeg", True, "主体封顶"),
        ("application/ofd", False, "主体封顶"),
        ("application/pdf", False, "主体封顶"),
    ]
    assert GPS not in Image.open(io.BytesIO(rows[0].content())).getexif()
    assert [row.content() for row in rows[1:]] == [OFD, PDF]
    tell_the_rest()
    assert verified() == []
    # The same photo again is encoded to the same, and kept once.
    assert add(sent("现场.jpg", photo()))[0] == EvidenceKept(known=1)


def test_what_does_not_fit_keeps_out_nothing_else(add, county):
    ReportingRule.objects.create(
        county=county, from_date="2019-01-01", source="通知", evidence_most=2, evidence_megabytes=1
    )
    files = [sent("表.xls", b"x"), sent("一.jpg", photo()), sent("二.jpg", photo("blue"))]
    large = sent("大.pdf", PDF + b" " * 1024 * 1024)
    with pytest.raises(EvidenceLeftOut) as refused:
        add(*files, large, sent("三.jpg", photo("green")))
    assert refused.value.message == (
        "“表.xls”没有上传：只收照片（JPG、PNG、WebP）和 PDF、DOCX、XLSX、OFD 文件，"
        "其他的请另存为其中一种；"
        "“大.pdf”没有上传：文件有1.1 MB，超过1 MB，请降低拍照或扫描的清晰度，或压缩后上传；"
        "“三.jpg”没有上传：每个项目每月至多2份，请先移除不用的；已上传2份佐证材料。"
    )


def test_what_was_sent_keeps_its_evidence_until_it_is_returned(
    add, place, make_entry, reporter, other_reporter, approver, today
):
    _, [row] = add(sent("现场.jpg", photo()))
    entry = make_entry(place.project, EntryState.SUBMITTED)
    deeds = [
        lambda: add(sent("又一张.jpg", photo("blue"))),
        lambda: remove_evidence(evidence=row, version=1, by=reporter, today=today),
        lambda: describe_evidence(evidence=row, caption="改", version=1, by=reporter, today=today),
    ]
    for act in deeds:
        with pytest.raises(WrongState, match="已报送，不能再增减佐证材料；要改请先撤回，或等退回"):
            act()
    with pytest.raises(NotAllowed):
        add(sent("外单位.jpg", photo("blue")), by=other_reporter)
    services.return_entries(versions={entry.pk: 1}, reason="照片看不清", by=approver)
    assert remove_evidence(evidence=row, version=1, by=reporter, today=today)
    assert not remove_evidence(evidence=row, version=2, by=reporter, today=today)
    place.period.closed_at = "2019-08-06T00:00:00+08:00"
    place.period.save()
    with pytest.raises(WrongState, match="填报期已关闭"):
        deeds[0]()
    lines = AuditEvent.objects.filter(action__startswith="evidence.").order_by("sequence")
    assert [(line.action, line.object_label) for line in lines] == [
        ("evidence.add", "镇区道路改造工程 2019年7月 现场.jpg"),
        ("evidence.remove", "镇区道路改造工程 2019年7月 现场.jpg"),
    ]


@pytest.mark.parametrize("state", [EntryState.DRAFT, EntryState.RETURNED])
def test_what_is_not_sent_is_seen_by_its_unit_alone(
    add, make_entry, project, client, reporter, reviewer, state
):
    _, [row] = add(sent("现场.jpg", photo()))
    entry = make_entry(project, state)
    addresses = [
        reverse(f"investment:{name}", args=[row.pk]) for name in ("evidence_file", "evidence_small")
    ]

    def answers(user):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return [client.get(address).status_code for address in addresses]

    assert (answers(reporter), answers(reviewer)) == ([200, 200], [404, 404])
    entry.state = EntryState.SUBMITTED
    entry.save()
    assert answers(reviewer) == [200, 200]


def test_the_reviewer_sees_it_wherever_the_entry_is_judged(
    add, make_entry, project, client, reviewer
):
    _, [shown, document] = add(sent("现场.jpg", photo(size=(800, 400))), sent("单.ofd", OFD))
    entry = make_entry(project, EntryState.SUBMITTED)
    client.force_login(reviewer, backend="django.contrib.auth.backends.ModelBackend")
    small = reverse("investment:evidence_small", args=[shown.pk])
    pages = {
        "investment:queue_entry": [JULY, entry.pk],
        "investment:review_entry": [entry.pk],
        "investment:review_unit": [entry.unit_id, JULY],
        "investment:project": [project.pk, 2019],
        "investment:evidence": [entry.unit_id, JULY, project.pk],
    }
    for name, keys in pages.items():
        assert page_text(client.get(reverse(name, args=keys))).count(f'src="{small}"') == 1, name
    picture = client.get(small)
    assert Image.open(io.BytesIO(picture.content)).size == (360, 180)
    saved = client.get(reverse("investment:evidence_file", args=[document.pk]))
    assert saved.content == OFD
    assert {
        name: saved.headers[name]
        for name in ("Content-Type", "Content-Disposition", "X-Content-Type-Options")
    } == {
        "Content-Type": "application/ofd",
        "Content-Disposition": "attachment; filename*=utf-8''%E5%8D%95.ofd",
        "X-Content-Type-Options": "nosniff",
    }


def test_a_form_and_a_dropped_file_do_the_same(client, reporter, place):
    client.force_login(reporter, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("investment:evidence", args=[place.unit.pk, JULY, place.project.pk])
    page = client.post(
        address, {"files": [sent("一.jpg", photo())], "caption": "一层"}, follow=True
    )
    assert "严禁上传涉密信息" in page_text(page)
    assert [str(said) for said in page.context["messages"]] == ["已上传1份佐证材料。"]
    dropped = {"HTTP_HX_REQUEST": "true"}
    line = client.post(address, {"files": [sent("二.ofd", OFD)]}, **dropped)
    assert (line.status_code, page_text(line).count("佐证材料 2")) == (200, 1)
    wrong = client.post(address, {"files": [sent("三.exe", b"MZ")]}, **dropped)
    assert wrong.status_code == 400
    assert "“三.exe”没有上传：只收照片" in page_text(wrong)


def hand_over(project, unit):
    """Let the unit report the project before July is over."""
    ProjectUnit.objects.filter(project=project, part=Part.REPORTING).update(until="2019-07-27")
    ProjectUnit.objects.create(
        project=project, unit=unit, part=Part.REPORTING, from_date="2019-07-27"
    )


def test_after_a_hand_over_what_was_sent_is_closed_to_the_new_unit_too(
    add, place, make_entry, unit_b, period, other_reporter, client, approver
):
    add(sent("现场.jpg", photo()))
    entry = make_entry(place.project, EntryState.SUBMITTED)
    hand_over(place.project, unit_b)
    now = Place(unit_b, period, place.project)
    with pytest.raises(WrongState, match="已报送，不能再增减佐证材料"):
        add(sent("新单位.jpg", photo("blue")), by=other_reporter, place=now)
    # The new unit sees what the former one has sent, and goes on once it went back.
    client.force_login(other_reporter, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("investment:evidence", args=[unit_b.pk, JULY, place.project.pk])
    page = client.get(address)
    assert [each.original_name for each in page.context["evidence"]] == ["现场.jpg"]
    sheet = client.get(reverse("investment:entry", args=[unit_b.pk, JULY]))
    assert page_text(sheet).count("佐证材料 1") == 1
    services.return_entries(versions={entry.pk: 1}, reason="照片看不清", by=approver)
    kept, _ = add(sent("新单位.jpg", photo("blue")), by=other_reporter, place=now)
    assert kept == EvidenceKept(added=1)


def test_after_a_hand_over_the_former_unit_changes_nothing_any_more(
    add, place, reporter, unit_b, today
):
    _, [row] = add(sent("现场.jpg", photo()))
    hand_over(place.project, unit_b)
    deeds = [
        lambda: add(sent("又一张.jpg", photo("blue"))),
        lambda: remove_evidence(evidence=row, version=1, by=reporter, today=today),
        lambda: describe_evidence(evidence=row, caption="改", version=1, by=reporter, today=today),
    ]
    for act in deeds:
        with pytest.raises(NotAllowed):
            act()


def test_what_was_taken_out_is_of_its_unit_alone_also_after_the_sending(
    add, make_entry, project, client, reporter, reviewer, today
):
    _, [row] = add(sent("错放.jpg", photo()))
    remove_evidence(evidence=row, version=1, by=reporter, today=today)
    make_entry(project, EntryState.SUBMITTED)
    address = reverse("investment:evidence_file", args=[row.pk])
    answers = []
    for user in (reporter, reviewer):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        answers.append(client.get(address).status_code)
    assert answers == [200, 404]


def test_the_bureau_lays_the_scan_beside_what_it_keys(
    add, place, client, reviewer, reporter, approver, period, today
):
    add(sent("单位草稿.jpg", photo("blue")))
    client.force_login(reviewer, backend="django.contrib.auth.backends.ModelBackend")
    key = reverse("investment:key", args=[place.unit.pk, JULY])
    address = reverse("investment:evidence", args=[place.unit.pk, JULY, place.project.pk])
    assert f'data-evidence="{address}"' in page_text(client.get(key))
    page = client.post(address, {"files": [sent("扫描件.pdf", PDF)]}, follow=True)
    # What the unit has not sent stays its own.
    assert [each.original_name for each in page.context["evidence"]] == ["扫描件.pdf"]
    assert f'href="{key}#project-{place.project.pk}"' in page_text(page)
    draft = EntryDraft(place.project.pk, month_amount=100 * WAN, progress="主体施工")
    services.key_entries(
        period=period, drafts=[draft], source="8月2日传真", by=reviewer, today=today
    )
    again = client.post(address, {"files": [sent("再来.pdf", PDF + b" ")]})
    assert again.status_code == 409
    client.force_login(reporter, backend="django.contrib.auth.backends.ModelBackend")
    shown = client.get(address).context["evidence"]
    assert [each.original_name for each in shown] == ["单位草稿.jpg", "扫描件.pdf"]
    period.closed_at = "2019-08-06T00:00:00+08:00"
    period.save()
    with pytest.raises(WrongState):
        add(sent("晚.pdf", PDF), by=approver)


# --- What passes to another unit with the month -----------------------------------------


def names(page):
    return [each.original_name for each in page.context["evidence"]]


def test_what_went_back_is_seen_and_kept_by_the_unit_that_mends_it(
    add, place, make_entry, unit_b, period, other_reporter, reviewer, approver, client, today
):
    add(sent("现场.jpg", photo()))
    entry = make_entry(place.project, EntryState.SUBMITTED)
    services.return_entries(versions={entry.pk: 1}, reason="照片看不清", by=approver)
    add(sent("没有报送.jpg", photo("green")))
    hand_over(place.project, unit_b)
    address = reverse("investment:evidence", args=[unit_b.pk, JULY, place.project.pk])
    client.force_login(other_reporter, backend="django.contrib.auth.backends.ModelBackend")
    assert names(client.get(address)) == ["现场.jpg"]
    draft = EntryDraft(place.project.pk, version=2, month_amount=90 * WAN, progress="主体施工")
    services.send_entries(period=period, drafts=[draft], by=other_reporter, today=today)
    assert names(client.get(address)) == ["现场.jpg"]
    client.force_login(reviewer, backend="django.contrib.auth.backends.ModelBackend")
    desk = client.get(reverse("investment:queue_entry", args=[JULY, entry.pk]))
    assert names(desk) == ["现场.jpg"]
    assert names(client.get(address)) == ["现场.jpg"]


def test_what_a_unit_laid_there_before_it_was_merged_is_its_successors(
    add, place, make_entry, unit_a, unit_b, other_reporter, reviewer, client
):
    add(sent("现场.jpg", photo()))
    entry = make_entry(place.project)
    address = reverse("investment:evidence", args=[unit_b.pk, JULY, place.project.pk])
    hand_over(place.project, unit_b)
    unit_a.is_active, unit_a.successor = False, unit_b
    unit_a.save()
    client.force_login(other_reporter, backend="django.contrib.auth.backends.ModelBackend")
    assert names(client.get(address)) == ["现场.jpg"]
    client.force_login(reviewer, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(address).context["evidence"] == []
    entry.unit, entry.state = unit_b, EntryState.SUBMITTED
    entry.save()
    assert names(client.get(address)) == ["现场.jpg"]
