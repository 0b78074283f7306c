"""E-mail and messages of Outlook, with the earlier mails and the files that they carry: `read`."""

from assistant.corpus.readers.mail.message import read, read_mailbox
from assistant.corpus.readers.mail.outlook import read_outlook

__all__ = ["read", "read_mailbox", "read_outlook"]
