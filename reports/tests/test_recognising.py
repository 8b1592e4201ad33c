"""How well the figures of typed documents are recognised; nothing is matched wrongly in silence."""

import datetime
import io

import pytest
from django.core.management import call_command
from django.test import TestCase, override_settings
from docx import Document

from accounts.models import Unit
from demo.loading import load_demonstration
from demo.published.asking import load
from demo.published.county import rebuilt
from demo.published.seeds import COUNTIES, report_of
from documents.incoming.opening import read_word
from figures.facts import load_facts
from measures.months import Month
from reports.adopted.filling import filled_document
from reports.adopted.models import AdoptedDocument
from reports.adopted.templated.filling import begun_from, said_at
from reports.prose.summary import compose_summary
from reports.tests.typed import Measured, figures_of, seed, truth, word_of

JUNE = Month(2019, 6)


@pytest.mark.slow
@override_settings(
    XUSHI_DEMO=True,
    EMBEDDED=True,
    XUSHI_TODAY="2019-08-02",
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
)
class TestAgainstTheSampleCounty(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_demonstration(today=datetime.date(2019, 8, 2), say=lambda sentence: None)
        cls.facts = load_facts(Unit.objects.counties().get(), JUNE)

    @pytest.fixture(autouse=True)
    def _in_a_folder(self, tmp_path):
        self.folder = tmp_path

    def test_the_first_source_document(self):
        found = Measured(truth("000", seed("000"), self.facts), self.facts)
        assert (found.of, found.sure, found.proposed) == (60, 36, 23)
        assert (found.missed, found.wrong) == (["雙過半"], [])

    def test_documents_of_other_counties_have_nothing_sure(self):
        for number in ("001", "002", "003", "004"):
            found = Measured(truth(number, seed(number), self.facts), self.facts)
            assert found.sure == 0

    def test_a_summary_that_was_typed_from_ours(self):
        found = Measured(figures_of(compose_summary(self.facts)), self.facts)
        assert (found.of > 70, found.wrong) == (True, [])
        assert 10 * len(found.missed) <= found.of

    def test_it_comes_out_of_another_month_by_command(self):
        path, out = self.folder / "总结.docx", io.StringIO()
        path.write_bytes(word_of(seed("000")))
        call_command("adopt_document", path, "--as-of", "2019-06-30", "--accept", stdout=out)
        told = out.getvalue().splitlines()
        document = AdoptedDocument.objects.get()
        assert told[-2:] == [
            "文中共有数字76个：已认定36个，待确认37个，未匹配3个。",
            str(document.pk),
        ]
        truncated = "佔年度計劃的56.47%：“56.47%”，提议：县级重点项目的完成率：56.48%。也可能是："
        assert sum(line.startswith(truncated) for line in told) == 2
        begun, _ = begun_from(document)
        by_place = read_word(filled_document(document, JUNE)).text.split("\n")[:-1]
        assert [line.text for line in said_at(document, begun, JUNE)] == by_place
        may = self.folder / "五月.docx"
        call_command("fill_document", str(document.pk), "--as-of", "2019-05-31", "--output", may)
        lines = [paragraph.text for paragraph in Document(may).paragraphs]
        assert lines[0] == "發改局2019年1—5月的工作總結"
        assert (
            "截止五月底完成投資45.5億元,佔年度計劃的43.14%。其中新建項目完成投資16.4億元,"
            "佔計劃的38.2% 。續建項目完成投資29.1億元,佔計劃的46.6%。"
        ) in "".join(lines)


@pytest.mark.slow
@pytest.mark.django_db
def test_a_source_document_against_its_own_county(settings):
    """Two figures are asked, because 前期 has no money there and 合计 is as much as 全部."""
    settings.XUSHI_TODAY = "2026-01-01"
    (of,) = (each for each in COUNTIES if each.case == "S004")
    report = report_of(of)
    load(report, rebuilt(report))
    facts = load_facts(Unit.objects.get(name=of.place), Month(of.year, of.month))
    found = Measured(truth(of.seed, seed(of.seed), facts), facts)
    assert (found.of, found.sure, found.proposed, found.missed, found.wrong) == (13, 11, 2, [], [])
