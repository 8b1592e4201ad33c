"""In what a document goes out: a plain paper, a bulletin, a notice, an official document, minutes.

The vessel carries what stands around the text (GB/T 9704-2012: 版头, 主体的主送 and 署名, 版记);
the text is the document's. One document may go out in several.
"""

import datetime
import enum
from dataclasses import dataclass


class VesselKind(enum.Enum):
    MATERIAL = "材料"
    BULLETIN = "简报"
    NOTICE = "通报"
    OFFICIAL = "公文"
    MINUTES = "纪要"


@dataclass(frozen=True)
class Vessel:
    """What is empty is not printed.

    ``head``: the red words on top (示范县发展和改革局文件; 重点项目建设简报). ``number``: 发文字号.
    ``issue``: 第1期. ``editor``: 编发单位. ``signer``: 签发人, printed only of a document that goes
    ``upward``. ``addressee``: 主送. ``attachments``: what the 附件说明 names; the document's own
    annexes where it names none. ``offices``: 署名; with one and without a ``day`` the date is left
    to be written by hand. ``copied_to``, ``printed_by``, ``printed_on``: 版记.
    """

    kind: VesselKind = VesselKind.MATERIAL
    head: str = ""
    number: str = ""
    issue: str = ""
    editor: str = ""
    signer: str = ""
    upward: bool = False
    addressee: str = ""
    attachments: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    day: datetime.date | None = None
    copied_to: str = ""
    printed_by: str = ""
    printed_on: datetime.date | None = None

    @property
    def printed_signer(self) -> str:
        return self.signer if self.upward else ""

    @property
    def has_imprint(self) -> bool:
        """Whether there is a 版记."""
        return bool(self.copied_to or self.printed_by)


MATERIAL = Vessel()

NO_DAY = "　　　　年　　月　　日"
"""Room for a hand where a paper is dated on paper."""


def in_full(day: datetime.date) -> str:
    """2019年7月5日."""
    return f"{day.year}年{day.month}月{day.day}日"
