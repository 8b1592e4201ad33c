"""上级认定表: what the city or the province recognised of a list, as a kind of workbook."""

import datetime
from collections.abc import Mapping, Sequence

from django.db.models import QuerySet
from django.urls import reverse

from accounts import clock
from accounts.models import Unit, User
from accounts.rights import may
from accounts.trail.audit import Trail
from accounts.trail.holding import hold
from investment.intake.recognised_preview import (
    RecognisedKnown,
    RecognisedLine,
    RecognisedPreview,
    compare_recognised,
    read_known,
)
from investment.intake.recognised_workbook import (
    RECOGNISED,
    VOCABULARY,
    RecognisedReading,
    read_recognised,
)
from investment.models import RecognisedAmount, RecognisedSource
from investment.selectors.recognised import standing, told_of
from investment.services.recognised import (
    RecognisedBy,
    add_recognised,
    put_back_recognised,
    recognises,
)
from measures.months import Month
from projects.intake.columns import COLUMNS
from projects.services import add_aliases
from workbooks.intake.kinds import Addresses, TableKind, refuse_other_kinds
from workbooks.intake.provenance import LONGEST_SHEET
from workbooks.intake.sent import Sent
from workbooks.models import Upload
from workbooks.reading import Parsing
from workbooks.rules import downloads_upload
from workbooks.sealing import seal_anew
from workbooks.tables import read_workbook


def month_of(chosen: Sent | Upload) -> Month:
    return Month.parse(chosen.parameters["month"])


def list_of(chosen: Sent | Upload) -> str:
    """The key of the list in its year."""
    return str(chosen.parameters["list"])


def paper_of(chosen: Sent | Upload) -> RecognisedBy:
    told = chosen.parameters
    return RecognisedBy(told["source"], datetime.date.fromisoformat(told["source_day"]))


def parameters_of(month: Month, list_key: str, paper: RecognisedBy) -> dict[str, object]:
    return {
        "month": str(month),
        "list": list_key,
        "source": paper.source,
        "source_day": paper.day.isoformat(),
    }


