"""Broadcasts from the shell: write, test, approve, watch, pause, stop, correct, delete, report. A running bot sends them."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli import alert_access as access

if TYPE_CHECKING:
    from bot.broadcast.desk import Desk
    from bot.core.alerts import Alert, Counts, Preview

VIA = "shell"
LOOK = 0.5  # seconds between two looks of --watch
BAR = 30


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One parser for each action."""
    actions = parser.add_subparsers(dest="action", metavar="action", required=True)
    new = actions.add_parser("new", help="write an alert: who is meant is drawn now, and it awaits approval")
    new.add_argument("file", type=Path, help="YAML: text, audience, urgency, schedule")
    change = actions.add_parser("change", help="write it anew: an approval given before is void")
    change.add_argument("id", type=int)
    change.add_argument("file", type=Path)
    for name, what in ACTS.items():
        act = actions.add_parser(name, help=what)
        act.add_argument("id", type=int)
        if name == "correct":
            act.add_argument("file", type=Path, help="YAML: text")
        if name == "approve":
            act.add_argument("--audience", type=int, required=True, help="the number of people, as the preview says it")
            act.add_argument("--accept", action="append", default=[], help="a number or address not in intents/")
            act.add_argument("--imminent", metavar="REASON", help="it may leave in quiet hours, and why")
    status = actions.add_parser("status", help="where it stands, and how many ended how")
    status.add_argument("id", type=int)
    status.add_argument("--watch", action="store_true", help="show a bar until it is over")
    report = actions.add_parser("report", help="the report by language and reason")
    report.add_argument("id", type=int)
    report.add_argument("--csv", action="store_true", help="as a table")
    actions.add_parser("list", help="the newest alerts")
    audit = actions.add_parser("audit", help="check the log of who did what")
    audit.add_argument("check", choices=("verify", "show"))
    actions.add_parser("send", help="be one more sender on a shared PostgreSQL, until SIGTERM")
    for name in ("new", "change", *ACTS):
        actions.choices[name].add_argument("--as", dest="user", type=int, metavar="USER_ID", help="who acts")
    for name in ("new", "change", "status", "list", *ACTS):
        actions.choices[name].add_argument("--json", action="store_true", help="one object, for programs")


ACTS = {
    "test": "send it to the author and the approvers only, marked TEST",
    "approve": "let it leave; somebody else than the author, who types the audience",
    "pause": "nothing more leaves until it is resumed",
    "resume": "go on",
    "stop": "nothing more leaves, for good",
    "correct": "change the text for those it was sent to, the newest first",
    "delete": "take it back from those it was sent to, the newest first",
}


def run(args: argparse.Namespace) -> int:
    """0 when it is done; 1 when it is refused; 2 for a wrong setting."""
    if args.action == "send":
        from bot.cli.alert_send import serve

        return serve()
    return access.ended(lambda: WORK.get(args.action, _act)(args))


async def _write(args: argparse.Namespace) -> int:
    from bot.content.alert_file import located, read_alert
    from bot.core.compose import draft_of, merged

    plain, tree, problems = read_alert(args.file)
    async with access.desk() as desk:
        if plain is not None:
            before = merged((await desk.alert(args.id)).draft, plain) if args.action == "change" else plain
            problems = located(args.file, tree, draft_of(before, access.content(access.settings()))[1])
        if problems or plain is None:
            print("\n".join(map(str, problems)), file=sys.stderr)
            return 1
        user = access.user(args.user)
        if args.action == "new":
            preview = await desk.new(plain, user, VIA)
        else:
            preview = await desk.change(args.id, plain, user, VIA)
    _show_preview(preview, as_json=args.json)
    return 0


def _show_preview(preview: Preview, *, as_json: bool) -> None:
    if as_json:
        keys = ("id", "audience", "hash", "eta_s", "warnings")
        print(json.dumps({key: getattr(preview, key) for key in keys}, ensure_ascii=False))
        return
    print(f"alert {preview.id}: {preview.audience} people, about {preview.eta_s} s, hash {preview.hash}")
    for warning in preview.warnings:
        print(f"warning: {warning}")
    for language, text in preview.texts.items():
        print(f"\n[{language}] {preview.lengths[language]} of 4096 characters\n{text}")
    accept = "".join(f" --accept '{one}'" for one in preview.accept)
    print(f"\napprove with: alert approve {preview.id} --as USER_ID --audience NUMBER{accept}")


async def _act(args: argparse.Namespace) -> int:
    user = access.user(args.user)
    async with access.desk() as desk:
        said = await _acted(desk, args, user)
        alert, counts, eta_s = await desk.status(args.id)
    print(json.dumps(_plain(alert, counts, eta_s)) if args.json else f"alert {args.id}: {said or alert.state}")
    return 0


