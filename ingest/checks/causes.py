"""The likely slip behind a wrong number, where the digits of what is printed and of what should stand there tell."""

from __future__ import annotations

from decimal import Decimal

_NOUGHTS = ((Decimal(1_000), "tre nollor"), (Decimal(100), "två nollor"), (Decimal(10), "en nolla"))
# Fewer digits fit each other by chance.
_MIN_DIGITS = 3


SIGN = "fel tecken"
# What one wrong digit explains, almost any difference between two long numbers might.
_WEAK = "en siffra fel"


def is_telling(cause: str) -> bool:
    """Whether a cause is so particular that chance hardly makes it."""
    return bool(cause) and cause != _WEAK


def likely_cause(stated: Decimal, computed: Decimal) -> str:
    """ "" where the digits tell nothing."""
    if stated == computed or not stated or not computed:
        return ""
    if stated == -computed:
        return SIGN
    one, other = _digits(stated), _digits(computed)
    if min(len(one), len(other)) < _MIN_DIGITS:
        return ""
    for times, words in _NOUGHTS:
        if abs(stated) == abs(computed) * times or abs(computed) == abs(stated) * times:
            if not (is_whole(stated) and is_whole(computed)):
                return "decimaltecknet står fel"
            return f"{words} för mycket" if abs(stated) > abs(computed) else f"{words} saknas"
    if is_whole(stated) != is_whole(computed):
        return ""
    return _slip(one, other)


def _slip(one: str, other: str) -> str:
    if len(one) == len(other):
        differing = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        if sorted(one) == sorted(other) and len(differing) == 2 and differing[1] - differing[0] == 1:
            return "siffror omkastade"
        if len(differing) == 1:
            return _WEAK
    for shorter, longer, words in ((one, other, "saknas"), (other, one, "för mycket")):
        if len(longer) == len(shorter) + 1:
            dropped = [longer[i] for i in range(len(longer)) if longer[:i] + longer[i + 1 :] == shorter]
            if dropped:
                return f"en nolla {words}" if dropped[0] == "0" else f"en siffra {words}"
    return ""


def _digits(value: Decimal) -> str:
    return f"{abs(value):f}".replace(".", "").lstrip("0")


def is_whole(value: Decimal) -> bool:
    return value == value.to_integral_value()
