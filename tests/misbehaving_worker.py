"""A worker for the tests of `ingest.formats.isolated`: does in its process what a hostile file may make a parser do."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import time

from ingest.errors import DamagedFileError
from ingest.formats.confined import BeginPage, answer_order

CHILD_SECONDS = "86399"  # by which the tests find the child in the list of processes


def answer(request: dict[str, object], begin_page: BeginPage) -> bytes:
    begin_page(1, 3)
    begin_page(2, 3)
    print("a library that prints")
    match request["does"]:
        case "answers":
            return b'{"read": true}'
        case "refuses":
            raise DamagedFileError("Filen är trasig. Spara om den.", "a detail")
        case "raises":
            raise ValueError("an error that nobody foresaw")
        case "crashes":
            ctypes.string_at(0)
        case "swells":
            bytearray(10**12)
        case "floods":
            return b'"' + b"x" * 5_000_000 + b'"'
        case "babbles":
            os.write(2, b"x" * 1_000_000)
            raise ValueError("behind much talk")
        case "hangs":
            subprocess.Popen([sys.executable, "-c", f"import time; time.sleep({CHILD_SECONDS})", str(request["mark"])])
            time.sleep(3600)
        case "leaves a child":
            subprocess.Popen([sys.executable, "-c", f"import time; time.sleep({CHILD_SECONDS})", str(request["mark"])])
        case "environment":
            return b'"' + ",".join(sorted(os.environ)).encode() + b'"'
        case "waits":
            subprocess.Popen([sys.executable, "-c", f"import time; time.sleep({CHILD_SECONDS})", str(request["mark"])])
            begin_page(3, 3)
            time.sleep(3600)
    return b"null"


if __name__ == "__main__":
    answer_order(answer)
