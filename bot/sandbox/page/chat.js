// The chat page: who writes, what is sent, and every event of the chat as it happens.

import { bubble } from "./bubble.js";

const LANGUAGES = {
  en: "English", id: "Bahasa Indonesia", ms: "Bahasa Melayu", vi: "Tiếng Việt", th: "ไทย", km: "ខ្មែរ", lo: "ລາວ",
  my: "မြန်မာ", zh: "简体中文", "zh-Hant": "繁體中文", tl: "Tagalog", hi: "हिन्दी", bn: "বাংলা", ne: "नेपाली", ur: "اردو",
  ta: "தமிழ்", si: "සිංහල", sw: "Kiswahili", am: "አማርኛ", pt: "Português", es: "Español", fr: "Français", ru: "Русский",
  ar: "العربية", ko: "한국어",
};
const TOAST_MS = 4000;
const NEAR_PX = 80;

const $ = (id) => document.getElementById(id);
const shown = new Map();      // message id -> its list item
const pressed = new Map();    // query id -> its button, until it is answered
const answers = new Map();    // query id -> the bot's answer
let me = null;
let stream = null;

/** Ask the sandbox to do something as the person; the trouble banner says when it cannot. */
async function act(path, body) {
  const full = { chat: me.number, person: { id: me.number, first_name: me.name, language: me.language }, ...body };
  const headers = { "Content-Type": "application/json" };
  const response = await fetch(`/sandbox/${path}`, { method: "POST", headers, body: JSON.stringify(full) });
  const answer = await response.json();
  if (!response.ok) toast(answer.error);
  return answer;
}

const send = (text) => act("messages", { text });

function toast(text) {
  const note = document.createElement("span");
  note.textContent = text;
  $("toast").replaceChildren(note);
  setTimeout(() => note.remove(), TOAST_MS);
}

/** Show a message; an edited one takes the place of what was there. */
function show(event) {
  place(bubble(event, me.language, send, press), event.message.message_id);
}

/** Put an item where its message is, or last; the log follows unless the reader has scrolled up. */
function place(item, id) {
  const log = $("log");
  const follows = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_PX || !shown.has(id);
  if (shown.has(id)) shown.get(id).replaceWith(item);
  else log.append(item);
  shown.set(id, item);
  $("start").hidden = true;
  if (follows) log.scrollTop = log.scrollHeight;
}

async function press(node, button, messageId) {
  if (button.copy_text) {
    await navigator.clipboard.writeText(button.copy_text.text);
    toast("Copied");
    return;
  }
  node.setAttribute("aria-busy", "true");
  const { query_id: id } = await act("presses", { data: button.callback_data, message_id: messageId });
  if (!id) node.removeAttribute("aria-busy");
  pressed.set(id, node);
  if (answers.has(id)) answered(id, answers.get(id));
}

/** The bot's answer to a press of ours; one that comes before we know the press's id waits for it. */
function answered(id, answer) {
  answers.set(id, answer);
  if (!pressed.has(id)) return;
  pressed.get(id).removeAttribute("aria-busy");
  pressed.delete(id);
  if (!answer.text) return;
  if (!answer.show_alert) { toast(answer.text); return; }
  $("alert-text").textContent = answer.text;
  $("alert").showModal();
}

function follow(event) {
  if (event.kind === "message" || event.kind === "edit") show(event);
  if (event.kind === "answer") answered(event.query_id, event.answer);
  if (event.kind === "delete") {
    shown.get(event.message_id)?.remove();
    shown.delete(event.message_id);
  }
}

/** Be that person: open their chat and follow it. */
function enter(person) {
  me = person;
  localStorage.setItem("person", JSON.stringify(me));
  stream?.close();
  shown.clear();
  $("log").replaceChildren();
  $("person").textContent = `${me.name} · ${LANGUAGES[me.language]} · ${me.number}`;
  $("who").hidden = true;
  $("chat").hidden = false;
  $("start").hidden = false;
  stream = new EventSource(`/sandbox/stream?chat=${me.number}`);
  stream.onmessage = (event) => follow(JSON.parse(event.data));
  stream.onopen = () => { $("trouble").hidden = true; };
  stream.onerror = () => { $("trouble").hidden = false; };
  $("text").focus();
}

/** Ask who is there; without a person known, or to become another. */
function ask(person) {
  $("name").value = person?.name ?? "Siti";
  $("language").value = person?.language ?? "en";
  $("number").value = 10_000_000 + Math.floor(Math.random() * 900_000_000);
  $("who").hidden = false;
  $("chat").hidden = true;
  $("name").focus();
}

async function openMenu() {
  const isOpen = !$("menu").hidden;
  const found = isOpen ? null : await (await fetch(`/sandbox/commands?language=${me.language}`)).json();
  const items = (found?.commands ?? []).map(({ command, description }) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    const name = document.createElement("b");
    name.textContent = `/${command}`;
    button.type = "button";
    button.append(name, " ", description);
    button.addEventListener("click", () => { closeMenu(); send(`/${command}`); });
    item.append(button);
    return item;
  });
  $("menu").replaceChildren(...items);
  $("menu").hidden = isOpen || items.length === 0;
  $("commands").setAttribute("aria-expanded", String(!$("menu").hidden));
  if (!$("menu").hidden) $("menu").querySelector("button").focus();
  else if (!isOpen) toast("The bot has no menu.");
}

function closeMenu() {
  $("menu").hidden = true;
  $("commands").setAttribute("aria-expanded", "false");
  $("text").focus();
}

async function sendWritten() {
  const text = $("text").value.trim();
  if (!text) return;
  $("text").value = "";
  await send(text);
}

function sendFile(file) {
  const reader = new FileReader();
  reader.onload = () => {
    const kind = file.type.startsWith("image/") ? "photo" : "document";
    const content = reader.result.slice(reader.result.indexOf(",") + 1);
    act("messages", { media: { kind, content, name: file.name, mime_type: file.type }, text: $("text").value.trim() });
    $("text").value = "";
  };
  reader.readAsDataURL(file);
}

for (const [code, name] of Object.entries(LANGUAGES)) {
  const option = new Option(`${name} (${code})`, code);
  option.lang = code;
  $("language").append(option);
}
$("who").addEventListener("submit", (event) => {
  event.preventDefault();
  const person = { name: $("name").value, language: $("language").value, number: Number($("number").value) };
  enter(person);
});
$("change").addEventListener("click", () => ask(me));
$("start").addEventListener("click", () => send("/start"));
$("commands").addEventListener("click", openMenu);
$("menu").addEventListener("keydown", (event) => { if (event.key === "Escape") closeMenu(); });
$("composer").addEventListener("submit", (event) => { event.preventDefault(); sendWritten(); });
$("text").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  sendWritten();
});
$("file").addEventListener("change", () => {
  if ($("file").files.length) sendFile($("file").files[0]);
  $("file").value = "";
});

const known = JSON.parse(localStorage.getItem("person") ?? "null");
if (known) enter(known); else ask(null);
