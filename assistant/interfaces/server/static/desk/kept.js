// @ts-check
// Conversations: this browser keeps them, one entry each, and the oldest go when there is no room; or, for a reader with a
// key, the server does where it keeps any.
const PREFIX = `assistant ${location.pathname} `;
const MOST = 200;

/** @typedef {{question: string, options: Record<string, string>, answer: any, remark?: {good: boolean, note: string} | null}} Kept */
/** @typedef {{id: string, name: string, changed: number, exchanges: Kept[]}} Conversation */
/** @typedef {{id: string, name: string, changed: number, remarks: number, last: {question: string, options: Record<string, string>}}} Row */

/** What the server keeps for this reader; null: the browser keeps. @type {{ask: any, rows: Row[], whole: Map<string, Conversation>, sent: Promise<any>} | null} */
let shelf = null;
const ADDRESS = "v1/conversations";

/** From now on the server keeps. `ask(address, body, method)` asks it. @param {any} ask */
export async function keepOnServer(ask) {
  shelf = { ask, rows: (await ask(ADDRESS)).conversations, whole: new Map(), sent: Promise.resolve() };
}

export const onServer = () => shelf !== null;

/** A promise of a conversation that is still with the server; null: it is here, or nowhere. @param {string} id */
export function coming(id) {
  const here = shelf;
  if (!here || here.whole.has(id) || !here.rows.some((one) => one.id === id)) return null;
  return here.ask(`${ADDRESS}/${id}`).then((one) => here.whole.set(id, { ...one, id }));
}

/** A whole conversation, from wherever it is. @param {string} id */
export async function whole(id) {
  await coming(id);
  return conversation(id);
}

/** @param {Conversation} one @returns {Row} */
const rowOf = ({ id, name, changed, exchanges }) => ({ id, name, changed, remarks: exchanges.filter((each) => each.remark).length, last: exchanges[exchanges.length - 1] });

/** All that is kept, the latest first. @returns {Row[]} */
export const conversations = () => (shelf ? shelf.rows : inBrowser().map(rowOf));

/** Those in which all words were said. @param {string[]} words */
export async function search(words) {
  if (shelf) return (await shelf.ask(`${ADDRESS}?${new URLSearchParams({ find: words.join(" ") })}`)).conversations;
  const said = (one) => [one.name, ...one.exchanges.flatMap(({ question, answer }) => [question, answer.text])].join(" ").toLowerCase();
  return inBrowser().filter((one) => words.every((word) => said(one).includes(word))).map(rowOf);
}

export const newId = () => crypto.getRandomValues(new Uint32Array(2)).reduce((text, part) => text + part.toString(36), "");

/** Entries that cannot be read are left out. @returns {Conversation[]} */
function inBrowser() {
  const keys = guarded(() => Object.keys(localStorage), []).filter((key) => key.startsWith(PREFIX));
  return keys.map((key) => read(key)).filter((one) => one !== null).sort((one, other) => other.changed - one.changed);
}

/** @param {string} id @returns {Conversation | null} */
export const conversation = (id) => (shelf ? (shelf.whole.get(id) ?? null) : read(PREFIX + id));

/** Keep a conversation; resolves to false where it is not kept. @param {Conversation} one @returns {Promise<boolean>} */
export async function keep(one) {
  const lean = (answer) => ({ ...answer, hits: [], timings: {} }); // passages are not shown, and are most of it
  const exchanges = one.exchanges.map((each) => ({ ...each, answer: lean(each.answer) }));
  if (shelf) {
    shelf.whole.set(one.id, one);
    shelf.rows = [rowOf(one), ...shelf.rows.filter((each) => each.id !== one.id)].sort((a, b) => b.changed - a.changed);
    return sent(`${ADDRESS}/${one.id}`, { ...one, exchanges }, "PUT");
  }
  const text = JSON.stringify({ ...one, exchanges });
  const others = inBrowser().filter((each) => each.id !== one.id);
  for (const each of others.splice(MOST - 1)) drop(each.id);
  for (;;) {
    if (guarded(() => (localStorage.setItem(PREFIX + one.id, text), true), false)) return true;
    const oldest = others.pop();
    if (!oldest) return false;
    drop(oldest.id);
  }
}

/** @param {string} id */
const drop = (id) => guarded(() => localStorage.removeItem(PREFIX + id), undefined);

/** Delete a conversation; resolves to false where it is still there. @param {string} id @returns {Promise<boolean>} */
export async function remove(id) {
  if (!shelf) return drop(id), true;
  shelf.whole.delete(id);
  shelf.rows = shelf.rows.filter((one) => one.id !== id);
  return sent(`${ADDRESS}/${id}`, null, "DELETE");
}

/** What is sent to be kept arrives in its order. @param {string} address @param {any} body @param {string} method */
function sent(address, body, method) {
  const { ask, sent: before } = /** @type {NonNullable<typeof shelf>} */ (shelf);
  const done = before.then(() => ask(address, body, method)).then(() => true, () => false);
  if (shelf) shelf.sent = done;
  return done;
}

/** @param {string} key @returns {any} */
function read(key) {
  return guarded(() => {
    const one = JSON.parse(localStorage.getItem(key) ?? "");
    return Array.isArray(one.exchanges) && typeof one.id === "string" ? one : null;
  }, null);
}

/** Storage may be switched off, full or damaged. @template T @param {() => T} work @param {T} otherwise @returns {T} */
export function guarded(work, otherwise) {
  try {
    return work();
  } catch {
    return otherwise;
  }
}
