"""The messages to recipients: a delivery and a correction notice; and the operator's test of either."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Mapping, Sequence
from urllib.parse import urlencode

from tipbrief.mail.compose import File, Head, compose
from tipbrief.mail.words import CONSENTS, STOP, STOP_LINK, day, megabytes, render, said, translated
from tipbrief.messages import _
from tipbrief.operations import Operations
from tipbrief.recipients.book import Recipient
from tipbrief.templating import country_name

MOST = 12  # changed figures of a country that stand in the message; the brief holds all
SUBJECT = _("{organisation}: country briefs on trafficking in persons, {release}")
CORRECTED = _("{organisation}: correction of country briefs on trafficking in persons, {release}")
INTRO = _("These are the country briefs on trafficking in persons of the release {release}.")
WRONG = _("Files of the release {release} that we sent you are wrong.")
TEST = "[Test]"
GREETING, TO_NOBODY = _("Dear {name},"), _("Dear reader,")
FIRST = _("{country}: you get this brief for the first time.")
SAME = _("{country}: the brief was made anew; no figure changed.")
NEWS = _("{country}: figures that changed since the brief that you got last:")
FIGURE_NEW = _("{label}, {year}: {now} (new)")
FIGURE_CHANGED = _("{label}, {year}: {now} (before: {before})")
FIGURE_GONE = _("{label}, {year}: no longer given (before: {before})")
MORE = _("and {n} more, which stand in the brief")


@dataclass(frozen=True)
class Enclosed:
    """One brief of a message: `data` where it is attached, `link` where it is linked; `size` in bytes."""

    name: str
    iso3: str
    language: str
    sha256: str
    size: int
    data: bytes | None = field(default=None, repr=False)
    link: str | None = None


@dataclass(frozen=True)
class Changed:
    """One figure: its label in English, the period, and what was and is said (empty: new, or no longer given)."""

    label: str
    year: str
    before: str
    now: str


@dataclass(frozen=True)
class News:
    """What is new to the recipient about a country; `first` where they never got its brief."""

    iso3: str
    first: bool
    changed: tuple[Changed, ...] = ()


@dataclass(frozen=True)
class Envelope:
    """What the caller fixes so that the same message can be made again, byte by byte.

    `token`: the recipient's hash for the unsubscription link (Suppressions.token); `test_to`: the operator's address,
    for a test in which the recipient's own address does not stand.
    """

    message_id: str
    date: datetime
    token: str = ""
    test_to: str = field(default="", repr=False)


def delivery_message(
    operations: Operations,
    organisation: Mapping[str, str],
    recipient: Recipient,
    release: str,
    files: Sequence[Enclosed],
    news: Sequence[News],
    envelope: Envelope,
) -> bytes:
    """One recipient's briefs of a release, in their language; organisation is that of config.yaml."""
    language = recipient.language
    shown = _shown(files, language)
    values = {
        "intro": said(language, INTRO, release=release),
        "attached": [file for file in shown if not file["link"]],
        "linked": [file for file in shown if file["link"]],
        "news": [_news(country, language) for country in news],
    }
    return _message("delivery", SUBJECT, operations, organisation, recipient, release, files, values, envelope)


def correction_message(
    operations: Operations,
    organisation: Mapping[str, str],
    recipient: Recipient,
    release: str,
    reason: str,
    wrong: Sequence[Enclosed],
    right: Sequence[Enclosed],
    envelope: Envelope,
) -> bytes:
    """That files of a release are wrong, which, why (the operator's words), and what replaces them, if anything."""
    language = recipient.language
    values = {
        "intro": said(language, WRONG, release=release),
        "reason": " ".join(reason.split()),
        "wrong": _shown(wrong, language),
        "right": _shown(right, language),
    }
    return _message("correction", CORRECTED, operations, organisation, recipient, release, right, values, envelope)


def _message(
    template: str,
    subject: str,
    operations: Operations,
    organisation: Mapping[str, str],
    recipient: Recipient,
    release: str,
    files: Sequence[Enclosed],
    values: Mapping[str, Any],
    envelope: Envelope,
) -> bytes:
    """What all messages share, around the values of one template."""
    language = recipient.language
    title = said(language, subject, organisation=organisation["name"], release=release)
    link = _link(operations, envelope)
    name = " ".join(recipient.name.split())
    shared = {
        "language": language,
        "subject": title,
        "organisation": organisation,
        "greeting": said(language, GREETING, name=name) if name else said(language, TO_NOBODY),
        "why": said(language, CONSENTS[recipient.consent], date=day(recipient.consent_date, language)),
        "stop": said(language, STOP_LINK if link else STOP, address=operations.delivery.unsubscribe_mail, link=link),
    }
    text, html = render(template, language, {**shared, **values})
    head = Head(
        to=("", envelope.test_to) if envelope.test_to else (name, recipient.address),
        subject=f"{TEST} {title}" if envelope.test_to else title,
        message_id=envelope.message_id,
        date=envelope.date,
        more={} if envelope.test_to else _unsubscribe(operations, link),
    )
    enclosed = [File(file.name, file.data) for file in files if file.data is not None]
    return compose(operations.mail, head, text, html, enclosed)


def _link(operations: Operations, envelope: Envelope) -> str:
    """The recipient's own unsubscription link (RFC 8058 asks that it names them, here by a keyed hash); or none."""
    base = operations.delivery.unsubscribe_link
    if not base or not envelope.token or envelope.test_to:
        return ""
    return f"{base}{'&' if '?' in base else '?'}{urlencode({'t': envelope.token})}"


def _unsubscribe(operations: Operations, link: str) -> dict[str, str]:
    """The headers by which mail programs unsubscribe (RFC 2369, RFC 8058)."""
    mail = f"<mailto:{operations.delivery.unsubscribe_mail}?subject=unsubscribe>"
    if not link:
        return {"List-Unsubscribe": mail}
    return {"List-Unsubscribe": f"<{link}>, {mail}", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _shown(files: Sequence[Enclosed], language: str) -> list[dict[str, Any]]:
    """Files as the templates take them, without their bytes."""
    own = [{name: value for name, value in asdict(file).items() if name not in ("data", "size")} for file in files]
    return [
        shown | {"country": country_name(file.iso3, language), "size": megabytes(file.size, language)}
        for shown, file in zip(own, files, strict=True)
    ]


def _news(country: News, language: str) -> dict[str, Any]:
    pattern = FIRST if country.first else NEWS if country.changed else SAME
    lines = [_figure(change, language) for change in country.changed[:MOST]] if not country.first else []
    if not country.first and (rest := len(country.changed) - MOST) > 0:
        lines.append(said(language, MORE, n=rest))
    return {"told": said(language, pattern, country=country_name(country.iso3, language)), "lines": lines}


def _figure(change: Changed, language: str) -> str:
    pattern = FIGURE_GONE if not change.now else FIGURE_CHANGED if change.before else FIGURE_NEW
    values = {
        "label": translated(change.label, language),
        "year": change.year,
        "now": change.now,
        "before": change.before,
    }
    # A sentence of gone figures has no place for `now`, one of new ones none for `before`.
    return said(language, pattern, **values)
