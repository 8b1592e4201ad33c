"""A kept selection's Excel, edited and brought back, changes what its columns may, and no more."""

import datetime
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import AuditEvent
from figures.tests.scene import JUNE, make_line, sign_in
from projects.models import Project, ProjectProposal
from reports.models import NamedSelection, SelectionKind
from reports.questions import services
from reports.questions.services import Stop
from reports.questions.table import Asked

TODAY = datetime.date(2019, 7, 8)
ROUTE = "线路表"
FIRST = 4


@pytest.fixture
def lines(unit_a, unit_b):
    return [
        make_line(unit_a, "县道改造工程", 1000, {6: 300}),
        make_line(unit_a, "清水河大桥", 2000, {6: 800}),
        make_line(unit_b, "丙水库", 1000, {6: 200}),
    ]


@pytest.fixture
def ids(lines):
    return [line.project_id for line in lines]


def keep(county, by, ids, kind=SelectionKind.VISIT):
    asked = Asked(tuple(ids), ("unit", "done"), JUNE)
    return services.keep(county=county, name="上半年观摩", kind=kind, asked=asked, by=by)


@pytest.fixture
def kept(county, reviewer, ids):
    return keep(county, reviewer, ids)


def downloaded(client, kept):
    response = client.get(reverse("questions:selection_xlsx", args=[kept.pk]))
    return load_workbook(io.BytesIO(response.content))


def bring(client, kept, book):
    stream = io.BytesIO()
    book.save(stream)
    file = SimpleUploadedFile("观摩.xlsx", stream.getvalue())
    address = reverse("questions:bring_back", args=[kept.pk])
    return client.post(address, {"file": file, "version": str(kept.version)})


def save(client, kept, page, **typed):
    """Press 保存修改 on the page that shows what was brought."""
    sent = {"version": str(kept.version), "stop": [], "edited": []} | typed
    for place in page.context["places"]:
        sent["stop"].append(place.project_id)
        sent[f"position_{place.project_id}"] = place.position
        sent[f"note_{place.project_id}"] = place.note
        if place.is_dropped:
            sent[f"drop_{place.project_id}"] = "1"
    for edit in page.context["edits"]:
        sent["edited"].append(edit.project_id)
        sent[f"seen_{edit.project_id}"] = edit.version
        sent[f"value_{edit.project_id}_{edit.field}"] = edit.new
        if edit.is_ticked:
            sent[f"take_{edit.project_id}_{edit.field}"] = "1"
    return client.post(reverse("questions:selection", args=[kept.pk]), sent, follow=True)


def stand(kept):
    return [(stop.project.name, stop.note) for stop in kept.selected.select_related("project")]


def told(page):
    return [(place.name, place.position, place.was) for place in page.context["places"]]


def swap_rows(sheet, one, other):
    for column in range(1, sheet.max_column + 1):
        first, second = sheet.cell(one, column), sheet.cell(other, column)
        first.value, second.value = second.value, first.value


def test_a_workbook_that_nobody_touched_changes_nothing(client, kept, reviewer):
    sign_in(client, reviewer)
    page = bring(client, kept, downloaded(client, kept))
    assert page.status_code == 200
    assert page.context["brought"].is_empty
    assert page.context["brought"].left_alone == ()
    assert "表里没有要改的。" in page.content.decode()


def test_moved_rows_notes_and_rows_taken_out_are_shown_and_then_saved(client, kept, reviewer):
    sign_in(client, reviewer)
    book = downloaded(client, kept)
    swap_rows(book[ROUTE], FIRST, FIRST + 1)
    book[ROUTE].cell(FIRST, 6).value = "9:30到"
    book[ROUTE].delete_rows(FIRST + 2)
    page = bring(client, kept, book)
    assert told(page) == [
        ("清水河大桥", 1, "次序原为2，备注原为空"),
        ("县道改造工程", 2, "次序原为1"),
        ("丙水库", 3, "表里已删去"),
    ]
    assert [name for name, _ in stand(kept)] == ["县道改造工程", "清水河大桥", "丙水库"]
    done = save(client, kept, page)
    assert "名单已修改。" in done.content.decode()
    assert stand(kept) == [("清水河大桥", "9:30到"), ("县道改造工程", "")]


def test_numbers_that_were_typed_make_the_order_where_no_row_moved(client, kept, reviewer):
    sign_in(client, reviewer)
    book = downloaded(client, kept)
    for row, number in ((FIRST, 3), (FIRST + 1, 1), (FIRST + 2, 2)):
        book[ROUTE].cell(row, 1).value = number
    page = bring(client, kept, book)
    assert [name for name, _, _ in told(page)] == ["清水河大桥", "丙水库", "县道改造工程"]


def test_who_moves_up_because_another_leaves_is_not_told_as_moved(client, kept, reviewer):
    sign_in(client, reviewer)
    book = downloaded(client, kept)
    book[ROUTE].delete_rows(FIRST)
    assert told(bring(client, kept, book)) == [
        ("清水河大桥", 1, ""),
        ("丙水库", 2, ""),
        ("县道改造工程", 3, "表里已删去"),
    ]


def test_a_row_that_was_put_in_takes_its_project_in(client, county, reviewer, ids):
    kept = keep(county, reviewer, ids[:2])
    sign_in(client, reviewer)
    book = downloaded(client, kept)
    book[ROUTE].cell(FIRST + 2, 2).value = "丙水库"
    book[ROUTE].cell(FIRST + 2, 6).value = "顺路"
    book[ROUTE].cell(FIRST + 3, 2).value = "没有这个项目的工程"
    page = bring(client, kept, book)
    assert told(page) == [
        ("县道改造工程", 1, ""),
        ("清水河大桥", 2, ""),
        ("丙水库", 3, "新加入"),
    ]
    assert page.context["brought"].left_alone == (
        "第7行“没有这个项目的工程”没有认出是哪个项目，没有列入",
    )
    save(client, kept, page)
    assert stand(kept)[-1] == ("丙水库", "顺路")
    event = AuditEvent.objects.get(action="selection.change")
    assert [row[0] for row in event.rows] == ["reports.selectedproject"]


