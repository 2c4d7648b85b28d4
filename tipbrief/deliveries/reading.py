"""The plan as a page to read before it is sent: Markdown, with the names and addresses of the recipients."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Iterator

from tipbrief.deliveries.people import short
from tipbrief.deliveries.plans import Plan
from tipbrief.private import write_private
from tipbrief.recipients.book import Recipient


def page(plan: Plan, recipients: list[Recipient], path: Path) -> str:
    """Who gets which files and why, what is new to them, what is withheld; the line that sends it stands at the end."""
    return "\n".join(
        [*_head(plan), *_messages(plan, recipients), *_withheld(plan), "", f"To send it: `{send_line(path)}`", ""]
    )


def send_line(path: Path) -> str:
    """The command that sends a plan."""
    return f"tipbrief deliver send {path} --confirm"


def _head(plan: Plan) -> Iterator[str]:
    files = sum(len(message.files) for message in plan.messages)
    yield f"# Delivery of {plan.release}: {plan.reason}"
    yield ""
    yield f"Made {plan.made}. {len(plan.messages)} messages with {files} files; {len(plan.withheld)} files withheld."
    yield f"Planned rows: {plan.size} = to send {files} + withheld {len(plan.withheld)}."
    if plan.why:
        yield f"Reason given: {plan.why}"


def _messages(plan: Plan, recipients: list[Recipient]) -> Iterator[str]:
    by_row = {recipient.row: recipient for recipient in recipients}
    for message in plan.messages:
        who = by_row.get(message.row)
        named = f"{who.name} <{who.address}>" if who else "no longer in recipients.csv"
        yield f"\n## Row {message.row}: {named} ({short(message.recipient)})\n"
        countries = ", ".join(file.iso3 for file in message.files)
        yield f"Asked for {countries} in {message.language}; by {message.form}.\n"
        for file, news in zip(message.files, message.news, strict=True):
            yield f"- {file.path} ({file.size / 1000:.0f} kB, {file.sha256[:12]}). {news.told}"
            for label, year, before, now in news.changed:
                yield f"  - {label}, {year}: {before or 'not given'} before, {now or 'not given'} now"


def _withheld(plan: Plan) -> Iterator[str]:
    if plan.withheld:
        yield "\n## Withheld\n"
    for held in plan.withheld:
        yield f"- Row {held.row} ({short(held.recipient)}), {held.file.path}: {held.because}."
    if plan.left_out:
        yield "\n## Nothing to send\n"
    for line in plan.left_out:
        yield f"- {line}"


def forget_in_pages(folder: Path, address: str) -> None:
    """Take an address and its name out of the pages of all plans."""
    named = re.compile(rf"^(## Row \d+: ).*<{re.escape(address)}> \(", re.MULTILINE | re.IGNORECASE)
    for path in folder.glob("*.md"):
        text = path.read_text(encoding="utf-8")
        if (without := named.sub(r"\1erased (", text)) != text:
            write_private(path, without.encode())
