"""Runs several commands in one process, as somebody types them.

``python -m tests.interfaces.several '[["who", "Kim"], ["sources"]]'``
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress

from assistant.__main__ import main

for _arguments in json.loads(sys.argv[1]):
    print("\n$ assistant", *_arguments, flush=True)
    sys.argv = ["assistant", *_arguments]
    with suppress(SystemExit):
        main()
print("\n$", flush=True)
