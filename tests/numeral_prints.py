"""A printer of Swedish numerals in every style, for the tests that print a number and read it back."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

# The same examples on every machine, none measured by the clock.
steady = settings(deadline=None, derandomize=True, database=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])

BLANKS = " \u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
MINUSES = (*(dash + blank for dash in "-‐‑‒–—―−﹣－" for blank in ("", " ", "\u00a0")), "./.", "./. ", "-  ")
PLUSES = ("", "+", "+ ")
# As printed behind the digits, and the name of the unit.
UNITS = (
    *(("", None), (" kr", "kr"), ("kr", "kr"), ("\u00a0kr", "kr"), ("\u2009KR", "kr"), (" kronor", "kr"), (" SEK", "kr")),
    *((":-", "kr"), (" :-", "kr"), (":–", "kr"), (",-", "kr"), (",–", "kr"), (".-", "kr"), (" kr/år", "kr"), (" kr / dag", "kr")),
    *(
        (" tkr", "tkr"),
        ("tkr", "tkr"),
        (" Tkr", "tkr"),
        (" kkr", "tkr"),
        (" TSEK", "tkr"),
        (" tusen kronor", "tkr"),
        (" t kr", "tkr"),
    ),
    *(
        (" mnkr", "mnkr"),
        (" Mkr", "mnkr"),
        (" MSEK", "mnkr"),
        (" milj. kr", "mnkr"),
        (" mn kr", "mnkr"),
        (" miljoner kronor", "mnkr"),
    ),
    *((" mdkr", "mdkr"), (" miljarder kr", "mdkr"), (" %", "%"), ("%", "%"), ("\u202f%", "%"), (" procent", "%")),
    *((" procentenheter", "procentenheter"), (" %-enheter", "procentenheter"), (" ‰", "‰"), (" promille", "‰")),
)
# What may stand behind an amount without being part of it; a dash only where a sign or a unit stands.
ENDS = ("", ".", "*", "**", " (inkl moms)", " (varav 3 kvinnor)", " (se not 5) (prel.)*", " (inkl ESF).")
DASHES = (" -", "-", " –", ".-")


@dataclass(frozen=True, slots=True)
class Style:
    """How one number is printed: `blanks` one a group from the left, used again where they do not reach; "" prints none."""

    minus: str = "-"
    plus: str = ""
    blanks: str = " "
    comma: str = ","
    unit: str = ""


def print_number(value: Decimal, style: Style) -> str:
    """The value with all its decimals, its sign and its unit."""
    whole, _, decimals = f"{value.copy_abs():f}".partition(".")
    sign = style.minus if value < 0 else style.plus
    return sign + print_groups(whole, style.blanks) + (style.comma + decimals if decimals else "") + style.unit


def print_groups(digits: str, blanks: str) -> str:
    """The digits in groups of three."""
    first = len(digits) % 3 or 3
    groups = [digits[:first], *(digits[at : at + 3] for at in range(first, len(digits), 3))]
    between = [blanks[at % len(blanks)] if blanks else "" for at in range(len(groups) - 1)]
    return "".join(group + blank for group, blank in zip(groups, [*between, ""], strict=True))


# Amounts of every size a report can hold, and absurd ones; whole or with one to four decimals.
wholes = st.one_of(st.integers(-9_999, 9_999), st.integers(-(10**10), 10**10), st.integers(-(10**40), 10**40))
amounts = st.builds(lambda whole, places: Decimal(f"{whole}e-{places}"), wholes, st.sampled_from([0, 0, 0, 1, 2, 4]))
blanks = st.one_of(st.just(""), st.sampled_from(BLANKS), st.text(BLANKS, min_size=1, max_size=4))
styles = st.builds(
    Style,
    minus=st.sampled_from(MINUSES),
    plus=st.sampled_from(PLUSES),
    blanks=blanks,
    unit=st.sampled_from([printed for printed, _ in UNITS]),
)
# Texts that look like numerals and mostly are none, and texts of any kind.
confusing = st.one_of(
    st.text("0123456789  -−–.,:%()+*/\u00a0\u2009\tkrtmnlj'", max_size=40),
    st.lists(
        st.sampled_from(
            "1 12 123 000 0 07 5 , . : - − kr tkr % ( ) (5%) (12) 2021 Not jan miljoner SEK ./. + * \u00a0 \t".split(" ")
        ),
        max_size=14,
    ).map(" ".join),
    st.text(max_size=60),
)
