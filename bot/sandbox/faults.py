"""Misbehaviour on request: rules that match calls and say what goes wrong with them."""

from __future__ import annotations

import random
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, get_args

from bot.sandbox.errors import PHRASES, Refused, too_many_requests

FaultKind = Literal["error", "garbled", "truncated", "silence", "delay", "reset"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One rule.

    error      answers `code` (429 with `retry_after`), and nothing is done unless `stored`
    garbled    does the work (unless not `stored`) and answers `body` with status `code` instead of JSON
    truncated  does the work and breaks off in the middle of the answer
    silence    does the work and does not answer: for `seconds`, or for good when 0
    delay      waits `seconds` and goes on as if nothing were wrong
    reset      resets the connection without an answer, with nothing done unless `stored`
    """

    kind: FaultKind
    method: str = "*"
    chat: int | None = None
    """None for every chat and for methods without one."""
    times: int | None = None
    """How many calls it spoils; None for all."""
    skip: int = 0
    """How many matching calls pass first."""
    probability: float = 1.0
    seed: int = 0
    code: int = 0
    description: str = ""
    retry_after: int = 0
    parameters: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    body: str = "<html><body>nginx</body></html>"
    stored: bool | None = None
    """Whether the call has its effect; None for what its kind says above."""

    @property
    def does_work(self) -> bool:
        """Whether the call has its effect in spite of the fault."""
        return self.kind in {"garbled", "truncated", "silence"} if self.stored is None else self.stored

    def refusal(self) -> Refused:
        """The error an `error` answers with."""
        code = self.code or (429 if self.retry_after else 500)
        if code == 429 and not self.description:
            return too_many_requests(self.retry_after or 1)
        phrase = PHRASES.get(code, "Error")
        return Refused(code, self.description or phrase, **self.parameters)


@dataclass(slots=True)
class Rule:
    """A fault in force, with what it has seen."""

    id: int
    fault: Fault
    seen: int = 0
    fired: int = 0
    dice: random.Random = field(default_factory=random.Random)

    def fires(self, method: str, chat: str) -> bool:
        """Whether this call is spoilt; counts it."""
        fault = self.fault
        if fault.method not in ("*", method) or (fault.chat is not None and str(fault.chat) != chat):
            return False
        self.seen += 1
        if self.seen <= fault.skip or (fault.times is not None and self.fired >= fault.times):
            return False
        if fault.probability < 1 and self.dice.random() >= fault.probability:
            return False
        self.fired += 1
        return True

    def json(self) -> dict[str, Any]:
        return {"id": self.id, "seen": self.seen, "fired": self.fired, **asdict(self.fault)}


@dataclass(slots=True)
class Faults:
    """The rules in force, oldest first."""

    rules: dict[int, Rule] = field(default_factory=dict)
    last_id: int = 0

    def add(self, fault: Fault) -> int:
        """Put a rule in force and return its id."""
        self.last_id += 1
        self.rules[self.last_id] = Rule(self.last_id, fault, dice=random.Random(fault.seed))
        return self.last_id

    def remove(self, rule_id: int | None = None) -> None:
        """Take one rule out of force, or all of them."""
        if rule_id is None:
            self.rules.clear()
        else:
            self.rules.pop(rule_id, None)

    def pick(self, method: str, chat: str) -> list[Fault]:
        """What goes wrong with this call: delays, then at most one other fault, which is the last of the list."""
        picked: list[Fault] = []
        for rule in self.rules.values():
            if rule.fires(method, chat):
                picked.append(rule.fault)
                if rule.fault.kind != "delay":
                    break
        return picked


def read_fault(raw: dict[str, Any]) -> Fault:
    """A rule out of JSON; raises ValueError for a kind or a field that does not exist."""
    if raw.get("kind") not in get_args(FaultKind):
        raise ValueError(f"kind must be one of {', '.join(get_args(FaultKind))}")
    try:
        return Fault(**raw)
    except TypeError as error:
        raise ValueError(str(error).replace("Fault.__init__() ", "")) from None
