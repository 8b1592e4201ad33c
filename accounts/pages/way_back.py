"""Where signing in leads: to the page that was asked for, or to the page of the form that was
sent too late."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

READING = ("GET", "HEAD", "OPTIONS")


def only_reads(request: HttpRequest) -> bool:
    return request.method in READING


def is_address_here(address: str) -> bool:
    """Whether ``address`` is a path on this site, and cannot lead to another one."""
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)


def way_back(request: HttpRequest) -> str:
    """The address to go on to after signing in. A form cannot be sent again and its address
    often takes nothing else, so it is the page that the form stood on; home where the browser
    names none of ours."""
    if only_reads(request):
        return request.get_full_path()
    referer = request.headers.get("referer", "")
    if not url_has_allowed_host_and_scheme(referer, allowed_hosts={request.get_host()}):
        return reverse("home")
    page = urlsplit(referer)
    address = f"{page.path}?{page.query}" if page.query else page.path
    return address if page.netloc and is_address_here(address) else reverse("home")
