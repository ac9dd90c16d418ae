#!/usr/bin/env python3
"""A WebSocket server that behaves as the path says, written from RFC 6455 alone.

    web_socket_server.py [CERTIFICATE KEY [CLIENT_AUTHORITY]]

Prints "ready PORT" and ends with its standard input. Every connection has a thread; nothing lasts
longer than 20 seconds. Below, a message is what the client sent first."""

import base64
import hashlib
import json
import socket
import socketserver
import ssl
import struct
import sys
import threading
import time

GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


class Gone(Exception):
    pass


class Peer:
    def __init__(self, connection):
        self.connection = connection
        connection.settimeout(20)

    def exactly(self, size):
        data = b""
        while len(data) < size:
            more = self.connection.recv(size - len(data))
            if not more:
                raise Gone
            data += more
        return data

    def head(self):
        data = b""
        while not data.endswith(b"\r\n\r\n"):
            data += self.exactly(1)
        first, *lines = data.decode("latin-1").split("\r\n")
        fields = {}
        for line in lines:
            if ":" in line:
                name, value = line.split(":", 1)
                fields[name.lower()] = value.strip()
        return first.split(" ")[1], fields

    def frame(self):
        """(whether final, opcode, payload); who sends unmasked frames is no client."""
        first, second = self.exactly(2)
        assert second & 0x80
        size = second & 0x7F
        if size == 126:
            size = struct.unpack(">H", self.exactly(2))[0]
        elif size == 127:
            size = struct.unpack(">Q", self.exactly(8))[0]
        mask = self.exactly(4)
        payload = self.exactly(size)
        return bool(first & 0x80), first & 0x0F, bytes(b ^ mask[i % 4] for i, b in enumerate(payload))

    def message(self):
        text = b""
        while True:
            final, opcode, payload = self.frame()
            if opcode == CLOSE:
                self.send(payload, CLOSE)
                raise Gone
            if opcode in (PING, PONG):
                continue
            text += payload
            if final:
                return text

    def head_of(self, size, opcode=TEXT, final=True, bits=0, mask=False):
        start = bytes([(0x80 if final else 0) | bits | opcode])
        flag = 0x80 if mask else 0
        if size < 126:
            return start + bytes([flag | size])
        if size < 65536:
            return start + bytes([flag | 126]) + struct.pack(">H", size)
        return start + bytes([flag | 127]) + struct.pack(">Q", size)

    def send(self, payload, opcode=TEXT, final=True, bits=0):
        self.connection.sendall(self.head_of(len(payload), opcode, final, bits) + payload)

    def say(self, value):
        self.send(json.dumps(value).encode())


def answer_to(request, result="0x1"):
    if isinstance(request, list):
        return [answer_to(one, result) for one in request]
    return {"jsonrpc": "2.0", "id": request["id"], "result": result}


# --- What the paths do, after the handshake.

def echo(peer, _):
    while True:
        peer.send(peer.message())


def token(peer, fields):
    peer.send(fields.get("authorization", "none").encode())
    echo(peer, fields)


def masked(peer, _):
    payload = peer.message()
    peer.connection.sendall(peer.head_of(len(payload), mask=True) + b"\0\0\0\0" + payload)
    time.sleep(5)


def big(peer, _):
    peer.send(b"x" * int(peer.message()))
    echo(peer, _)


def claims(peer, _):
    """A frame that says it has as many bytes as there can be."""
    peer.message()
    peer.connection.sendall(bytes([0x81, 127]) + b"\x7f" + b"\xff" * 7 + b"x" * 1000)
    time.sleep(5)


def fragments(peer, _):
    peer.message()
    peer.send(b"x", final=False)
    while True:
        peer.send(b"x" * 100, opcode=0, final=False)


def empty_fragments(peer, _):
    peer.message()
    peer.send(b"", final=False)
    while True:
        peer.send(b"", opcode=0, final=False)
        time.sleep(0.001)


def whole_of_fragments(peer, _):
    text = peer.message()
    peer.send(text[:1], final=False)
    peer.send(b"are you there", PING)
    peer.send(b"", opcode=0, final=False)
    peer.send(text[1:], opcode=0)
    final, opcode, payload = peer.frame()
    peer.send(b"pong" if opcode == PONG and payload == b"are you there" else b"no pong")
    echo(peer, _)


def slow(peer, _):
    text = peer.message()
    for byte in peer.head_of(len(text)) + text:
        peer.connection.sendall(bytes([byte]))
        time.sleep(0.2)


def close_in_message(peer, _):
    text = peer.message()
    peer.send(text[:1], final=False)
    peer.send(struct.pack(">H", 1001) + b"going", CLOSE)
    time.sleep(5)


def cut(peer, _):
    text = peer.message()
    peer.connection.sendall(peer.head_of(len(text)) + text[:1])


def binary(peer, _):
    peer.send(peer.message(), BINARY)
    time.sleep(5)


def bad_text(peer, _):
    peer.message()
    peer.send(b"\xff\xfe")
    time.sleep(5)


