"""Certificates made for a test, and a server on loopback that shows one."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DAY = timedelta(days=1)


class Certificates:
    """An authority of our own, and certificates for a server on this computer, as files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test authority")])
        self.authority = folder / "authority.pem"
        root = self._builder(self._name, self._key, -DAY, DAY).add_extension(
            x509.BasicConstraints(ca=True, path_length=None), critical=True
        )
        others = ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement")
        usage = dict.fromkeys(
            ("digital_signature", "encipher_only", "decipher_only", *others), False
        )
        root = root.add_extension(
            x509.KeyUsage(key_cert_sign=True, crl_sign=True, **usage), critical=True
        )
        self.authority.write_bytes(_pem(root.sign(self._key, hashes.SHA256())))

    @cache  # noqa: B019 - it lives as long as a test
    def server(self, host: str = "127.0.0.1", start: timedelta = -DAY, end: timedelta = DAY) -> str:
        """Return the file of a key and its certificate, valid from `start` to `end` (from now)."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        name = x509.DNSName(host) if host[0].isalpha() else x509.IPAddress(ip_address(host))
        issuer_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        builder = self._builder(subject, key, start, end)
        builder = builder.add_extension(x509.SubjectAlternativeName([name]), critical=False)
        builder = builder.add_extension(issuer_key, critical=False)
        secret = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        file = self._folder / f"{host}{start.days}{end.days}.pem"
        file.write_bytes(secret + _pem(builder.sign(self._key, hashes.SHA256())))
        return str(file)

    def _builder(
        self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, start: timedelta, end: timedelta
    ) -> x509.CertificateBuilder:
        now = datetime.now(timezone.utc)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + start)
            .not_valid_after(now + end)
            .add_extension(
                x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
            )
        )


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


@contextmanager
def tls_server(certificate: str) -> Iterator[tuple[str, list[int]]]:
    """Answer every request with `{}` over TLS; yields the address, and each client's port."""
    ports: list[int] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def respond(self) -> None:
            ports.append(self.client_address[1])
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        do_GET = do_POST = respond

        def log_message(self, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *args: object) -> None:
            pass  # a client that does not trust us hangs up

        def finish_request(self, request: object, client_address: object) -> None:
            super().finish_request(context.wrap_socket(request, server_side=True), client_address)

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=[0.02], daemon=True)
    thread.start()
    try:
        yield f"https://127.0.0.1:{server.server_port}", ports
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
