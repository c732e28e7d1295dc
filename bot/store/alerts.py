"""The alerts themselves: made with their audience frozen as rows, moved from state to state, each move in the audit log."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Float, cast, delete, extract, func, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.alerts import (
    MOST_A_DAY,
    OVER,
    RUNNING,
    Act,
    Alert,
    AlertState,
    Audience,
    Written,
    canary_size,
    draft_from,
    hash_of,
)
from bot.store import audit
from bot.store.database import Database
from bot.store.meta import COPY
from bot.store.outbox import counts_of, lines_of, mark_fixes
from bot.store.subscribers import meant
from bot.store.tables import alerts, meta, outbox, subscribers
from bot.store.vault import Vault

DAY = 24 * 3600.0


class Alerts:
    """Implements `bot.core.ports.Alerts` on the database."""

    def __init__(self, database: Database, vault: Vault, clock: Callable[[], float] | None = None) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock or (None if database.is_shared else time.time)

    async def now(self) -> float:
        """Unix seconds: several processes go by the clock of their database."""
        if self._clock:
            return self._clock()
        async with self._database.reading() as connection:
            query = select(cast(extract("epoch", func.clock_timestamp()), Float))
            return float((await connection.execute(query)).scalar_one())

    async def languages(self, audience: Audience) -> dict[str, int]:
        """How many subscribers are meant, by their language."""
        query = select(subscribers.c.language, func.count()).where(meant(audience)).group_by(subscribers.c.language)
        async with self._database.reading() as connection:
            return {row[0]: row[1] for row in await connection.execute(query)}

    async def create(
        self,
        written: Written,
        act: Act,
        *,
        parent: Alert | None = None,
    ) -> Alert:
        """The alert awaits approval, its audience frozen as one row for each subscriber. An occurrence of a `parent` has
        its approval."""
        now = await self.now()
        values: dict[str, Any] = {"state": "awaiting_approval", "author": act.actor, "created": now, "audience": 0}
        if parent:
            values |= {"author": parent.author, "parent": parent.id}
            values |= {"approver": parent.approver, "reason": parent.reason, "is_weak": parent.is_weak}
            values |= {"via": parent.via, "state": "scheduled", "due": parent.due}

        async def work(connection: AsyncConnection) -> Alert:
            if parent:  # another process may have made this occurrence
                await connection.execute(select(alerts.c.id).where(alerts.c.id == parent.id).with_for_update())
                same = (alerts.c.parent == parent.id) & (alerts.c.due == parent.due)
                if row := (await connection.execute(select(alerts).where(same))).first():
                    return _alert(row)
            made = insert(alerts).values(since=now, hash="", **_plain(written), **values)
            alert_id = int((await connection.execute(made.returning(alerts.c.id))).scalar_one())
            return await self._frozen(connection, alert_id, written, act, now, parent=parent)

        return await self._database.write(work)

    async def rewrite(
        self,
        alert: Alert,
        written: Written,
        act: Act,
    ) -> Alert | None:
        """The alert is another one now and awaits approval anew; None when it has begun meanwhile."""
        now = await self.now()
        blank = {"approver": None, "approved_hash": None, "reason": None, "due": None, "is_weak": False, "via": ""}

        async def work(connection: AsyncConnection) -> Alert | None:
            mine = (alerts.c.id == alert.id) & alerts.c.state.in_(("awaiting_approval", "cooling", "scheduled"))
            changed = update(alerts).where(mine, alerts.c.started.is_(None))
            values = {"state": "awaiting_approval", "since": now, **blank, **_plain(written)}
            if (await connection.execute(changed.values(**values))).rowcount == 0:
                return None
            await connection.execute(delete(outbox).where(outbox.c.alert == alert.id))
            return await self._frozen(connection, alert.id, written, act, now)

        return await self._database.write(work)

    async def _frozen(
        self,
        connection: AsyncConnection,
        alert_id: int,
        written: Written,
        act: Act,
        now: float,
        *,
        parent: Alert | None = None,
    ) -> Alert:
        columns = ("alert", "subscriber", "chat", "language", "place")
        count = 0
        for language, text in written.spoken.items():
            rows = (
                select(
                    literal(alert_id),
                    subscribers.c.subscriber,
                    subscribers.c.chat,
                    literal(text),
                    subscribers.c.place,
                )
                .where(meant(written.draft.audience), subscribers.c.language == language)
                .order_by(subscribers.c.subscriber)
            )
            count += (await connection.execute(insert(outbox).from_select(columns, rows))).rowcount
        digest = hash_of(written, count, parent=parent.id if parent else None)
        values: dict[str, Any] = {"audience": count, "hash": digest}
        if parent:
            values["approved_hash"] = digest
        await connection.execute(update(alerts).where(alerts.c.id == alert_id).values(**values))
        noted = Act(act.actor, act.via, act.name, alert_id, digest, {"audience": count, **act.counts})
        await audit.note(connection, self._vault, noted, now)
        return _alert((await connection.execute(select(alerts).where(alerts.c.id == alert_id))).one())

    async def get(self, alert_id: int) -> Alert | None:
        """The alert of that number."""
        async with self._database.reading() as connection:
            row = (await connection.execute(select(alerts).where(alerts.c.id == alert_id))).first()
        return _alert(row) if row else None

    async def listed(self, limit: int = 20) -> list[Alert]:
        """The newest alerts."""
        return await self._select(select(alerts).order_by(alerts.c.id.desc()).limit(limit))

    async def open(self) -> list[Alert]:
        """Those that are not over, and those with a correction under way, the imminent and the older ones first."""
        query = select(alerts).where(~alerts.c.state.in_([one.value for one in OVER]) | alerts.c.fix.is_not(None))
        found = await self._select(query.order_by(alerts.c.id))
        return sorted(found, key=lambda alert: (not alert.draft.imminent, alert.id))

    async def repeating(self) -> list[Alert]:
        """The first occurrences of alerts that repeat, begun and not stopped by anybody."""
        query = select(alerts).where(alerts.c.parent.is_(None), alerts.c.started.is_not(None), alerts.c.state == "done")
        found = await self._select(query)
        return [alert for alert in found if alert.draft.schedule and alert.draft.schedule.repeat]

    async def last_begun(self, parent: int) -> float:
        """When an alert or an occurrence of it was last due."""
        mine = (alerts.c.id == parent) | (alerts.c.parent == parent)
        query = select(func.max(func.coalesce(alerts.c.due, alerts.c.started))).where(mine)
        async with self._database.reading() as connection:
            return float((await connection.execute(query)).scalar_one() or 0.0)

    async def recent(self, but: int = 0) -> list[Alert]:
        """Alerts of the last 24 hours, sent or about to be."""
        since = await self.now() - DAY
        live = alerts.c.state.in_(["cooling", "scheduled", "paused", *(one.value for one in RUNNING)])
        query = select(alerts).where(live | (alerts.c.started > since), alerts.c.id != but)
        return await self._select(query.order_by(alerts.c.id))

    async def move(
        self,
        alert: Alert,
        sources: Sequence[AlertState],
        values: Mapping[str, Any],
        act: Act,
        *,
        cancels: str = "",
    ) -> Alert | None:
        """The alert has these values, and who did it stands in the audit log; with `cancels`, what is pending never leaves,
        for that reason. None when it is in no state of `sources` any more."""
        now = await self.now()

        async def work(connection: AsyncConnection) -> Alert | None:
            mine = (alerts.c.id == alert.id) & alerts.c.state.in_([one.value for one in sources])
            changed = update(alerts).where(mine).values(**{"since": now, **values})
            if (await connection.execute(changed)).rowcount == 0:
                return None
            if cancels:
                await cancel(connection, alert.id, cancels)
            return await self._noted(connection, alert.id, act, now)

        return await self._database.write(work)

    async def begin(self, alert: Alert, act: Act) -> Alert | None:
        """The canary is drawn and may leave; whoever had the day's alerts is left out. None when it is not due any more."""
        now = await self.now()

        async def work(connection: AsyncConnection) -> Alert | None:
            mine = (alerts.c.id == alert.id) & (alerts.c.state == alert.state.value)
            values = {
                "state": "canary",
                "since": now,
                "started": now,
                "why": "",
                "first_few": canary_size(alert.audience),
            }
            if (await connection.execute(update(alerts).where(mine).values(**values))).rowcount == 0:
                return None
            await self._spare(connection, alert.id, now)
            return await self._noted(connection, alert.id, act, now)

        return await self._database.write(work)

    async def begin_fix(self, alert: Alert, fix: Mapping[str, Any], act: Act) -> int:
        """What is pending never leaves, and everything sent is to be corrected or deleted; how many can be reached."""
        now = await self.now()

        async def work(connection: AsyncConnection) -> int:
            values: dict[str, Any] = {"fix": _json(fix)}
            if not alert.ends:
                values |= {"state": "stopped", "since": now, "ended": now}
            await connection.execute(update(alerts).where(alerts.c.id == alert.id).values(**values))
            await cancel(connection, alert.id, "stopped")
            reached = await mark_fixes(connection, alert.id, now)
            noted = Act(act.actor, act.via, act.name, alert.id, act.hash, {**act.counts, "reached": reached})
            await self._noted(connection, alert.id, noted, now)
            return reached

        return await self._database.write(work)

    async def _spare(self, connection: AsyncConnection, alert_id: int, now: float) -> None:
        """At most three alerts a day: who had them, or will from alerts under way, does not get this one."""
        others = select(alerts.c.id).where(
            alerts.c.id != alert_id,
            alerts.c.started > now - DAY,
            alerts.c.state.in_(["paused", "stopped", "done", *(one.value for one in RUNNING)]),
        )
        ids = list((await connection.execute(others)).scalars())
        if len(ids) < MOST_A_DAY:
            return
        had = outbox.c.state.in_(("sent", "unknown", "claimed", "retrying", "pending"))
        full = (
            select(outbox.c.subscriber)
            .where(outbox.c.alert.in_(ids), had)
            .group_by(outbox.c.subscriber)
            .having(func.count() >= MOST_A_DAY)
        )
        mine = (outbox.c.alert == alert_id) & (outbox.c.state == "pending") & outbox.c.subscriber.in_(full)
        spared = update(outbox).where(mine).values(state="cancelled", reason="daily_limit", chat=None, due=None)
        await connection.execute(spared)

    async def _noted(self, connection: AsyncConnection, alert_id: int, act: Act, now: float) -> Alert:
        alert = _alert((await connection.execute(select(alerts).where(alerts.c.id == alert_id))).one())
        counts = await counts_of(connection, alert_id)
        summed = {name: getattr(counts, name) for name in counts.__slots__ if getattr(counts, name)}
        noted = Act(act.actor, act.via, act.name, alert_id, act.hash or alert.hash, {**summed, **act.counts})
        await audit.note(connection, self._vault, noted, now)
        return alert

    async def progress(self, alert_id: int) -> dict[int, int]:
        """Member of staff -> the message that shows them how far the alert is."""
        async with self._database.reading() as connection:
            found = (await connection.execute(select(alerts.c.progress).where(alerts.c.id == alert_id))).scalar()
        return {int(user): message for user, message in json.loads(found or "{}").items()}

    async def show_progress(self, alert_id: int, shown: Mapping[int, int]) -> None:
        """These messages show how far the alert is."""
        kept = update(alerts).where(alerts.c.id == alert_id).values(progress=json.dumps(dict(shown)))
        await self._database.write(lambda connection: connection.execute(kept))

    async def shift(self, seconds: float) -> None:
        """The clock jumped: what was counted from before the jump goes on as if it had not."""

        async def work(connection: AsyncConnection) -> None:
            await connection.execute(
                update(alerts)
                .where(~alerts.c.state.in_([one.value for one in OVER]))
                .values(since=alerts.c.since + seconds)
            )
            for column in (outbox.c.due, outbox.c.lease):
                await connection.execute(update(outbox).where(column.is_not(None)).values({column: column + seconds}))

        await self._database.write(work)

    async def was_restored(self) -> bool:
        """Whether this database is a copy that has just been put in place; it is asked once."""

        async def work(connection: AsyncConnection) -> bool:
            return (await connection.execute(delete(meta).where(meta.c.key == COPY))).rowcount > 0

        return await self._database.write(work)

    async def _select(self, query: Any) -> list[Alert]:
        async with self._database.reading() as connection:
            return [_alert(row) for row in await connection.execute(query)]


