"""Names of cells and columns, and the numbers in attributes, as a sheet's XML writes them."""


def column_index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def column_letters(column: int) -> str:
    """The letters of a zero-based column: 5 is F, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def whole(text: str) -> int:
    """The number of at most eight digits, or 0."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 8 else 0
