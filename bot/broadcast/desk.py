"""What staff decide about alerts: compose, look, test, approve, pause, resume, stop, correct, delete. Every refusal says why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.broadcast.preview import preview_of, warnings_of
from bot.core.alerts import (
    APPROVAL_LASTS,
    MAY,
    OVER,
    REACHABLE,
    RUNNING,
    WAITING,
    Act,
    Alert,
    AlertState,
    Counts,
    DeniedError,
    Draft,
    Line,
    Preview,
    Role,
    Written,
    eta,
    hash_of,
    may,
    written,
)
from bot.core.compose import comparable, draft_of, merged, strange
from bot.core.content import Content
from bot.core.ports import AlertStore
from bot.core.schedule import first

S = AlertState
LONGEST_REASON = 200


class Desk:
    """The same decisions from the shell and from Telegram; `via` says from where."""

    def __init__(self, store: AlertStore, content: Content, *, rate: float, hold: float) -> None:
        self.store = store
        self._content = content
        self._rate = rate
        self._hold = hold

    async def new(self, plain: Mapping[str, Any], actor: int, via: str) -> Preview:
        """The alert awaits approval; raises DeniedError with every mistake in it."""
        await self._check(actor, "new")
        made = self._written(plain, await self.store.alerts.now())
        alert = await self.store.alerts.create(made, Act(actor, via, "new"))
        return await self.preview(alert, made)

    async def change(self, alert_id: int, plain: Mapping[str, Any], actor: int, via: str) -> Preview:
        """The alert is another one and awaits approval anew, its audience drawn again."""
        await self._check(actor, "change")
        alert = await self.alert(alert_id)
        made = self._written(merged(alert.draft, plain), await self.store.alerts.now())
        changed = await self.store.alerts.rewrite(alert, made, Act(actor, via, "change"))
        if changed is None:
            raise DeniedError(f"Alert {alert_id} is {alert.state}: it cannot be changed any more. Correct it instead.")
        return await self.preview(changed, made)

    async def preview(self, alert: Alert, made: Written | None = None) -> Preview:
        """What author and approver see of an alert."""
        made = made or written(alert.draft, self._content)
        languages = await self.store.alerts.languages(alert.draft.audience)
        recent = await self.store.alerts.recent(but=alert.id)
        alone = await self._is_alone(alert.author)
        warnings = warnings_of(alert, made, languages, recent, self._content, alone=alone)
        seconds = eta(alert.audience, self._rate, hold=self._hold)
        return preview_of(alert, made, languages, warnings, strange(made.draft.text, self._content), eta_s=seconds)

    async def test(self, alert_id: int, actor: int, via: str) -> Alert:
        """Author and approvers get the alert marked TEST from the running bot; its state stays as it is."""
        await self._check(actor, "test")
        alert = await self.alert(alert_id)
        await self.store.audit.note(Act(actor, via, "test", alert.id, alert.hash), await self.store.alerts.now())
        return alert

    async def give_reason(self, alert_id: int, actor: int, reason: str, via: str) -> Alert:
        """An imminent alert may be sent in quiet hours, says an approver, and why."""
        await self._check(actor, "approve")
        alert = await self.alert(alert_id)
        if not alert.draft.imminent:
            raise DeniedError(f"Alert {alert_id} is not imminent: it waits for the morning where it is night.")
        reason = " ".join(reason.split())
        if not 0 < len(reason) <= LONGEST_REASON:
            raise DeniedError(f"Say in 1 to {LONGEST_REASON} characters why it cannot wait.")
        await self._check_second(alert, actor)
        act = Act(actor, via, "imminent", counts={"reason": reason})
        return self._moved(
            await self.store.alerts.move(alert, (S.AWAITING_APPROVAL,), {"reason": reason, "since": alert.since}, act),
            alert,
        )

    async def approve(self, alert_id: int, actor: int, audience: int, via: str, *, accept: Iterable[str] = ()) -> Alert:
        """The alert leaves when its time has come; raises DeniedError when the approver may not, or typed something else."""
        await self._check(actor, "approve")
        alert = await self.alert(alert_id)
        now = await self.store.alerts.now()
        if alert.state is not S.AWAITING_APPROVAL or now - alert.since > APPROVAL_LASTS:
            why = "the 30 minutes for its approval are over" if alert.state is S.AWAITING_APPROVAL else alert.state
            raise DeniedError(f"Alert {alert_id} cannot be approved: {why}.")
        alone = await self._check_second(alert, actor)
        self._check_typed(alert, audience, accept)
        if alert.draft.imminent and not alert.reason:
            raise DeniedError("It is imminent, and leaves in quiet hours too. Confirm that with a reason first.")
        due = first(alert.draft.schedule) if alert.draft.schedule else now
        if due < now - 60:
            raise DeniedError("The time of its schedule has passed. Change the schedule.")
        state = S.COOLING if alone else S.SCHEDULED
        values = {"state": state.value, "approver": actor, "approved_hash": alert.hash, "via": via, "is_weak": alone}
        act = Act(actor, via, "approve", counts={"typed": audience, "alone": alone})
        return self._moved(
            await self.store.alerts.move(alert, (S.AWAITING_APPROVAL,), {**values, "due": due}, act), alert
        )

    async def pause(self, alert_id: int, actor: int, via: str) -> Alert:
        """Nothing more leaves until somebody resumes."""
        await self._check(actor, "pause")
        alert = await self.alert(alert_id)
        values = {"state": S.PAUSED.value, "resumes": alert.state.value, "why": ""}
        sources = (alert.state,) if alert.state in (*WAITING, *RUNNING) else ()
        return self._moved(await self._move(alert, sources, values, Act(actor, via, "pause")), alert)

    async def resume(self, alert_id: int, actor: int, via: str) -> Alert:
        """It goes on where it was paused; a missed one leaves now."""
        await self._check(actor, "resume")
        alert = await self.alert(alert_id)
        values: dict[str, Any] = {"state": (alert.resumes or S.SENDING).value, "resumes": None, "why": ""}
        if alert.why in ("missed", "restored") and alert.due is not None:
            values["due"] = max(alert.due, await self.store.alerts.now())
        return self._moved(await self._move(alert, (S.PAUSED,), values, Act(actor, via, "resume")), alert)

    async def stop(self, alert_id: int, actor: int, via: str) -> Alert:
        """Nothing more leaves, now or later; a repeating alert ends."""
        await self._check(actor, "stop")
        alert = await self.alert(alert_id)
        sources: list[AlertState] = [one for one in S if one not in OVER]
        if alert.draft.schedule and alert.draft.schedule.repeat and alert.parent is None:
            sources.append(S.DONE)
        values = {"state": S.STOPPED.value, "why": "", "ended": await self.store.alerts.now()}
        moved = await self.store.alerts.move(alert, sources, values, Act(actor, via, "stop"), cancels="stopped")
        return self._moved(moved, alert)

    async def correct(self, alert_id: int, plain: Mapping[str, Any], actor: int, via: str) -> int:
        """What was sent gets this text instead, the newest first; what was not, never leaves. How many can be reached."""
        await self._check(actor, "correct")
        alert = await self._sent(alert_id)
        kept = {key: value for key, value in plain.items() if key in ("text", "first_line")}
        draft = self._draft(kept)
        missing = sorted(set(alert.texts) - set(draft.text))
        if missing and "en" not in draft.text:
            raise DeniedError(f"The correction has no text in {', '.join(missing)}. Write it, or at least [en].")
        made = written(draft, self._content)
        texts = {code: made.texts[made.spoken.get(code, "en")] for code in alert.texts}
        counts = {"strange": len(strange(draft.text, self._content))}
        act = Act(actor, via, "correct", hash=hash_of(made, alert.audience), counts=counts)
        return await self.store.alerts.begin_fix(alert, {"kind": "correct", "texts": texts, "by": actor}, act)

    async def delete(self, alert_id: int, actor: int, via: str) -> int:
        """What was sent is taken back, the newest first; what was not, never leaves. How many can be reached."""
        await self._check(actor, "delete")
        alert = await self._sent(alert_id)
        return await self.store.alerts.begin_fix(alert, {"kind": "delete", "by": actor}, Act(actor, via, "delete"))

    async def status(self, alert_id: int) -> tuple[Alert, Counts, int]:
        """Where it stands, how many ended how, and the seconds until the last is reached."""
        alert = await self.alert(alert_id)
        counts = await self.store.outbox.counts(alert_id)
        hold = self._hold if alert.state in (*WAITING, S.AWAITING_APPROVAL, S.CANARY, S.HOLDING) else 0.0
        return alert, counts, eta(counts.pending, self._rate, hold=hold) if counts.pending else 0

    async def lines(self, alert_id: int) -> list[Line]:
        """The report."""
        await self.alert(alert_id)
        return await self.store.outbox.lines(alert_id)

    async def alert(self, alert_id: int) -> Alert:
        """The alert of that number; raises DeniedError when there is none."""
        alert = await self.store.alerts.get(alert_id)
        if alert is None:
            raise DeniedError(f"There is no alert {alert_id}.")
        return alert

    async def listed(self) -> list[Alert]:
        """The newest alerts."""
        return await self.store.alerts.listed()

    async def roles(self, user_id: int) -> frozenset[Role]:
        """What the user may do."""
        return await self.store.staff.roles(user_id)

    def strange(self, alert: Alert) -> tuple[str, ...]:
        """What an approver has to type of its texts."""
        return strange(alert.draft.text, self._content)

    async def _sent(self, alert_id: int) -> Alert:
        alert = await self.alert(alert_id)
        if alert.started is None:
            raise DeniedError(f"Alert {alert_id} was not sent to anybody. Stop or change it.")
        if await self.store.alerts.now() - alert.started > 2 * REACHABLE:
            raise DeniedError("It is older than Telegram lets a bot change a message. Send a new alert.")
        return alert

    async def _check(self, actor: int, act: str) -> None:
        if not may(await self.roles(actor), act):
            needed = " or ".join(MAY[act])
            raise DeniedError(f"User {actor} may not do that: it needs the role {needed}. An owner can give it.")

    async def _check_second(self, alert: Alert, actor: int) -> bool:
        """Whether the author approves alone because there is nobody else; raises DeniedError when there is."""
        if actor != alert.author:
            return False
        if not await self._is_alone(actor):
            raise DeniedError("Somebody else has to approve what you wrote.")
        return True

    async def _is_alone(self, user: int) -> bool:
        return await self.store.staff.holders(Role.APPROVER) == [user]

    def _check_typed(self, alert: Alert, audience: int, accept: Iterable[str]) -> None:
        if alert.hash != hash_of(alert, alert.audience, parent=alert.parent):
            raise DeniedError(f"Alert {alert.id} is not as it was written. Write it anew.")
        if alert.audience == 0:
            raise DeniedError("Nobody is meant by it. Change the audience.")
        if audience != alert.audience:
            raise DeniedError("That is not the size of its audience. Look at it again, and type the number you see.")
        typed = {comparable(one) for one in accept}
        missing = [one for one in self.strange(alert) if comparable(one) not in typed]
        if missing:
            raise DeniedError(f"Not in intents/, so type each of them to accept it: {'  '.join(missing)}")

    async def _move(
        self, alert: Alert, sources: Iterable[AlertState], values: Mapping[str, Any], act: Act
    ) -> Alert | None:
        return await self.store.alerts.move(alert, tuple(sources), values, act)

    @staticmethod
    def _moved(moved: Alert | None, alert: Alert) -> Alert:
        if moved is None:
            raise DeniedError(f"Alert {alert.id} is {alert.state}: that is not possible now.")
        return moved

    def _draft(self, plain: Mapping[str, Any]) -> Draft:
        draft, faults = draft_of(plain, self._content)
        if draft is None:
            raise DeniedError("\n".join(map(str, faults)))
        return draft

    def _written(self, plain: Mapping[str, Any], now: float) -> Written:
        draft = self._draft(plain)
        if draft.schedule and first(draft.schedule) < now:
            raise DeniedError("schedule.at: the time has passed. Write a later one.")
        return written(draft, self._content)
