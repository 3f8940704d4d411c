"""Languages in which people may be written to, by their codes."""

LANGUAGES = {
    "en": "English",
    "ar": "Arabic",
    "bn": "Bengali",
    "cy": "Welsh",
    "fr": "French",
    "gd": "Scottish Gaelic",
    "gu": "Gujarati",
    "pa": "Punjabi",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "so": "Somali",
    "ta": "Tamil",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "zh": "Chinese",
}
