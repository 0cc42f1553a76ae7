"""Reading a page as a person does."""

import html
import re

from django.http import HttpResponse


def readable(page: HttpResponse) -> str:
    """The words of a page, without its tags."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode())))
