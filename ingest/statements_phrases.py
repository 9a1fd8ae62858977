"""The words of a clause that say what its number measures: a subject, a noun before a preposition, a predicate."""

from __future__ import annotations

import re

from ingest.statements_clauses import Clause, tidy
from ingest.statements_numbers import MONTH, YEAR
from ingest.statements_words import Sentence, is_finite

SEPARATOR = " › "
_GROWTH_VERB = r"(?:\w*ok(?:at|ade|ar)|\w*minsk(?:at|ade|ar)|stig(?:it|er)|steg|sjunk(?:it|er)|sjonk|vax(?:t|er)|vaxte)"
_GROWTH_NOUN = r"\w*(?:okning|minskning|avvikelse|hojning|sankning|forandring)\w*"
_GROWTH = (
    rf"(?:(?P<noun>{_GROWTH_NOUN})|{_GROWTH_VERB}|oka|minska|hoj(?:t|de|s|ts|des)|sank(?:t|te|s|ts|tes)|forandra\w*|reducer\w+"
    r"|rakna(?:ts|des|s) upp)"
)
_CHANGE = re.compile(rf"\b{_GROWTH}\b[^.;()]{{0,80}}\b(?P<with>med) (?:\w+ ){{0,4}}$")
_LINK = (
    r"(?:ar|var|blev|blir|bli|uppgar|uppgick|uppgatt|uppga|utgor|utgjorde|utgjort|ligger|lag|legat|motsvarar|motsvarade|beraknas"
    r"|beraknades|landar|landade|stannar|stannade|hamnar|hamnade|kostade|kostar|uppskattas|varit|blivit|anges|angavs|omfattar"
    rf"|omfattade|summerar|summerade|{_GROWTH_VERB})"
)
_ADVERBS = (
    r"(?:darmed|saledes|alltsa|nu|genomsnitt|snitt|medeltal|totalt|sammanlagt|hela|endast|bara|i|hittills|vid|till|pa|av|med|om"
    r"|fran|redan|da|vilket|som|still|kvar|stabilt"
    r"|vid (?:arets|periodens|delarets) slut|vid arsskiftet|under (?:aret|perioden)"
    rf"|(?:per |den )*(?:{YEAR}-\d\d-\d\d|\d{{1,2}} {MONTH} {YEAR}))"
)
_OPENING = rf"(?:under|i|vid|per|till|for|enligt|sa|darmed|hittills|totalt|sammanlagt|nu|aven|dessutom|dock|vidare|ar|{YEAR})"
_SUBJECT_FIRST = re.compile(rf"^(?P<subject>.+?) {_LINK}(?: {_ADVERBS})* $")
_VERB_FIRST = re.compile(rf"^(?:{_OPENING}\b.*? )?{_LINK} (?P<subject>.+?)(?: {_ADVERBS})* $")
_OBJECT = re.compile(r"\b(?:budgeter|berakn|uppskatt|faststall)[a-z]+ (?P<subject>[^,;]+?) till $")
_AUXILIARY = re.compile(r"^.*\b(?:har|hade|kommer|ska|skall|forvantas|vantas) ")
_NOUN_BEFORE = re.compile(
    r"(?P<label>(?:(?:(?<=\bett )|(?<=\ben )|(?<=\bdet )|(?<=\bden )|(?<=\bde ))"
    rf"(?:(?!(?:av|i|med|for|till|pa|en|ett|{_LINK}) )[a-z]+ ){{1,2}}|[a-z]+s |eget |egna )?"
    r"(?P<noun>[a-z][a-z-]*[a-z]))(?: anstalld[at]?)? (?:om|pa|med|motsvarande)(?: (?:totalt|hela))? $"
)
_RATE = re.compile(r"(?:per|/) ?[a-z]+")
_NO_NOUN = re.compile(
    rf"(?:{_LINK}|och|sig|samt|dar|som|upp|in|ut|fokus|still|kvar|tillsammans|samman|samband|enlighet|\w+(?:ades|ats|des|ts|erar|drar|erat|drat|andet))"
)
_VAGUE = re.compile(
    r"(?:summan?|belopp(?:et)?|siffran?|nivan?|andel(?:en|ar)?|antalet?|m.l(?:et|en|sattning(?:en)?)?|vardet?|storlek|inslag"
    r"|ungefar|tiden?|utfall(?:et)?|(?:ok|minsk|hoj|sank)ning(?:en)?)"
)
_RESULT = re.compile(r"(?:resultat(?:et)?|utfall(?:et)?)")
_PRONOUN = re.compile(r"(?:det|detta|den|denna|de|dessa|vilket|som|man|vi|dar|nagot|allt|har|da|under|samtidigt|ni|jag|han|hon)")
_SHARE_OF = re.compile(
    r"\bav (?:(?:de|dessa|alla|samtliga|vara|delarets|arets|totalt) )*(?:\d+(?: \d{3})* )?(?P<base>[^,;.:]+?) (?P<verb>[a-z]+)"
    r"(?: i genomsnitt| i snitt)? $"
)
_LAST_VERB = re.compile(r"(?P<verb>[a-z]+)(?: i genomsnitt| i snitt| totalt)? $")
_COPULA = re.compile(r"(?:ar|var|finns|fanns|blir|blev)")
# Without noun or subject an amount is what is done with it: "anslå … kr för sekretariatet", "regionen bidrar med … kr".
_SPENT = re.compile(
    r"\b(?:bidrar|bidrog|betalar|betalade|erhaller|erholl|fick|far|bevilja\w*|avsatt\w*|ansl\w+|kostade|kostar|forbruka\w*|anvan\w+"
    r"|fordela\w*|tillfor\w*|kop(?:s|tes|ts)|hyr(?:s|des|ts))\b"
)
_PURPOSE = re.compile(
    r"(?:for|till|i|av|fran|pa|at|avser|gick|gar|(?:(?:far|har|ska) )?(?:fordela|avsatt|bevilja|betala|anvan)\w*)\b"
)
_LAST_CLAUSE = re.compile(r"^.*(?:[,.;:] |\batt )")
_MAX_WORDS_BEFORE = 8


