// Asks a server with the clients that front ends are made of, and prints what each of them saw, as JSON.
import OpenAI from "openai";
import { createOpenAI } from "@ai-sdk/openai";
import { DefaultChatTransport, generateText, readUIMessageStream, streamText } from "ai";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const [, , which, url, question] = process.argv;
const messages = [{ role: "user", content: question }];

const clients = {
  async openai() {
    const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: "any", maxRetries: 0 });
    const whole = await client.chat.completions.create({ model: "assistant", messages });
    let streamed = "";
    let annotations = [];
    for await (const chunk of await client.chat.completions.create({ model: "assistant", messages, stream: true })) {
      streamed += chunk.choices[0]?.delta?.content ?? "";
      annotations = annotations.concat(chunk.choices[0]?.delta?.annotations ?? []);
    }
    const response = await client.responses.create({ model: "assistant", input: question });
    const events = [];
    for await (const event of client.responses.stream({ model: "assistant", input: question })) events.push(event.type);
    const error = await client.chat.completions.create({ model: "other", messages }).catch((one) => one);
    return {
      text: whole.choices[0].message.content,
      titles: whole.choices[0].message.annotations.map((one) => one.url_citation.title),
      dates: whole.search_results.map((one) => one.date),
      streamed,
      streamedTitles: annotations.map((one) => one.url_citation.title),
      response: response.output_text,
      last: events.at(-1),
      error: [error.constructor.name, error.code],
    };
  },

  async cancel() {
    const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: "any", maxRetries: 0 });
    const stream = await client.chat.completions.create({ model: "assistant", messages, stream: true });
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break;
    stream.controller.abort();
    return {};
  },

  async aisdk() {
    const provider = createOpenAI({ baseURL: `${url}/v1`, apiKey: "any" });
    const seen = {};
    for (const [name, model] of [["chat", provider.chat("assistant")], ["responses", provider.responses("assistant")]]) {
      const whole = await generateText({ model, prompt: question, maxRetries: 0 });
      const streamed = streamText({ model, prompt: question, maxRetries: 0 });
      seen[name] = {
        text: whole.text,
        sources: whole.sources.map((one) => one.title),
        streamed: await streamed.text,
        streamedSources: (await streamed.sources).map((one) => one.title),
        finish: whole.finishReason,
      };
    }
    return seen;
  },

  async ui() {
    const transport = new DefaultChatTransport({ api: `${url}/api/chat`, body: { as_of: "2021-04-01" } });
    const stream = await transport.sendMessages({
      chatId: "c",
      trigger: "submit-message",
      messages: [{ id: "1", role: "user", parts: [{ type: "text", text: question }] }],
    });
    let message;
    for await (const one of readUIMessageStream({ stream })) message = one;
    return {
      text: message.parts.filter((part) => part.type === "text").map((part) => part.text).join(""),
      sources: message.parts.filter((part) => part.type === "source-url").map((part) => part.title),
      known: message.parts.find((part) => part.type === "source-url").providerMetadata.assistant.citation.date.provenance,
    };
  },

  async mcp() {
    const client = new Client({ name: "test", version: "1" });
    await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`)));
    const { tools } = await client.listTools();
    const call = async (name, values) => (await client.callTool({ name, arguments: values })).structuredContent;
    const { results } = await call("search", { query: question });
    const whole = await call("fetch", { id: results[0].id });
    const answer = await call("ask", { question });
    const wrong = await client.callTool({ name: "fetch", arguments: { id: "nothing" } });
    await client.close();
    return {
      tools: tools.map((tool) => [tool.name, tool.annotations.readOnlyHint, Boolean(tool.outputSchema)]),
      found: results[0].title,
      date: whole.metadata.date,
      status: answer.status,
      cited: answer.citations.map((one) => `${one.path} (${one.date.day})`),
      wrong: wrong.isError,
    };
  },
};

console.log(JSON.stringify(await clients[which]()));
process.exit(0);
