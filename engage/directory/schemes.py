"""The registers that give codes to organisations."""

SCHEMES = {
    "ods": "Organisation Data Service",
    "gss": "Office for National Statistics",
    "charity": "Charity register",
    "company": "Companies House",
    "cqc": "Care Quality Commission",
    "other": "Another register",
}
