"""`python -m bot`."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line; the exit status."""
    from bot.cli.parser import dispatch

    return dispatch(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
