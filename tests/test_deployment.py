"""What is handed over for running it: the image, Compose, Caddy, the unit and the Swedish guides agree with the program."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import tomllib
from configparser import RawConfigParser
from pathlib import Path

import pytest
import yaml
from typer.core import TyperGroup
from typer.main import get_command

from ingest.settings import NOT_SETTINGS, Settings
from ui.cli import app
from ui.widget.script import STYLES, widget_asset

ROOT = Path(__file__).resolve().parent.parent
DOCKERFILE = ROOT / "Dockerfile"
COMPOSE = ROOT / "compose.yaml"
CADDYFILE = ROOT / "docs" / "drift" / "Caddyfile"
UNIT = ROOT / "docs" / "drift" / "finsam.service"
GUIDE = ROOT / "docs" / "drift.md"
PRIVACY = ROOT / "docs" / "personuppgifter.md"
HANDED_OVER = (DOCKERFILE, COMPOSE, CADDYFILE, UNIT, GUIDE, PRIVACY)
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMPOSED = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
ASSISTANT, CADDY = COMPOSED["services"]["assistent"], COMPOSED["services"]["caddy"]


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def instructions(name: str) -> list[str]:
    """The arguments of each such instruction of the Dockerfile, with continued lines joined and comments left out."""
    lines = "\n".join(line for line in text_of(DOCKERFILE).splitlines() if not line.startswith("#")).replace("\\\n", " ")
    return re.findall(rf"^{name} +(.*)$", lines, re.MULTILINE)


def unit_values(section: str, name: str) -> list[str]:
    """What the unit says for a name that may stand several times."""
    part = text_of(UNIT).partition(f"[{section}]\n")[2].partition("\n[")[0]
    return re.findall(rf"^{name}=(.*)$", part, re.MULTILINE)


@pytest.mark.parametrize("path", HANDED_OVER, ids=lambda path: path.name)
def test_every_setting_that_is_named_exists(path: Path) -> None:
    named = {name.lower() for name in re.findall(r"\bFINSAM_([A-Z_]+[A-Z])", text_of(path))}

    assert named - set(Settings.model_fields) == set()
    assert NOT_SETTINGS.isdisjoint({f"FINSAM_{name.upper()}" for name in named})


@pytest.mark.parametrize("path", [GUIDE, PRIVACY], ids=lambda path: path.name)
def test_every_setting_in_small_letters_exists(path: Path) -> None:
    begins = {name.split("_")[0] for name in Settings.model_fields}
    named = {
        name for name in re.findall(r"`([a-z]+(?:_[a-z]+)*)`", text_of(path)) if "_" in name and name.split("_")[0] in begins
    }

    assert named - set(Settings.model_fields) - {"max_size"} == set()


@pytest.mark.parametrize("path", [GUIDE, PRIVACY], ids=lambda path: path.name)
def test_every_command_that_is_named_exists(path: Path) -> None:
    group = get_command(app)
    assert isinstance(group, TyperGroup)
    users = group.commands["user"]
    assert isinstance(users, TyperGroup)

    named = set(re.findall(r"(?:`|/bin/|assistent )finsam ([a-z]+)(?: ([a-z]+))?", text_of(path)))

    assert named
    assert {first for first, _ in named} - set(group.commands) == set()
    assert {second for first, second in named if first == "user" and second} - set(users.commands) == set()


def test_every_option_that_the_guide_gives_a_command_exists() -> None:
    group = get_command(app)
    assert isinstance(group, TyperGroup)
    named = re.findall(r"finsam ([a-z]+)[^`\n]*?(--[a-z-]+)", text_of(GUIDE) + text_of(PRIVACY))

    known = {name: {option for p in command.params for option in p.opts} for name, command in group.commands.items()}
    known["user"] = {"--data", "--role"}

    assert [(name, option) for name, option in named if option not in known[name]] == []


def test_the_image_has_the_system_packages_that_the_readme_names_for_scans() -> None:
    installed = " ".join(line for line in instructions("RUN") if "apt-get install" in line).split()

    named = set(re.findall(r"`(tesseract-[a-z-]+)`", README))

    assert named and named <= set(installed)
    assert not any(name.startswith("libreoffice") for name in installed)


def test_the_guide_installs_the_same_packages_without_docker() -> None:
    (line,) = re.findall(r"^sudo apt install (.*)$", text_of(GUIDE), re.MULTILINE)

    assert set(re.findall(r"`(tesseract-[a-z-]+)`", README)) <= set(line.split())


def test_the_image_copies_every_package_and_the_builder_gets_nothing_else() -> None:
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))
    packages = {name.split(".")[0] for name in project["tool"]["setuptools"]["packages"]}
    copied = {word for line in instructions("COPY") if "--from" not in line for word in line.split()[:-1]}
    let_in = {line.lstrip("!") for line in text_of(ROOT / ".dockerignore").splitlines() if line.startswith("!")}

    assert packages <= copied
    assert copied == let_in


def test_the_image_runs_as_nobody_in_particular_and_stops_when_told() -> None:
    assert instructions("USER") == ["10001:10001"]
    assert instructions("STOPSIGNAL") == ["SIGTERM"]
    assert instructions("VOLUME") == ['["/data"]']


def test_the_last_stage_of_the_image_installs_no_python_packages() -> None:
    last = text_of(DOCKERFILE).rpartition("\nFROM ")[2]

    assert "pip" not in re.findall(r"\w+", last.partition("\nHEALTHCHECK")[0].partition("\nCOPY --from")[2])


def test_torch_is_pinned_in_the_lock_alone() -> None:
    assert re.findall(r"torch[=<>~]=\d", text_of(DOCKERFILE)) == []
    assert re.search(r"^torch==", text_of(ROOT / "requirements.lock"), re.MULTILINE)


def test_the_ports_agree() -> None:
    port = str(Settings.model_fields["port"].default)

    assert instructions("EXPOSE") == [port]
    assert f"FINSAM_PORT={port}" in text_of(DOCKERFILE)
    assert f"'127.0.0.1', {port}," in text_of(DOCKERFILE)
    assert CADDY["environment"]["ASSISTANT"] == f"assistent:{port}"
    assert f"{{$ASSISTANT:127.0.0.1:{port}}}" in text_of(CADDYFILE)
    assert f"FINSAM_PORT={port}" in unit_values("Service", "Environment")[0]
    assert f"http://127.0.0.1:{port}/metrics" in text_of(GUIDE)


def test_only_caddy_can_be_reached_from_outside() -> None:
    assert "ports" not in ASSISTANT
    assert {line.split("/")[0] for line in CADDY["ports"]} == {"80:80", "443:443"}


def test_the_assistant_has_no_way_out() -> None:
    assert ASSISTANT["networks"] == ["inre"]
    assert COMPOSED["networks"]["inre"]["internal"] is True


def test_the_assistant_believes_caddys_address_and_nobody_gets_it_by_chance() -> None:
    import ipaddress

    (network,) = COMPOSED["networks"]["inre"]["ipam"]["config"]
    caddy = ipaddress.ip_address(CADDY["networks"]["inre"]["ipv4_address"])

    assert ASSISTANT["environment"]["FINSAM_PROXY_ADDRESSES"] == str(caddy)
    assert caddy in ipaddress.ip_network(network["subnet"])
    assert caddy not in ipaddress.ip_network(network["ip_range"])


@pytest.mark.parametrize("service", [ASSISTANT, CADDY], ids=["assistent", "caddy"])
def test_a_service_is_confined(service: dict[str, object]) -> None:
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["mem_limit"]
    assert service["restart"] == "unless-stopped"


def test_every_named_volume_and_network_is_declared() -> None:
    for service in (ASSISTANT, CADDY):
        volumes = {line.split(":")[0] for line in service["volumes"] if not line.startswith(".")}
        assert volumes <= set(COMPOSED["volumes"])
        assert set(service["networks"]) <= set(COMPOSED["networks"])


def test_the_files_that_compose_mounts_are_there() -> None:
    mounted = [line.split(":")[0] for line in CADDY["volumes"] if line.startswith("./")]

    assert [path for path in mounted if not (ROOT / path).is_file()] == []


def test_caddy_lets_a_file_of_the_largest_size_through() -> None:
    (megabytes,) = re.findall(r"max_size (\d+)MB", text_of(CADDYFILE).partition("request_body /")[0])

    assert int(megabytes) == Settings.model_fields["max_file_mb"].default + 1


def test_caddy_refuses_the_metrics_before_it_asks_the_assistant() -> None:
    caddyfile = text_of(CADDYFILE)

    assert "@metrics path /metrics /metrics/*" in caddyfile
    assert re.search(r"respond @metrics .* 404", caddyfile)


def test_caddy_closes_every_brace_that_it_opens() -> None:
    lines = [line.partition("#")[0] for line in text_of(CADDYFILE).splitlines()]
    without_variables = re.sub(r"\{\$[^}]*\}", "", "\n".join(lines))

    assert without_variables.count("{") == without_variables.count("}")


@pytest.mark.skipif(shutil.which("caddy") is None, reason="caddy is not installed")
def test_caddy_understands_its_file(tmp_path: Path) -> None:
    environment = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "DOMAIN": "assistent.example.se"}
    told = subprocess.run(
        ["caddy", "validate", "--adapter", "caddyfile", "--config", str(CADDYFILE)],
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
        check=False,
    )

    assert told.returncode == 0, told.stderr


def test_the_unit_can_be_read_and_starts_the_command_that_the_guide_installs() -> None:
    parser = RawConfigParser(strict=False)
    parser.read_string(text_of(UNIT))
    (start,) = unit_values("Service", "ExecStart")

    assert parser.sections() == ["Unit", "Service", "Install"]
    assert shlex.split(start) == ["/opt/finsam/.venv/bin/finsam", "serve"]
    assert "/opt/finsam/.venv/bin/finsam user add" in text_of(GUIDE)


def test_the_unit_is_confined_and_leaves_the_parsers_their_limits() -> None:
    for name, value in {
        "NoNewPrivileges": "yes",
        "ProtectSystem": "strict",
        "ProtectHome": "yes",
        "PrivateTmp": "yes",
        "StateDirectory": "finsam",
        "CapabilityBoundingSet": "",
        "SystemCallFilter": "@system-service",  # holds @resources, which setrlimit and nice need
    }.items():
        assert unit_values("Service", name) == [value]
    assert unit_values("Service", "MemoryMax")


@pytest.mark.parametrize("path", HANDED_OVER, ids=lambda path: path.name)
def test_no_machine_of_ours_is_named(path: Path) -> None:
    hosts = set(re.findall(r"https?://([a-z0-9.-]+)", text_of(path)))

    assert {host for host in hosts if not host.endswith("example.se")} <= {"download.pytorch.org", "127.0.0.1"}
    assert re.findall(r"/work/|/home/|/root/|/tmp/[a-z0-9]+/", text_of(path)) == []


def test_the_guide_names_every_property_that_a_website_may_set_and_no_other() -> None:
    style = "".join(map(widget_asset, STYLES))
    named = set(re.findall(r"--finsam-[a-z-]+", text_of(GUIDE)))

    may_be_set = {name.removesuffix("-dark") for name in re.findall(r"--finsam-[a-z-]+", style)} - {"--finsam-"}

    assert {name.removesuffix("-dark") for name in named} == may_be_set


def test_the_guide_knows_what_a_website_that_is_not_allowed_sees() -> None:
    shown = re.search(r'cannotShow: "([^"]+)"', widget_asset("texts.js"))

    assert shown is not None
    assert f"”{shown[1]}”" in text_of(GUIDE)
