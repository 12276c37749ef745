"""The load maker: a process of its own, so that its CPU is not counted. Orders come on stdin.

One line of JSON in: {"port", "seconds", "clients", "head", "body": [before, after] | null}.
One line of JSON out: {"done", "errors", "seconds", "latencies_ms"}.
Every client keeps its connection and asks again when it was answered. No cookies are sent.
"""

import asyncio
import base64
import json
import os
import sys
import time
from dataclasses import dataclass, field


@dataclass
class Order:
    port: int
    seconds: float
    clients: int
    head: str  #: request line and headers; {key} becomes a fresh Idempotency-Key
    body: tuple[str, str] | None  #: around sixteen letters that make every attachment another one
    good: int = 200

    def request(self) -> bytes:
        mark = os.urandom(9).hex()
        if self.body is None:
            return self.head.format(key=mark).encode() + b"\r\n\r\n"
        body = self.body[0].encode() + base64.b64encode(mark[:12].encode()) + self.body[1].encode()
        return f"{self.head.format(key=mark)}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


@dataclass
class Tally:
    latencies_ms: list[float] = field(default_factory=list)
    errors: int = 0


class Client(asyncio.Protocol):
    """One connection, one request at a time."""

    def __init__(self, order: Order, tally: Tally, until: float) -> None:
        self.order, self.tally, self.until = order, tally, until
        self.over = asyncio.get_running_loop().create_future()
        self._good = f"HTTP/1.1 {order.good} ".encode()
        self._got = bytearray()
        self._sent_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._wire = transport
        self._ask()

    def _ask(self) -> None:
        if time.perf_counter() >= self.until:
            self._wire.close()
            return
        self._got.clear()
        request = self.order.request()
        self._sent_at = time.perf_counter()
        self._wire.write(request)

    def data_received(self, data: bytes) -> None:
        self._got += data
        end = self._got.find(b"\r\n\r\n")
        if end < 0:
            return
        head = bytes(self._got[:end]).lower()
        at = head.find(b"content-length:")
        length = int(head[at + 15 :].split(b"\r\n", 1)[0])
        if len(self._got) < end + 4 + length:
            return
        if self._got.startswith(self._good):
            self.tally.latencies_ms.append((time.perf_counter() - self._sent_at) * 1000)
        else:
            self.tally.errors += 1
        self._ask()

    def connection_lost(self, exc: Exception | None) -> None:
        if time.perf_counter() < self.until:
            self.tally.errors += 1
        if not self.over.done():
            self.over.set_result(None)


async def carry_out(order: Order) -> dict[str, object]:
    """Drives all clients for the time ordered."""
    tally, began = Tally(), time.perf_counter()
    until = began + order.seconds
    loop = asyncio.get_running_loop()
    clients = [
        (await loop.create_connection(lambda: Client(order, tally, until), "127.0.0.1", order.port))[1]
        for _ in range(order.clients)
    ]
    await asyncio.wait([client.over for client in clients], timeout=order.seconds + 30)
    return {
        "done": len(tally.latencies_ms),
        "errors": tally.errors,
        "seconds": time.perf_counter() - began,
        "latencies_ms": tally.latencies_ms,
    }


def main() -> None:
    for line in sys.stdin:
        print(json.dumps(asyncio.run(carry_out(Order(**json.loads(line))))), flush=True)


if __name__ == "__main__":
    main()
