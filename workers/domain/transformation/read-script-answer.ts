import type { LookupKey } from "../lookups/ports.ts";
import { asText, kindOf } from "./pipe.ts";
import type { MadeMessage } from "./request-change.ts";
import { isObject } from "./resolve-step.ts";
import { TemplateFault } from "./template-fault.ts";

export type ScriptAnswer =
  | { readonly kind: "messages"; readonly messages: readonly MadeMessage[] }
  | { readonly kind: "cancelled"; readonly reason: string }
  | { readonly kind: "wanted"; readonly keys: readonly LookupKey[] };

/** Each of them is a request: as many as one delivery may make. */
export const MAX_MESSAGES = 50;
const MAX_LOOKUPS = 1_000;
const MAX_KEY_LENGTH = 512;
const MAX_REASON_LENGTH = 500;

/**
 * What came out of the cage. A script can put anything in place of what the harness made: nothing is taken on trust.
 * @throws TemplateFault
 */
export function readScriptAnswer(outputJson: string): ScriptAnswer {
  const answer: unknown = JSON.parse(outputJson);
  if (!isObject(answer)) throw new TemplateFault("The script answered something else than a message.");
  const { wanted, cancelled, messages } = answer;
  if (Array.isArray(wanted) && wanted.length > 0) return { kind: "wanted", keys: readKeys(wanted) };
  if (typeof cancelled === "string") {
    return { kind: "cancelled", reason: cancelled.slice(0, MAX_REASON_LENGTH) };
  }
  if (!Array.isArray(messages)) throw new TemplateFault("The script answered something else than a message.");
  if (messages.length === 0)
    throw new TemplateFault(
      "context.several was given an empty list: call context.cancel(reason) to send nothing.",
    );
  if (messages.length > MAX_MESSAGES)
    throw new TemplateFault(`One delivery is at most ${MAX_MESSAGES} messages, not ${messages.length}.`);
  return { kind: "messages", messages: messages.map((one: unknown, index) => readMessage(one, index)) };
}

function readKeys(wanted: readonly unknown[]): readonly LookupKey[] {
  if (wanted.length > MAX_LOOKUPS)
    throw new TemplateFault(`At most ${MAX_LOOKUPS} keys are looked up for one event.`);
  const keys = new Map<string, LookupKey>();
  for (const pair of wanted) {
    const [table, key] = Array.isArray(pair) ? (pair as readonly unknown[]) : [];
    if (
      typeof table !== "string" ||
      typeof key !== "string" ||
      key.length > MAX_KEY_LENGTH ||
      table.length > MAX_KEY_LENGTH
    )
      throw new TemplateFault(
        `lookup takes the name of a table and a key of at most ${MAX_KEY_LENGTH} characters.`,
      );
    keys.set(JSON.stringify([table, key]), { table, key });
  }
  return [...keys.values()];
}

function readMessage(message: unknown, index: number): MadeMessage {
  if (!isObject(message)) throw new TemplateFault(`Message ${index + 1} is no message.`);
  const { payload, url, method, headers, query } = message;
  if (payload === undefined) {
    throw new TemplateFault(`Message ${index + 1} has no payload.`);
  }
  const made: { -readonly [Key in keyof MadeMessage]: MadeMessage[Key] } = {
    payloadJson: JSON.stringify(payload),
  };
  if (isGiven(url)) made.url = readText(url, "url");
  if (isGiven(method)) made.method = readText(method, "method");
  if (isGiven(headers)) made.headers = readHeaders(headers);
  if (isGiven(query)) made.query = readQuery(query);
  return made;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function readText(value: unknown, name: string): string {
  if (typeof value === "string") return value;
  throw new TemplateFault(`${name} is a text, and not ${kindOf(value)}.`);
}

function readHeaders(headers: unknown): Readonly<Record<string, string | null>> {
  if (!isObject(headers)) throw new TemplateFault(`headers are an object, and not ${kindOf(headers)}.`);
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value === null ? null : asText(value)]),
  );
}

function readQuery(query: unknown): readonly (readonly [string, string])[] {
  if (!isObject(query)) throw new TemplateFault(`query is an object, and not ${kindOf(query)}.`);
  return Object.entries(query).flatMap(([name, value]) => {
    const values = Array.isArray(value) ? (value as readonly unknown[]) : [value];
    return values.map((one) => [name, asText(one)] as const);
  });
}
