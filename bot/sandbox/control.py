"""The endpoints through which tests and the chat page act as people and ask for trouble."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.sandbox import acts
from bot.sandbox.errors import Refused
from bot.sandbox.faults import read_fault
from bot.sandbox.keys import TELEGRAM
from bot.sandbox.state import Json
from bot.sandbox.telegram import Telegram
from bot.sandbox.webhook import is_loopback

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def add_routes(app: web.Application) -> None:
    """Everything that changes something."""
    app.middlewares.append(guard)
    for path, act in ACTS.items():
        app.router.add_post(f"/sandbox/{path}", acting(act))
    app.router.add_delete("/sandbox/updates", drop_updates)
    app.router.add_delete("/sandbox/faults", remove_faults)


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Only this machine may ask, and other pages in its browser may not act."""
    if not is_loopback(request.url.host or ""):
        raise web.HTTPForbidden(text="the sandbox answers on loopback only")
    is_control = request.path.startswith("/sandbox/")
    if is_control and request.method == "POST" and request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType(text="send JSON")
    response = await handler(request)
    return response


def acting(act: Callable[[Telegram, Json], Json]) -> Handler:
    """A handler for one act, or for a list of them under `each`; what cannot be done is a 400 that says why."""

    async def handle(request: web.Request) -> web.Response:
        telegram = request.app[TELEGRAM]
        try:
            given = await request.json()
            if "each" in given:
                return web.json_response({"each": [act(telegram, one) for one in given["each"]]})
            return web.json_response(act(telegram, given))
        except (ValueError, TypeError, AttributeError) as error:
            return web.json_response({"error": str(error)}, status=400)
        except KeyError as error:
            return web.json_response({"error": f"{error.args[0]} is missing"}, status=400)
        except Refused as refusal:
            return web.json_response({"error": refusal.description}, status=400)

    return handle


def say(telegram: Telegram, act: Json) -> Json:
    message, update_id = acts.say(telegram, act)
    return {"message": message.json(), "update_id": update_id}


def edit(telegram: Telegram, act: Json) -> Json:
    message, update_id = acts.edit(telegram, act)
    return {"message": message.json(), "update_id": update_id}


def press(telegram: Telegram, act: Json) -> Json:
    return {"query_id": acts.press(telegram, act).id}


def look_up(telegram: Telegram, act: Json) -> Json:
    return {"query_id": acts.look_up(telegram, act).id}


def change_membership(telegram: Telegram, act: Json) -> Json:
    return {"update_id": acts.change_membership(telegram, act)}


def migrate(telegram: Telegram, act: Json) -> Json:
    acts.migrate(telegram, act)
    return {}


def meet(telegram: Telegram, act: Json) -> Json:
    """People who wrote to the bot before: `count` of them from the id `first` on, with `language`."""
    first, count = int(act["first"]), int(act.get("count", 1))
    for user_id in range(first, first + count):
        telegram.person(user_id, language=str(act.get("language", "en")))
        telegram.chat(user_id)
    return {"count": count}


def inject(telegram: Telegram, act: Json) -> Json:
    """A raw `update`, with its own id or the next one; or the `next_id` from which ids go on."""
    if "next_id" in act:
        telegram.updates.jump(int(act["next_id"]))
        return {"next_id": telegram.updates.next_id}
    return {"update_id": telegram.updates.inject(dict(act["update"]))}


def add_fault(telegram: Telegram, act: Json) -> Json:
    return {"id": telegram.faults.add(read_fault(act))}


def tune_webhook(telegram: Telegram, act: Json) -> Json:
    """How long to wait before a failed delivery is repeated."""
    telegram.webhook.first_delay_s = float(act["first_delay_s"])
    return {}


ACTS: dict[str, Callable[[Telegram, Json], Json]] = {
    "messages": say,
    "edits": edit,
    "presses": press,
    "inline": look_up,
    "members": change_membership,
    "migrations": migrate,
    "people": meet,
    "updates": inject,
    "faults": add_fault,
    "webhook": tune_webhook,
}


async def drop_updates(request: web.Request) -> web.Response:
    """Lose everything that waits, as after an outage of more than a day."""
    return web.json_response({"lost": request.app[TELEGRAM].updates.drop()})


async def remove_faults(request: web.Request) -> web.Response:
    """Behave again: without `id` in every respect."""
    rule = request.query.get("id")
    request.app[TELEGRAM].faults.remove(int(rule) if rule else None)
    return web.json_response({})
