"""The outbox: messages are posted in the transaction of what caused them, and sent from here."""

from models.outbox.listing import Posted, message_named, outbox
from models.outbox.message import EMAIL, TARGETS, Attachment, Message, attachment
from models.outbox.posting import post
from models.outbox.resolving import drop, readdress, resolve

__all__ = [
    "EMAIL",
    "TARGETS",
    "Attachment",
    "Message",
    "Posted",
    "attachment",
    "drop",
    "message_named",
    "outbox",
    "post",
    "readdress",
    "resolve",
]
