"""A document as marked paragraphs, each with its style."""

import enum
from dataclasses import dataclass

from documents.runs import Run
from measures.months import Month


class Style(enum.Enum):
    TITLE = "# "
    CHAPTER = "## "
    SECTION = "### "
    NOTE = "> "
    BODY = ""


@dataclass(frozen=True)
class Paragraph:
    style: Style
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Document:
    month: Month
    paragraphs: tuple[Paragraph, ...]

    @property
    def title(self) -> str:
        return next((p.text for p in self.paragraphs if p.style is Style.TITLE), "")

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text for paragraph in self.paragraphs) + "\n"
