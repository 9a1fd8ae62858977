"""What a report tells again in other words: amounts, differences, shares and counts in sentences and cards, and names."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.checks.terms_said import parse_terms
from ingest.domain import Finding, FindingKind, Severity
from ingest.errors import UsageError
from ingest.read import read
from ingest.settings import Settings

HEAD = ("ÅRSREDOVISNING 2023", "Samordningsförbundet Norrdal", "", "1 Förvaltningsberättelse", "")
PEOPLE = (
    "Deltagare i insatserna",
    "",
    "Insats\tKvinnor\tMän\tTotalt",
    "Bryggan\t48\t37\t85",
    "Stegen\t41\t57\t98",
    "Summa\t89\t94\t183",
    "",
)
COSTS = (
    "Kostnader per verksamhet",
    "",
    "\t2023\t2022",
    "Verkstan\t2 802 635 kr\t2 611 400 kr",
    "Kansliet\t1 110 365 kr\t1 009 600 kr",
    "Totala kostnader\t3 913 000 kr\t3 621 000 kr",
    "",
)
BUDGET = (
    "Utfall och budget 2023 (kr)",
    "",
    "\tUtfall 2023\tBudget 2023\tAvvikelse",
    "Verkstan\t2 802 635\t2 848 335\t45 700",
    "Kansliet\t1 110 365\t1 100 000\t-10 365",
    "",
)
SHARES = (
    "Kostnader 2023",
    "",
    "Verksamhet\t2023\tAndel 2023",
    "Verkstan\t2 486 300 kr\t48,6 %",
    "Stegen\t1 312 750 kr\t25,7 %",
    "Kansliet\t712 380 kr\t13,9 %",
    "Lokaler\t600 000 kr\t{share} %",
    "Totala kostnader\t5 111 430 kr\t100,0 %",
    "",
)
INCOME = (
    "Resultaträkning",
    "",
    "Belopp i kr\t2023-01-01 - 2023-12-31\t2022-01-01 - 2022-12-31",
    "Verksamhetens intäkter\t5 400 000\t5 300 000",
    "Verksamhetens kostnader\t-5 100 000\t-5 150 000",
    "Avskrivningar\t-40 000\t-40 000",
    "Verksamhetens resultat\t260 000\t110 000",
    "Årets resultat\t260 000\t110 000",
    "",
)


def found(tmp_path: Path, *lines: str) -> list[Finding]:
    """The findings above öresavrundning in the report of an invented association that says the lines."""
    path = tmp_path / "norrdal_arsredovisning_2023.txt"
    path.write_text("\n".join((*HEAD, *lines)) + "\n", encoding="utf-8")
    return [finding for finding in read(path, Settings()).findings if finding.severity is not Severity.ROUNDING]


def numbers(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(f"{f.stated:f}", f"{f.computed:f}") for f in findings if f.stated is not None and f.computed is not None]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Under året deltog 183 personer, 89 kvinnor och 49 män.", ("49", "94")),
        ("I Bryggan deltog 85 personer, 84 kvinnor och 37 män.", ("84", "48")),
        ("Under året deltog 138 personer, 89 kvinnor och 94 män.", ("138", "183")),
    ],
)
def test_of_women_men_and_all_the_one_that_the_table_prints_otherwise_is_wrong(
    tmp_path: Path, sentence: str, expected: tuple[str, str]
) -> None:
    assert numbers(found(tmp_path, *PEOPLE, sentence)) == [expected]


def test_without_a_print_beside_it_the_whole_is_told(tmp_path: Path) -> None:
    assert numbers(found(tmp_path, "Under året deltog 183 personer, 89 kvinnor och 49 män.")) == [("183", "138")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Insatserna kostade mycket, varav 2 804 635 kr gäller Verkstan.",
        "Mest gick till Verkstan, som fick 2 802 365 kr av det hela.",
    ],
)
def test_an_amount_in_the_middle_of_a_sentence_is_held_against_the_row_that_it_nearly_is(tmp_path: Path, sentence: str) -> None:
    assert [computed for _, computed in numbers(found(tmp_path, *COSTS, sentence))] == ["2802635"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Verkstan kostade 2 802 635 kr, vilket är 1 802 635 kr mer än planerat.",
        "Kostnaden för Verkstan har ökat med 191 235 kr.",
        "Under 2021 var kostnaden för Verkstan 2 802 645 kr.",
        "Fonden har gett 2 805 000 kr.",
    ],
)
def test_a_difference_another_year_and_a_round_amount_are_no_slips(tmp_path: Path, sentence: str) -> None:
    assert not found(tmp_path, *COSTS, sentence)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Verkstan kostade 54 700 kr mindre än budgeterat.", ("54700", "45700")),
        ("Verkstan kostade 45 700 kr mindre än budget medan kansliet drog över med 13 365 kr.", ("13365", "10365")),
    ],
)
def test_a_difference_from_the_budget_is_that_of_the_row(tmp_path: Path, sentence: str, expected: tuple[str, str]) -> None:
    assert numbers(found(tmp_path, *BUDGET, sentence)) == [expected]


@pytest.mark.parametrize(
    "sentence",
    [
        "Verkstan kostade 45 700 kr mindre än budgeterat.",
        "Verkstan kostade 46 tkr mindre än budget och kansliet ca 10 000 kr mer än budget.",
        "Hyran blev 3 000 kr lägre än budget.",
    ],
)
def test_a_right_or_a_rounded_difference_and_one_of_no_row_accuse_nobody(tmp_path: Path, sentence: str) -> None:
    assert not found(tmp_path, *BUDGET, sentence)


def test_the_odd_share_among_those_of_one_whole_is_found(tmp_path: Path) -> None:
    text = (
        "Enkäten besvarades av 82 personer. Stödet gillades av 71 personer (87 %), 66 personer (80 %) fick påverka "
        "och {} såg ljust."
    )
    assert not found(tmp_path, text.format("58 personer (71 %)"))
    assert numbers(found(tmp_path, text.format("58 personer (91 %)"))) == [("91", "70.7")]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Dagen samlade 180 deltagare från parterna, varav 121 på plats och 68 på webben.", [("180", "189")]),
        ("Av de 33 deltagarna började 18 före flytten och 17 efter den.", [("33", "35")]),
        ("Av de 33 deltagarna började 18 före flytten och 15 efter den.", []),
        ("Av de 33 deltagarna började 18 före flytten.", []),
    ],
)
def test_before_and_after_and_there_and_at_a_distance_are_all(
    tmp_path: Path, sentence: str, expected: list[tuple[str, str]]
) -> None:
    assert numbers(found(tmp_path, sentence)) == expected


@pytest.mark.parametrize(("sentence", "hit"), [("Planen hölls av 63 av 22.", True), ("Betyget var 7 av 10.", False)])
def test_no_more_than_there_are(tmp_path: Path, sentence: str, hit: bool) -> None:
    assert bool(found(tmp_path, sentence)) is hit


def test_shares_of_a_total_that_is_a_hundred_by_its_own_print(tmp_path: Path) -> None:
    assert not found(tmp_path, *(line.format(share="11,7") for line in SHARES))
    assert numbers(found(tmp_path, *(line.format(share="17,1") for line in SHARES)))[0] == ("17.1", "11.7")


@pytest.mark.parametrize(("printed", "expected"), [("260 000", []), ("620 000", [("620000", "260000")])])
def test_a_card_of_key_figures_tells_what_the_statements_tell(
    tmp_path: Path, printed: str, expected: list[tuple[str, str]]
) -> None:
    card = ("Året i korthet", "", "Nya deltagare\t41", "Avslutade under året\t37", f"Årets resultat\t{printed} kr", "")
    assert numbers(found(tmp_path, *card, "2 Ekonomi", "", *INCOME)) == expected


@pytest.mark.parametrize(("note", "expected"), [("", [("5140000", "5100000")]), ("Avskrivningar ingår i kostnaderna.", [])])
def test_costs_of_one_name_and_two_scopes_are_told_unless_the_report_says_so(
    tmp_path: Path, note: str, expected: list[tuple[str, str]]
) -> None:
    overview = (
        "Flerårsöversikt",
        "",
        "Belopp i kr\t2023\t2022",
        "Verksamhetens intäkter\t5 400 000\t5 300 000",
        "Verksamhetens kostnader\t5 140 000\t5 190 000",
        "Årets resultat\t260 000\t110 000",
        "",
        note,
    )
    apart = tuple(f"Styrelsen har mött parterna i fråga {word}." for word in "ett två tre fyra fem sex sju åtta nio tio".split())
    assert numbers(found(tmp_path, *overview, *apart, "", "", "2 Ekonomi", "", *INCOME)) == expected


def test_cases_are_no_persons_in_a_sum_of_persons(tmp_path: Path) -> None:
    text = (
        "Förbundet har registrerat 180 ärenden i insatserna. Av dessa är 170 personer unika individer. "
        "Ytterligare 50 deltog i kurser. Sammanlagt har insatserna nått {} personer."
    )
    assert numbers(found(tmp_path, text.format(230))) == [("230", "220")]
    assert not found(tmp_path, text.format(220))


def test_a_total_is_that_of_the_cards_above_it(tmp_path: Path) -> None:
    cards = [
        line
        for name, count in (("Mässan", 200), ("Föreläsningen", 95), ("Nätverket", 130))
        for line in (
            name,
            "",
            "Syfte\tAtt mötas",
            "Målgrupp\tMedarbetare hos parterna",
            f"Antal deltagare\t{count} deltagare",
            "",
        )
    ]
    text = "Totalt {} individer har deltagit i strukturövergripande insatser."
    head = ("1.1 Resultat för strukturövergripande insatser", "")
    assert ("845", "425") in numbers(found(tmp_path, *head, *cards, text.format(845)))
    assert not numbers(found(tmp_path, *head, *cards, text.format(425)))


def test_a_grant_to_a_project_without_income_is_found(tmp_path: Path) -> None:
    table = ("Insatser", "", "Insats\tBudget intäkt\tBudget kostnad", "Språnget\t{0}\t{0}", "Verkstan\t0\t-300 000", "")
    text = "Beviljade projektmedel från fonden till projektet Språnget uppgår till 437 940 kr."
    assert numbers(found(tmp_path, *(line.format(0) for line in table), text)) == [("0", "437940")]
    assert not numbers(found(tmp_path, *(line.format("437 940") for line in table), text))


@pytest.mark.parametrize(
    ("lines", "hit"),
    [
        (("Talen finns i den bifogade statistikbilagan.",), True),
        (("Talen finns i den bifogade statistikbilagan.", "", "Statistikbilaga", "", "Deltagare 41"), False),
        (("Stiftelsen har en bilaga till sin ansökan.",), False),
    ],
)
def test_an_appendix_that_is_pointed_to_must_be_there(tmp_path: Path, lines: tuple[str, ...], hit: bool) -> None:
    assert any("bilaga" in finding.what for finding in found(tmp_path, *lines)) is hit


@pytest.mark.parametrize(("below", "hit"), [("Org.nr 222000-1234", True), ("2023/12", False)])
def test_a_field_of_the_cover_is_filled_in(tmp_path: Path, below: str, hit: bool) -> None:
    assert any("ifyllt" in finding.what for finding in found(tmp_path, "Dnr:", below, "Styrelsen har ordet.")) is hit


def test_two_terms_for_one_thing_are_told_once_at_the_rarer(tmp_path: Path) -> None:
    [finding] = found(
        tmp_path, "Ett medlemssamråd hölls i maj.", "", "Medlemssamrådet var välbesökt.", "", "Vid medlemsrådet talades om mål."
    )
    assert finding.kind is FindingKind.CONTRADICTION
    assert "medlemsrådet" in finding.places[0].quote


@pytest.mark.parametrize(
    "text", ["Ett medlemssamråd hölls i maj.", "Medlemssamrådet gav medlemsrådgivning.", "Medlemsrådet möttes i maj."]
)
def test_one_term_alone_is_no_finding(tmp_path: Path, text: str) -> None:
    assert not found(tmp_path, text)


def test_a_misspelt_term_is_a_misprint(tmp_path: Path) -> None:
    [finding] = found(tmp_path, "Stadsbidraget betalas i januari.")
    assert (finding.kind, finding.cause) == (FindingKind.MISPRINT, "skrivfel")


@pytest.mark.parametrize("text", ['[[same]]\nwords = ["ett"]', '[[same]]\nwords = ["ett", "två"]\nodd = 1'])
def test_terms_that_are_no_terms_are_refused(text: str) -> None:
    with pytest.raises(UsageError, match=r"terms\.toml"):
        parse_terms(text)


@pytest.mark.parametrize(("share", "expected"), [("42", []), ("52", [("52", "41.8")])])
def test_a_card_s_share_is_that_of_its_own_counts(tmp_path: Path, share: str, expected: list[tuple[str, str]]) -> None:
    card = (
        "Verkstan",
        "",
        "Syfte\tAtt pröva arbete i lugn takt",
        "Avslutade deltagare\t79 personer, varav 33 till arbete eller studier",
        f"Resultat\t{share} % av de avslutade deltagarna gick till arbete eller studier.",
        "",
    )
    assert numbers(found(tmp_path, *card)) == expected


@pytest.mark.parametrize(("outcome", "expected"), [("183", []), ("193", [("193", "183")])])
def test_the_outcome_of_a_goal_for_all_is_all_participants(tmp_path: Path, outcome: str, expected: list[tuple[str, str]]) -> None:
    overview = ("Flerårsöversikt", "", "\t2023\t2022", "Antal deltagare\t183\t161", "")
    goals = ("Minst 170 personer ska få stöd i våra insatser.", "", f"Utfall: {outcome} deltagare.", "")
    assert numbers(found(tmp_path, *overview, "Uppföljning av mål", "", *goals)) == expected


BALANCE = (
    "Balansräkning",
    "",
    "Belopp i kr\t2023-12-31\t2022-12-31",
    "Kassa och bank\t2 000 000\t1 900 000",
    "Summa tillgångar\t2 000 000\t1 900 000",
    "Eget kapital\t1 080 000\t820 000",
    "Kortfristiga skulder\t920 000\t1 080 000",
    "Summa eget kapital och skulder\t2 000 000\t1 900 000",
    "",
    "Not 1 Intäkter",
    "",
    "Belopp i kr\t2023\t2022",
    "Medlemsbidrag\t5 400 000\t5 300 000",
    "",
)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Det egna kapitalet motsvarar 20,0 % av årets medlemsbidrag.", []),
        ("Det egna kapitalet motsvarar 26,0 % av årets medlemsbidrag.", [("26.0", "20.0")]),
        ("Det egna kapitalet bör vara högst 25 % av medlemsbidraget.", []),
        ("Det egna kapitalet var föregående år 15,5 % av medlemsbidraget.", []),
        ("Soliditeten är 54,0 %.", []),
        ("Soliditeten är 45,0 %.", [("45.0", "54.0")]),
        ("Soliditeten är 54,0 %, jämfört med 43,2 % året innan.", []),
    ],
)
def test_the_capital_s_share_is_that_of_the_balance_sheet(tmp_path: Path, sentence: str, expected: list[tuple[str, str]]) -> None:
    assert numbers(found(tmp_path, sentence, "", "2 Ekonomi", "", *BALANCE)) == expected


GOALS = (
    "Mål och utfall",
    "",
    "Mål\tMålvärde\tUtfall 2023",
    "Deltagare som är mer redo för arbete\t70 %\t64 %",
    "Deltagare som får stöd\t90 %\t91 %",
    "",
)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Deltagarna är inte redo för arbete i den grad som styrelsen vill: utfallet är 64 % mot målvärdet 70 %.", []),
        ("Målet om arbete är inte uppfyllt: utfallet är 46 % mot målvärdet 70 %.", [("46", "64")]),
        ("Målet om arbete är inte uppfyllt: utfallet är 64 % mot målvärdet 75 %.", [("75", "70")]),
        ("Målet om sysselsättning hos grannarna: utfallet är 46 % mot målvärdet 70 %.", []),
    ],
)
def test_a_goal_and_its_outcome_in_a_sentence_are_those_of_the_table(
    tmp_path: Path, sentence: str, expected: list[tuple[str, str]]
) -> None:
    assert numbers(found(tmp_path, *GOALS, sentence)) == expected
