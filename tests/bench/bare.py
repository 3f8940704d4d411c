"""The limit: a Flask application of one view that returns bytes that it holds."""

import os
from pathlib import Path

from flask import Flask, Response

app = Flask("bare")
_folder = Path(os.environ["BENCH_FOLDER"])
_body = (_folder / "body").read_bytes()
_headers = [
    tuple(line.split(": ", 1))
    for line in (_folder / "head").read_text().split("\r\n")[1:]
    if line.lower().startswith(("content-type", "content-encoding", "etag", "cache-control", "vary"))
]


@app.get("/")
def answer() -> Response:
    """The bytes."""
    return Response(_body, headers=_headers)
