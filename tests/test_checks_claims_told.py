"""Claims against lists, tables and other sentences: dates, starts, seats, the most and the fewest, shares, the plan's amounts."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from ingest.domain import FindingKind
from tests.test_checks_claims import found

COURSES = (
    "Kurser\n\nKurs\tKvinnor\tMän\tTotalt\nBemötande i praktiken\t12\t8\t20\nSjukskrivning och arbetsgivare\t30\t9\t39\n"
    "Ekonomisk rådgivning\t14\t11\t25\nSumma\t56\t28\t84\n\n"
)
PLACES = (
    "Deltagare per kommun\n\nInsats\tÅsby\tLillköping\tStorhamn\tTotalt\nBryggan\t12\t22\t8\t42\nStegen\t6\t5\t9\t20\n"
    "Summa\t18\t27\t17\t62\n\n"
)
REASONS = "Avslut\n\nOrsak\tAntal\nArbete\t18\nStudier\t12\nFortsatt sjukskrivning\t20\nTotalt\t50\n\n"
DATES = "Styrelsen höll fyra sammanträden: 3 februari, 14 april, 9 juni och 8 december."
BOARD = (
    "Namn\tUtsedd av\tUppdrag\nAda Alm\tÅsby kommun\tOrdförande\nBo Berg\tRegionen\tVice ordförande\n"
    "Cia Carl\tStaten\tLedamot\nDan Dahl\tStorhamns kommun\tLedamot\nEva Ek\tÅsby kommun\tErsättare\n"
    "Finn Fors\tRegionen\tErsättare\nGun Gran\tStaten\tErsättare\n\n"
)


@pytest.mark.parametrize(
    "text",
    [
        COURSES + "Flest deltog i kursen om bemötande.",
        COURSES + "Kursen om ekonomisk rådgivning hade flest deltagare.",
        COURSES + "Den minst besökta kursen var den om sjukskrivning.",
        PLACES + "Flest deltagare har Storhamn, med 17 personer.",
        PLACES + "Flest deltagare kommer från Åsby.",
        REASONS + "Vanligaste avslutsorsaken är arbete med 18 avslut.",
        "Styrelsen har haft fem möten: 3 februari, 14 april, 9 juni och 8 december.",
        "Under året har fem styrelsemöten hållits (3 februari, 14 april, 9 juni och 8 december).",
        "Styrelsen har haft tre möten: 2022-02-03 och 2022-04-14.",
        DATES + " Budgeten antogs av styrelsen på mötet den 18 december.",
        "Projektet Språngbrädan startade i mars 2020.\n\nSprångbrädan har pågått sedan 2021.",
        "Språngbrädan inleddes hösten 2019.\n\nSprångbrädan startades 2020.",
        BOARD + "Fyra ledamöter och fem ersättare har alltså utsetts.",
        BOARD + "Styrelsen består av fyra ordinarie ledamöter, utsedda av medlemmarna, och lika många ersättare.",
        "Budgeten räknade med ett underskott på 140 000 kr, så utfallet blev 309 110 kr bättre än väntat.",
        "Förbundet räknar med medlemsbidrag på 900 tkr och kostnader på 850 tkr, alltså ett överskott på 80 tkr.",
        "Kvinnorna är 55 procent av deltagarna. Året innan var 58 procent kvinnor. Andelen kvinnor har alltså ökat.",
        "Andelen män ökade till 45 procent, jämfört med 48 procent året före.",
        "Fem av åtta arbetsgrupper har gått utbildningen Rätt stöd.\n\n"
        "Rätt stöd är en utbildning i tre delar. Sex av åtta arbetsgrupper har gått utbildningen.",
        "Prognosen är intäkter på 900 tkr och kostnader på 850 tkr, alltså ett överskott på 80 tkr.",
    ],
)
def test_a_claim_that_the_report_disproves_is_found(tmp_path: Path, text: str) -> None:
    (finding,) = found(tmp_path, text)
    assert finding.places


@pytest.mark.parametrize(
    "text",
    [
        COURSES + "Flest deltog i kursen om sjukskrivning.",
        COURSES + "Kursen om bemötande hade färst deltagare.",
        COURSES + "Kursen om bemötande var en av de största.",
        COURSES + "Näst flest kom till kursen om ekonomisk rådgivning.",
        COURSES + "Flest frågor kom efter kursen om bemötande.",
        COURSES + "Flest deltagare hade kursen om bemötande 2021.",
        PLACES + "Lillköping har flest deltagare, 27 personer eller 44 procent.",
        PLACES + "Flest remisser, 31, kom från Storhamn.",
        PLACES + "Bryggan är förbundets största insats.",
        REASONS + "Den vanligaste orsaken är fortsatt sjukskrivning.",
        REASONS + "Den vanligaste orsaken till remiss är arbete.",
        DATES,
        DATES + " Budgeten antogs av styrelsen på mötet den 8 december.",
        DATES + " Beredningsgruppen sågs vid mötet den 18 december.",
        "Fyra möten har hållits, 3 och 17 februari, 9 juni och 8 december.",
        "Styrelsen har haft fyra möten: 3 och 17 februari, 9 juni samt 8 december.",
        "Styrelsen har haft två möten: ett på våren och ett på hösten.",
        "Insatsen Språngbrädan startade i mars 2020.\n\nSprångbrädan har funnits sedan 2020.",
        "Språngbrädan startade 2019. Den första gruppen i Språngbrädan startade 2021.",
        "Språngbrädan startade 2019. Kompassen startade 2020.",
        BOARD + "Fyra ledamöter och tre ersättare har alltså utsetts.",
        BOARD + "Varje kommun utser två ledamöter och två ersättare.",
        BOARD.replace("Gun Gran\tStaten", "Gun Gran (t.o.m. juni)\tStaten") + "Fyra ledamöter och två ersättare finns.",
        "Budgeten räknade med ett underskott på 140 000 kr, så utfallet blev 250 000 kr bättre än väntat.",
        "Budgeten var noll. Året slutade med ett överskott på 110 000 kr. Utfallet blev 110 000 kr bättre än så.",
        "Prognosen är alltså 232 600 kr bättre än budget.",
        "Kvinnorna är 55 procent av deltagarna. Året innan var 52 procent kvinnor. Andelen kvinnor har alltså ökat.",
        "Andelen män minskade till 45 procent, jämfört med 48 procent året före.",
        "Fem av åtta arbetsgrupper har gått utbildningen. Tre av åtta arbetsgrupper har inte gått utbildningen.",
        "Tre av fyra deltagare är nöjda med insatsen. Två av fyra deltagare är nära arbete efter insatsen.",
        "Prognosen är intäkter på 900 tkr och kostnader på 850 tkr, alltså ett överskott på 50 tkr.",
    ],
)
def test_a_claim_that_may_be_true_is_left_alone(tmp_path: Path, text: str) -> None:
    assert found(tmp_path, text) == []


PLAN = (
    "Driftsplan\n\nBelopp i tkr\tBudget 2022\tUtfall 2022\tAvvikelse\tPrognos 2022\nSumma intäkter\t6 000\t6 010\t10\t6 020\n"
    "Summa kostnader\t-6 140\t-5 900\t240\t-5 980\nResultat\t-140\t110\t250\t40\n\n"
)


def test_kronor_said_for_thousands_of_them_are_found(tmp_path: Path) -> None:
    findings = found(tmp_path, PLAN + "Budgeten pekade på ett underskott på 140 kr.")
    (finding,) = [one for one in findings if one.kind is FindingKind.UNIT]
    assert (finding.stated, finding.computed) == (Decimal(140), Decimal(140_000))


def test_the_forecast_said_is_held_against_the_forecast_printed(tmp_path: Path) -> None:
    said = "Prognosen för helåret är intäkter på 6 020 tkr och kostnader på {} tkr, alltså ett överskott på 40 tkr."
    (finding,) = found(tmp_path, PLAN + said.format("5 890"))
    assert (finding.stated, finding.computed, finding.unit) == (Decimal(5_890), Decimal(5_980), "tkr")
    assert found(tmp_path, PLAN + said.format("5 980")) == []


def test_better_than_the_budget_of_the_sentence_before_is_reckoned(tmp_path: Path) -> None:
    said = "Styrelsen räknade i budgeten med ett underskott på 140 000 kr. Utfallet blev {} kr bättre än så."
    (finding,) = found(tmp_path, said.format("205 000"))
    assert (finding.kind, finding.stated, finding.computed) == (FindingKind.DIFFERENCE, Decimal(205_000), Decimal(250_000))
    assert found(tmp_path, said.format("250 000")) == []
