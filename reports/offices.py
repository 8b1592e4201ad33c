"""The office that issues, as papers name it."""

from accounts.models import Unit
from accounts.people.selectors import bureau_name


def issuing_office(county: Unit) -> str:
    """示范县发展和改革局. One query."""
    return in_full(county, bureau_name(county))


def in_full(county: Unit, office: str) -> str:
    """With the county before it, also where the office is registered without it."""
    return office if office.startswith(county.name) else f"{county.name}{office}"
