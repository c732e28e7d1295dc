"""The rows of the alerts: claimed for a while, recorded when they ended, taken over when their holder died."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    bindparam,
    case,
    delete,
    func,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.alerts import REACHABLE, RUNNING, Alert, Counts, Line, Result, Row
from bot.store.batch import Batch
from bot.store.database import Database
from bot.store.subscribers import label, leave, vanish
from bot.store.tables import alerts, outbox, subscribers
from bot.store.vault import Vault

LEASE = 30.0
"""Seconds a row is claimed for: longer than a send may take (bot.chat.bulk.LIMIT)."""
LONGEST_DUE = 600.0  # seconds; a row due later than that was written by a clock that was wrong

TRIED = ("claimed", "retrying", "sent", "blocked", "failed", "unknown")

COUNTED = case(
    (outbox.c.state == "retrying", "unknown"), (outbox.c.state == "claimed", "pending"), else_=outbox.c.state
)


class Outbox:
    """Implements `bot.core.ports.Outbox` on the database."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault
        self._results: Batch[tuple[Result, float]] = Batch(self._write)

    async def claim(
        self, alert: Alert, count: int, *, holder: str, now: float, quiet: Collection[str] = ()
    ) -> list[Row]:
        """Up to `count` rows that are this holder's to send now; none when the alert is not to be sent any more. In the
        canary none but its own rows; in quiet places none; then those whose end was unknown."""
        reachable = outbox.c.chat.is_not(None)
        query = select(outbox.c.seq).where(outbox.c.alert == alert.id, reachable, self._is_due(now))
        query = query.where(self._is_running(alert.id))
        if quiet:
            query = query.where(outbox.c.place.not_in(quiet))
        rows = await self._claim(alert, query, count, "claimed", holder=holder, now=now)
        if not rows and alert.state != "canary":
            rows = await self._claim(alert, query, count, "retrying", holder=holder, now=now)
        return rows

    async def _claim(self, alert: Alert, query: Any, count: int, state: str, *, holder: str, now: float) -> list[Row]:
        waiting = "pending" if state == "claimed" else "unknown"
        chosen = query.where(outbox.c.state == waiting).order_by(outbox.c.seq).with_for_update(skip_locked=True)
        columns = (outbox.c.seq, outbox.c.subscriber, outbox.c.chat, outbox.c.language, outbox.c.tries)
        claimed = update(outbox).values(state=state, holder=holder, lease=now + LEASE).returning(*columns)

        async def work(connection: AsyncConnection) -> Sequence[Any]:
            most = min(count, await self._canary_left(connection, alert))
            mine = claimed.where(outbox.c.seq.in_(chosen.limit(most).scalar_subquery()))
            return (await connection.execute(mine)).all() if most > 0 else []

        rows = await self._database.write(work)
        return sorted(
            (self._row(row, is_retry=state == "retrying") for row in rows if row.chat), key=lambda row: row.seq
        )

    def _row(self, row: Any, *, is_retry: bool = False, message_id: int | None = None) -> Row:
        chat_id = int(self._vault.open(row.chat, label(row.subscriber)))
        return Row(row.seq, chat_id, row.language, is_retry, row.tries, message_id)

    @staticmethod
    def _is_due(now: float) -> ColumnElement[bool]:
        due = outbox.c.due
        return or_(due <= now, due > now + LONGEST_DUE, (outbox.c.state == "pending") & due.is_(None))

    @staticmethod
    def _is_running(alert_id: int) -> ColumnElement[bool]:
        live = [one.value for one in RUNNING if one != "holding"]
        return select(alerts.c.id).where(alerts.c.id == alert_id, alerts.c.state.in_(live)).exists()

    async def _canary_left(self, connection: AsyncConnection, alert: Alert) -> int:
        """How many may still leave before the hold; the alert is locked meanwhile, so that several senders count as one."""
        if alert.state != "canary":
            return alert.audience
        await connection.execute(select(alerts.c.id).where(alerts.c.id == alert.id).with_for_update())
        tried = select(func.count()).where(outbox.c.alert == alert.id, outbox.c.state.in_(TRIED))
        return alert.canary - int((await connection.execute(tried)).scalar_one())

    async def record(self, result: Result, now: float) -> None:
        """The end of the row is on disk when this returns."""
        await self._results.add((result, now))

    async def give_back(self, seqs: Sequence[int]) -> None:
        """Rows that were claimed and not sent wait as before."""
        mine = outbox.c.seq.in_(list(seqs))
        values = {"state": _after_claim("pending", "unknown"), "holder": None, "lease": None}

        async def work(connection: AsyncConnection) -> None:
            held = outbox.c.state.in_(("claimed", "retrying"))
            await connection.execute(update(outbox).where(mine, held).values(**values))
            await _cancel_stopped(connection, seqs)

        if seqs:
            await self._database.write(work)

    async def release(self, now: float, *, everything: bool = False) -> int:
        """Rows whose holder is gone have an unknown end and are tried once more; how many. `everything`: nobody else can
        be at work, so whatever is claimed was left by the process before."""
        held = outbox.c.state.in_(("claimed", "retrying"))
        lost = held if everything else held & or_(outbox.c.lease < now, outbox.c.lease > now + LONGEST_DUE)
        due = case(((outbox.c.state == "claimed") & outbox.c.chat.is_not(None), now), else_=null())
        values = {"state": "unknown", "reason": "interrupted", "due": due, "holder": None, "lease": None, "ended": now}
        fixed = outbox.c.fix.in_(("claimed",)) & (outbox.c.lease < now if not everything else outbox.c.fix.is_not(None))

        async def work(connection: AsyncConnection) -> int:
            released = (await connection.execute(update(outbox).where(lost).values(**values))).rowcount
            await connection.execute(update(outbox).where(fixed).values(fix="pending", holder=None, lease=None))
            stopped = select(alerts.c.id).where(alerts.c.state.in_(("stopped", "expired")))
            quiet = update(outbox).where(outbox.c.alert.in_(stopped), outbox.c.state == "unknown")
            await connection.execute(quiet.where(outbox.c.due.is_not(None)).values(due=None))
            return int(released)

        return await self._database.write(work)

    async def places(self, alert_id: int) -> list[str]:
        """The places of those who still wait."""
        query = select(outbox.c.place).where(outbox.c.alert == alert_id, outbox.c.state.in_(("pending", "unknown")))
        async with self._database.reading() as connection:
            return list((await connection.execute(query.distinct())).scalars())

    async def waits(self, alert: Alert, *, canary: bool) -> bool:
        """Whether anything (of the canary) is still to be sent or under way."""
        mine = outbox.c.alert == alert.id
        moving = outbox.c.state.in_(("claimed", "retrying"))
        again = (outbox.c.state == "unknown") & outbox.c.due.is_not(None)
        still = moving if canary else or_(moving, outbox.c.state == "pending", again)
        async with self._database.reading() as connection:
            if (await connection.execute(select(outbox.c.seq).where(mine, still).limit(1))).first():
                return True
            counts = await counts_of(connection, alert.id) if canary else Counts()
        tried = counts.sent + counts.blocked + counts.failed + counts.unknown
        return counts.pending > 0 and tried < alert.canary

    async def counts(self, alert_id: int) -> Counts:
        """How many ended how."""
        async with self._database.reading() as connection:
            return await counts_of(connection, alert_id)

    async def lines(self, alert_id: int) -> list[Line]:
        """The report, by language, end and reason."""
        async with self._database.reading() as connection:
            return await lines_of(connection, alert_id)

    async def _write(self, results: Sequence[tuple[Result, float]]) -> None:
        rows = [_values(result, now) for result, now in results]
        blocked = [result.seq for result, _ in results if result.state == "blocked"]
        moved = [result for result, _ in results if result.moved_to is not None]

        async def work(connection: AsyncConnection) -> None:
            ending = update(outbox).where(outbox.c.seq == bindparam("row"))
            await connection.execute(ending.values({name: bindparam(name) for name in rows[0] if name != "row"}), rows)
            for result in moved:
                await self._follow(connection, result)
            if blocked:
                found = select(outbox.c.subscriber).where(outbox.c.seq.in_(blocked))
                for key in (await connection.execute(found)).scalars().all():
                    await vanish(connection, key)
            waiting = [result.seq for result, _ in results if result.state == "pending"]
            if waiting:
                await _cancel_stopped(connection, waiting)

        await self._database.write(work)

    async def _follow(self, connection: AsyncConnection, result: Result) -> None:
        """The group has a new id: its subscription, and what waits for it, go by that."""
        assert result.moved_to is not None
        found = select(outbox.c.subscriber).where(outbox.c.seq == result.seq)
        old = (await connection.execute(found)).scalar_one()
        new = self._vault.hash("chat", result.moved_to)
        sealed = self._vault.seal(result.moved_to, label(new))
        await connection.execute(delete(subscribers).where(subscribers.c.subscriber == new))
        mine = {"subscriber": new, "chat": sealed}
        await connection.execute(update(subscribers).where(subscribers.c.subscriber == old).values(**mine))
        taken = select(outbox.c.alert).where(outbox.c.subscriber == new)
        others = list((await connection.execute(taken)).scalars())
        moved = update(outbox).where(outbox.c.subscriber == old, outbox.c.alert.not_in(others))
        await connection.execute(moved.values(**mine))
        if others:
            await leave(connection, old)

    async def claim_fixes(self, alert_id: int, count: int, *, holder: str, now: float) -> list[Row]:
        """Up to `count` sent messages to correct or delete, the newest first."""
        waiting = (outbox.c.alert == alert_id) & (outbox.c.fix == "pending")
        waiting &= or_(outbox.c.due.is_(None), outbox.c.due <= now, outbox.c.due > now + LONGEST_DUE)
        chosen = select(outbox.c.seq).where(waiting).order_by(outbox.c.ended.desc(), outbox.c.seq.desc())
        chosen = chosen.limit(count).with_for_update(skip_locked=True)
        columns = (outbox.c.seq, outbox.c.subscriber, outbox.c.chat, outbox.c.language, outbox.c.tries)
        claimed = (
            update(outbox)
            .where(outbox.c.seq.in_(chosen.scalar_subquery()))
            .values(fix="claimed", holder=holder, lease=now + LEASE)
            .returning(*columns, outbox.c.message_id, outbox.c.ended)
        )

        async def work(connection: AsyncConnection) -> Sequence[Any]:
            return (await connection.execute(claimed)).all()

        rows = await self._database.write(work)
        newest = sorted((row for row in rows if row.chat), key=lambda row: (-row.ended, -row.seq))
        return [self._row(row, message_id=row.message_id) for row in newest]

    async def record_fix(self, seq: int, state: str, *, due: float | None = None, tries: int = 0) -> None:
        """The end of a correction or deletion: done, failed, or pending again."""
        values = {"fix": state, "holder": None, "lease": None, "due": due, "tries": tries}
        ended = update(outbox).where(outbox.c.seq == seq, outbox.c.fix.is_not(None)).values(**values)
        await self._database.write(lambda connection: connection.execute(ended))

    async def fixes(self, alert_id: int) -> dict[str, int]:
        """How many of a correction ended how."""
        query = select(outbox.c.fix, func.count()).where(outbox.c.alert == alert_id, outbox.c.fix.is_not(None))
        async with self._database.reading() as connection:
            return {row[0]: row[1] for row in await connection.execute(query.group_by(outbox.c.fix))}


