"""A small load on loopback: a bounded number of kept connections, each asking again as soon as it is answered.

It is written on bare sockets so that the asking costs little beside the answering.
"""

import selectors
import socket
import time


class Refusal(Exception):
    """A server answered something else than was asked for."""


class _Connection:
    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = bytearray()
        self.wanted = -1
        self.number = 0

    def ask(self, request: bytes, number: int = 0) -> None:
        self.number = number
        self.buffer.clear()
        self.wanted = -1
        self.socket.sendall(request)

    def take(self, expect: bytes) -> bool:
        """Read what is there; whether the answer is whole."""
        data = self.socket.recv(262_144)
        if not data:
            raise Refusal("the server closed the connection")
        self.buffer += data
        if self.wanted < 0:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return False
            head = bytes(self.buffer[:end])
            if not head.startswith(expect):
                raise Refusal(head[:200].decode())
            self.wanted = end + 4 + _length(head)
        return len(self.buffer) >= self.wanted


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    raise Refusal("no Content-Length: " + head[:200].decode())


def get_request(path: str, **headers: str) -> bytes:
    """A GET with these headers."""
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode()


def rate(
    port: int,
    requests: list[bytes],
    *,
    seconds: float,
    connections: int = 16,
    expect: bytes = b"HTTP/1.1 200",
    once: bool = False,
    answered: list[int] | None = None,
) -> float:
    """Requests answered a second, asking the given requests in turn for so long; no one twice with `once`.

    The places of the requests that were answered are added to `answered`.
    """
    selector = selectors.DefaultSelector()
    opened = [_Connection(port) for _ in range(connections)]
    sent = done = 0
    for connection in opened:
        selector.register(connection.socket, selectors.EVENT_READ, connection)
        connection.ask(requests[sent % len(requests)], sent)
        sent += 1
    began = time.perf_counter()
    end = began + seconds
    while (now := time.perf_counter()) < end:
        for key, _ in selector.select(end - now):
            connection = key.data
            if connection.take(expect):
                done += 1
                if answered is not None:
                    answered.append(connection.number)
                if once and sent == len(requests):
                    raise Refusal("the requests were used up before the time was")
                connection.ask(requests[sent % len(requests)], sent)
                sent += 1
    taken = time.perf_counter() - began
    selector.close()
    for connection in opened:
        connection.socket.close()
    return done / taken


def fetch(port: int, request: bytes) -> tuple[bytes, bytes]:
    """The head and the body of one answer."""
    connection = _Connection(port)
    connection.ask(request)
    while not connection.take(b"HTTP/1.1 "):
        pass
    connection.socket.close()
    head, _, body = bytes(connection.buffer).partition(b"\r\n\r\n")
    return head, body
