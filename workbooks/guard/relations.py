"""How the parts of a package find one another: by relations and types, never by their names."""

from collections.abc import Iterable
from posixpath import join, normpath
from typing import NamedTuple, Protocol

from workbooks.guard.limits import LARGEST_PART
from workbooks.guard.markup import Attributes, Markup


class Parts(Protocol):
    def find(self, path: str) -> str | None: ...

    def chunks(self, name: str, largest: int) -> Iterable[bytes]: ...


class Relation(NamedTuple):
    kind: str
    target: str
    is_external: bool


def relations_of(package: Parts, part: str) -> dict[str, Relation]:
    """By their ids. The part "" is the package itself. Raises Refused."""
    folder, _, name = part.rpartition("/")
    member = package.find(join(folder, "_rels", f"{name}.rels"))
    found: dict[str, Relation] = {}

    def start(name: str, attributes: Attributes) -> None:
        if name == "Relationship":
            found[attributes.get("Id", "")] = Relation(
                attributes.get("Type", "").rpartition("/")[2],
                attributes.get("Target", ""),
                attributes.get("TargetMode") == "External",
            )

    if member:
        Markup(start).read(package.chunks(member, LARGEST_PART))
    return found


def path_of(part: str, target: str) -> str:
    """Where a relation of ``part`` leads; some programs write their own system's slashes."""
    target = target.replace("\\", "/")
    if target.startswith("/"):
        return normpath(target).lstrip("/")
    return normpath(join(part.rpartition("/")[0], target))


def types_of(package: Parts, member: str) -> dict[str, str]:
    """The content types by the lower-case paths of the parts for which [Content_Types].xml names
    one. Raises Refused."""
    found: dict[str, str] = {}

    def start(name: str, attributes: Attributes) -> None:
        if name == "Override":
            path = attributes.get("PartName", "").lstrip("/").lower()
            found[path] = attributes.get("ContentType", "").lower()

    Markup(start).read(package.chunks(member, LARGEST_PART))
    return found