async def _acted(desk: Desk, args: argparse.Namespace, user: int) -> str:
    if args.action == "approve":
        if args.imminent:
            await desk.give_reason(args.id, user, args.imminent, VIA)
        alert = await desk.approve(args.id, user, args.audience, VIA, accept=args.accept)
        return f"{alert.state}{', 15 minutes: nobody else can approve' if alert.is_weak else ''}"
    if args.action == "correct":
        from bot.content.alert_file import read_alert
        from bot.core.alerts import DeniedError

        plain, _, problems = read_alert(args.file)
        if plain is None:
            raise DeniedError("\n".join(map(str, problems)))
        return f"being corrected for {await desk.correct(args.id, plain, user, VIA)} people"
    if args.action == "delete":
        return f"being deleted for {await desk.delete(args.id, user, VIA)} people"
    acts: Mapping[str, Callable[[int, int, str], Awaitable[Alert]]] = {
        "test": desk.test,
        "pause": desk.pause,
        "resume": desk.resume,
        "stop": desk.stop,
    }
    await acts[args.action](args.id, user, VIA)
    return "the running bot sends the test" if args.action == "test" else ""


async def _status(args: argparse.Namespace) -> int:
    async with access.desk() as desk:
        alert, counts, eta_s = await desk.status(args.id)
        if args.json:
            fixes = await desk.store.outbox.fixes(args.id)
            print(json.dumps(_plain(alert, counts, eta_s) | ({"fixes": fixes} if fixes else {})))
        elif args.watch:
            await _watch(desk, args.id)
        else:
            print(bar(alert, counts, eta_s=eta_s, rate=None))
    return 0


async def _watch(desk: Desk, alert_id: int) -> None:
    import asyncio

    start = before = None
    while True:
        alert, counts, eta_s = await desk.status(alert_id)
        now = time.monotonic()
        start = start or (now, counts.ended)
        rate = (counts.ended - start[1]) / (now - start[0]) if now > start[0] else None
        line = bar(alert, counts, eta_s=eta_s, rate=rate)
        if line != before:
            sys.stdout.write(f"\r\x1b[K{line}" if sys.stdout.isatty() else f"{line}\n")
            sys.stdout.flush()
        before = line
        if alert.ends and alert.fix is None:
            break
        await asyncio.sleep(LOOK)
    if sys.stdout.isatty():
        print()


def bar(alert: Alert, counts: Counts, *, eta_s: int, rate: float | None) -> str:
    """One line: state, bar, share, figures, rate and time left."""
    share = counts.ended / counts.audience if counts.audience else 1.0
    drawn = "#" * round(share * BAR) + "." * (BAR - round(share * BAR))
    speed = f"  {rate:.1f}/s" if rate else ""
    left = f"  {eta_s} s left" if counts.pending else ""
    ends = " ".join(f"{name} {getattr(counts, name)}" for name in counts.__slots__ if getattr(counts, name))
    why = f" ({alert.why})" if alert.why else ""
    return f"{alert.id} {alert.state}{why} [{drawn}] {share:.0%} of {counts.audience}{speed}{left}  {ends}"


def _plain(alert: Alert, counts: Counts, eta_s: int) -> dict[str, Any]:
    ends = {name: getattr(counts, name) for name in counts.__slots__}
    return {"id": alert.id, "state": alert.state.value, "audience": alert.audience, **ends, "eta_s": eta_s}


async def _report(args: argparse.Namespace) -> int:
    from bot.core.alerts import as_csv, report_notes

    async with access.desk() as desk:
        lines = await desk.lines(args.id)
        alert, counts, eta_s = await desk.status(args.id)
    if args.csv:
        sys.stdout.write(as_csv(lines))
        return 0
    print(bar(alert, counts, eta_s=eta_s, rate=None))
    for line in lines:
        print(f"{line.language:8} {line.end:10} {line.reason or '-':16} {line.count}")
    for note in report_notes(alert):
        print(note)
    return 0


async def _list(args: argparse.Namespace) -> int:
    async with access.desk() as desk:
        for alert in await desk.listed():
            counts = await desk.store.outbox.counts(alert.id)
            print(json.dumps(_plain(alert, counts, 0)) if args.json else bar(alert, counts, eta_s=0, rate=None))
    return 0


async def _audit(args: argparse.Namespace) -> int:
    found = access.settings()
    async with access.opened(found) as store:
        if args.check == "show":
            after = 0
            while entries := await store.audit.entries(after):
                for entry in entries:
                    print(_line(entry))
                after = entries[-1].seq
            return 0
        count, digest, wrong = await store.audit.verify()
    if wrong:
        print(f"{wrong}: the log was tampered with after line {count}", file=sys.stderr)
        return 1
    print(f"{count} lines, whole, last {digest}. Keep this elsewhere: it shows later whether lines were cut off.")
    return 0


def _line(entry: Any) -> str:
    act = entry.act
    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(entry.at))
    counts = json.dumps(dict(act.counts), ensure_ascii=False)
    return f"{entry.seq} {moment} {act.actor or 'bot'} {act.via} {act.name} {act.alert or '-'} {act.hash[:12]} {counts}"


WORK: Mapping[str, Callable[[argparse.Namespace], Awaitable[int]]] = {
    "new": _write,
    "change": _write,
    "status": _status,
    "report": _report,
    "list": _list,
    "audit": _audit,
}
