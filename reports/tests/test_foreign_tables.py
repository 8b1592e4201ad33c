"""Blanks of other offices filled from the sample county: those of a city, a county office and a
platform, and three of other shapes."""

import datetime
import tempfile
from fractions import Fraction
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.test import TestCase, override_settings

from demo.loading import load_demonstration
from reports.foreign_tables.models import FilledTable
from reports.foreign_tables.selectors import changes_of
from reports.tests import made_blanks
from reports.tests.foreign_forms import (
    BLANKS,
    BLUE,
    YELLOW,
    adopted,
    colours,
    filled,
    half_up,
    opened,
    plan_lines,
    reports,
    run,
)

CITY, DETAIL, PLATFORM = (
    BLANKS / f"{name}.xlsx" for name in ("city-monthly", "county-detail", "repository-import")
)

NAMED_OTHERWISE = {
    "滨江防洪治理及生态带": "滨江防洪治理及生态带工程",
    "旅游集散中心": "旅游集散中心项目",
    "新型墙材 项目": "新型墙材项目",
    "梨果产业融合示范园": "梨果产业融合示范园项目",
    "天然气储配站": "天然气储配站项目",
    "食用菌工厂化栽培": "食用菌工厂化栽培项目",
    "有机黄酒扩建  项目": "有机黄酒扩建项目",
    "装配式建筑构件厂": "装配式建筑构件厂项目",
    "文化创意产业园": "文化创意产业园项目",
    "垃圾填埋场封场": "垃圾填埋场封场工程",
    "镇区道路改造": "镇区道路改造工程",
    "水库除险加固  工程": "水库除险加固工程",
    "抽水蓄能电站": "抽水蓄能电站项目",
    "高速公路（县境段）": "高速公路县境段建设项目",
    "光伏发电（二期）项目": "光伏发电二期项目",
    "矿山装备维修基地": "矿山装备维修基地项目",
    "华阳古镇提升": "华阳古镇提升项目",
    "油菜加工扩能 项目": "油菜加工扩能项目",
    "酒店及会\n议中心": "酒店及会议中心项目",
    "特种玻璃纤维": "特种玻璃纤维项目",
    "特殊教育学校": "特殊教育学校工程",
    "华林时代中心": "华林时代中心商业综合体建设项目",
    "现代仓储物流园": "现代仓储物流园项目",
    "有机产业园标准化厂房": "有机产业园标准化厂房项目",
    "生物质颗粒燃料": "生物质颗粒燃料项目",
    "城乡电网\n改造升级": "城乡电网改造升级工程",
}


def texts(sheet, rows):
    return {cell.coordinate: cell.value for row in rows for cell in sheet[row] if cell.value}


def look(cell):
    """How a cell looks, but for its fill."""
    border, font, alignment = cell.border, cell.font, cell.alignment
    return (
        cell.number_format,
        [side.style for side in (border.left, border.right, border.top, border.bottom)],
        (font.name, font.sz, font.b),
        (alignment.horizontal, alignment.vertical, alignment.wrap_text),
    )


def laid_out(sheet):
    """What a form looks like beside its values."""
    return (
        {letters: column.width for letters, column in sheet.column_dimensions.items()},
        sheet.freeze_panes,
        sheet.print_title_rows,
        sheet.page_setup.orientation,
        sheet.page_setup.paperSize,
        sheet.oddFooter.center.text,
    )


