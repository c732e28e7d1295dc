// Runs npm telegram-test-api on loopback, repaired where python-telegram-bot 22 cannot read what it says.
// PORT: where. Prints READY when it listens. Added for clients: POST /sendUpdate {token, update}, GET /calls.
'use strict';

const TelegramServer = require('telegram-test-api');

const LONG_POLL_MS = 2000;
const PEOPLE_ACT = ['AddedUserMessage', 'AddedUserCommand', 'AddedUserCallbackQuery'];
const ECHOED = ['chat_id', 'parse_mode', 'link_preview_options', 'reply_parameters', 'entities', 'disable_notification'];
const BOT = { id: 666, is_bot: true, first_name: 'Test First name', username: 'TestNameBot' };
const seconds = () => Math.floor(Date.now() / 1000);

const server = new TelegramServer({ port: Number(process.env.PORT), host: '127.0.0.1', storeTimeout: 3600 });
const calls = [];

// Updates: raw ones pass through as they are, callback queries get the chat_instance they must have.
const formatUpdate = TelegramServer.formatUpdate;
TelegramServer.formatUpdate = (update) => {
  if (update.raw) return { update_id: update.updateId, ...update.raw };
  const formatted = formatUpdate(update);
  if (formatted.callback_query) formatted.callback_query.chat_instance ??= '1';
  return formatted;
};

// Sent messages: a date in seconds, a sender, and none of the parameters echoed as undecoded form fields.
const addBotMessage = server.addBotMessage.bind(server);
server.addBotMessage = (raw, token) => {
  const message = { ...addBotMessage(raw, token), date: seconds(), from: BOT };
  for (const field of ECHOED) delete message[field];
  return message;
};

// Edits: people see them as news, and without buttons in the call the message loses them.
for (const name of ['editMessageText', 'editMessageReplyMarkup']) {
  const edit = server[name].bind(server);
  server[name] = (raw) => {
    edit({ ...raw, reply_markup: raw.reply_markup ?? '{"inline_keyboard": []}' });
    const edited = server.storage.botMessages.filter((each) => (
      String(each.messageId) === String(raw.message_id) && String(each.message.chat_id) === String(raw.chat_id)));
    for (const each of edited) Object.assign(each, { isRead: false, isEdit: true });
  };
}

// Results: a bot is a bot, edits return the message, everything else true; unknown methods succeed instead of HTTP 500.
function repair(method, body, answer) {
  if (method === 'getMe') answer.result.is_bot = true;
  if (answer.result === null) {
    const chat = { id: Number(body.chat_id), type: 'private' };
    const edited = { message_id: Number(body.message_id), date: seconds(), text: body.text, chat };
    return { ...answer, result: method.startsWith('edit') ? edited : true };
  }
  if (answer.message && answer.ok === undefined) return { ok: true, result: true };
  return answer;
}

// Polls: wait for news instead of answering at once.
function whenSomethingWaits(token, next) {
  if (server.storage.userMessages.some((update) => update.botToken === token && !update.isRead)) return next();
  const go = () => {
    clearTimeout(timer);
    for (const name of PEOPLE_ACT) server.off(name, go);
    next();
  };
  const timer = setTimeout(go, LONG_POLL_MS);
  for (const name of PEOPLE_ACT) server.once(name, go);
}

function bodyOf(request, use) {
  let text = '';
  request.on('data', (part) => { text += part; });
  request.on('end', () => use(JSON.parse(text)));
}

async function addRaw({ token, update }) {
  const { updateId, messageId } = server;
  await server.addUserUpdate({ botToken: token, raw: update, message: {}, updateId, messageId, time: Date.now(), isRead: false });
  server.emit('AddedUserMessage');
}

function repairing(request, response, next) {
  if (request.path === '/calls') return response.json(calls);
  if (request.path === '/sendUpdate') return bodyOf(request, (body) => addRaw(body).then(() => response.json({ ok: true })));
  const [, token, method] = /^\/bot([^/]+)\/(\w+)$/.exec(request.path) ?? [];
  if (!method) return next();
  calls.push(method);
  const json = response.json.bind(response);
  response.json = (answer) => {
    const repaired = repair(method, request.body, answer);
    if (repaired !== answer && response.statusCode === 500) response.status(200);
    return json(repaired);
  };
  return method === 'getUpdates' ? whenSomethingWaits(decodeURIComponent(token), next) : next();
}

server.setMaxListeners(0);
server.webServer.use(repairing);
const layers = server.webServer._router.stack;
layers.splice(2, 0, layers.pop());                        // after express's own two, before the body parsers

process.on('SIGTERM', () => server.stop().then(() => process.exit(0)));
server.start().then(() => console.log('READY'));
