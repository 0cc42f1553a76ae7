"""Pages of docs/ that are printed from the declarations, and the check that they are current."""

from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

DOCS = Path(settings.BASE_DIR) / "docs"


class Printed(BaseCommand, ABC):
    """Write a page of docs/; with --check only say whether the stored one is current."""

    page = ""

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--check", action="store_true", help="fail if the stored page is not current")

    @abstractmethod
    def text(self) -> str:
        """The whole page, as it should stand."""

    def handle(self, *args: Any, check: bool = False, **options: Any) -> None:
        path, text = DOCS / self.page, self.text()
        if check:
            if not path.exists() or path.read_text() != text:
                name = type(self).__module__.rpartition(".")[2]
                raise CommandError(f"docs/{self.page} is not current: run `python manage.py {name}`.")
            return
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        self.stdout.write(f"docs/{self.page} written.")
