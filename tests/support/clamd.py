"""A scanner that speaks clamd's INSTREAM on a real socket and knows one virus: bytes that hold the word EICAR."""

import socketserver
import struct
import threading
from contextlib import contextmanager


class _Scanner(socketserver.StreamRequestHandler):
    def handle(self):
        assert self._until_nul() == b"zINSTREAM"
        data = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            data += self.rfile.read(size)
        self.server.scanned.append(data)
        said = self.server.says or ("stream: Eicar-Signature FOUND" if b"EICAR" in data else "stream: OK")
        self.wfile.write(said.encode() + b"\0")

    def _until_nul(self):
        said = b""
        while (one := self.rfile.read(1)) not in (b"\0", b""):
            said += one
        return said


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Scanner)
        self.scanned = []
        self.says = ""

    @property
    def address(self):
        """As ENGAGE_CLAMD_URL has it."""
        return f"tcp://127.0.0.1:{self.server_address[1]}"


@contextmanager
def clamd():
    """A running scanner; `says` makes it answer something else."""
    server = _Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
