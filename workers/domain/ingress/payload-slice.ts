import { deepestNesting, eachElement, eachMember, NOT_FOUND, skipValue } from "./json-scanner.ts";

/**
 * Payloads leave the gateway as the bytes that came in. Parsing and printing again would turn
 * 12345678901234567890 into 12345678901234567000, and reorder keys that look like numbers.
 *
 * All functions want text that JSON.parse has accepted, and take time linear in its length.
 */

/**
 * The source text of the `payload` member of an event, without surrounding space. Null when there is none.
 * Of duplicate keys the last one counts, as for JSON.parse: otherwise what was validated is not what is sent.
 */
export function slicePayload(text: string): string | null {
  return readPayload(text, 0).payload;
}

/**
 * For a batch `{ "events": [ … ] }`: the source text of each element's payload, in order. An element without
 * payload, or that is no object, gives null. Null as a whole when `events` is not an array.
 *
 * The slices share the body's memory: whoever keeps one for long keeps the whole body.
 */
export function sliceBatch(text: string): readonly (string | null)[] | null {
  let payloads: (string | null)[] | null = null;
  eachMember(text, 0, (key, start) => {
    if (key !== "events") return skipValue(text, start);
    const found: (string | null)[] = [];
    const end = eachElement(text, start, (at) => {
      const event = readPayload(text, at);
      found.push(event.payload);
      return event.end;
    });
    payloads = end === NOT_FOUND ? null : found;
    return end === NOT_FOUND ? skipValue(text, start) : end;
  });
  return payloads;
}

/** How deep arrays and objects are nested in a JSON text: `[[1]]` is 2, a bare value 0. */
export function depthOf(text: string): number {
  return deepestNesting(text, Number.POSITIVE_INFINITY);
}

/** Is the text nested deeper than `maxDepth`? Stops reading as soon as it knows, so it may run before JSON.parse. */
export function exceedsDepth(text: string, maxDepth: number): boolean {
  return deepestNesting(text, maxDepth) > maxDepth;
}

/** The payload of the event at `at`, and the position behind the event. */
function readPayload(text: string, at: number): { readonly payload: string | null; readonly end: number } {
  let payload: string | null = null;
  const end = eachMember(text, at, (key, start) => {
    const valueEnd = skipValue(text, start);
    if (key === "payload") payload = text.slice(start, valueEnd);
    return valueEnd;
  });
  return { payload, end: end === NOT_FOUND ? skipValue(text, at) : end };
}
