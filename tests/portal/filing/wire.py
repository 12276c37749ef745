"""A wire to the database that a test can cut: a TCP relay that watches for COMMIT."""

import socket
import threading
from contextlib import suppress
from enum import Enum
from urllib.parse import urlsplit, urlunsplit

CHUNK = 65_536
WORD = b"COMMIT"
#: only a transaction that has said this is the one whose COMMIT matters
FILING = b"INSERT INTO submission"


class Mood(Enum):
    WELL = "everything passes"
    AWAY = "nobody answers"
    CUT_BEFORE_COMMIT = "the wire breaks before COMMIT reaches the database"
    LOSE_ANSWER = "COMMIT reaches the database, its answer is lost"
    LOSE_ANSWER_THEN_AWAY = "the same, and nobody can be asked afterwards"


class Wire:
    """Relays 127.0.0.1:<port> to the database of `url`."""

    def __init__(self, url: str) -> None:
        self._target = urlsplit(url)
        self.mood = Mood.WELL
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        """The database's address through this wire."""
        port = self._listener.getsockname()[1]
        credentials = self._target.netloc.rpartition("@")[0]
        return urlunsplit(self._target._replace(netloc=f"{credentials}@127.0.0.1:{port}"))

    def cut(self) -> None:
        """Breaks every connection that is open now."""
        for end in self._open:
            _close(end)
        self._open.clear()

    def close(self) -> None:
        _close(self._listener)
        self.cut()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                if self.mood is Mood.AWAY:
                    _close(client)
                    continue
                server = socket.create_connection((self._target.hostname, self._target.port))
                self._open += [client, server]
                threading.Thread(target=self._there, args=(client, server), daemon=True).start()

    def _there(self, client: socket.socket, server: socket.socket) -> None:
        """Client to server; the answers run on a thread of their own until one must be lost."""
        lost = threading.Event()
        back = threading.Thread(target=self._back, args=(client, server, lost), daemon=True)
        back.start()
        filing = False
        with suppress(OSError):
            while data := client.recv(CHUNK):
                filing = filing or FILING in data
                commits = filing and WORD in data
                if commits and self.mood is Mood.CUT_BEFORE_COMMIT:
                    self.mood = Mood.AWAY
                    break
                if commits and self.mood in (Mood.LOSE_ANSWER, Mood.LOSE_ANSWER_THEN_AWAY):
                    lost.set()
                server.sendall(data)
                if lost.is_set():
                    back.join()
                    break
        _close(client)
        _close(server)

    def _back(self, client: socket.socket, server: socket.socket, lost: threading.Event) -> None:
        with suppress(OSError):
            while data := server.recv(CHUNK):
                if lost.is_set():  # the database has answered, so the COMMIT is done; nobody hears of it
                    self.mood = Mood.AWAY if self.mood is Mood.LOSE_ANSWER_THEN_AWAY else Mood.WELL
                    break
                client.sendall(data)
        _close(client)


def _close(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    with suppress(OSError):
        end.close()
