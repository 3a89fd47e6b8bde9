"""Servers that no switch of the sandbox makes: each is an address that something is wrong with."""

import socket
import threading


def _listen(backlog=64):
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", 0))
    server.listen(backlog)
    return server


def _address(server):
    return "localhost:%d" % server.getsockname()[1]


def _serve(server, answer):
    def accept():
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            threading.Thread(target=_answer, args=(connection, answer), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()


def _answer(connection, answer):
    with connection:
        try:
            answer(connection)
        except OSError:
            pass  # it has had enough


def _close(connection):
    connection.recv(1)


def _garbage(connection):
    connection.recv(65536)
    connection.sendall(b"\x16\x03\x01 \x1b[31mSSH-2.0-nonsense\r\n\r\n\x00\xff\xfe")


def _drip(connection):
    """A byte now and then, so that no pause is long, and no end in sight."""
    connection.settimeout(0.1)
    connection.recv(65536)
    for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 1000:
        connection.sendall(bytes([byte]))
        try:
            if connection.recv(1) == b"":
                return
        except socket.timeout:
            pass


class BadServers:
    """All of them, for one site: url(name) is where a profile is to point."""

    def __init__(self, plain_url, tls_url):
        self.sockets = []
        self.urls = {
            "nobody": "http://localhost:1",  # no system hands this port out
            "unresolved": "https://nonexistent.invalid",
            "untrusted": tls_url,
            "tls-only": tls_url.replace("https:", "http:"),
            "no-tls": plain_url.replace("http:", "https:"),
        }
        for name, answer in (("closing", _close), ("garbage", _garbage), ("dripping", _drip)):
            server = _listen()
            self.sockets.append(server)
            _serve(server, answer)
            self.urls[name] = "http://" + _address(server)
        self._fill()

    def _fill(self):
        """A queue of connections that is full: the kernel drops what comes, so nothing ever answers."""
        server = _listen(backlog=0)
        self.sockets.append(server)
        for _ in range(4):
            waiting = socket.socket()
            waiting.setblocking(False)
            waiting.connect_ex(server.getsockname())
            self.sockets.append(waiting)
        self.urls["full"] = "http://127.0.0.1:%d" % server.getsockname()[1]

    def url(self, name):
        return self.urls[name]

    def close(self):
        for one in self.sockets:
            one.close()