class RecognisedTable(
    TableKind[RecognisedReading, RecognisedKnown, RecognisedPreview, RecognisedSource]
):
    key = "recognised"
    noun = "上级认定表"
    door = "“上级认定数”"
    vocabulary = VOCABULARY
    marks = (RECOGNISED,)
    addresses = Addresses(
        door="investment:recognised_now",
        preview="investment:recognised_upload",
        choose="investment:recognised_choose",
        say="investment:recognised_say",
        take_as="investment:recognised_take_as",
        discard="investment:recognised_discard",
        outcome="investment:recognised_upload",
        marked="investment:recognised_marked",
        undo="investment:recognised_undo",
        original="projects:upload_original",
    )
    preview_template = "investment/recognised_preview.html"
    outcome_template = "investment/recognised_outcome.html"

    def read(self, sent: Sent, parsing: Parsing | None = None) -> RecognisedReading:
        """What the units reported may stand beside: no column proves another kind."""
        month, meanings = month_of(sent), self.meanings(sent)
        book = read_workbook(
            sent.content,
            sent.name,
            VOCABULARY,
            month,
            extra_aliases=meanings.aliases,
            parsing=parsing,
            meanings=meanings,
        )
        reading = read_recognised(book, month)
        if reading.is_refused:
            refuse_other_kinds(self, sent, COLUMNS["name"])
        return reading

    def known(self, sent: Sent) -> RecognisedKnown:
        return read_known(sent, month_of(sent), list_of(sent))

    def compare(
        self, reading: RecognisedReading, known: RecognisedKnown, sent: Sent
    ) -> RecognisedPreview:
        return compare_recognised(
            reading, known, sent, month=month_of(sent), list_key=list_of(sent)
        )

    def hold(self, county: Unit) -> None:
        """As who registers by hand."""
        hold(county)

    def write(
        self,
        preview: RecognisedPreview,
        *,
        by: User | None,
        upload: Upload | None,
        audit: Trail,
    ) -> None:
        sent, lines = preview.sent, preview.chosen
        amounts = {
            line.project.pk: line.written.amount
            for line in lines
            if line.project and line.written.amount is not None
        }
        assert preview.plan is not None
        rows = add_recognised(
            county=sent.county,
            plan=preview.plan,
            month=preview.month,
            amounts=amounts,
            paper=paper_of(sent),
            by=by,
            today=sent.today,
            audit=audit,
        )
        named = [(li.project, li.written.name) for li in lines if li.is_confirmed and li.project]
        if named:
            add_aliases(names=named, county=sent.county, by=by)
        if upload is not None:
            _keep_sources(upload, lines, rows)

    def reason(self, sent: Sent) -> str:
        return f"导入{month_of(sent).label}{list_of(sent)}上级认定数：{sent.name}"

    def sources_of(self, upload: Upload) -> "QuerySet[RecognisedSource]":
        waiting = RecognisedSource.objects.filter(upload=upload, undone_at=None)
        return waiting.select_related("recognised__county", "recognised__plan").order_by("pk")

    def left_alone(self, sources: Sequence[RecognisedSource]) -> Mapping[int, str]:
        if not sources:
            return {}
        row = sources[0].recognised
        last = standing(told_of(row.county, Month(row.year, row.month)))
        rows = [(source, source.recognised) for source in sources]
        return {
            source.pk: "导入之后又另行登记或撤回"
            for source, row in rows
            if last[row.plan_id, row.project_id].pk != row.pk
        }

    def put_back(
        self, sources: Sequence[RecognisedSource], *, audit: Trail, today: datetime.date
    ) -> None:
        put_back_recognised(
            rows=[(source.recognised, source.before) for source in sources],
            today=today,
            audit=audit,
        )

    def may_send(self, user: User) -> bool:
        return may(user, "entry.approve")

    def may_apply(self, user: User, upload: Upload) -> bool:
        return recognises(user, upload.county)

    def may_undo(self, user: User, upload: Upload) -> bool:
        return recognises(user, upload.county)

    def may_download(self, user: User, upload: Upload) -> bool:
        return downloads_upload(user, upload.unit, upload.county)

    def sources_seen(self, upload: Upload, user: User) -> "QuerySet[RecognisedSource]":
        """The whole of it: who sees such an upload reads the county."""
        written = RecognisedSource.objects.filter(upload=upload)
        joined = written.select_related(
            "recognised__project", "recognised__plan", "recognised__county"
        )
        return joined.order_by("sheet", "row", "pk")

    def about(self, upload: Upload) -> str:
        return f"{month_of(upload).label}{list_of(upload)}上级认定数（{paper_of(upload).source}）"

    def applied_words(self, upload: Upload) -> str:
        outcome = upload.outcome
        others = (
            ("不变", outcome["unchanged"]),
            ("未导入", outcome["refused"] + outcome["left_out"]),
        )
        told = "".join(f"，{word} {number} 项" for word, number in others if number)
        return f"已登记上级认定数 {outcome['added'] + outcome['changed']} 项{told}。"

    def receive_address(self, upload: Upload) -> str:
        return reverse("investment:recognised_import", args=[month_of(upload)])


def _keep_sources(
    upload: Upload, lines: Sequence[RecognisedLine], rows: Sequence[RecognisedAmount]
) -> None:
    """One for each row that was added, under the seal of the upload."""
    line_of = {line.project.pk: line for line in lines if line.project}
    applied_at = clock.now()
    RecognisedSource.objects.bulk_create(
        RecognisedSource(
            upload=upload,
            recognised=row,
            sheet=line.row.sheet[:LONGEST_SHEET],
            row=line.row.number,
            cells={"amount": line.written.cell.ref},
            before=RecognisedSource.told_of(line.before) if line.before else None,
            after=RecognisedSource.told_of(row),
            applied_at=applied_at,
        )
        for row, line in ((row, line_of[row.project_id]) for row in rows)
    )
    seal_anew(upload)


RECOGNISED_TABLE = RecognisedTable()
