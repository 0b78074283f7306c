// @ts-check
// Conversations that this browser keeps: one entry each, the oldest go when there is no room.
const PREFIX = `assistant ${location.pathname} `;
const MOST = 200;

/** @typedef {{question: string, options: Record<string, string>, answer: any, remark?: {good: boolean, note: string} | null}} Kept */
/** @typedef {{id: string, name: string, changed: number, exchanges: Kept[]}} Conversation */

export const newId = () => crypto.getRandomValues(new Uint32Array(2)).reduce((text, part) => text + part.toString(36), "");

/** All that is kept, the latest first. Entries that cannot be read are left out. @returns {Conversation[]} */
export function conversations() {
  const keys = guarded(() => Object.keys(localStorage), []).filter((key) => key.startsWith(PREFIX));
  return keys.map((key) => read(key)).filter((one) => one !== null).sort((one, other) => other.changed - one.changed);
}

/** @param {string} id @returns {Conversation | null} */
export const conversation = (id) => read(PREFIX + id);

/** Keep a conversation; false: the browser keeps nothing. @param {Conversation} one */
export function keep(one) {
  const lean = (answer) => ({ ...answer, hits: [], timings: {} }); // passages are not shown, and are most of it
  const exchanges = one.exchanges.map((each) => ({ ...each, answer: lean(each.answer) }));
  const text = JSON.stringify({ ...one, exchanges });
  const others = conversations().filter((each) => each.id !== one.id);
  for (const each of others.splice(MOST - 1)) remove(each.id);
  for (;;) {
    if (guarded(() => (localStorage.setItem(PREFIX + one.id, text), true), false)) return true;
    const oldest = others.pop();
    if (!oldest) return false;
    remove(oldest.id);
  }
}

/** @param {string} id */
export const remove = (id) => guarded(() => localStorage.removeItem(PREFIX + id), undefined);

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
