"""What very many people choose, and what everybody who guesses tries first."""

_LIST = """
abcd abcdef abcdefg abcdefghij access adam admin administrator alexander amanda andrew anthony arsenal ashley
asdf asdfgh asdfghjkl ashleigh baseball batman bailey basketball benjamin birmingham blink buster butterfly
changeme charlie chelsea chocolate christmas computer corvette cookie consultation daniel default diamond dragon
elizabeth engage everton flower football forever freedom friends gateshead gemma george guest hannah hello
helloworld hospital hunter iloveu iloveyou internet jasmine jennifer jessica jordan joshua killer letmein
liverpool london login loveme lovely manchester manunited master matthew michael michelle monday monkey
mustang myspace naruto nhs nicole ninja office pa$$word pa$$w0rd pass passw0rd password passwort patient
pokemon princess purple qazwsx qwer qwert qwerty qwertyu qwertyui qwertyuiop rangers rainbow samantha secret
secretpassword shadow sheffield sophie spring starwars summer sunday sunshine superman temp test testing thomas
thunder tigger tinkerbell trustno trustnoone tuesday user victoria welcome whatever william winter
wednesday xbox yellow zaqwsx zxcv zxcvbn zxcvbnm
"""
WORDS = frozenset(_LIST.split())
RUNS = ("01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")


def is_common(password: str) -> bool:
    """Whether it is a very common word, alone, repeated or dressed with digits and signs, or a run of keys."""
    plain = password.casefold()
    letters = "".join(character for character in plain if character.isalpha())
    undressed = plain.strip("0123456789!?.,-_*#@ £$%&+=")
    if len(set(plain)) < 4 or any(plain in run for run in RUNS):
        return True
    return not WORDS.isdisjoint(_unit(text) for text in (letters, undressed) if text)


def _unit(text: str) -> str:
    """The shortest piece that the text repeats."""
    return text[: (text + text).find(text, 1)]
