"""A server on loopback that answers with exactly the bytes a test gives it, or not at all."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def dripping(answer: bytes) -> Iterator[str]:
    """Serve an answer byte by byte, 20 a second: no single wait is long."""
    with answering(*(bytes([each]) for each in answer), pause=0.05) as base:
        yield base


@contextmanager
def answering(
    *pieces: bytes, hold_open: bool = False, port: int = 0, pause: float = 0
) -> Iterator[str]:
    """Serve the pieces to every connection; with `hold_open`, then keep silent.

    Yields the server's base address. `answering(hold_open=True)` never says a word, and
    `answering()` hangs up.
    """
    listener = socket.create_server(("127.0.0.1", port))
    finished = threading.Event()
    threads: list[threading.Thread] = []

    def talk(connection: socket.socket) -> None:
        with connection:
            connection.recv(65536)
            for piece in pieces:
                with suppress(OSError):  # the client had enough
                    connection.sendall(piece)
                if pause and finished.wait(pause):
                    return
            if hold_open:
                finished.wait(30)

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:  # closed at the end of the test
                return
            thread = threading.Thread(target=talk, args=[connection], daemon=True)
            thread.start()
            threads.append(thread)

    acceptor = threading.Thread(target=accept, daemon=True)
    acceptor.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        finished.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for thread in [acceptor, *threads]:
            thread.join(5)


def http(status: str, body: str, content_type: str = "application/json") -> bytes:
    """Return a whole HTTP response."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nConnection: close\r\n"
    return f"{head}Content-Length: {len(body.encode())}\r\n\r\n{body}".encode()


def closed_port() -> int:
    """Return a port of this computer on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port
