// @ts-check
import { t } from "./texts.js";

// The server's events, read from a fetch: EventSource can neither post nor send a key.
export class Refused extends Error {
  constructor(status, message, wait) {
    super(message);
    this.status = status;
    this.wait = wait;
  }
}

export async function* askServer(endpoint, key, question, signal) {
  const headers = { "content-type": "application/json" };
  if (key) headers.authorization = `Bearer ${key}`;
  const response = await fetch(`${endpoint}/api/ask`, {
    method: "POST",
    headers,
    body: JSON.stringify({ ...question, stream: true }),
    signal,
    credentials: "omit",
    referrerPolicy: "no-referrer",
  });
  if (!response.ok) {
    const told = await response.json().catch(() => null);
    const message = told?.error?.message ?? t("The server answered {0}.", response.status);
    const known = response.status === 429 ? t("Too many questions; try again in {0} seconds.", Number(response.headers.get("retry-after")) || 60) : message;
    throw new Refused(response.status, known, Number(response.headers.get("retry-after")) || 0);
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    waiting += value;
    const blocks = waiting.split("\n\n");
    waiting = blocks.pop();
    for (const block of blocks) {
      const line = (name) => block.split("\n").find((one) => one.startsWith(name))?.slice(name.length);
      const data = line("data: ");
      if (data) yield { name: line("event: ") ?? "message", data: JSON.parse(data) };
    }
  }
}
