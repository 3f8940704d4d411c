"""What an address proves: that somebody reads mail at an organisation, by its domain or as its own address."""

import re
from collections.abc import Collection

from engage.core.parameters import address_parts

# Domains at which people of many bodies have addresses, so that the domain alone proves nothing.
SHARED = frozenset(
    {
        "aol.com",
        "blueyonder.co.uk",
        "btinternet.com",
        "btopenworld.com",
        "facebook.com",
        "fastmail.com",
        "gmail.com",
        "gmx.co.uk",
        "gmx.com",
        "google.com",
        "googlemail.com",
        "hotmail.co.uk",
        "hotmail.com",
        "icloud.com",
        "live.co.uk",
        "live.com",
        "mac.com",
        "mail.com",
        "me.com",
        "msn.com",
        "nhs.net",
        "ntlworld.com",
        "outlook.com",
        "proton.me",
        "protonmail.com",
        "rocketmail.com",
        "sky.com",
        "talktalk.net",
        "tiscali.co.uk",
        "virginmedia.com",
        "wixsite.com",
        "wordpress.com",
        "yahoo.co.uk",
        "yahoo.com",
        "ymail.com",
        "zoho.com",
        "ac.uk",
        "co.uk",
        "gov.scot",
        "gov.uk",
        "gov.wales",
        "nhs.scot",
        "nhs.uk",
        "org.uk",
        "police.uk",
        "sch.uk",
    }
)
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


def domains_of(website: str, email: str, more: Collection[str] = ()) -> tuple[str, ...]:
    """The domains that are an organisation's own: from its website and its address, and those that staff know of."""
    host = (address_parts(website).hostname or "").removeprefix("www.")
    found = [host, email.rpartition("@")[2].lower(), *more]
    return tuple(dict.fromkeys(each for each in found if is_own(each)))


def is_own(domain: str) -> bool:
    """Whether a domain can be one organisation's own."""
    return bool(_HOST.fullmatch(domain)) and domain not in SHARED


def proves(address: str, *, website: str, email: str, more: Collection[str] = ()) -> bool:
    """Whether who reads mail at the address is of the organisation: it is at its domain, or is its own address."""
    address = address.lower()
    if email and address == email.lower():
        return True
    host = address.rpartition("@")[2]
    return any(host == domain or host.endswith("." + domain) for domain in domains_of(website, email, more))
