"""What a message that came back says: a bounce (RFC 3464), a complaint (RFC 5965), or nothing that matters."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default

from engage.mail.models import ReturnKind

LONGEST_SAID = 300
LONGEST_RETURN = 2_000_000
ENHANCED = re.compile(r"(?<![\d.])([45])\.(\d{1,3})\.(\d{1,3})(?!\.?\d)")
FULL = re.compile(r"\b(mailbox|quota|storage)\b.{0,40}\b(full|exceed\w*|over)\b|\bover\s?quota\b", re.IGNORECASE)
NOBODY = re.compile(
    r"\b(no such (user|person|recipient|mailbox|address)|(user|recipient|mailbox|address|account) (is )?"
    r"(unknown|not found|invalid|disabled|does ?n[o']t exist)|unknown (user|recipient|mailbox)|does not exist)\b",
    re.IGNORECASE,
)
COPY = re.compile(r"^(-{3,}|Return-Path:|Received:|Original message headers:)", re.IGNORECASE | re.MULTILINE)
RECEIVED_BY = ("X-Original-To", "Delivered-To", "Envelope-To", "To")
SENT_BY = ("original-mail-from", "return-path")
GONE = {"1", "1.1", "1.2", "1.3", "1.6", "1.10", "2.1"}


@dataclass(frozen=True)
class Return:
    """One message that came back: for which address, why, and in the server's words."""

    to: str
    kind: ReturnKind
    said: str


def kind_of(status: str, said: str) -> ReturnKind | None:
    """Why mail came back, by its enhanced status code, and by known phrases where that is missing or vague.

    Only what says that nobody is there is hard. A refusal of what was written or of who wrote it (x.7.x: policy,
    spam) says nothing about the address, and gives nothing.
    """
    found = ENHANCED.search(status) or ENHANCED.search(said)
    code = f"{found[2]}.{found[3]}" if found else ""
    if code.startswith("7."):
        return None
    if code == "2.2" or FULL.search(said) or re.match(r"\s*[45]52\b", said):
        return ReturnKind.FULL
    permanent = (found[1] if found else said.strip()[:1]) == "5"
    if permanent and (code in GONE or (code in ("", "0.0", "5.0") and NOBODY.search(said))):
        return ReturnKind.HARD
    return ReturnKind.SOFT


def envelope_addresses(whole: bytes) -> list[str]:
    """Where the signed envelope's sender may stand: to whom a message came back, and what it says of the original."""
    mail = message_from_bytes(whole, policy=default)
    found = [str(value) for name in RECEIVED_BY for value in mail.get_all(name, [])]
    for part in mail.walk():
        if part.get_content_type() in ("message/feedback-report", "text/rfc822-headers"):
            fields = _fields(part)
            found += [fields[name] for name in SENT_BY if name in fields]
        elif part is not mail:
            found += [str(part[name]) for name in SENT_BY if name in part]
    return [word for line in found for word in re.split(r"[,;\s<>]+", line) if "@" in word]


def read(whole: bytes) -> list[Return]:
    """What a returned message tells; nothing for automatic answers, delays and whatever is no return at all."""
    mail = message_from_bytes(whole, policy=default)
    if complaint := _complaint(mail):
        return [complaint]
    if _is_report(mail, "delivery-status"):
        return list(_from_status(mail))
    return [] if _is_automatic_answer(mail) else _from_known_shapes(mail, whole)


def _is_report(mail: Message, kind: str) -> bool:
    return mail.get_content_type() == "multipart/report" and str(mail.get_param("report-type", "")).lower() == kind


def _complaint(mail: EmailMessage) -> Return | None:
    if not _is_report(mail, "feedback-report"):
        return None
    for part in mail.walk():
        if part.get_content_type() == "message/feedback-report":
            fields = _fields(part)
            if fields.get("feedback-type", "abuse").lower() == "not-spam":
                return None
            to = _address(fields.get("original-rcpt-to", ""))
            return Return(to, ReturnKind.COMPLAINT, "The reader called it spam.")
    return None


def _from_status(mail: EmailMessage) -> Iterator[Return]:
    for part in mail.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in _blocks(part):
            if block.get("action", "").lower() != "failed":
                continue
            to = _address(block.get("original-recipient") or block.get("final-recipient", ""))
            said = block.get("diagnostic-code", "").partition(";")[2].strip() or block.get("status", "")
            kind = kind_of(block.get("status", ""), said)
            if kind is not None:
                yield Return(to, kind, said[:LONGEST_SAID])


def _from_known_shapes(mail: EmailMessage, whole: bytes) -> list[Return]:
    """By the shapes that old servers and well-known programs give to a bounce."""
    words = _words(mail)
    temporary, permanent = _failures(whole)
    found = [Return(_text(one), ReturnKind.SOFT, "It was delayed or refused for a time.") for one in temporary]
    kind = _kind_in(words)
    if kind is not None:
        found += [Return(_text(one), kind, "The server sent it back.") for one in permanent]
    return found


def _failures(whole: bytes) -> tuple[Iterable[str | bytes], Iterable[str | bytes]]:
    """The addresses that are refused for a time and for good."""
    from flufl.bounce import all_failures

    try:
        return all_failures(message_from_bytes(whole))
    except Exception:  # its readers raise whatever they stumble over in a message that was broken on its way
        return (), ()


def _kind_in(words: str) -> ReturnKind | None:
    """Why a server gave up for good, by the codes in its words; where it names none, nobody is there."""
    found = ENHANCED.search(words)
    if found is None:
        return ReturnKind.FULL if FULL.search(words) else ReturnKind.HARD
    return kind_of(found[0], words)


def _words(mail: EmailMessage) -> str:
    """What the server says itself, without the copy of our message that it puts below."""
    part = mail.get_body(("plain",))
    payload = part.get_payload(decode=True) if part is not None else None
    text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    copy = COPY.search(text)
    return text[: copy.start()] if copy else text


def _is_automatic_answer(mail: EmailMessage) -> bool:
    if "X-Failed-Recipients" in mail:  # Exim calls its bounces answers
        return False
    automatic = str(mail.get("Auto-Submitted", "no")).lower()
    answers = ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress")
    return automatic.startswith("auto-replied") or any(name in mail for name in answers)


def _blocks(part: Message) -> list[dict[str, str]]:
    payload = part.get_payload()
    if isinstance(payload, list):
        return [_as_fields(block) for block in payload if isinstance(block, Message)]
    return []


def _fields(part: Message) -> dict[str, str]:
    payload = part.get_payload()
    if isinstance(payload, list):
        return _as_fields(payload[0]) if payload and isinstance(payload[0], Message) else {}
    text = part.get_payload(decode=True)
    body = text if isinstance(text, bytes) else str(payload).encode()
    return _as_fields(message_from_bytes(body))


def _as_fields(block: Message) -> dict[str, str]:
    return {name.lower(): " ".join(str(value).split()) for name, value in block.items()}


def _address(field: str) -> str:
    return field.rpartition(";")[2].strip().strip("<>").lower()


def _text(address: str | bytes) -> str:
    return (address.decode("utf-8", "replace") if isinstance(address, bytes) else address).lower()
