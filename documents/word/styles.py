"""The styles of a Word file: fonts, sizes and spacing of GB/T 9704-2012.

Title and headings are Word's own styles, so that the navigation pane and a table of contents know
them. Fonts are named, never shipped: the reader's machine has them or stands in its own.
"""

from dataclasses import dataclass

SONG_TITLE, SONG, HEI = "方正小标宋简体", "宋体", "黑体"
FANG, KAI = "仿宋_GB2312", "楷体_GB2312"
RED, BLACK = "FF0000", "000000"

# Lengths of OOXML are twentieths of a point; 1440 to the inch.
POINT = 20
CHARACTER = 16 * POINT
"""3号, the size of the text."""
LINE_PITCH = 579
"""22 lines on 225 mm; of 29 points only 21 would."""
TIGHTER = -5
"""A quarter of a point less between characters, so that 28 of them stand on 156 mm."""


def millimetres(length: int) -> int:
    return length * 14400 // 254


LEFT_MARGIN, TEXT_WIDTH = millimetres(28), millimetres(156)


@dataclass(frozen=True)
class Face:
    """A style of paragraphs; ``line``: its pitch, exact; ``side``: Word's word for where it stands;
    ``outline``: its level in the navigation pane, counted from 0; ``first_line``: the characters,
    of its own size, by which its first line is indented; ``is_on_grid``: of the 22 lines and 28
    characters of a page; ``is_exact``: every line is as high, which would cut a picture off."""

    key: str
    name: str
    font: str
    points: float
    line: int = LINE_PITCH
    side: str = "both"
    colour: str = BLACK
    before: int = 0
    after: int = 0
    outline: int | None = None
    first_line: int = 0
    is_on_grid: bool = False
    is_exact: bool = True

    @property
    def xml(self) -> str:
        is_normal = self.key == "Normal"
        based = "" if is_normal else '<w:basedOn w:val="Normal"/>'
        default = ' w:default="1"' if is_normal else ""
        together = "" if self.outline is None else "<w:keepNext/><w:keepLines/>"
        level = "" if self.outline is None else f'<w:outlineLvl w:val="{self.outline}"/>'
        fonts = " ".join(
            f'w:{script}="{self.font}"' for script in ("ascii", "hAnsi", "eastAsia", "cs")
        )
        half_points = int(self.points * 2)
        return (
            f'<w:style w:type="paragraph"{default} w:styleId="{self.key}">'
            f'<w:name w:val="{self.name}"/>{based}<w:qFormat/>'
            f"<w:pPr>{together}{self._grid}"
            f'<w:spacing w:before="{self.before}" w:after="{self.after}" w:line="{self.line}"'
            f' w:lineRule="{"exact" if self.is_exact else "atLeast"}"/>{self._indent}'
            f'<w:jc w:val="{self.side}"/>{level}</w:pPr>'
            f'<w:rPr><w:rFonts {fonts}/><w:b w:val="0"/><w:bCs w:val="0"/>'
            f'<w:color w:val="{self.colour}"/><w:spacing w:val="{self._between}"/>'
            f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr></w:style>'
        )

    @property
    def _indent(self) -> str:
        """In characters, so that it follows whatever size a reader sets; in points for programs
        that know no characters."""
        if not self.first_line:
            return ""
        width = int(self.points * POINT) * self.first_line
        return f'<w:ind w:firstLineChars="{self.first_line * 100}" w:firstLine="{width}"/>'

    @property
    def _grid(self) -> str:
        """And no space that a program puts between Chinese and digits."""
        apart = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
        return f'{apart}<w:snapToGrid w:val="{int(self.is_on_grid)}"/>'

    @property
    def _between(self) -> int:
        return TIGHTER if self.is_on_grid else 0


NORMAL = Face("Normal", "Normal", FANG, 16, is_on_grid=True)
BODY = Face("BodyText", "Body Text", FANG, 16, first_line=2, is_on_grid=True)
TITLE = Face("Title", "Title", SONG_TITLE, 22, line=36 * POINT, side="center", after=LINE_PITCH)
CHAPTER = Face("Heading1", "heading 1", HEI, 16, outline=0, first_line=2, is_on_grid=True)
SECTION = Face("Heading2", "heading 2", KAI, 16, outline=1, first_line=2, is_on_grid=True)
NOTE = Face("Note", "注释", FANG, 12, line=20 * POINT, first_line=2)
RED_HEAD = Face("RedHead", "发文机关标志", SONG_TITLE, 48, side="center", colour=RED)
ANNEX = Face("Annex", "附件标识", HEI, 16, side="left")
CAPTION = Face("TableTitle", "表题", HEI, 12, line=24 * POINT, side="center")
UNIT = Face("TableUnit", "表格单位", FANG, 10.5, line=16 * POINT, side="right")
TABLE_HEAD = Face("TableHead", "表头", HEI, 10.5, 15 * POINT, "center", before=40, after=40)
TABLE_TEXT = Face("TableText", "表文", FANG, 10.5, 15 * POINT, "left", before=40, after=40)
TABLE_NUMBER = Face("TableNumber", "表数", FANG, 10.5, 15 * POINT, "right", before=40, after=40)
FORM = Face("FormText", "表单", FANG, 12, 20 * POINT, "left", before=40, after=40)
DENSE = Face("DenseForm", "小字表单", FANG, 10.5, 15 * POINT, "left", before=30, after=30)
LARGE = Face("LargeText", "大字", HEI, 16, 23 * POINT, "left", before=40, after=40)
PHOTO = Face("Photo", "照片", FANG, 10.5, 15 * POINT, "center", before=60, is_exact=False)
PHOTO_CAPTION = Face(
    "PhotoCaption", "照片说明", FANG, 10.5, 15 * POINT, "center", before=40, after=40
)
IMPRINT = Face("Imprint", "版记", FANG, 14, line=24 * POINT, side="left")
PAGE_NUMBER = Face("Footer", "footer", SONG, 14, line=18 * POINT)

FACES = (
    NORMAL,
    BODY,
    TITLE,
    CHAPTER,
    SECTION,
    NOTE,
    RED_HEAD,
    ANNEX,
    CAPTION,
    UNIT,
    TABLE_HEAD,
    TABLE_TEXT,
    TABLE_NUMBER,
    FORM,
    DENSE,
    LARGE,
    PHOTO,
    PHOTO_CAPTION,
    IMPRINT,
    PAGE_NUMBER,
)
RULED = "Ruled"
"""The style of ruled tables."""
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def styles_xml(namespaces: str) -> str:
    """Digits speak English: as Chinese they are broken across lines (105.53亿元 as “10” and
    “5.53亿元”)."""
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{BLACK}"/>' for side in _SIDES
    )
    faces = "".join(face.xml for face in FACES)
    return (
        f"<w:styles {namespaces}><w:docDefaults><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{FANG}" w:hAnsi="{FANG}" w:eastAsia="{FANG}" w:cs="{FANG}"/>'
        f'<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/>'
        f"</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>{faces}"
        f'<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        f'<w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        f'<w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
        f"</w:tblPr></w:style>"
        f'<w:style w:type="table" w:styleId="{RULED}"><w:name w:val="有线表"/>'
        f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{lines}</w:tblBorders></w:tblPr>'
        f"</w:style></w:styles>"
    )
