"""A light guess at the language of a comment, so that somebody who reads it can be found: by script and small words."""

import re
import unicodedata
from collections import Counter

_SCRIPTS = {
    "ARABIC": "ar",
    "BENGALI": "bn",
    "CYRILLIC": "uk",
    "DEVANAGARI": "hi",
    "GREEK": "el",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "HANGUL": "ko",
    "HEBREW": "he",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "TAMIL": "ta",
    "CJK": "zh",
}
_SMALL_WORDS = {
    "cs": "jsem je že na se není ale jsou bych nebo pro jako která který",
    "cy": "mae yn ac ar ei yr gan nid wedi bod fod oedd gyda hyn sydd",
    "de": "der die das und ist nicht ich wir sie mit auf für ein eine zu",
    "en": "the and is of to that it for was not are this with have we",
    "es": "el los las que es una por para con pero como muy está son del",
    "fr": "le les des est une que pour pas dans nous vous avec sur sont mais",
    "hu": "és nem hogy egy az van meg vagy csak mert ez amit lehet",
    "it": "il che di non una per con sono anche gli della è più ma nel",
    "lt": "ir yra kad bet kaip nėra tai mes labai apie šis mūsų",
    "nl": "het een van niet dat zijn voor met wij maar ook naar deze",
    "pl": "się nie jest że do na tak jak ale dla są przez może nas",
    "pt": "os que não uma para com mais mas são muito está pelo isso também",
    "ro": "și nu este că pentru sunt din mai dar cu care foarte sau",
    "so": "waa iyo oo ka ku in ay waxaan ma wax inay",
    "tr": "bir ve bu için çok değil ama daha gibi olarak ne biz var",
}
_WORD_OF = {code: frozenset(words.split()) for code, words in _SMALL_WORDS.items()}
_NAMES = {
    "ar": "Arabic, Urdu or Persian",
    "bn": "Bengali",
    "cs": "Czech or Slovak",
    "cy": "Welsh",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "gu": "Gujarati",
    "he": "Hebrew",
    "hi": "Hindi or Nepali",
    "hu": "Hungarian",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "lt": "Lithuanian",
    "nl": "Dutch",
    "pa": "Punjabi",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "so": "Somali",
    "ta": "Tamil",
    "tr": "Turkish",
    "uk": "Ukrainian, Russian or Bulgarian",
    "zh": "Chinese",
}
_LONGEST = 2_000
_FEWEST = 3
_FOREIGN = re.compile(r"[^\W\d_a-zA-Z\u00c0-\u024f]")


def guess_language(text: str) -> str:
    """The code of the language that a text seems to be in; nothing where it is too short to say."""
    text = text[:_LONGEST]
    strange = _FOREIGN.findall(text)
    if len(strange) * 2 > sum(character.isalpha() for character in text):
        return _by_script(strange)
    words = Counter(re.findall(r"[^\W\d_]+", text.lower()))
    scores = {code: sum(words[word] for word in small) for code, small in _WORD_OF.items()}
    best = max(scores, key=lambda code: scores[code])
    others = max(score for code, score in scores.items() if code != best)
    return best if scores[best] >= _FEWEST and scores[best] > others else ""


def language_names() -> dict[str, str]:
    """The languages that can be guessed, by code, as people read them; the empty code is the one that says nothing."""
    return {**dict(sorted(_NAMES.items(), key=lambda pair: pair[1])), "": "Not known"}


def _by_script(letters: list[str]) -> str:
    scripts = Counter(unicodedata.name(letter, "").split(" ")[0].split("-")[0] for letter in letters)
    found = [_SCRIPTS[script] for script, _ in scripts.most_common() if script in _SCRIPTS]
    return "ja" if "ja" in found[:2] else (found[0] if found else "")