def is_vague(text: str) -> bool:
    """Whether a label names no measure: "siffran", "målet"."""
    folded = Sentence.of(text).folded
    return _VAGUE.fullmatch(folded) is not None or folded.split(" ")[0] == "per"


def tells_growth(text: str) -> bool:
    """Whether a label says that something has grown or fallen."""
    return re.search(rf"\b{_GROWTH}\b", Sentence.of(text).folded) is not None


def change_text(clause: Clause) -> str:
    """By how much what has grown or fallen ("deltagarantalet ökat"), "" where the clause tells no change."""
    change = _CHANGE.search(clause.lead)
    if change is None:
        return ""
    before = clause.lead[: change.start()]
    auxiliary = _AUXILIARY.match(before)
    start = 0
    if change["noun"] or re.match(rf"{_OPENING}\b", before):
        start = change.start()
    if auxiliary and not change["noun"]:
        # "har deltagarantalet ökat", but "deltagarantalet har ökat"
        start = auxiliary.end() if auxiliary.end() < change.start() else 0
    return tidy(clause.text_lead[start : change.start("with")])


def amount_text(clause: Clause) -> str:
    """What an amount of money is, with what it is counted per ("kostnaden per deltagare"); "" where it is each one's."""
    if re.match(r"vardera\b", clause.after):
        return ""
    text = _amount_text(clause)
    if is_vague(text):
        return ""
    rate = _RATE.match(clause.after)
    return f"{text} {clause.text_after[: rate.end()]}" if text and rate and " per " not in text else text


