"""A message as an e-mail: plain text, its attachments, headings that nobody can forge."""

from __future__ import annotations

import mimetypes
import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from hashlib import sha256

from models.outbox import Attachment, Posted
from models.outbox.message import refuse_bad_address, refuse_too_large
from rules.errors import InputError
from tasks.sending.channel import NotTaken

#: An address, or a name and an address in angle brackets.
_FROM = re.compile(r"\"?(?P<name>[^<>\"\r\n]*?)\"?\s*<(?P<named>[^<>\s]+)>|(?P<bare>\S+)")


def letter_of(message: Posted, sender: Address) -> EmailMessage:
    """The e-mail, the same to the last byte whenever it is made.

    Raises: NotTaken when an attachment has gone or is another than the one that was posted.
    """
    to = mail_address(message.address, message.role)
    policy = SMTP if to.addr_spec.isascii() and sender.addr_spec.isascii() else SMTPUTF8
    letter = EmailMessage(policy=policy.clone(cte_type="7bit"))
    letter["From"] = sender
    letter["To"] = to
    letter["Subject"] = message.subject
    letter["Date"] = format_datetime(datetime.fromisoformat(message.posted_at))
    letter["Message-ID"] = f"<{message_id(message)}@{sender.domain}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(message.body)
    for each in message.attachments:
        kind, _, sub = (mimetypes.guess_type(each.name)[0] or "application/octet-stream").partition(
            "/"
        )
        content = _content(each)
        letter.add_attachment(content, maintype=kind, subtype=sub, filename=each.name)
    if message.attachments:
        letter.set_boundary(f"=_{message_id(message)}")
    return letter


def message_id(message: Posted) -> str:
    """What stands before the @ of its Message-ID: made of its key and content, so that a mailbox
    that gets it twice can tell."""
    return sha256(f"{message.reference}\n{message.key}\n{message.digest}".encode()).hexdigest()[:40]


def sender_of(mail_from: str) -> Address:
    """Whom e-mail is from, written `name@council.example` or `Name <name@council.example>`.

    Raises: InputError.
    """
    found = _FROM.fullmatch(mail_from)
    name, address = (found["name"] or "", found["named"] or found["bare"]) if found else ("", "")
    try:
        refuse_bad_address(address)
        return mail_address(address, name)
    except (InputError, NotTaken, ValueError) as error:
        raise InputError(
            "CHANGEOVER_MAIL_FROM is no address.",
            "changeover@council.example, or with a name: Exit team <exit@council.example>.",
            "mend it.",
        ) from error


def mail_address(address: str, name: str) -> Address:
    """An address with a name, its domain as the mail system writes it."""
    local, _, domain = address.rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise NotTaken("its address has a domain that cannot be", again=False) from error
    return Address(display_name=name, username=local, domain=domain)


def _content(attachment: Attachment) -> bytes:
    """The file as it was posted. Raises: NotTaken when it is that no more."""
    try:
        refuse_too_large((attachment,))
        content = attachment.file.read_bytes()
    except (OSError, InputError) as error:
        raise NotTaken(f"its attachment {attachment.name} cannot be read", again=False) from error
    if sha256(content).hexdigest() != attachment.digest:
        says = f"its attachment {attachment.name} was changed after the message was posted"
        raise NotTaken(says, again=False)
    return content