async def mark_fixes(connection: AsyncConnection, alert_id: int, now: float) -> int:
    """Everything of the alert that was sent and can still be reached is to be corrected or deleted; how many."""
    sent = (outbox.c.alert == alert_id) & (outbox.c.state == "sent") & (outbox.c.ended > now - REACHABLE)
    marked = update(outbox).where(sent, outbox.c.message_id.is_not(None), outbox.c.chat.is_not(None))
    return int((await connection.execute(marked.values(fix="pending", due=None, tries=0))).rowcount)


def _after_claim(first: str, again: str) -> ColumnElement[str]:
    return case((outbox.c.state == "claimed", first), else_=again)


def _values(result: Result, now: float) -> dict[str, Any]:
    waits = result.state == "pending" or (result.state == "unknown" and result.due > 0)
    return {
        "row": result.seq,
        "state": result.state,
        "reason": result.reason,
        "tries": result.tries,
        "due": now + result.due if waits else None,
        "holder": None,
        "lease": None,
        "ended": None if result.state == "pending" else now,
        "message_id": result.message_id,
    }


async def _cancel_stopped(connection: AsyncConnection, seqs: Sequence[int]) -> None:
    """A row that was under way when the alert was stopped or the person left, and has to wait again, waits for nothing."""
    stopped = select(alerts.c.id).where(alerts.c.id == outbox.c.alert, alerts.c.state.in_(("stopped", "expired")))
    left = outbox.c.chat.is_(None)
    over = update(outbox).where(outbox.c.seq.in_(list(seqs)), outbox.c.state == "pending", stopped.exists() | left)
    reason = case((left, "left"), else_="stopped")
    await connection.execute(over.values(state="cancelled", reason=reason, chat=None, due=None))


async def counts_of(connection: AsyncConnection, alert_id: int) -> Counts:
    """How many of an alert ended how; from its kept totals when the rows are gone."""
    totals = (await connection.execute(select(alerts.c.totals).where(alerts.c.id == alert_id))).scalar()
    if totals:
        found: dict[str, int] = {}
        for _, end, _, count in json.loads(totals):
            found[end] = found.get(end, 0) + count
        return Counts(**found)
    query = select(COUNTED, func.count()).where(outbox.c.alert == alert_id).group_by(COUNTED)
    return Counts(**{row[0]: row[1] for row in await connection.execute(query)})


async def lines_of(connection: AsyncConnection, alert_id: int) -> list[Line]:
    """The report of an alert, by language, end and reason."""
    totals = (await connection.execute(select(alerts.c.totals).where(alerts.c.id == alert_id))).scalar()
    if totals:
        return [Line(*line) for line in json.loads(totals)]
    columns = (outbox.c.language, COUNTED.label("end"), outbox.c.reason)
    query = select(*columns, func.count()).where(outbox.c.alert == alert_id).group_by(*columns).order_by(*columns)
    return [Line(*row) for row in await connection.execute(query)]
