"""Whole numbers as an address or a form writes them: keys of rows, versions, years."""

LARGEST_KEY = 2**63 - 1


def whole_number(text: str, most: int = LARGEST_KEY) -> int | None:
    """The number that ``text`` writes in plain digits, no sign and no space; None for any other
    text and for a number above ``most``. Python refuses to read thousands of digits, a database
    to compare more than a column holds: such a number is no row's."""
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(most)):
        return None
    number = int(text)
    return number if number <= most else None
