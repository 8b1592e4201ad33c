"""How long a text may be that comes past a form."""

from accounts.errors import DomainError


def within(text: str, most: int, what: str, *, field: str = "") -> str:
    """The text without blanks around it, typed into ``field``. Raises DomainError for one that does
    not fit: cut off, it would say what nobody said; and for one with a NUL, which PostgreSQL does
    not store."""
    text = text.strip()
    if "\x00" in text:
        raise DomainError(f"{what}里有无法保存的特殊字符，请重新输入", field=field)
    if len(text) > most:
        raise DomainError(f"{what}最多{most}个字，现有{len(text)}个，请缩短", field=field)
    return text
