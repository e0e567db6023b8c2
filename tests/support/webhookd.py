# SPDX-License-Identifier: EUPL-1.2
"""A receiver of webhooks on this machine: webhookd.py DIR. Prints its port. The path says how it
behaves; what was posted to /ok with a signature that holds is written to DIR/posted."""
import hashlib
import hmac
import http.server
import ssl
import sys
import time

folder = sys.argv[1]
secret = open(folder + '/secret', 'rb').read().rstrip(b'\n')


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def answer(self, status, body=b'', **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def signed(self, body):
        parts = dict(part.split('=', 1) for part in self.headers['Piket-Signature'].split(','))
        told = hmac.new(secret, parts['t'].encode() + b'.' + body, hashlib.sha256).hexdigest()
        return hmac.compare_digest(told, parts['v1']) and abs(time.time() - int(parts['t'])) < 300

    def do_POST(self):
        body = self.rfile.read(int(self.headers['Content-Length']))
        how = self.path[1:]
        if how == 'ok':
            good = self.signed(body)
            with open(folder + '/posted', 'a', encoding='utf-8') as posted:
                posted.write('%s %s %s\n' % ('good' if good else 'bad',
                                             self.headers['Idempotency-Key'], body.decode()))
            self.answer(204 if good else 400)
        elif how == '302':
            self.answer(302, Location='http://127.0.0.1:9/')
        elif how == 'garbage':
            self.wfile.write(b'\x00\xff what is this\r\n\r\n' * 50)
        elif how == 'hang':
            self.rfile.read(1)  # until who sent hangs up
        elif how == 'flood':
            self.send_response(200)
            self.end_headers()
            try:
                while True:
                    self.wfile.write(b'x' * 65536)
            except OSError:
                pass
        else:
            self.answer(int(how), b'no')


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass


server = Server(('127.0.0.1', 0), Handler)
tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
tls.load_cert_chain(folder + '/server.pem', folder + '/server.key')
server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
print(server.server_address[1], flush=True)
server.serve_forever()
