"""Notes on projects of the demonstration, and photos that came by the folder."""

import datetime

from django.core.files.base import ContentFile

from accounts.models import Unit, User
from demo.visits import site_picture
from projects.journal.photos import Placement, Sent, place_photos, take_photos
from projects.journal.services import write_note
from projects.models import Project, ProjectPhoto

# Project, day, who writes, what, whom it names, and whether units see it.
NOTES: tuple[tuple[str, str, str, str, tuple[str, ...], bool], ...] = (
    (
        "文化艺术中心工程",
        "2019-07-15",
        "ducha",
        "与施工方约定：7月25日前主体到三层，每天现场工人不少于30人。",
        ("shenhe",),
        False,
    ),
    (
        "文化艺术中心工程",
        "2019-07-29",
        "wenlv",
        "三层顶板已浇筑，8月中旬主体封顶；外墙石材8月5日进场。",
        ("shenhe", "ducha"),
        False,
    ),
    (
        "文化艺术中心工程",
        "2019-07-31",
        "shenhe",
        "资金拨付偏慢，拟提请下次联席会议研究，先不外传。",
        ("shending",),
        True,
    ),
    (
        "五金机械加工园项目",
        "2019-07-18",
        "cailiao",
        "2号厂房基础停工原因是图纸变更，变更图7月20日出齐。",
        ("ducha",),
        False,
    ),
)
# The folder of a computer of the bureau: where each photo lay, and how many floors it shows.
FOLDER = (
    ("7月调研/文化艺术中心工程/20190729_三层顶板.jpg", 3),
    ("7月调研/文化艺术中心工程/20190716_二层柱筋.jpg", 2),
    ("7月调研/五金机械加工园/20190722_2号厂房.jpg", 1),
    ("7月调研/IMG_20190723_101500.jpg", 4),
)


def keep_journal(*, county: Unit, today: datetime.date) -> None:
    """The last photo says of no project what it shows: it waits to be assigned by hand."""
    for name, day, username, text, named, is_internal in NOTES:
        write_note(
            project=Project.objects.get(county=county, name=name),
            day=datetime.date.fromisoformat(day),
            text=text,
            by=User.objects.get(username=username),
            today=today,
            named=User.objects.filter(username__in=named),
            is_internal=is_internal,
        )
    reviewer = User.objects.get(username="shenhe")
    take_photos(county=county, sent=_folder(), by=reviewer, today=today)
    matched = ProjectPhoto.objects.waiting().exclude(project=None).order_by("pk")
    placements = [
        Placement(photo, photo.version, photo.project, photo.taken_on, _caption(photo))
        for photo in matched
        if photo.project is not None and photo.taken_on is not None
    ]
    place_photos(placements=placements, by=reviewer, today=today)


def _folder() -> list[Sent]:
    return [
        Sent(ContentFile(site_picture(floors, crane=260 + 40 * at), path.rpartition("/")[2]), path)
        for at, (path, floors) in enumerate(FOLDER)
    ]


def _caption(photo: ProjectPhoto) -> str:
    return photo.original_name.rpartition("_")[2].removesuffix(".jpg")
