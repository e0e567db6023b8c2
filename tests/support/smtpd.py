# SPDX-License-Identifier: EUPL-1.2
"""A mail server on this machine: smtpd.py DIR MODE. Prints its port; each mail becomes DIR/mail.
MODE: tls, or plain (offers none). What happens is in the address: 550@ is refused as a receiver,
451@ after the message, hang@ hangs after the message, any other is taken.
User piket, password geheim."""
import asyncio
import ssl
import sys
from aiosmtpd.smtp import SMTP, AuthResult

folder, mode = sys.argv[1:3]


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith('550@'):
            return '550 5.1.1 no such mailbox'
        envelope.rcpt_tos.append(address)
        return '250 OK'

    async def handle_DATA(self, server, session, envelope):
        what = envelope.rcpt_tos[0].split('@')[0]
        if what == 'hang':
            await asyncio.Event().wait()  # for ever: who sends hangs up
        if what == '451':
            return '451 4.3.0 try later'
        with open(folder + '/mail', 'wb') as mail:
            mail.write(envelope.content)
        return '250 taken'


def authenticate(server, session, envelope, mechanism, data):
    good = data.login == b'piket' and data.password == b'geheim'
    return AuthResult(success=good, handled=good)


async def main():
    tls = None
    if mode != 'plain':
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(folder + '/server.pem', folder + '/server.key')
    options = dict(tls_context=tls, require_starttls=tls is not None, authenticator=authenticate,
                   auth_required=tls is not None, auth_require_tls=tls is not None)
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(Handler(), hostname='localhost', **options), '127.0.0.1', 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()

asyncio.run(main())
