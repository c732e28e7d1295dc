"""Run the fuzzers one after the other for a bounded time: `python tests/fuzz/run.py --seconds N`. Needs atheris."""

from __future__ import annotations

import argparse
import importlib.util
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
NAMES = sorted(path.stem.removeprefix("fuzz_") for path in HERE.glob("fuzz_*.py"))
LONGEST = 4096
MISSING = "atheris is not installed. It is a wheel for Python 3.11 on x86-64: pip install atheris"


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when nothing was found, 1 when a fuzzer found something, 2 when they cannot run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=240, metavar="N", help="time for all together (default 240)")
    parser.add_argument("--only", choices=NAMES, action="append", help="run this one; may be given again")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="folder for inputs that are kept between runs")
    args = parser.parse_args(arguments)
    if importlib.util.find_spec("atheris") is None:
        print(MISSING, file=sys.stderr)
        return 2
    chosen = args.only or NAMES
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.keep or Path(temporary)
        ended = {name: fuzz(name, folder, max(1, args.seconds // len(chosen))) for name in chosen}
    for name, status in ended.items():
        print(f"{name}: {'nothing found' if status == 0 else f'found something, exit status {status}'}")
    return int(any(ended.values()))


def fuzz(name: str, folder: Path, seconds: int) -> int:
    """The exit status of one fuzzer; what it failed on is written to `folder`/NAME.failed."""
    kept, failed = folder / name, folder / f"{name}.failed"
    for path in (kept, failed):
        path.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(name)):
        (kept / f"seed{number}").write_bytes(seed)
    limits = [f"-max_total_time={seconds}", f"-max_len={LONGEST}", "-timeout=60", f"-artifact_prefix={failed}/"]
    command = [sys.executable, "-m", f"tests.fuzz.fuzz_{name}", str(kept), "-print_final_stats=1", *limits]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def seeds(name: str) -> Iterator[bytes]:
    """What a fuzzer begins with: sound files behind the byte that chooses them, or sentences of scam offers."""
    sys.path.insert(0, str(ROOT))
    from tests.content.sample import language_files, shared_files
    from tests.evasions.sentences import SENTENCES

    if name != "content":
        yield from (sentence.text.encode() for sentence in SENTENCES)
        return
    for number, (_, text) in enumerate(sorted((shared_files() | language_files()).items())):
        yield bytes([number]) + text.encode()[: LONGEST - 1]


if __name__ == "__main__":
    raise SystemExit(main())
