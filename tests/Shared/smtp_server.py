"""A real SMTP server (aiosmtpd) on 127.0.0.1 for tests: TLS or STARTTLS, sign-in, and refusals by recipient.

usage: smtp_server.py MODE PORT CERTIFICATE KEY USER PASSWORD MAILS
MODE is starttls, tls or plain. Each mail that is accepted is one line of JSON in the file MAILS, before its sender
hears of it.
"""
import asyncio
import base64
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

mode, port, certificate, key, user, password, mails = sys.argv[1:8]
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
attempts = {}
released = asyncio.Event()


def authenticate(server, session, envelope, mechanism, data):
    good = data.login == user.encode() and data.password == password.encode()
    return AuthResult(success=good, handled=False, auth_data=data if good else None)


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        attempts[address] = attempts.get(address, 0) + 1
        if address.startswith("full-once") and attempts[address] == 1:
            return "452 4.2.2 mailbox full"
        if address.startswith("hold-once") and attempts[address] == 1:
            open(mails + ".held", "w", encoding="utf-8").close()
            await asyncio.Event().wait()
        if address.startswith("release"):
            released.set()
        if address.startswith("nobody"):
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        if any(address.startswith("drop-once") and attempts[address] == 1 for address in envelope.rcpt_tos):
            server.transport.abort()
            return "421 4.3.0 closing"
        line = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "data": base64.b64encode(envelope.content).decode(),
            "tls": mode == "tls" or session.ssl is not None,
            "user": session.auth_data.login.decode() if session.auth_data else None,
        }
        with open(mails, "a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
        if any(address.startswith("late") for address in envelope.rcpt_tos):
            await released.wait()
        return "250 2.0.0 queued as test"


async def main():
    loop = asyncio.get_running_loop()

    def factory():
        return SMTP(
            Handler(),
            enable_SMTPUTF8=True,
            tls_context=context if mode == "starttls" else None,
            require_starttls=mode == "starttls",
            authenticator=authenticate if user else None,
            auth_required=bool(user),
            auth_require_tls=mode == "starttls",
            loop=loop,
        )

    server = await loop.create_server(factory, "127.0.0.1", int(port), ssl=context if mode == "tls" else None)
    print("READY", flush=True)
    async with server:
        await server.serve_forever()


asyncio.run(main())
