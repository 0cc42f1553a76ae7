"""What a newcomer reads points at what is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAPERS = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *(ROOT / "docs").glob("*.md"),
    *(ROOT / "docs" / "decisions").glob("*.md"),
]
LINK = re.compile(r"\]\(([^)#]+)\)")
EVERY_APPS = {"models/"}  # a room that each app has
FILE = re.compile(r"`([\w./-]+/[\w./-]*|[\w-]+\.(?:yml|toml|lock))`")


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_what_a_paper_names_is_there(paper):
    text = paper.read_text()
    links = {name for name in LINK.findall(text) if "://" not in name}
    # An address of the system begins with a slash, what `make run` keeps with a dot.
    files = {name for name in FILE.findall(text) if name[0] not in "/." and name not in EVERY_APPS}
    missing = [name for name in links if not (paper.parent / name).exists()]
    missing += [name for name in files if not (ROOT / name).exists() and not (ROOT / "tests" / name).exists()]
    assert not missing


def test_the_readme_is_short_and_its_staircase_whole():
    text = (ROOT / "README.md").read_text()
    assert len(text.splitlines()) < 150
    stairs = re.search(r"```\n(config .*?)```", text, re.DOTALL)[1]
    named = {word for line in stairs.splitlines() for word in line.split("  ")[0].split(", ")}
    assert named == {path.parent.name for path in ROOT.glob("*/apps.py")}