async def fold(database: Database, alert_id: int) -> None:
    """The report is kept with the alert, and the outcomes of single subscribers are gone."""

    async def work(connection: AsyncConnection) -> None:
        lines = [[one.language, one.end, one.reason, one.count] for one in await lines_of(connection, alert_id)]
        kept = update(alerts).where(alerts.c.id == alert_id).values(totals=json.dumps(lines), progress=None)
        await connection.execute(kept)
        await connection.execute(delete(outbox).where(outbox.c.alert == alert_id))

    await database.write(work)


async def cancel(connection: AsyncConnection, alert_id: int, reason: str) -> None:
    """What is pending of an alert never leaves, and what is unknown is not tried again."""
    mine = outbox.c.alert == alert_id
    gone = {"state": "cancelled", "reason": reason, "chat": None, "due": None}
    await connection.execute(update(outbox).where(mine, outbox.c.state == "pending").values(**gone))
    await connection.execute(update(outbox).where(mine, outbox.c.state == "unknown").values(due=None))


def _plain(written: Written) -> dict[str, str]:
    draft = written.draft.json()
    return {"draft": _json(draft), "texts": _json(written.texts), "labels": _json(written.labels)}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _alert(row: Any) -> Alert:
    return Alert(
        id=row.id,
        state=AlertState(row.state),
        since=row.since,
        author=row.author,
        approver=row.approver,
        draft=draft_from(json.loads(row.draft)),
        texts=json.loads(row.texts),
        labels=json.loads(row.labels),
        audience=row.audience,
        hash=row.hash,
        approved_hash=row.approved_hash,
        reason=row.reason,
        why=row.why,
        resumes=AlertState(row.resumes) if row.resumes else None,
        due=row.due,
        canary=row.first_few,
        created=row.created,
        started=row.started,
        parent=row.parent,
        via=row.via,
        is_weak=row.is_weak,
        fix=json.loads(row.fix) if row.fix else None,
    )
