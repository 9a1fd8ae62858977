"""What kind of answer a question wants: a value, a change, a share, a name; of which kind, gender, scenario and unit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.query import NUMERIC_INTENTS, Intent, NumberKind
from assistant.timespans import TimeMention
from assistant.vocabulary import Vocabulary, has_phrase
from ingest.domain import Scenario
from ingest.language import fold, words

# "va kostade": written as it is said.
_SPOKEN_WHAT = re.compile(
    r"^(?:men |och )?va (?!med\b)|\bva (?=e\b|ar\b|kost|fick\b|blev\b|het|innebar|betyd|star\b)"
    r"|\bva (?=ligg|lag\b|land|hamn|uppgick|uppgar|betal|gav\b|ger\b)"
)
# "hur stor är skillnaden i kr": a difference of amounts and not of meanings.
_AMOUNT = re.compile(r"\b(?:hur stor|hur mycket|kr|kronor|tkr|procent|budget|utfall|rakna)\b|\d")
# "nådde minst 50", "som mest", "vad handlar det mest om": no ranking.
_NO_EXTREME = re.compile(r"\b(?:minst|mest|hogst)\s+(?=\d{1,3}\b|om\b)|\bsom (?:mest|minst|hogst)\b")
_ASKING_WHICH = ("vilken", "vilket", "vilka", "vem", "which", "who", "var", "where", "nar", "when")
# "vilket år gick det bäst": of years the best is the highest.
_BEST_YEAR = re.compile(r"\b(?:vilket|vilka|which) (?:ar|years?|av aren)\b.*\b(?:bast|basta|samst|samsta|best|worst)\b")
# "hur har X ändrats mellan 2020 och 2023": with times, a course of figures is asked for.
_CHANGED_HOW = re.compile(r"^hur (?:har|hade)\b.*\b(?:andrats|forandrats)\b|^hur (?:andrades|forandrades)\b")
# A question of so many words at most, and without a verb, may be nothing but the name of what is wanted.
_BARE_WORDS = 7
_VERB = re.compile(r"\b(?:ar|var|blev|blir|har|hade|fick|far|gick|gar|kan|ska|finns|vad|hur|vem|nar|varfor|som)\b")
_REASON = ("varfor ", "hur kommer det sig", "why ")
# "hur många gånger större är A än B": a quotient of the two.
_TIMES = re.compile(r"\b(?:hur (?:manga|mycket) (?:gang|ganger|ggr)|how many times)\b.*\b(?:an|jamfort med|than)\b")
# "skillnaden mellan antalet A och B" is of numbers.
_OF_NUMBERS = re.compile(r"\bskillnad(?:en)? (?:\w+ ){0,2}mellan (?:antalet|antal)\b")
# With a time it is of figures: "skillnaden i resultat mellan A och B 2021".
_IN_AMOUNT = re.compile(r"\b(?:skillnad(?:en)?|difference) (?:i|in) (?:\w+ ){1,3}(?:mellan|between)\b")
_MAN_COUNTED = re.compile(
    r"\b(?:manga|andel|andelen|antal|antalet|procent|farre|fler|eller|kvinnor och) man\b(?! (?:ha|ka|ska|va|ar|fi|ta|se|an)\w*)"
)


# "hur mycket gick till lokaler", "hur mycket lade de på resor": money, unless something else is said to be spent.
_SPENT = re.compile(
    r"\bhur mycket (?:\w+ ){0,2}?(?:gick|gar|gatt|lade|lades|lagger|laggs|lagts|satsade|satsades|satsas|spenderade|spenderades)"
    r" (?:\w+ ){0,3}?(?:till|pa)\b"
)
_SPENT_OTHERWISE = re.compile(r"\b(?:tid|arbetstid|timmar|kraft|energi|arbete|ner|upp)\b")


def as_asked(question: str, vocabulary: Vocabulary) -> str:
    """The question folded for cues: short forms written out, "%" as a word."""
    folded = _SPOKEN_WHAT.sub("vad ", fold(question).replace("%", " procent "))
    return " ".join(vocabulary.spoken.get(word, word) for word in words(folded)).replace("jamfort med med ", "jamfort med ")


def read_intent(question: str, asked: str, vocabulary: Vocabulary, times: TimeMention) -> Intent:
    """The intent of a question; `asked` is its form for cues."""
    tokens = words(question)
    changes = any(word in vocabulary.change for word in tokens) or (question.isascii() and _ascii_change(tokens, vocabulary))
    compares = any(word in vocabulary.comparatives or word in _folded(vocabulary.comparatives) for word in tokens)
    alternatives = any(has_phrase(asked, word) for word in vocabulary.alternatives)
    extreme = any(has_phrase(_NO_EXTREME.sub(" ", asked), word) for word in vocabulary.extremes)
    if asked.startswith(_REASON):
        return Intent.EXPLAIN
    if _TIMES.search(asked):
        return Intent.RATIO
    if _OF_NUMBERS.search(asked) or (times.spans and _IN_AMOUNT.search(asked)):
        return Intent.DIFFERENCE
    early = _change_or_share(asked, changes, compares)
    if early is not None:
        return early
    weighs = compares or extreme or any(has_phrase(asked, word) for word in vocabulary.superlatives)
    if alternatives and weighs and not (has_phrase(asked, "hur mycket") or has_phrase(asked, "hur manga")):
        return Intent.COMPARE
    if _BEST_YEAR.search(asked):
        return Intent.RANK
    if len(times.spans) > 1 and _CHANGED_HOW.search(asked):
        return Intent.TREND
    for intent, cues in vocabulary.intents:
        if not any(has_phrase(asked, cue) for cue in cues):
            continue
        if intent in (Intent.LIST, Intent.WHO, Intent.WHERE, Intent.WHEN) and extreme:
            return Intent.RANK
        if intent is Intent.DEFINE and has_phrase(asked, "skillnaden mellan"):
            return Intent.DIFFERENCE if _AMOUNT.search(asked) else Intent.DEFINE
        return intent
    if has_phrase(asked, "skillnaden mellan") or has_phrase(asked, "vad skiljer"):
        return Intent.DIFFERENCE if _AMOUNT.search(asked) else Intent.TELL
    if extreme and any(has_phrase(asked, word) for word in _ASKING_WHICH):
        return Intent.RANK
    if _asks_for_an_amount(asked, vocabulary):
        return Intent.VALUE
    if is_yes_no(asked, vocabulary) and (compares or changes):
        return Intent.COMPARE if len(times.spans) > 1 else Intent.DIFFERENCE
    return Intent.TREND if times.year_range else Intent.TELL


def _asks_for_an_amount(asked: str, vocabulary: Vocabulary) -> bool:
    """ "vilken månadslön", or no more than "kötid X?": a noun that is counted or measured is asked for without "hur"."""
    first, _, rest = asked.partition(" ")
    if first in ("vilken", "vilket"):
        return rest.partition(" ")[0].endswith(vocabulary.amounts)
    said = asked.split()
    return len(said) <= _BARE_WORDS and not _VERB.search(asked) and first.endswith(vocabulary.amounts)


def _change_or_share(asked: str, changes: bool, compares: bool) -> Intent | None:
    """A change that is asked for, and not only told of: "med hur många procent ökade", "hur många procent färre"."""
    if re.search(r"\b(?:hur manga procent|how many percent) (?:av|of)\b", asked):
        return Intent.SHARE
    if re.search(r"\b(?:hur manga|how many) (?:procent|percent)\b", asked):
        right_after = re.search(
            r"\b(?:procent|percent) (?:\w+ )?(?:fler|farre|mer|mindre|hogre|lagre|dyrare|billigare|storre)\b", asked
        )
        return Intent.CHANGE_PERCENT if changes or right_after else None
    if changes and re.search(r"\bhur mycket\b|\bmed hur manga\b|\bhow much\b|\bby how many\b", asked):
        return Intent.CHANGE_PERCENT if has_phrase(asked, "procent") or has_phrase(asked, "percent") else Intent.DIFFERENCE
    if changes and re.search(r"\bhur stor (?:ar|var|blev) (?:\w+ )?(?:okningen|minskningen|forandringen)\b", asked):
        return Intent.CHANGE_PERCENT if has_phrase(asked, "procent") else Intent.DIFFERENCE
    if changes and re.search(r"\bhur manga\b.* med$", asked):
        return Intent.DIFFERENCE
    if compares and re.search(
        r"\bhur mycket (?:\w+ ){0,6}(?:mer|mindre|hogre|lagre|dyrare|billigare|storre)\b.*\b(?:an|jamfort)\b", asked
    ):
        return Intent.DIFFERENCE
    return None


def _folded(forms: frozenset[str]) -> frozenset[str]:
    return frozenset(fold(form) for form in forms)


def _ascii_change(tokens: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Written without å ä ö throughout: "okade" is a change, but "andra" (others) never is."""
    return any(token in _folded(vocabulary.change) for token in tokens)


