"""A tiny bot of python-telegram-bot, with its own transport, for trying an emulator out."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

Context = ContextTypes.DEFAULT_TYPE
Bot = Application[Any, Any, Any, Any, Any, Any]
MORE = InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="more")]])


async def start(update: Update, context: Context) -> None:
    assert update.message is not None
    await update.message.reply_html("Hello <b>you</b>", reply_markup=MORE)


async def echo(update: Update, context: Context) -> None:
    message, user = update.effective_message, update.effective_user
    assert message is not None
    assert user is not None
    await message.reply_text(f"{'edited ' if update.edited_message else ''}{user.language_code}: {message.text}")


async def photo(update: Update, context: Context) -> None:
    assert update.message is not None
    content = await (await update.message.photo[-1].get_file()).download_as_bytearray()
    await update.message.reply_photo(bytes(content), caption=f"{len(content)} bytes")


async def press(update: Update, context: Context) -> None:
    assert update.callback_query is not None
    await update.callback_query.answer("Here")
    await update.callback_query.edit_message_text("More of it")


def application(root: str, token: str) -> Bot:
    """The bot, not running."""
    made = ApplicationBuilder().token(token).base_url(f"{root}/bot").base_file_url(f"{root}/file/bot")
    app = made.read_timeout(0.5).build()
    app.add_handler(CommandHandler("start", start))
    app.add_handler(MessageHandler(filters.TEXT, echo))
    app.add_handler(MessageHandler(filters.PHOTO, photo))
    app.add_handler(CallbackQueryHandler(press))
    return app


@asynccontextmanager
async def running(root: str, token: str) -> AsyncIterator[Bot]:
    """The bot, polling."""
    app = application(root, token)
    async with app:
        await app.start()
        assert app.updater is not None
        await app.updater.start_polling(timeout=5)
        try:
            yield app
        finally:
            await app.updater.stop()
            await app.stop()
