// A message's text as DOM nodes, made from its entities (offsets in UTF-16 units, as JavaScript counts). Never HTML.

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};
const BLOCKS = new Set(["BLOCKQUOTE", "PRE"]);   // they begin a new line by themselves

/** The text between `start` and `end` with its entities, which come outer before inner. */
export function render(text, entities, send, start = 0, end = text.length) {
  const part = document.createDocumentFragment();
  let at = start;
  for (let i = 0; i < entities.length; i += 1) {
    const entity = entities[i];
    const begin = entity.offset;
    const stop = Math.min(begin + entity.length, end);
    if (begin < at || begin >= end || stop <= begin) continue;
    part.append(text.slice(at, begin));
    const inside = entities.slice(i + 1).filter((each) => each.offset >= begin && each.offset < stop);
    const node = element(entity, text.slice(begin, stop), send);
    node.append(render(text, inside, send, begin, stop));
    part.append(node);
    at = stop + (BLOCKS.has(node.tagName) && text[stop] === "\n" ? 1 : 0);
  }
  part.append(text.slice(at, end));
  return part;
}

/** The empty element of an entity. */
function element(entity, words, send) {
  switch (entity.type) {
    case "text_link": return link(entity.url);
    case "url": return link(/^[a-z]+:\/\//i.test(words) ? words : `http://${words}`);
    case "phone_number": return link(`tel:${words.replace(/[^\d+]/g, "")}`);
    case "bot_command": return command(words, send);
    case "spoiler": return spoiler();
    default: return document.createElement(TAGS[entity.type] ?? "span");
  }
}

/** A link that opens by itself, unless its scheme is not one people expect. */
function link(address) {
  if (!/^(https?|tel):/i.test(address)) return document.createElement("span");
  const node = document.createElement("a");
  node.href = address;
  node.target = "_blank";
  node.rel = "noopener noreferrer";
  return node;
}

/** A command that is sent when pressed. */
function command(words, send) {
  const node = document.createElement("button");
  node.type = "button";
  node.className = "command";
  node.addEventListener("click", () => send(words));
  return node;
}

/** A text that shows when pressed. */
function spoiler() {
  const node = document.createElement("span");
  node.className = "spoiler";
  node.tabIndex = 0;
  node.setAttribute("role", "button");
  node.setAttribute("aria-label", "Hidden text");
  const open = () => { node.classList.add("open"); node.removeAttribute("aria-label"); };
  node.addEventListener("click", open);
  node.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") open(); });
  return node;
}
