"""What an upload found and left is held: what undoing it writes back is what was there before."""

import datetime

import pytest
from django.db import connection, models, transaction

from accounts.clock import now
from accounts.errors import WrongState
from accounts.tests.trail import tell_the_rest, verified
from investment.intake import MONTHLY_TABLE, sent_monthly
from investment.models import EntrySource
from investment.tests.monthly_files import JULY, line, workbook
from workbooks.intake.uploads import bring_in, undo_upload
from workbooks.models import Upload
from workbooks.sealing import columns_of, seal_faults, seal_those_of_before

pytestmark = pytest.mark.django_db


@pytest.fixture
def upload(project, second_project, period, make_entry, reporter, county, today):
    """Two rows, one of which found an entry that was there."""
    make_entry(project)
    tell_the_rest()
    content = workbook(line("镇区道路改造工程", 30), line("客运站迁建工程", 40))
    sent = sent_monthly(content, county=county, month=JULY, by=reporter, today=today)
    bring_in(kind=MONTHLY_TABLE, sent=sent)
    tell_the_rest()
    assert sorted(source.before is None for source in EntrySource.objects.all()) == [False, True]
    return Upload.objects.get()


def not_as_it_was(upload):
    return [
        f"上传文件“月报表.xlsx”（编号{upload.pk}）："
        "导入来源（导入前后的值、单元格等）与登记的 SHA-256 不符"
    ]


OTHERS = {
    models.JSONField: '{"month_amount": 99}',
    models.DateTimeField: "2019-08-01 00:00:00+00:00",
    models.PositiveIntegerField: 77,
    models.CharField: "别的表",
}


def test_each_column_of_a_source_changed_by_sql_is_found(upload):
    """Seen to be overlooked, all of them, while sources were called derived from the file."""
    assert seal_faults() == []
    source = EntrySource.objects.exclude(before=None).get()
    other = EntrySource.objects.exclude(pk=source.pk).get()
    for field in EntrySource._meta.concrete_fields:
        if field.attname not in columns_of(EntrySource) or field.attname == "upload_id":
            continue
        if field.is_relation:
            EntrySource.objects.filter(pk=other.pk).delete()
            value = other.entry_id
        else:
            value = next(OTHERS[kind] for kind in OTHERS if isinstance(field, kind))
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f'UPDATE investment_entrysource SET "{field.column}" = %s WHERE id = %s',
                [value, source.pk],
            )
            found = seal_faults()
            transaction.set_rollback(True)
        assert (field.column, found) == (field.column, not_as_it_was(upload))


def test_a_source_that_was_put_in_or_taken_out_is_found(upload):
    source = EntrySource.objects.first()
    source.delete()
    assert verified() == not_as_it_was(upload)
    EntrySource.objects.all().delete()
    assert verified() == not_as_it_was(upload)


def test_what_was_before_is_not_written_back_where_it_was_changed(upload, reporter, today):
    EntrySource.objects.exclude(before=None).update(before={"month_amount": 990_000})
    with pytest.raises(WrongState) as refused:
        undo_upload(upload=upload, by=reporter, today=today)
    assert str(refused.value) == "导入来源与登记的不符，可能被改动过，不能撤销，请联系管理员"


@pytest.mark.slow
def test_an_upload_that_was_taken_back_is_sealed_anew(upload, reporter, today):
    undo_upload(upload=upload, by=reporter, today=today)
    assert verified() == []
    EntrySource.objects.update(undone_at=None)
    assert verified() == not_as_it_was(upload)


def test_tick_seals_an_upload_of_before_once(upload):
    Upload.objects.update(sources_sha256="")
    assert seal_faults() == []
    assert seal_those_of_before(now()) == ["登记升级前的导入来源 1 个文件"]
    assert seal_those_of_before(now()) == []
    assert verified() == []
    EntrySource.objects.update(applied_at=datetime.datetime(2019, 1, 1, tzinfo=datetime.UTC))
    assert verified() == not_as_it_was(upload)