@pytest.mark.slow
@override_settings(
    XUSHI_DEMO=True,
    EMBEDDED=True,
    XUSHI_TODAY="2019-08-02",
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
)
class TestTheThreeBlanks(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_demonstration(today=datetime.date(2019, 8, 2), say=lambda sentence: None)
        cls.plan = {line["项目名称"]: line for line in plan_lines()}
        cls.june = reports(6)
        city, cls.asked_of_city = adopted(CITY)
        cls.filled_city, cls.told_of_city = filled(city)
        detail, cls.asked_of_detail = adopted(DETAIL)
        cls.filled_detail, _ = filled(detail)

    def test_the_city_asks_for_its_thirty_projects_by_its_own_names(self):
        assert len(self.asked_of_city) == 22
        assert self.told_of_city[0] == "未填：备注 30格，没有数据来源"
        sheet, blank = opened(self.filled_city).active, opened(CITY).active
        rows = [*range(9, 23), *range(24, 40)]
        for row in rows:
            name = blank.cell(row, 2).value
            project = NAMED_OTHERWISE.get(name, name)
            line, june = self.plan[project], self.june[project]
            planned = int(line["市级年度计划投资(万元)"])
            rate = Fraction(june["累计"], planned) * 100
            assert [cell.value for cell in sheet[row]] == [
                blank.cell(row, 1).value,
                name,
                int(line["总投资(万元)"]) / 10000,
                planned / 10000,
                june["本月"] / 10000,
                june["累计"] / 10000,
                half_up(rate, 1),
                half_up(rate - 50, 1),
                june["形象进度"],
                june["存在问题"] or None,
                None,
            ]
        assert colours(sheet, YELLOW) == {f"K{row}" for row in rows}
        assert sheet["D21"].value == 0.053
        assert [sheet[f"{at}14"].value for at in "EFGH"] == [0, 0, 0, -50]

    def test_the_formulas_of_the_city_stay_and_what_has_none_is_filled(self):
        sheet, blank = opened(self.filled_city).active, opened(CITY).active
        for row in (7, 8, 23):
            assert [sheet.cell(row, at).value for at in range(1, 7)] == [
                blank.cell(row, at).value for at in range(1, 7)
            ]
        assert sheet["G7"].value == blank["G7"].value
        results = opened(self.filled_city, data_only=True).active
        assert [results[f"{at}7"].value for at in "CDEFGH"] == [
            291.8494, 52.6, 7.0748, 31.1, half_up(Fraction(31100, 526), 8), 9.1,
        ]  # fmt: skip
        assert [results[f"{at}8"].value for at in "DFGH"] == [16.7667, 9.6639, 57.6, 7.6]
        assert [results[f"{at}23"].value for at in "DFGH"] == [35.8333, 21.4361, 59.8, 9.8]

    def test_the_rest_of_the_citys_form_is_as_it_was(self):
        sheet, blank = opened(self.filled_city).active, opened(CITY).active
        rest = [1, 2, 3, 4, 6, 40, 41, 42, 43]
        assert texts(sheet, rest) == texts(blank, rest)
        assert sheet["F5"].value == "1—6月\n累计完成"
        assert laid_out(sheet) == laid_out(blank)
        assert sorted(map(str, sheet.merged_cells.ranges)) == sorted(
            map(str, blank.merged_cells.ranges)
        )
        for row in blank.iter_rows():
            for cell in row:
                assert look(sheet[cell.coordinate]) == look(cell)

    def test_the_detail_form_takes_all_projects_by_unit_in_the_order_of_the_plan(self):
        assert self.asked_of_detail == []
        sheet = opened(self.filled_detail).active
        units = {}
        for line in self.plan.values():
            units.setdefault(line["责任单位"], []).append(line)
        row = 8
        for unit, lines in units.items():
            end = row + len(lines)
            own = [self.june[line["项目名称"]] for line in lines]
            assert sheet.cell(row, 1).value == f"{unit}小计（{len(lines)}个）"
            assert f"A{row}:F{row}" in sheet.merged_cells
            assert [sheet.cell(row, at).value for at in range(7, 13)] == [
                f"=SUBTOTAL(9,G{row + 1}:G{end})",
                f"=SUBTOTAL(9,H{row + 1}:H{end})",
                f"=SUBTOTAL(9,I{row + 1}:I{end})",
                sum(june["本月"] for june in own),
                f"=SUBTOTAL(9,K{row + 1}:K{end})",
                f'=IF(I{row}=0,"",K{row}/I{row}*100)',
            ]
            for serial, line in enumerate(lines, start=1):
                assert [cell.value for cell in sheet[row + serial]] == self.line_of(serial, line)
            row = end + 1
        assert (len(units), row) == (17, 110)
        assert sheet["A7"].value == "合计（85个）"
        assert [sheet[f"{at}7"].value for at in "GIJK"] == [
            "=SUBTOTAL(9,G8:G109)",
            "=SUBTOTAL(9,I8:I109)",
            sum(june["本月"] for june in self.june.values()),
            "=SUBTOTAL(9,K8:K109)",
        ]
        results = opened(self.filled_detail, data_only=True).active
        rate = half_up(Fraction(596000, 10553), 8)
        assert [results[f"{at}7"].value for at in "IKL"] == [1055300, 596000, rate]

    def line_of(self, serial, line):
        june = self.june[line["项目名称"]]
        planned = int(line["县级年度计划投资(万元)"])
        start = june["开工日期"]
        return [
            serial,
            line["项目名称"],
            line["计划类别"],
            line["建设内容及规模"],
            line["建设起止年限"],
            datetime.datetime.fromisoformat(start) if start else None,
            int(line["总投资(万元)"]),
            int(line["截至上年底完成投资(万元)"]),
            planned,
            june["本月"],
            june["累计"],
            half_up(Fraction(june["累计"], planned) * 100, 1),
            june["形象进度"],
            june["存在问题"] or None,
            line["包抓领导"],
            None,
            None,
            None,
        ]

    def test_inserted_rows_look_like_the_pattern_and_what_stands_below_moves(self):
        sheet, blank = opened(self.filled_detail).active, opened(DETAIL).active
        moved = {f"A{row + 85}": blank[f"A{row}"].value for row in range(25, 29)}
        assert texts(sheet, range(110, 114)) == moved
        for row in range(110, 114):
            assert f"A{row}:R{row}" in sheet.merged_cells
        assert (sheet.print_area, sheet.max_row) == ("'项目明细表'!$A$1:$R$113", 113)
        assert laid_out(sheet) == laid_out(blank)
        subtotals = {row for row in range(8, 110) if f"A{row}:F{row}" in sheet.merged_cells}
        assert len(subtotals) == 17
        for row in range(8, 110):
            pattern = 8 if row in subtotals else 9
            assert sheet.row_dimensions[row].height == 26
            for column in range(1, 19):
                assert look(sheet.cell(row, column)) == look(blank.cell(pattern, column))
        projects = set(range(8, 110)) - subtotals
        continuing = {row for row in projects if sheet.cell(row, 3).value == "续建"}
        assert colours(sheet, YELLOW) == {
            *(f"{at}{row}" for at in "PQR" for row in projects),
            *(f"F{row}" for row in continuing),
        }

    def test_the_platform_gets_a_row_a_project_and_no_value_outside_its_lists(self):
        number, asked = adopted(PLATFORM)
        content, _ = filled(number)
        assert asked == ["表“项目导入”没有写明是哪一级清单，按县级填，请核对"]
        book, blank = opened(content), opened(PLATFORM)
        sheet, form = book.worksheets[0], blank.worksheets[0]
        for row, line in enumerate(self.plan.values(), start=2):
            assert [cell.value for cell in sheet[row]] == self.imported(line)
            assert sheet.cell(row, 1).number_format == "@"
        assert texts(sheet, range(87, sheet.max_row + 1)) == {}
        empty = {f"{at}{row}" for at in "CDEFGMNOPQTY" for row in range(2, 87)}
        empty |= {f"J{row}" for row in range(2, 87) if sheet.cell(row, 10).value is None}
        started = {name for name, june in self.june.items() if june["开工日期"]}
        for row, line in enumerate(self.plan.values(), start=2):
            if line["计划类别"] == "续建" and line["项目名称"] not in started:
                empty.add(f"S{row}")
        assert colours(sheet, YELLOW) == empty
        assert texts(sheet, [1]) == texts(form, [1])
        assert sheet["R1"].comment.text == form["R1"].comment.text
        assert sheet.auto_filter.ref == "A1:Z1"
        assert [(str(v.sqref), v.formula1) for v in sheet.data_validations.dataValidation] == [
            (str(v.sqref), v.formula1) for v in form.data_validations.dataValidation
        ]
        assert book.worksheets[1].sheet_state == "hidden"
        assert texts(book.worksheets[1], range(1, 19)) == texts(blank.worksheets[1], range(1, 19))

    def imported(self, line):
        june = self.june[line["项目名称"]]
        first, last = map(int, line["建设起止年限"].split("-"))
        before = int(line["截至上年底完成投资(万元)"])
        month, start = line["计划开工月份"], june["开工日期"]
        told = {
            "A": line["项目代码"],
            "B": line["项目名称"],
            "H": int(line["总投资(万元)"]),
            "I": first,
            "J": int(month) if month else None,
            "K": last,
            "L": line["建设内容及规模"],
            "R": 201906,
            "S": datetime.datetime.fromisoformat(start) if start else None,
            "U": june["形象进度"],
            "V": june["本月"],
            "W": june["累计"],
            "X": before + june["累计"],
            "Z": june["存在问题"] or None,
        }
        return [told.get(chr(at)) for at in range(ord("A"), ord("Z") + 1)]

    def test_a_second_month_marks_what_changed(self):
        number, _ = adopted(CITY)
        may, _ = filled(number, "2019-05-31")
        june, told = filled(number)
        before, after = opened(may).active, opened(june).active
        assert before["F5"].value == "1—5月\n累计完成"
        assert colours(before, BLUE) == set()
        changed = {
            cell.coordinate
            for row in after.iter_rows(min_row=7, max_row=39, min_col=3)
            for cell in row
            if cell.value != before[cell.coordinate].value
        }
        assert colours(after, BLUE) == changed
        form = FilledTable.objects.first()
        changes = changes_of(form)
        assert told[1] == f"与2019-05-31相比，{len(changes)}处有变动"
        road = [change[1:] for change in changes if change.label == "镇区道路改造"]
        assert road[:2] == [
            ("2019年投资完成情况本月完成", "0.0078", "0.0062"),
            ("2019年投资完成情况1-月累计完成", str(before["F21"].value), "0.0267"),
        ]

    def test_a_form_is_not_filled_before_its_doubts_are_settled(self):
        *asked, said, number = run("adopt_table", CITY, "--as-of", "2019-06-30")
        assert said == "已登记：city-monthly，对上10列，以上各项须由人确认后才能填"
        assert asked[0] == "“滨江防洪治理及生态带”按“滨江防洪治理及生态带工程”填，请核对"
        sentence = "^这张套表还有对应关系没有确认，请先确认再填$"
        with pytest.raises(CommandError, match=sentence):
            filled(number)

    # --- Other shapes ----------------------------------------------------------------------

    def fill_made(self, content):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "空表.xlsx"
            path.write_bytes(content)
            number, asked = adopted(path)
        return filled(number)[0], asked

    def of(self, **asked):
        """Lines of the plan with these values, and what was reported of them."""
        lines = [
            line
            for line in self.plan.values()
            if all(line[name] == value for name, value in asked.items() if value)
        ]
        planned = sum(int(line["县级年度计划投资(万元)"]) for line in lines)
        return len(lines), planned, sum(self.june[line["项目名称"]]["累计"] for line in lines)

    def test_a_cross_table_has_classes_of_the_plan_in_its_columns(self):
        blank = made_blanks.cross_table()
        content, asked = self.fill_made(blank)
        sheet = opened(content).active
        assert asked == ["“国防”不知指什么，这一行先不填"]
        for row, name in enumerate(made_blanks.CATEGORIES, start=6):
            if name == "国防":
                continue
            category = name.removeprefix("其中：")
            by_class = [
                self.of(项目类别=category, 计划类别=plan_class)
                for plan_class in ("新建", "续建", None)
            ]
            (new, new_plan, new_done), (old, old_plan, old_done), (both, plan, done) = by_class
            assert [cell.value for cell in sheet[row]] == [
                name,
                new,
                new_plan / 10000,
                new_done / 10000,
                old,
                old_plan / 10000,
                old_done / 10000,
                both,
                done / 10000,
                half_up(Fraction(done * 100, plan), 1),
            ]
        assert colours(sheet, YELLOW) == {f"{at}10" for at in "BCDEFGHIJ"}
        listed = [self.of(项目类别=name) for name in ("工业", "交通", "水利", "教育")]
        planned, done = sum(each[1] for each in listed), sum(each[2] for each in listed)
        assert [sheet[f"{at}5"].value for at in "AHIJ"] == [
            "合  计",
            "=SUM(H6:H10)",
            "=SUM(I6:I10)",
            half_up(Fraction(done * 100, planned), 1),
        ]
        assert opened(content, data_only=True).active["I5"].value == done / 10000

    def test_a_ranking_keeps_the_order_of_the_form(self):
        content, asked = self.fill_made(made_blanks.ranking())
        sheet = opened(content).active
        assert asked == [
            "“东河镇”按“东河镇人民政府”填，请核对",
            "“市场监督管理局”不知指什么，这一行先不填",
        ]
        units = ["水利局", "交通运输局", "工业和信息化局", "东河镇人民政府", "教育体育局"]
        rates = {}
        for unit in {line["责任单位"] for line in self.plan.values()}:
            _, planned, done = self.of(责任单位=unit)
            rates[unit] = Fraction(done, planned)
        for row, unit in enumerate(units, start=4):
            count, planned, done = self.of(责任单位=unit)
            assert [cell.value for cell in sheet[row]] == [
                row - 3,
                made_blanks.UNITS[row - 4],
                count,
                planned,
                done,
                half_up(rates[unit], 4),
                half_up(rates[unit] * 100 - 50, 1),
                1 + sum(rate > rates[unit] for rate in rates.values()),
            ]
        assert [cell.value for cell in sheet[10]] == [
            "全县合计", None, 85, 1055300, 596000, 0.5648, 6.5, None,
        ]  # fmt: skip
        assert colours(sheet, YELLOW) == {f"{at}9" for at in "CDEFGH"}

    def test_two_tables_on_a_sheet_are_filled_from_a_list_each(self):
        content, asked = self.fill_made(made_blanks.two_tables())
        sheet = opened(content).active
        assert asked == []
        assert [[cell.value for cell in sheet[row]] for row in (3, 4, 5)] == [
            ["新建项目", 51, 75.7155, 43.1, 23.2, 53.8],
            ["续建项目", 34, 358.8846, 62.43, 36.4, 58.3],
            ["全部项目", 85, 434.6001, 105.53, 59.6, 56.5],
        ]
        provincial = [line for line in self.plan.values() if line["省级年度计划投资(万元)"]]
        assert [[cell.value for cell in sheet[row]] for row in range(9, 13)] == [
            [
                serial,
                line["项目名称"],
                line["责任单位"],
                int(line["省级年度计划投资(万元)"]),
                self.june[line["项目名称"]]["累计"],
                self.june[line["项目名称"]]["形象进度"],
            ]
            for serial, line in enumerate(provincial, start=1)
        ]
        assert [cell.value for cell in sheet[13]] == [
            "小计（4个）", None, None, "=SUM(D9:D12)", "=SUM(E9:E12)", None,
        ]  # fmt: skip
        assert sheet["A14"].value == "备注：按省级计划次序填写。"
        assert (sheet.print_area, colours(sheet, YELLOW)) == ("'月报'!$A$1:$F$14", set())
