import type { BatchSettings } from "./flow-settings.ts";

type BatchFormat = BatchSettings["format"];

/**
 * The body of a batch: the events' own JSON texts pasted together, never parsed and written again, because that would
 * round large numbers.
 *
 * @param items JSON texts, each what would be the body of a request of its own
 */
export function buildBatchBody(format: BatchFormat, items: readonly string[]): string {
  switch (format) {
    case "events":
      return `{"events":[${items.join(",")}]}`;
    case "array":
      return `[${items.join(",")}]`;
    case "ndjson":
      return items.map((item) => `${onOneLine(item)}\n`).join("");
  }
}

export function batchContentType(format: BatchFormat): string {
  return format === "ndjson" ? "application/x-ndjson" : "application/json";
}

/** What the body has beside its items and what stands between them. */
export function batchOverhead(format: BatchFormat): number {
  return buildBatchBody(format, []).length;
}

/** A JSON text has line breaks only between its tokens: inside a string they are always written `\n`. */
function onOneLine(json: string): string {
  return json.replaceAll(/[\r\n]+/g, " ");
}
