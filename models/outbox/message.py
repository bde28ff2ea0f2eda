"""A message to one person, or to the targets of this installation: its words, checked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from models.effects import path_of_kept
from models.log import canonical
from models.tables import SHARED
from rules.errors import InputError

#: To one address, by SMTP or GOV.UK Notify.
EMAIL = "email"
#: To every Apprise target of this installation: a channel of a team, a telephone.
TARGETS = "targets"

#: What all attachments of a message may come to: most councils' servers refuse more.
MOST_BYTES = 10 * 1024 * 1024

#: One address, without a name; no quotes and no comments, which no council's address has.
_LOCAL, _LABEL = r"""[^\s@<>()\[\],;:\\"]{1,64}""", r"""[^\s@<>()\[\],;:\\"./]{1,63}"""
_ADDRESS = re.compile(rf"{_LOCAL}@{_LABEL}(\.{_LABEL})+")
_LONGEST_ADDRESS = 254
#: In one line of a heading: nothing that would end it or that no reader can see.
_NOT_IN_A_LINE = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
#: In a text of several lines.
_NOT_IN_A_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file that goes with a message: `path` as the log names files, `name` as readers see it."""

    path: str
    name: str
    digest: str

    @property
    def file(self) -> Path:
        """Where it is on this machine."""
        return path_of_kept(self.path)


@dataclass(frozen=True, kw_only=True)
class Message:
    """What is to be said, to whom, and what for.

    `key` says what it is for, so that it goes out once: it stands in the log, so it names no
    person. `role` is the office written to, `address` its e-mail address; an empty one waits until
    somebody gives it. `kind` is such as `deadline-alert`. The text is plain, lines ended by `\\n`.
    """

    key: str
    kind: str
    role: str
    subject: str
    body: str
    address: str = ""
    council: str = SHARED
    channel: str = EMAIL
    attachments: tuple[Attachment, ...] = ()

    @property
    def digest(self) -> str:
        """The SHA-256 of what is said; whom it is said to may be mended and is not in it."""
        return digest_of(self.subject, self.body, self.attachments)


def digest_of(subject: str, body: str, attachments: tuple[Attachment, ...]) -> str:
    """The digest of subject, text, and name and content of each attachment."""
    files = [[each.name, each.digest] for each in attachments]
    said = {"subject": subject, "body": body, "attachments": files}
    return sha256(canonical(said).encode()).hexdigest()


def attachment(path: Path, name: str = "") -> Attachment:
    """A file as it is now, to go with a message. Raises: InputError when there is none."""
    from models.effects import kept_path

    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"{path} cannot be attached: {error.strerror}.", "a file that can be read.", "name one."
        ) from error
    return Attachment(
        path=kept_path(path.absolute()),
        name=name or path.name,
        digest=sha256(content).hexdigest(),
    )


def refuse_unsendable(message: Message) -> None:
    """Raises: InputError for what no mail server could take, or what would forge a heading."""
    for name in ("key", "kind", "role", "subject", "address", "council"):
        _refuse_more_than_a_line(name, getattr(message, name))
    for name in ("key", "kind", "role", "subject", "body"):
        if not getattr(message, name).strip():
            raise InputError(f"The message has no {name}.", f"a {name}.", "give it one.")
    _refuse_no_text("body", message.body, _NOT_IN_A_TEXT)
    if message.channel not in (EMAIL, TARGETS):
        raise InputError(
            f"There is no channel {message.channel!r}.", f"{EMAIL} or {TARGETS}.", "name one."
        )
    if message.address:
        refuse_bad_address(message.address)
    refuse_too_large(message.attachments)


def refuse_bad_address(address: str) -> None:
    """Raises: InputError for what is not one e-mail address; never repeats it."""
    _refuse_more_than_a_line("address", address)
    if not _ADDRESS.fullmatch(address) or len(address) > _LONGEST_ADDRESS:
        raise InputError(
            "The message goes to what is not one e-mail address.",
            "one address without a name, such as name@council.example.",
            "mend the address; one message goes to one person.",
        )


def refuse_too_large(attachments: tuple[Attachment, ...]) -> None:
    """Raises: InputError when the attachments come to more than mail servers take."""
    for each in attachments:
        _refuse_more_than_a_line("name of an attachment", each.name)
    found = sum(each.file.stat().st_size for each in attachments if each.file.is_file())
    if found > MOST_BYTES:
        raise InputError(
            f"The attachments come to {found / 1024 / 1024:.1f} MB.",
            f"{MOST_BYTES // 1024 // 1024} MB at most, which mail servers take.",
            "leave some out, or say in the message where they are kept.",
        )


def _refuse_more_than_a_line(name: str, text: str) -> None:
    _refuse_no_text(name, text, _NOT_IN_A_LINE)


def _refuse_no_text(name: str, text: str, unfit: re.Pattern[str]) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        found = True
    else:
        found = bool(unfit.search(text))
    if found:
        raise InputError(
            f"The {name} of the message has characters that are no text"
            f"{' of one line' if unfit is _NOT_IN_A_LINE else ''}.",
            "letters, digits and signs that a reader can see.",
            "a line break here would forge a heading of the e-mail: leave it out.",
        )
