"""What the demonstration "sent": the mail files that Django's file backend wrote, newest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path


@dataclass(frozen=True)
class Letter:
    """One e-mail as it was sent."""

    to: str
    subject: str
    sent_at: datetime | None
    body: str


def letters(folder: Path, *, most: int = 50) -> list[Letter]:
    """Return the newest letters in a folder; files that are no letter are passed over."""
    newest_first = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True)
    found = (letter for file in newest_first for letter in _read(file))
    return [letter for letter, _ in zip(found, range(most), strict=False)]


def _read(file: Path) -> Iterator[Letter]:
    separator = b"\n" + b"-" * 79 + b"\n"
    for part in file.read_bytes().split(separator):
        message = message_from_bytes(part.lstrip(), policy=policy.default)
        if isinstance(message, EmailMessage) and message["To"]:
            body = message.get_body(("plain",))
            yield Letter(
                to=str(message["To"]),
                subject=str(message["Subject"]),
                sent_at=message["Date"].datetime if message["Date"] else None,
                body=body.get_content() if body else "",
            )
