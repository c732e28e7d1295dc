"""Who works with the bot, in which roles; the owners of OWNER_IDS hold all of them."""

from __future__ import annotations

import argparse
import time

from bot.cli import alert_access as access

ROLES = ("author", "approver", "operator", "auditor")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`add ID ROLE`, `list`, `remove ID`."""
    actions = parser.add_subparsers(dest="action", metavar="action", required=True)
    add = actions.add_parser("add", help="give somebody a role")
    add.add_argument("id", type=int, help="their Telegram user id; /whoami tells staff theirs")
    add.add_argument("role", choices=ROLES)
    actions.add_parser("list", help="everybody who has a role")
    remove = actions.add_parser("remove", help="take all roles from somebody")
    remove.add_argument("id", type=int)


def run(args: argparse.Namespace) -> int:
    """0 when it is done; 1 when there is nobody to remove; 2 for a wrong setting."""
    return access.ended(lambda: _work(args))


async def _work(args: argparse.Namespace) -> int:
    from bot.core.alerts import DeniedError, Role

    async with access.opened(access.settings()) as store:
        if args.action == "add":
            if args.id <= 0:
                raise DeniedError("A person's id is a positive number: groups and channels cannot have a role.")
            await store.staff.add(args.id, Role(args.role), time.time())
        elif args.action == "remove" and not await store.staff.remove(args.id, time.time()):
            raise DeniedError(f"{args.id} has no role that can be taken; owners are named in OWNER_IDS.")
        for user, roles in (await store.staff.everybody()).items():
            owner = " (owner)" if user in store.staff.owners else ""
            print(f"{user} {' '.join(sorted(roles))}{owner}")
    return 0
