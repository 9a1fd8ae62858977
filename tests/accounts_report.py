"""A small annual report whose accounts are right, for the tests that break one of its numbers."""

from __future__ import annotations

from pathlib import Path

from ingest.domain import Report
from ingest.read import read
from ingest.settings import Settings

RIGHT = """Årsredovisning 2022

Samordningsförbundet Exempelbygden

1 Förvaltningsberättelse

Årets resultat blev 110 000 kr.

1.1 Översikt över verksamhetens utveckling

\t2022\t2021\t2020
Verksamhetens intäkter\t5 000 000 kr\t4 800 000 kr\t4 700 000 kr
Verksamhetens kostnader\t4 890 000 kr\t4 850 000 kr\t4 500 000 kr
Årets resultat\t110 000 kr\t-50 000 kr\t200 000 kr
Soliditet\t58 %\t50 %\t52 %

1.2 Finansierad verksamhet

Finansierad verksamhet\t2022\t2021
Individinriktade insatser\t3 512 345 kr\t3 498 765 kr
Strukturövergripande insatser\t612 345 kr\t598 765 kr
Administration\t751 310 kr\t742 470 kr

2 Resultaträkning

Belopp i kr\tNot\t2022-01-01 -2022-12-31\t2021-01-01 -2021-12-31
Verksamhetens intäkter\t1\t5 000 000\t4 800 000
Verksamhetens kostnader\t2\t-4 876 000\t-4 840 000
Avskrivningar\t\t-12 000\t-8 000
Verksamhetens resultat\t\t112 000\t-48 000
Finansiella intäkter\t\t0\t0
Finansiella kostnader\t\t-2 000\t-2 000
Årets resultat\t\t110 000\t-50 000

3 Balansräkning

Belopp i kr\tNot\t2022-12-31\t2021-12-31
Tillgångar\t\t\t
Inventarier\t\t24 000\t36 000
Fordringar\t3\t376 000\t364 000
Kassa och bank\t\t1 500 000\t1 580 000
Summa tillgångar\t\t1 900 000\t1 980 000
Eget kapital och skulder\t\t\t
Ingående eget kapital\t\t990 000\t1 040 000
Årets resultat\t\t110 000\t-50 000
Summa eget kapital\t\t1 100 000\t990 000
Kortfristiga skulder\t\t800 000\t990 000
Summa eget kapital och skulder\t\t1 900 000\t1 980 000

4 Kassaflödesanalys

Belopp i kr\t2022\t2021
Årets resultat\t110 000\t-50 000
Justering för ej likviditetspåverkande poster\t12 000\t8 000
Medel från verksamheten före förändring av rörelsekapital\t122 000\t-42 000
Ökning/minskning kortfristiga fordringar\t-12 000\t20 000
Ökning/minskning kortfristiga skulder\t-190 000\t52 000
Kassaflöde för den löpande verksamheten\t-80 000\t30 000
Årets kassaflöde\t-80 000\t30 000
Likvida medel vid årets början\t1 580 000\t1 550 000
Likvida medel vid årets slut\t1 500 000\t1 580 000

5 Driftredovisning

Belopp i tkr\tUtfall jan-dec 2022\tBudget jan-dec 2022\tUtfall jan-dec 2021
Nettokostnad\t4 890\t4 950\t4 850
Intäkter\t5 000\t4 900\t4 800
Resultat\t110\t-50\t-50
Utgående eget kapital\t1 100\t940\t990
Likvida medel\t1 500\t1 400\t1 580

6 Noter

Not 1. Verksamhetens intäkter

\t2022\t2021
Driftbidrag från staten\t2 500 000\t2 400 000
Driftbidrag från regionen\t2 500 000\t2 400 000
Summa\t5 000 000\t4 800 000

Not 2. Verksamhetens kostnader (inkl. avskrivningar)

\t2022\t2021
Individinriktade insatser\t3 512 345\t3 498 765
Strukturövergripande insatser\t612 345\t598 765
Administration\t763 310\t750 470
Summa\t4 888 000\t4 848 000

Not 3. Fordringar

\t2022-12-31\t2021-12-31
Kundfordringar\t176 000\t164 000
Fordran mervärdesskatt\t200 000\t200 000
Summa\t376 000\t364 000
"""


def report_with(folder: Path, *changes: tuple[str, str]) -> Report:
    """The report as read with each `(old, new)` text put in place; each old text stands in it once."""
    text = RIGHT
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} står {text.count(old)} gånger"
        text = text.replace(old, new)
    path = folder / "exempel_arsredovisning_2022.txt"
    path.write_text(text, encoding="utf-8")
    return read(path, Settings())