def test_master_data_takes_force_for_who_may_and_is_proposed_by_others(
    client, county, approver, reviewer, ids
):
    for user, place in ((approver, "城关镇"), (reviewer, "南坝镇")):
        kept = keep(county, user, ids)
        sign_in(client, user)
        book = downloaded(client, kept)
        book[ROUTE].cell(FIRST, 3).value = place
        page = bring(client, kept, book)
        edit = page.context["edits"][0]
        assert (edit.project, edit.label, edit.new) == ("县道改造工程", "建设地点", place)
        said = save(client, kept, page).content.decode()
        if user == approver:
            assert "名单已修改，1个项目的资料已修改。" in said
        else:
            assert "名单已修改，1个项目的资料已提出修改，待审定。" in said
    project = Project.objects.get(pk=ids[0])
    assert project.location == "城关镇"
    proposal = ProjectProposal.objects.get()
    assert (proposal.after, proposal.reason) == (
        {"location": "南坝镇"},
        "临时名单“上半年观摩”带回",
    )


def test_an_edit_that_is_not_ticked_stays_out(client, kept, reviewer, ids):
    sign_in(client, reviewer)
    book = downloaded(client, kept)
    book[ROUTE].cell(FIRST, 4).value = "王工"
    page = bring(client, kept, book)
    (edit,) = page.context["edits"]
    sent = {"version": "1", "edited": edit.project_id, f"seen_{edit.project_id}": edit.version}
    sent[f"value_{edit.project_id}_contact_name"] = "王工"
    client.post(reverse("questions:selection", args=[kept.pk]), sent)
    assert stand(NamedSelection.objects.get(version=2)) == stand(kept)
    assert not ProjectProposal.objects.exists()


def test_a_figure_that_was_typed_is_told_and_changes_nothing(client, county, reviewer, ids):
    kept = keep(county, reviewer, ids, SelectionKind.LIST)
    sign_in(client, reviewer)
    book = downloaded(client, kept)
    sheet = book["情况表"]
    titles = {cell.value: cell.column for cell in sheet[3]}
    sheet.cell(FIRST, titles["累计完成"]).value = 999
    sheet.cell(FIRST, titles["备注"]).value = "请核实"
    page = bring(client, kept, book)
    assert page.context["brought"].left_alone == (
        "“县道改造工程”的累计完成由“300”改成“999”，这一列不由名单改，没有采用",
    )
    assert told(page)[0] == ("县道改造工程", 1, "备注原为空")


def test_the_workbook_of_another_selection_is_sent_to_its_own_page(client, county, reviewer, ids):
    kept = keep(county, reviewer, ids)
    other = services.keep(
        county=county, name="别的", asked=Asked(tuple(ids), ("done",), JUNE), by=reviewer
    )
    sign_in(client, reviewer)
    refused = bring(client, kept, downloaded(client, other))
    assert refused.status_code == 400
    assert "这是另一份名单导出的表，请到那份名单的页面传回。" in refused.content.decode()


def test_a_file_that_is_no_workbook_is_refused_at_its_field(client, kept, reviewer):
    sign_in(client, reviewer)
    file = SimpleUploadedFile("观摩.xlsx", b"hello")
    refused = client.post(
        reverse("questions:bring_back", args=[kept.pk]), {"file": file, "version": "1"}
    )
    assert refused.status_code == 400
    assert list(refused.context["bring_back_form"].errors) == ["file"]


def test_a_workbook_from_before_a_change_says_so_and_saving_meanwhile_is_a_conflict(
    client, kept, reviewer, ids
):
    sign_in(client, reviewer)
    book = downloaded(client, kept)
    book[ROUTE].cell(FIRST, 6).value = "我的备注"
    page = bring(client, kept, book)
    assert not page.context["brought"].is_older
    services.change(
        selection=NamedSelection.objects.get(pk=kept.pk),
        stops=[Stop(pk, at, "") for at, pk in enumerate(reversed(ids), start=1)],
        by=reviewer,
        version=1,
        is_shared=False,
        today=TODAY,
    )
    refused = save(client, kept, page)
    assert refused.status_code == 409
    assert "我的备注" in refused.content.decode()
    kept.refresh_from_db()
    assert bring(client, kept, book).context["brought"].is_older


def test_only_who_made_it_brings_it_back(client, kept, reviewer, approver):
    kept.is_shared = True
    kept.save()
    book = downloaded(sign_in(client, reviewer), kept)
    sign_in(client, approver)
    assert bring(client, kept, book).status_code == 404


def test_a_project_that_one_does_not_see_is_neither_taken_in_nor_changed(
    client, county, reporter, ids
):
    kept = keep(county, reporter, ids[:1], SelectionKind.TOUR)
    sign_in(client, reporter)
    hidden = ids[2]
    sent = {
        "version": "1",
        "stop": [ids[0], hidden],
        "edited": hidden,
        f"seen_{hidden}": "1",
        f"value_{hidden}_location": "别处",
        f"take_{hidden}_location": "1",
    }
    client.post(reverse("questions:selection", args=[kept.pk]), sent)
    assert [name for name, _ in stand(kept)] == ["县道改造工程"]
    assert not ProjectProposal.objects.exists()
    assert NamedSelection.objects.get(pk=kept.pk).version == 2
