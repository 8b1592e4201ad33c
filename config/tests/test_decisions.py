"""Decision records (docs/decisions) are told apart by their numbers."""

from django.conf import settings


def test_each_has_the_next_number_and_bears_it_in_its_title():
    records = sorted((settings.BASE_DIR / "docs" / "decisions").glob("[0-9]*.md"))
    numbers = [f"{number:04}" for number in range(1, len(records) + 1)]
    assert [record.name[:4] for record in records] == numbers
    titles = [record.read_text(encoding="utf-8").split()[:2] for record in records]
    assert titles == [["#", number] for number in numbers]
