"""The program's entry, also `python -m assistant`: Ctrl-C ends it quietly from the first import on."""

from __future__ import annotations

import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line."""
    try:
        from assistant.interfaces.cli.main import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("\nassistant: interrupted\n")
        sys.exit(130)  # ExitCode.INTERRUPTED, whose import may be what was interrupted


if __name__ == "__main__":
    main()
