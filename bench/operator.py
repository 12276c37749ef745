"""An SMS operator that says yes at once, as a process of its own: what it costs is nobody's else.

Answers the vendor's API as far as its client needs it. GET /taken: [[number, seconds since 1970], …] since
the last time. Prints its port.
"""

import asyncio
import json
import secrets
import time
from urllib.parse import parse_qs

_TAKEN: list[tuple[str, float]] = []


class Caller(asyncio.Protocol):
    """One connection; requests come one after another."""

    def __init__(self) -> None:
        self._got = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._wire = transport

    def data_received(self, data: bytes) -> None:
        self._got += data
        end = self._got.find(b"\r\n\r\n")
        if end < 0:
            return
        head = bytes(self._got[:end]).lower()
        at = head.find(b"content-length:")
        length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        if len(self._got) < end + 4 + length:
            return
        body = bytes(self._got[end + 4 : end + 4 + length])
        self._got.clear()
        self._answer(*(self._told() if head.startswith(b"get /taken") else self._took(body)))

    def _told(self) -> tuple[int, str]:
        said = json.dumps(_TAKEN)
        _TAKEN.clear()
        return 200, said

    def _took(self, body: bytes) -> tuple[int, str]:
        _TAKEN.append((parse_qs(body.decode())["To"][0], time.time()))
        return 201, json.dumps({"sid": f"SM{secrets.token_hex(16)}", "status": "queued"})

    def _answer(self, status: int, said: str) -> None:
        head = f"HTTP/1.1 {status} OK\r\nContent-Type: application/json\r\nContent-Length: {len(said)}"
        self._wire.write(f"{head}\r\n\r\n{said}".encode())


async def serve() -> None:
    server = await asyncio.get_running_loop().create_server(Caller, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve())
