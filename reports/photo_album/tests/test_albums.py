"""图片台账: whose photos stand in it, four a page, and two months side by side."""

import io
from datetime import date

import pytest
from django.urls import reverse
from pypdf import PdfReader

from accounts import clock
from accounts.errors import DomainError
from conftest import page_text
from documents.paragraphs import Photo, PhotoRow
from documents.pdf import pdf_document
from figures.tests.scene import JUNE, enter, make_line, sign_in
from investment.models import EntryState, Evidence
from jobs.models import Job
from measures.money import WAN
from measures.months import Month
from reports import site_photos
from reports.papers.composing import compose
from reports.papers.current import address_now
from reports.papers.kinds import about_words, kind_named
from reports.papers.models import PaperKind
from reports.papers.tests.test_pages import AUGUST_2
from reports.papers.weight import SHOWN_AT_ONCE, weight_of
from supervision.tests.scene_inspections import picture
from supervision.visits import services as visits


def album(county, about, month=JUNE, kind=PaperKind.PHOTOS):
    how = kind_named(kind)
    called = about_words(how, county, None, (about,))
    return compose(county, kind, month, how.begun(county, (about,), called), AUGUST_2).document


def rows_of(document):
    return [block for block in document.blocks if isinstance(block, PhotoRow)]


def captions_of(document):
    return [[photo.caption for photo in row.photos] for row in rows_of(document)]


def lay(line, month, by, *, colour, caption="", **values):
    """A photo beside the project's figures of a month."""
    entry = line.project.entries.get(month=month)
    row = Evidence(
        project=line.project, period=entry.period, unit=entry.unit, original_name="a.jpg",
        content_type="image/jpeg", caption=caption, width=40, height=30, added_by=by,
        added_at=clock.now(), **values,
    )  # fmt: skip
    row.keep(picture(colour=colour))
    row.save()


def visit_on(county, by, day):
    return visits.record_inspection(
        county=county, kind="joint", visited_on=day, team="督查室", looks_back_at=None, by=by,
        today=date(2019, 8, 2),
    )  # fmt: skip


@pytest.fixture
def road(unit_a, unit_b, county, inspector, reporter):
    """Photos of May and June beside its figures, of a visit in June, and one of July that waits;
    one that another unit laid there and never sent."""
    line = make_line(unit_a, "城南公路", 1000, {5: 300, 6: 265})
    line.project.town = "城关镇"
    line.project.save()
    enter(line.project, 7, state=EntryState.SUBMITTED, month_amount=WAN, year_to_date=566 * WAN)
    lay(line, 5, reporter, colour="blue")
    lay(line, 6, reporter, colour="green", caption="路基完成")
    lay(line, 7, reporter, colour="white", caption="待审定")
    others = Evidence.objects.get(caption="路基完成")
    others.pk, others.unit, others.caption = None, unit_b, "没有报送的"
    others.save()
    gone = {"voided_at": clock.now(), "voided_by": reporter}
    lay(line, 6, reporter, colour="black", caption="已移除", **gone)
    visit = visit_on(county, inspector, date(2019, 6, 20))
    found = visits.add_finding(
        inspection=visit, project=line.project, text="围挡破损", by=inspector
    )
    visits.add_photo(finding=found, content=picture(), by=inspector)
    return line


@pytest.fixture
def school(unit_b, county, inspector):
    line = make_line(unit_b, "城北学校", 100, {5: 1, 6: 1})
    visit = visit_on(county, inspector, date(2019, 5, 8))
    found = visits.add_finding(
        inspection=visit, project=line.project, text="无人施工", by=inspector
    )
    visits.add_photo(finding=found, content=picture(colour="pink"), by=inspector)
    return line


OF_JUNE = ["城南公路\n6月，城关镇\n路基完成", "城南公路\n6月20日，城关镇\n月度联合督查：围挡破损"]


def test_an_album_of_a_month_has_photos_of_visits_and_of_approved_figures(county, road, school):
    document = album(county, "list:县级")
    assert (document.title, captions_of(document)) == (
        "示范县2019年6月县级重点项目图片台账",
        [OF_JUNE],
    )
    with pytest.raises(DomainError) as refused:
        album(county, f"unit:{school.project.unit_parts.first().unit_id}")
    assert refused.value.message == "水利局2019年6月没有照片"


def test_an_album_of_one_project_goes_back_to_january(county, road, school):
    document = album(county, f"project:{road.project_id}")
    assert document.title == "城南公路2019年1—6月图片台账"
    assert captions_of(document) == [OF_JUNE, ["城南公路\n5月，城关镇"]]


def test_two_months_stand_side_by_side_and_a_month_without_photos_says_so(county, road, school):
    document = album(county, "list:县级", kind=PaperKind.PHOTOS_BESIDE)
    assert document.text.splitlines() == [
        "示范县2019年6月县级重点项目与上月图片对照",
        "城南公路",
        "上月（5月，城关镇）\t本月（6月，城关镇）",
        "城北学校",
        "上月（5月8日）\t本月（6月）（6月无照片）",
    ]
    assert [row.photos[1].instead for row in rows_of(document)] == ["照片缺失", "6月无照片"]


def test_four_photos_stand_on_a_page(county, road):
    document = album(county, "list:县级")
    [row] = rows_of(document)
    long = Photo("", "长" * 40 + "\n6月，城关镇\n" + "字" * 20)
    pages = [PhotoRow((long, row.photos[0]), 2, row.height)] * 5
    full = type(document)(document.month, (document.blocks[0], *pages))
    told = [page.extract_text() for page in PdfReader(io.BytesIO(pdf_document(full))).pages]
    assert [text.count("路基完成") for text in told] == [2, 2, 1]
    assert (weight_of(full), SHOWN_AT_ONCE) == (10, 60)


def test_albums_are_read_by_who_reads_the_county_and_large_ones_made_in_the_background(
    client, county, road, leader, reporter, monkeypatch
):
    address = address_now(PaperKind.PHOTOS, "list:县级", month=Month(2019, 6))
    file = f"{reverse('papers:now_file', args=['photos', 'pdf'])}?{address.partition('?')[2]}"
    sign_in(client, leader)
    table = page_text(client.get(reverse("reports:monthly", args=[JUNE, "县级"])))
    assert '?about=list%3A%E5%8E%BF%E7%BA%A7&amp;month=2019-06">图片台账</a>' in table
    assert '?about=list%3A%E5%8E%BF%E7%BA%A7&amp;month=2019-06">两月对照</a>' in table
    assert 'alt="城南公路 6月，城关镇 路基完成"' in client.get(address).content.decode()
    assert client.get(file).content.startswith(b"%PDF")
    one = site_photos.site_photos
    monkeypatch.setattr(
        "reports.photo_album.kinds.site_photos",
        lambda *asked: {pk: of * 40 for pk, of in one(*asked).items()},
    )
    assert "不在本页显示" in client.get(address).content.decode()
    monkeypatch.setattr("reports.photo_album.kinds.LINES_OF_A_PHOTO", 251)
    assert client.get(file).status_code == 302
    [job] = Job.objects.all()
    assert job.title == "图片台账（截至2019年6月底，PDF 文档）"
    sign_in(client, reporter)
    assert client.get(address).status_code == 404
    assert client.get(address_now(PaperKind.PHOTOS, "list:邻县")).status_code == 404
