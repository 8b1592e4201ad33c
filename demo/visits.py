"""Two visits of July to sites that lag, with photos; the second looks back at the first."""

import datetime
import io

from PIL import Image, ImageDraw

from accounts.models import Unit, User
from projects.models import Project
from supervision.models import InspectionKind
from supervision.visits.services import add_finding, add_photo, record_inspection

FIRST, AGAIN = datetime.date(2019, 7, 12), datetime.date(2019, 7, 26)
TEAM = "县委督查室、发展和改革局"
# What was found on each visit, and how many floors the picture shows.
FOUND = {
    "天然气储配站项目": (("场地平整未完成，现场无人施工", 0), ("围挡已设，设备尚未进场", 1)),
    "五金机械加工园项目": (("2号厂房基础停工", 1), ("2号厂房恢复施工，基础已完成", 2)),
    "文化艺术中心工程": (("主体施工进度慢，现场工人12人", 2), ("主体三层完成，工人增至35人", 3)),
}
SKY, EARTH, WALL, STEEL = "#cfe0ee", "#a58d6b", "#c9c2b4", "#5b6470"
SIZE = (800, 600)


def visit_sites(*, county: Unit, inspector: User, today: datetime.date) -> None:
    """Photos are drawn here: of the demonstration none shows a real place."""
    before = None
    for at, (day, kind) in enumerate(
        ((FIRST, InspectionKind.JOINT), (AGAIN, InspectionKind.SECOND_LOOK))
    ):
        before = record_inspection(
            county=county,
            kind=kind,
            visited_on=day,
            team=TEAM,
            looks_back_at=before,
            by=inspector,
            today=today,
        )
        for name, found in FOUND.items():
            project = Project.objects.get(county=county, name=name)
            text, floors = found[at]
            finding = add_finding(inspection=before, project=project, text=text, by=inspector)
            picture = site_picture(floors, crane=300 + 70 * at)
            add_photo(finding=finding, content=picture, by=inspector)


def site_picture(floors: int, *, crane: int) -> bytes:
    """A building of so many floors beside a crane that stands ``crane`` pixels from the left."""
    picture = Image.new("RGB", SIZE, SKY)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 430, *SIZE), fill=EARTH)
    for floor in range(floors):
        top = 430 - 90 * (floor + 1)
        draw.rectangle((420, top, 720, top + 80), fill=WALL, outline=STEEL, width=3)
        for window in range(4):
            left = 440 + 70 * window
            draw.rectangle((left, top + 20, left + 40, top + 60), fill=SKY, outline=STEEL)
    draw.line((crane, 430, crane, 60), fill=STEEL, width=10)
    draw.line((crane - 120, 80, crane + 260, 80), fill=STEEL, width=8)
    draw.line((crane + 220, 80, crane + 220, 180), fill=STEEL, width=3)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()