def _amount_text(clause: Clause) -> str:
    """The noun before an amount, the subject of its verb, or what is done with it."""
    noun = _NOUN_BEFORE.search(clause.before)
    if noun is not None and not _NO_NOUN.fullmatch(noun["noun"]):
        return tidy(_printed(clause, noun, "label"))
    subject = subject_of(clause)
    purpose = clause.text_after if _PURPOSE.match(clause.after) else ""
    if subject or not (_SPENT.search(clause.before) or purpose):
        return subject
    return tidy(f"{_last_words(clause.text_before)} {purpose}")


def share_text(clause: Clause) -> str:
    """What a percentage is the share of and what is told of it."""
    base = _SHARE_OF.search(clause.lead)
    after = tidy(clause.text_after)
    if base is not None and is_finite(base["verb"]) and after:
        return f"{tidy(clause.text_lead[base.start('base') : base.end('base')])}{SEPARATOR}{after}"
    noun = _NOUN_BEFORE.search(clause.before)
    if noun is not None and not _NO_NOUN.fullmatch(noun["noun"]):
        vague = _VAGUE.fullmatch(noun["noun"]) or _RESULT.fullmatch(noun["noun"])
        return after if vague else tidy(_printed(clause, noun, "label"))
    subject = subject_of(clause)
    if subject:
        return tidy(f"{subject} {clause.text_after}") if clause.after.startswith("av ") else subject
    if clause.before.endswith("till "):
        return tidy(f"{clause.text_before.removesuffix('till')} {clause.text_after}")
    verb = _LAST_VERB.search(clause.before)
    if verb is not None and is_finite(verb["verb"]) and not _COPULA.fullmatch(verb["verb"]) and after:
        return tidy(f"{_printed(clause, verb, 'verb')} {clause.text_after}")
    if clause.after.startswith("av "):
        return _predicated(clause)
    if after:
        return "" if is_finite(Sentence.of(after).folded) else after
    if clause.in_bracket and clause.text_before:
        return tidy(clause.text_before)
    outer = tidy(_last_words(_LAST_CLAUSE.sub("", clause.text_outer)))
    return outer if not re.search(r"\d", outer) else ""


def subject_of(clause: Clause) -> str:
    """The subject of the verb that leads to the number, "" where there is none or it is a pronoun."""
    for pattern in (_SUBJECT_FIRST, _VERB_FIRST, _OBJECT):
        match = pattern.search(clause.before)
        if match is None:
            continue
        start = match.start("subject")
        auxiliary = _AUXILIARY.match(match["subject"] + " ")
        if auxiliary is not None and auxiliary.end() < len(match["subject"]):
            start += auxiliary.end()
        subject = tidy(clause.text_before[start : match.end("subject")])
        folded = Sentence.of(subject).folded
        if subject and not _PRONOUN.fullmatch(folded) and not re.match(rf"{_OPENING}\b", folded):
            return subject
    return ""


def _predicated(clause: Clause) -> str:
    """ "80 % av styrelsen och 60 % av personalen anser att …": the whole with what is told of both."""
    whole = tidy(clause.text_after)
    if _first_verb(clause.text_after) is not None:
        return whole
    predicate = _first_verb(clause.text_rest)
    if predicate is not None:
        return tidy(f"{whole} {clause.text_rest[predicate:]}")
    return whole if _first_verb(clause.text_lead) is None else ""


def _first_verb(text: str) -> int | None:
    """Where the first common finite verb begins. "år" is none, nor is the "ar" after a number that a scan left of it."""
    folded = Sentence.of(text).folded
    for match in re.finditer(r"[a-z]+", folded):
        printed, before = text[match.start() : match.end()].lower(), folded[: match.start()].rstrip()
        if is_finite(match.group()) and "å" not in printed and not (printed == "ar" and before[-1:].isdigit()):
            return match.start()
    return None


def _printed(clause: Clause, match: re.Match[str], group: str) -> str:
    return clause.text_before[match.start(group) : match.end(group)]


def _last_words(text: str) -> str:
    return " ".join(text.split()[-_MAX_WORDS_BEFORE:])
