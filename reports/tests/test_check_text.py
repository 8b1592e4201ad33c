"""核对文稿: a text against the sample county, by command, in files and on the page."""

import datetime
import io
import json
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import TestCase, override_settings
from django.urls import reverse

from accounts.models import User
from demo.loading import load_demonstration
from demo.published.reports import table
from documents.paragraphs import Document, Paragraph, Style
from documents.runs import Run
from documents.word import word_document
from measures.months import Month
from reports.checking.texts import UnreadableText, text_of

SEED = Path(__file__).parents[2] / "documents" / "tests" / "seeds" / "000.txt"
TRUNCATED = "县级重点项目的完成率为56.48%，文中56.47%是截尾数，没有四舍五入"


def checked(path, *options):
    out = io.StringIO()
    call_command("check_text", str(path), "--as-of", "2019-06-30", *options, stdout=out)
    return out.getvalue()


def word(*lines):
    paragraphs = tuple(Paragraph(Style.BODY, (Run(line),)) for line in lines)
    return word_document(Document(Month(2019, 6), paragraphs))


def test_text_is_read_in_either_encoding():
    assert text_of("完成投资".encode()) == "完成投资"
    assert text_of("完成投资".encode("gb18030")) == "完成投资"


def test_the_words_of_a_docx_are_read():
    assert text_of(word("截至6月底，", "完成5亿元。")).split("\n")[:2] == [
        "截至6月底，",
        "完成5亿元。",
    ]


def test_more_figures_than_are_checked_at_once_are_refused():
    text = "1个，" * 1001
    with pytest.raises(UnreadableText, match=r"文件“多\.txt”里的数字超过1000个，请分成几份核对"):
        text_of(text.encode(), "多.txt")


def rewritten(content, name, change):
    source, out = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in source.namelist():
            data = source.read(member)
            archive.writestr(member, change(data) if member == name else data)
    return out.getvalue()


DOCTYPE = b'<!DOCTYPE d [<!ENTITY a "aa">]><w:document'


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00\x01\x00",
        b"PK\x03\x04broken",
        rewritten(word("甲"), "word/document.xml", lambda xml: xml[: len(xml) // 2]),
        rewritten(
            word("甲"),
            "word/document.xml",
            lambda xml: xml.replace(b"<w:document", DOCTYPE, 1),
        ),
        rewritten(word("甲"), "word/document.xml", lambda xml: xml + b" " * 49 * 1024 * 1024),
        "一".encode() * 50_001,
    ],
    ids=["empty", "bytes", "broken", "cut", "doctype", "bomb", "long"],
)
def test_a_hostile_file_is_refused(content):
    with pytest.raises(UnreadableText, match=r"^文件“稿\.docx”"):
        text_of(content, "稿.docx")


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
        cls.reviewer = User.objects.get(username="shenhe")

    def setUp(self):
        self.client.force_login(self.reviewer, backend="django.contrib.auth.backends.ModelBackend")

    @pytest.fixture(autouse=True)
    def _in_a_folder(self, tmp_path):
        self.folder = tmp_path

    def test_the_first_seed_is_reproduced_but_for_what_was_cut_off(self):
        told = json.loads(checked(SEED, "--format", "json"))
        of_lists = {
            row["printed"]
            for row in table("seeds.csv")
            if row["seed"] == "000" and row["key"] and row["class"] in ("list", "preliminary")
        }
        assert {each["printed"] for each in told if each["standing"] == "differing"} == {"56.47%"}
        assert {each["standing"] for each in told} == {"reproduced", "differing", "apart"}
        reproduced = [each for each in told if each["standing"] == "reproduced"]
        assert len(reproduced) == 57
        assert of_lists - {each["printed"] for each in reproduced} == {"56.47%", "雙過半"}
        assert [each["difference"] for each in told if each["difference"]] == [TRUNCATED] * 2
        keys = {each["printed"]: each["key"] for each in told}
        assert keys["13.44億元"] == "省级.全部.完成投资"
        assert keys["25億元"] == "县级.前期.项目=石墨烯产业园建设项目.总投资"
        assert keys["11個"] == "县级.前期.项目数-已开工数-施工图完成数-可研完成数"

    def test_what_differs_is_told_by_how_much(self):
        path = self.folder / "稿.docx"
        path.write_bytes(
            word(
                "截至5月底，县级重点项目85个，年度计划投资105.53亿元，完成投资60.1亿元。",
                "市级重点项目中新建项目用地缺口120亩。",
            )
        )
        assert checked(path).splitlines() == [
            "文中共有数字5个：相符2个，不符2个，查无来源0个，不核对1个。",
            "截至5月底：文中写的是5月底，核对用的是2019年6月的数。",
            "完成投资60.1亿元：县级重点项目的完成投资为59.6亿元，文中为60.1亿元，多0.50亿元。",
        ]

    def test_a_file_that_cannot_be_read_is_refused(self):
        with pytest.raises(CommandError, match="读不到文件"):
            checked(self.folder / "无.txt")

    def post(self, **sent):
        return self.client.post(reverse("reports:check_text"), {"month": "2019-06", **sent})

    def test_a_pasted_text_is_marked(self):
        page = self.post(text="截至6月底，县级重点项目完成投资59.6亿元，占年度计划的56.47%。")
        told = page.content.decode()
        assert page.status_code == 200
        assert TRUNCATED in told
        assert reverse("figures:rows", args=[Month(2019, 6), "县级.全部.完成投资"]) in told
        assert [str(mark.word) for mark, number in page.context["counts"] if number] == [
            "相符",
            "不符",
            "不核对",
        ]

    def test_an_uploaded_file_is_read(self):
        file = SimpleUploadedFile("稿.docx", word("县级重点项目85个。"))
        page = self.post(file=file)
        assert [each.printed.printed for each in page.context["checked"].figures] == ["85个"]
        assert page.context["faults"] == []

    def test_what_is_typed_is_not_trusted(self):
        told = self.post(text="<script>x</script>县级重点项目85个").content.decode()
        assert "<script>x</script>" not in told

    def test_nothing_is_refused(self):
        page = self.post(text="")
        assert page.status_code == 400
        assert "请粘贴文稿，或选一个文件。" in page.content.decode()
