"""The sidecar `NAME.toml` beside a report: what a person says about it wins over what was detected."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from ingest.domain import ReportKind, Visibility
from ingest.errors import SidecarError
from ingest.said_limits import LONGEST_ALIAS, MOST_ALIASES, ORGNR_FAULT, day_fault, plain_orgnr, text_fault

KEYS = ("association", "orgnr", "kind", "title", "period_start", "period_end", "visibility", "aliases")
_VISIBILITY_SV = ", ".join(f'"{v.value}"' for v in Visibility)
_KINDS_SV = ", ".join(f'"{k.value}"' for k in ReportKind)


@dataclass(frozen=True, slots=True)
class Sidecar:
    """The sidecar's values; None (or no aliases) where it is silent."""

    association: str | None = None
    orgnr: str | None = None
    kind: ReportKind | None = None
    title: str | None = None
    period_start: date | None = None
    period_end: date | None = None
    visibility: Visibility | None = None
    aliases: tuple[str, ...] = ()


def sidecar_path(report: Path) -> Path:
    """Where the sidecar of a report lies."""
    return report.with_suffix(".toml")


def is_sidecar(path: Path) -> bool:
    """Whether a file only describes the report beside it: a shell pattern such as `reports/*` names both."""
    if path.suffix.lower() != ".toml" or not path.parent.is_dir():
        return False
    return any(p != path and p.stem == path.stem and os.path.isfile(p) for p in path.parent.iterdir())


def read_sidecar(report: Path) -> Sidecar | None:
    """The sidecar of a report, None where there is none.

    Raises `SidecarError` for a file that is no TOML, an unknown key (with the nearest one), or a value out of range.
    """
    path = sidecar_path(report)
    if os.path.exists(path) and not os.path.isfile(path):  # reading a pipe would wait for ever
        raise SidecarError(f"{path.name} är ingen vanlig fil. Byt namn på det som heter så, eller ta bort det.")
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError, RecursionError) as exc:
        raise SidecarError(f"{path.name} går inte att läsa ({exc}). Rätta filen eller ta bort den.", str(exc)) from exc
    for key in values:
        if key not in KEYS:
            near = get_close_matches(key, KEYS, n=1)
            hint = f"Menade du {near[0]}?" if near else f"Nycklarna är: {', '.join(KEYS)}."
            raise SidecarError(f"Okänd nyckel i {path.name}: {key}. {hint}")
    sidecar = Sidecar(
        association=_text(values, "association", path.name),
        orgnr=_orgnr(values, path.name),
        kind=_choice(values, "kind", path.name),
        title=_text(values, "title", path.name),
        period_start=_date(values, "period_start", path.name),
        period_end=_date(values, "period_end", path.name),
        visibility=_visibility(values, path.name),
        aliases=_aliases(values, path.name),
    )
    if sidecar.period_start and sidecar.period_end:
        refuse_backward_period(sidecar.period_start, sidecar.period_end, report)
    return sidecar


def refuse_backward_period(start: date, end: date, report: Path) -> None:
    """Raises `SidecarError` for a period that ends before it begins: by the sidecar alone, or beside what was detected."""
    if start > end:
        raise SidecarError(
            f"{sidecar_path(report).name}: period_start ligger efter period_end. Rätta datumen.", f"{start} > {end}"
        )


def _text(values: dict[str, object], key: str, name: str) -> str | None:
    value = values.get(key)
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip():
        raise SidecarError(f'{name}: {key} ska vara text inom citattecken, till exempel {key} = "…".')
    _refuse(text_fault(value.strip()), key, name)
    return value.strip()


def _refuse(fault: str | None, key: str, name: str) -> None:
    if fault is not None:
        raise SidecarError(f"{name}: {key} {fault}")


def _orgnr(values: dict[str, object], name: str) -> str | None:
    value = _text(values, "orgnr", name)
    if value is None:
        return None
    plain = plain_orgnr(value)
    _refuse(None if plain else ORGNR_FAULT, "orgnr", name)
    return plain


def _choice(values: dict[str, object], key: str, name: str) -> ReportKind | None:
    value = values.get(key)
    if value is None:
        return None
    if value not in [kind.value for kind in ReportKind]:
        raise SidecarError(f"{name}: {key} ska vara något av {_KINDS_SV}.")
    return ReportKind(str(value))


def _visibility(values: dict[str, object], name: str) -> Visibility | None:
    value = values.get("visibility")
    if value is None:
        return None
    if value not in [visibility.value for visibility in Visibility]:
        raise SidecarError(f"{name}: visibility ska vara något av {_VISIBILITY_SV}.")
    return Visibility(str(value))


def _date(values: dict[str, object], key: str, name: str) -> date | None:
    value = values.get(key)
    if value is None:
        return None
    try:
        day = value if type(value) is date else date.fromisoformat(str(value))
    except ValueError as exc:
        raise SidecarError(f"{name}: {key} ska vara ett datum, till exempel {key} = 2021-01-01.", str(exc)) from exc
    _refuse(day_fault(day), key, name)
    return day


def _aliases(values: dict[str, object], name: str) -> tuple[str, ...]:
    value = values.get("aliases")
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(alias, str) and alias.strip() for alias in value):
        raise SidecarError(f'{name}: aliases ska vara en lista med text, till exempel aliases = ["AB", "A/B"].')
    names = tuple(alias.strip() for alias in value)
    if len(names) > MOST_ALIASES:
        raise SidecarError(f"{name}: aliases får ha högst {MOST_ALIASES} namn. Ta bort några.")
    for alias in names:
        _refuse(text_fault(alias, LONGEST_ALIAS), "aliases", name)
    return names
