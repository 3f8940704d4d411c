"""Letters that look like Latin ones, and figures and signs that are typed in place of letters.

Chosen by hand from what is used to get past a list of words; letters of one script that have no Latin twin stay as
they are, so that a list in another script works as well.
"""

_TWINS = {
    "a": "аαɑᴀ",
    "b": "ЬьʙвƄ",
    "c": "сϲᴄ",
    "d": "ԁᴅđ",
    "e": "еεᴇєҽ",
    "f": "ғꜰ",
    "g": "ɡɢց",
    "h": "һʜħհ",
    "i": "іιıɩɪӏ",
    "j": "јᴊȷϳ",
    "k": "кκᴋ",
    "l": "ʟłⅼ",
    "m": "мᴍ",
    "n": "ոпɴη",
    "o": "оοσᴏøօ",
    "p": "рρᴘ",
    "q": "ԛ",
    "r": "гʀ",
    "s": "ѕꜱʂ",
    "t": "тτᴛŧ",
    "u": "υսᴜʋ",
    "v": "ѵνᴠ",
    "w": "ԝωᴡѡ",
    "x": "хχ",
    "y": "уγʏү",
    "z": "ᴢʐ",
}
LETTERS = {twin: letter for letter, twins in _TWINS.items() for twin in twins.casefold()}
# Letters in black squares and circles, and the letters that flags are made of, which compatibility folding leaves.
for _first in (0x1F150, 0x1F170, 0x1F1E6):
    LETTERS.update({chr(_first + place): chr(ord("a") + place) for place in range(26)})

FIGURES = {"0": "o", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s", "€": "e", "£": "l"}
# What may stand for i or for l is tried as both.
UPRIGHT = frozenset("1!|")