def is_yes_no(asked: str, vocabulary: Vocabulary) -> bool:
    """Whether the question is answered by yes or no."""
    claims = any(has_phrase(asked, claim) for claim in vocabulary.claims)
    # "var ligger", "när man": asking words that look like verbs open questions of another kind.
    opens = any(f"{asked} ".startswith(f"{opening} ") for opening in vocabulary.yes_no_openings)
    return claims or (opens and not re.match(r"var (?:ligger|har|finns|kan|gar|hittar|sker)\b", asked))


def asks_quantity(question: str, asked: str, vocabulary: Vocabulary) -> bool:
    """Whether a number is asked for in words, whatever the intent."""
    cues = (cue for intent, cues in vocabulary.intents if intent in NUMERIC_INTENTS for cue in cues)
    return any(has_phrase(asked, cue) for cue in cues) or "%" in question


def read_number_kind(asked: str, intent: Intent, vocabulary: Vocabulary) -> NumberKind | None:
    """The kind of number insisted on."""
    if intent is Intent.SHARE or begins(asked, vocabulary.percent_words):
        return NumberKind.PERCENT
    spent = _SPENT.search(asked) is not None and not _SPENT_OTHERWISE.search(asked)
    amount = spent or has_phrase(asked, "hur mycket") and begins(asked, vocabulary.about_money_words)
    return NumberKind.MONEY if amount or begins(asked, vocabulary.money_words) else None