def reserved(peer, _):
    peer.send(peer.message(), bits=0x40)
    time.sleep(5)


def opcode(peer, _):
    peer.send(peer.message(), 5)
    time.sleep(5)


def long_ping(peer, _):
    peer.message()
    peer.send(b"x" * 126, PING)
    time.sleep(5)


def continuation(peer, _):
    peer.send(peer.message(), 0)
    time.sleep(5)


def silent(peer, _):
    while True:
        peer.exactly(1)


def flood(peer, _):
    peer.message()
    while True:
        peer.send(b"x" * 1000)


def count(peer, _):
    """Each message has 1000 bytes, and begins with the longest time that sending one took."""
    peer.message()
    longest = 0.0
    while True:
        begun = time.monotonic()
        peer.send(f"{longest:.3f} ".encode().ljust(1000, b"x"))
        longest = max(longest, time.monotonic() - begun)


# --- The same for JSON-RPC.

def rpc_unknown_id(peer, _):
    request = json.loads(peer.message())
    peer.say({"jsonrpc": "2.0", "id": request["id"] + 1000, "result": "0x1"})
    time.sleep(5)


def rpc_twice(peer, _):
    while True:
        answer = answer_to(json.loads(peer.message()))
        peer.say(answer)
        peer.say(answer)


def rpc_twice_in_batch(peer, _):
    answers = answer_to(json.loads(peer.message()))
    peer.say([answers[0], answers[0]])
    time.sleep(5)


def rpc_backwards(peer, _):
    """Four requests, answered from the last to the first, each by its method."""
    requests = [json.loads(peer.message()) for _ in range(4)]
    for request in reversed(requests):
        name = request[0]["method"] if isinstance(request, list) else request["method"]
        answers = answer_to(request, name)
        peer.say(answers[::-1] if isinstance(answers, list) else answers)
    echo(peer, _)


def rpc_late(peer, _):
    """The first answer comes with the second."""
    first = json.loads(peer.message())
    second = json.loads(peer.message())
    peer.say(answer_to(first, "late"))
    peer.say(answer_to(second, "in time"))
    echo(peer, _)


def rpc_notices(peer, _):
    request = json.loads(peer.message())
    peer.say({"jsonrpc": "2.0", "method": "eth_subscription", "params": []})
    peer.say(answer_to(request))
    echo(peer, _)


def rpc_no_id(peer, _):
    peer.message()
    peer.say({"jsonrpc": "2.0", "id": None, "error": {"code": -32700, "message": "what?"}})
    echo(peer, _)


def rpc_nothing(peer, _):
    peer.message()
    peer.say([])
    time.sleep(5)


def rpc_no_json(peer, _):
    peer.message()
    peer.send(b"{")
    time.sleep(5)


def rpc_leaves(peer, _):
    """Goes away after each answer."""
    peer.say(answer_to(json.loads(peer.message())))
    peer.send(struct.pack(">H", 1000), CLOSE)
    time.sleep(0.2)


def rpc(peer, _):
    while True:
        peer.say(answer_to(json.loads(peer.message())))


def handshake(peer, path, fields):
    key = fields["sec-websocket-key"]
    if path == "/wrong_accept":
        key = "x"
    accept = base64.b64encode(hashlib.sha1((key + GUID).encode()).digest()).decode()
    if path.startswith("/status/"):
        body = b"<html>no</html>"
        peer.connection.sendall(f"HTTP/1.1 {path[8:]} No\r\nContent-Length: {len(body)}\r\n\r\n"
                                .encode() + body)
        raise Gone
    if path == "/no_http":
        peer.connection.sendall(b"220 mail.example ESMTP\r\n\r\n")
        raise Gone
    if path == "/no_answer":
        time.sleep(5)
        raise Gone
    if path == "/endless_head":
        peer.connection.sendall(b"HTTP/1.1 101 Switching Protocols\r\n")
        while True:
            peer.connection.sendall(b"X-More: and more and more and more and more and more\r\n")
    # Whoever took the wrong key for the right one gets an echo.
    path = "/echo" if path == "/wrong_accept" else path
    peer.connection.sendall(
        ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
         f"Sec-WebSocket-Accept: {accept}\r\n\r\n").encode())
    return globals()[path.lstrip("/")]


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        try:
            connection = self.request
            if CONTEXT:
                connection = CONTEXT.wrap_socket(connection, server_side=True)
            peer = Peer(connection)
            path, fields = peer.head()
            handshake(peer, path.split("?")[0], fields)(peer, fields)
        except (OSError, Gone):
            pass


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


CONTEXT = None
if len(sys.argv) > 1:
    CONTEXT = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    CONTEXT.load_cert_chain(sys.argv[1], sys.argv[2])
    if len(sys.argv) > 3:
        CONTEXT.verify_mode = ssl.CERT_REQUIRED
        CONTEXT.load_verify_locations(sys.argv[3])
SERVER = Server(("127.0.0.1", 0), Handler)
threading.Thread(target=SERVER.serve_forever, daemon=True).start()
print("ready", SERVER.server_address[1], flush=True)
sys.stdin.read()
