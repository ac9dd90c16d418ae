#!/usr/bin/env python3
"""Serves a folder over https, as the web servers of DIDs do.   file_server.py FOLDER CERT KEY

Prints "ready PORT" once it listens on 127.0.0.1, and ends when its standard input does. A file
NAME.answer beside NAME says otherwise how NAME is answered, as JSON: {"status", "headers", "delay" in
seconds}. Requests
are counted in FOLDER/requests, one path a line."""

import http.server
import json
import pathlib
import ssl
import sys
import threading
import time

folder = pathlib.Path(sys.argv[1])
TYPES = {".json": "application/json", ".jsonl": "text/jsonl", ".html": "text/html",
         ".vp": "application/vp"}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self):
        path = self.path.split("?")[0].lstrip("/")
        with (folder / "requests").open("a") as log:
            log.write(self.path + "\n")
        file = folder / path
        special = file.with_name(file.name + ".answer")
        answer = json.loads(special.read_text()) if special.is_file() else {}
        time.sleep(answer.get("delay", 0))
        found = file.is_file()
        body = file.read_bytes() if found else b""
        self.send_response(answer.get("status", 200 if found else 404))
        headers = {"Content-Type": TYPES.get(file.suffix, "application/octet-stream"),
                   "Content-Length": str(len(body)), **answer.get("headers", {})}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        pass  # a client that does not trust the certificate ends the connection


server = Server(("127.0.0.1", 0), Handler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(sys.argv[2], sys.argv[3])
server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
threading.Thread(target=server.serve_forever, daemon=True).start()
print("ready", server.server_port, flush=True)
sys.stdin.read()