def begins(asked: str, beginnings: Sequence[str]) -> bool:
    """Whether a word begins so; a beginning of two letters must be the whole word ("kr")."""
    return any(word == b or (len(b) > 2 and word.startswith(b)) for word in asked.split() for b in beginnings)


def read_scenarios(asked: str, vocabulary: Vocabulary) -> tuple[Scenario, ...]:
    """The kinds of figure that the question names, in the order of the data."""
    return tuple(scenario for scenario, cues in vocabulary.scenarios if any(has_phrase(asked, cue) for cue in cues))


def read_wished_unit(asked: str, vocabulary: Vocabulary) -> str | None:
    """The unit to answer in: "mnkr", "tkr" or "kr"."""
    return next((unit for unit, cues in vocabulary.wished_units if any(has_phrase(asked, cue) for cue in cues)), None)


def read_gender(question: str, asked: str, language: str, vocabulary: Vocabulary) -> str | None:
    """ "women" or "men" where one of them is asked about. The pronoun "man" and the conjunction "men" are no men."""
    tokens = set(words(question))
    women = bool({fold(token) for token in tokens} & vocabulary.women)
    doubtful = {"man"} if language == "en" else {"man", "men"}
    men = any(fold(token) in vocabulary.men and token not in doubtful for token in tokens) or bool(_MAN_COUNTED.search(asked))
    return "women" if women and not men else "men" if men and not women else None
