"""A mail server that takes 20 ms for each message: `python -m tests.bench.mail_sink PORT`."""

import asyncio
import sys

from aiosmtpd.smtp import SMTP

MESSAGE_SECONDS = 0.02


class Slow:
    """Takes every message, after a while, and forgets it."""

    async def handle_DATA(self, server, session, envelope):  # noqa: ARG002, N802 - the library's name and arguments
        """Take a mail."""
        await asyncio.sleep(MESSAGE_SECONDS)
        return "250 taken"


async def _serve(port: int) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Slow(), hostname="sink.example"), "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
