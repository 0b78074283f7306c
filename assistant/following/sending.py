"""Takes news to where it is read: by mail, and to a web address whose host the user's settings name."""

from __future__ import annotations

import http.client
import json
import shutil
import smtplib
import ssl
import subprocess
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import urlsplit

from assistant.errors import SettingsError
from assistant.text.clean import one_line

_PATIENCE = 20.0  # seconds for a server to answer
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_SENDMAIL = ("sendmail", "/usr/sbin/sendmail", "/usr/lib/sendmail")


@dataclass(frozen=True, slots=True)
class Mail:
    """How mail is sent: by the SMTP server of this URL (``smtp://host``, ``smtps://user@host:465``), else sendmail."""

    to: Sequence[str]
    sender: str | None = None
    smtp: str | None = None
    password: str | None = None


def mail(text: str, subject: str, how: Mail) -> None:
    """Send a plain text. Raises SettingsError, which names the setting, when it cannot be sent."""
    if not how.to:
        raise SettingsError("nobody to send mail to; set mail_to in your own assistant.toml, or ASSISTANT_MAIL_TO")
    message = EmailMessage()
    message["From"] = one_line(how.sender or how.to[0])
    message["To"] = ", ".join(map(one_line, how.to))
    message["Subject"] = one_line(subject)
    message["Date"], message["Message-ID"] = formatdate(localtime=True), make_msgid(domain="assistant.invalid")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    try:
        if how.smtp:
            _by_smtp(message, how)
        else:
            _by_sendmail(message, how.to)
    except (OSError, smtplib.SMTPException, subprocess.TimeoutExpired) as error:
        way = "smtp" if how.smtp else "sendmail"
        raise SettingsError(f"mail was not sent ({one_line(str(error))}); check the setting {way}") from None


def webhook(url: str, news: object, text: str, hosts: Collection[str]) -> None:
    """POST ``{"text": …, "news": […]}`` as JSON; redirects are not followed.

    Raises SettingsError when the host is not among `hosts`, or does not answer with success.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise SettingsError(f"{url!r} is no web address") from None
    if host not in {each.lower() for each in hosts}:
        raise SettingsError(f"{host or repr(url)} is not among webhook_hosts; add it there, in your own assistant.toml")
    if parts.scheme != "https" and not (parts.scheme == "http" and host in _LOOPBACK):
        raise SettingsError(f"news is sent to https:// addresses only, not to {one_line(url)}")
    body = json.dumps({"text": text, "news": news}, ensure_ascii=False).encode("utf-8", "replace")
    connection = (
        http.client.HTTPSConnection(host, port, timeout=_PATIENCE, context=ssl.create_default_context())
        if parts.scheme == "https"
        else http.client.HTTPConnection(host, port, timeout=_PATIENCE)
    )
    path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    try:
        connection.request("POST", path, body, {"Content-Type": "application/json; charset=utf-8"})
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise SettingsError(f"{host} was not reached ({one_line(str(error))}); the news stays new") from None
    finally:
        connection.close()
    if not 200 <= status < 300:
        raise SettingsError(f"{host} answered with {status}; the news stays new")


def _by_smtp(message: EmailMessage, how: Mail) -> None:
    parts = urlsplit(how.smtp or "")
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise SettingsError(f"{how.smtp!r} is no mail server; write smtp://host:25 or smtps://user@host:465")
    context = ssl.create_default_context()
    secure = parts.scheme == "smtps"
    server = (
        smtplib.SMTP_SSL(parts.hostname, parts.port or 465, timeout=_PATIENCE, context=context)
        if secure
        else smtplib.SMTP(parts.hostname, parts.port or 25, timeout=_PATIENCE)
    )
    try:
        server.ehlo()
        if not secure and server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
            secure = True
        if parts.username and how.password:
            if not secure and parts.hostname not in _LOOPBACK:
                raise SettingsError(f"{parts.hostname} offers no encryption, so the password is not sent; use smtps://")
            server.login(parts.username, how.password)
        server.send_message(message)
        with suppress(OSError):  # the mail is taken, however the server says goodbye
            server.quit()
    finally:
        server.close()


def _by_sendmail(message: EmailMessage, to: Sequence[str]) -> None:
    program = next((found for name in _SENDMAIL if (found := shutil.which(name))), None)
    if program is None:
        raise SettingsError(
            "there is no sendmail here; set smtp, such as smtp://localhost:25, in your own assistant.toml"
        )
    done = subprocess.run(
        [program, "-i", "--", *to], input=message.as_bytes(), capture_output=True, timeout=_PATIENCE, check=False
    )
    if done.returncode:
        said = one_line(done.stderr.decode("utf-8", "replace"))[:200]
        raise SettingsError(f"sendmail failed ({said or f'code {done.returncode}'}); the news stays new")
