// One message as a list item: where it came from, its medium, its words, its time and its buttons.

import { render } from "./text.js";

/** The item of a message for a reader with that language; `send` sends a command, `press` presses a button. */
export function bubble({ message, by_bot: byBot, is_silent: isSilent }, language, send, press) {
  const item = document.createElement("li");
  item.className = byBot ? "message" : "message mine";
  item.dataset.message = message.message_id;
  const box = document.createElement("div");
  box.className = "bubble";
  const from = document.createElement("span");
  from.className = "unseen";
  from.textContent = byBot ? "The bot: " : "You: ";
  box.append(from, ...origin(message), ...media(message), words(message, language, send), stamp(message, isSilent));
  item.append(box, ...keyboard(message, language, press));
  return item;
}

function origin(message) {
  if (!message.forward_origin) return [];
  const line = document.createElement("p");
  line.className = "from";
  line.textContent = `Forwarded from ${message.forward_origin.sender_user_name ?? "somebody"}`;
  return [line];
}

function media(message) {
  if (message.photo) {
    const picture = document.createElement("img");
    picture.src = `/sandbox/files/${encodeURIComponent(message.photo.at(-1).file_id)}`;
    picture.alt = "Picture";
    return [picture];
  }
  const kind = ["document", "voice", "sticker", "location", "contact"].find((each) => message[each]);
  if (!kind) return [];
  const line = document.createElement("p");
  line.className = "from";
  line.textContent = message[kind].file_name ?? message[kind].emoji ?? kind;
  return [line];
}

function words(message, language, send) {
  const box = document.createElement("div");
  box.className = "words";
  box.dir = "auto";
  box.lang = language;
  const text = message.text ?? message.caption ?? "";
  box.append(render(text, message.entities ?? message.caption_entities ?? [], send));
  return box;
}

function stamp(message, isSilent) {
  const line = document.createElement("p");
  line.className = "stamp";
  const time = document.createElement("time");
  const date = new Date(1000 * message.date);
  time.dateTime = date.toISOString();
  time.textContent = date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  line.append(...(message.edit_date ? ["edited "] : []), ...(isSilent ? ["silent "] : []), time);
  return line;
}

function keyboard(message, language, press) {
  const rows = message.reply_markup?.inline_keyboard ?? [];
  return rows.map((row) => {
    const line = document.createElement("div");
    line.className = "row";
    line.append(...row.map((button) => inlineButton(button, message.message_id, language, press)));
    return line;
  });
}

function inlineButton(button, messageId, language, press) {
  const node = document.createElement(button.url ? "a" : "button");
  node.textContent = button.text;
  node.dir = "auto";
  node.lang = language;
  if (button.url) {
    Object.assign(node, { href: button.url, target: "_blank", rel: "noopener noreferrer" });
    return node;
  }
  node.type = "button";
  node.addEventListener("click", () => press(node, button, messageId));
  return node;
}
