import { classifyStatus } from "../delivery/classify-outcome.ts";
import type { ErrorCategory } from "../delivery/error-category.ts";
import type { BatchResultMapping } from "./flow-settings.ts";

/** What a 2xx answer says of one event in the batch. */
export type ItemResult =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly category: ErrorCategory;
      /** The status that the entry names; null when it names none. */
      readonly status: number | null;
      /** One line for people; never what the target wrote, which may hold secrets. */
      readonly detail: string;
    };

export type BatchResults =
  | { readonly kind: "results"; readonly results: readonly ItemResult[] }
  /** The answer is not what the mapping says: which events arrived is unknown, so that none may count as delivered. */
  | { readonly kind: "unreadable"; readonly detail: string };

const OK: ItemResult = { ok: true };
/** Words that targets use for "it worked"; every other text is an error. */
const GOOD_WORDS = new Set(["", "ok", "success", "succeeded", "accepted", "created", "updated", "processed"]);

/**
 * Read the results of a batch out of a 2xx answer.
 *
 * With `id` the list may name only what failed: who is not in it has arrived. Without, it must have one entry per event.
 *
 * @param ids of what was sent, in its order
 */
export function readBatchResults(
  mapping: BatchResultMapping,
  body: string,
  truncated: boolean,
  ids: readonly string[],
): BatchResults {
  // 204, or a 200 without a word: there is nothing to say against any of them.
  if (body.trim() === "") return { kind: "results", results: ids.map(() => OK) };
  if (truncated) return unreadable("its answer is too long to find the results in");
  const list = listIn(mapping, body);
  if (list === null) {
    const place = mapping.path === "" ? "its answer" : `${mapping.path} in its answer`;
    return unreadable(`${place} is no list of results`);
  }
  return mapping.id === null ? byPosition(mapping, list, ids) : byId(mapping, mapping.id, list, ids);
}

function listIn({ path }: BatchResultMapping, body: string): readonly unknown[] | null {
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch {
    return null;
  }
  const found = path === "" ? answer : at(answer, path);
  return Array.isArray(found) ? found : null;
}

function byPosition(mapping: BatchResultMapping, list: readonly unknown[], ids: readonly string[]) {
  if (list.length !== ids.length) {
    return unreadable(`it answered ${list.length} results for ${ids.length} events`);
  }
  return { kind: "results", results: list.map((entry) => judge(at(entry, mapping.outcome))) } as const;
}

function byId(
  mapping: BatchResultMapping,
  idPath: string,
  list: readonly unknown[],
  ids: readonly string[],
): BatchResults {
  const known = new Set(ids);
  const results = new Map<string, ItemResult>();
  for (const entry of list) {
    const id = at(entry, idPath);
    const text = typeof id === "number" ? String(id) : id;
    // A failure of nobody knows which event: taken as read, it would be lost.
    if (typeof text !== "string" || !known.has(text)) {
      return unreadable("it answered a result for an event that was not in the batch");
    }
    const result = judge(at(entry, mapping.outcome));
    // An event that became several items has failed when one of them has.
    if (results.get(text)?.ok !== false) results.set(text, result);
  }
  return { kind: "results", results: ids.map((id) => results.get(id) ?? OK) };
}

/** A status of 400 and above, `false`, or an error: whatever is not null and no word for success. */
function judge(outcome: unknown): ItemResult {
  switch (typeof outcome) {
    case "undefined":
      return OK;
    case "boolean":
      return outcome ? OK : failed(null);
    case "number":
      return judgeStatus(outcome);
    case "string": {
      const word = outcome.trim().toLowerCase();
      return /^\d{3}$/.test(word) ? judgeStatus(Number(word)) : GOOD_WORDS.has(word) ? OK : failed(null);
    }
    default:
      return outcome === null || (Array.isArray(outcome) && outcome.length === 0) ? OK : failed(null);
  }
}

function judgeStatus(status: number): ItemResult {
  return status < 400 ? OK : failed(status);
}

function failed(status: number | null): ItemResult {
  const outcome = status === null ? null : classifyStatus(status);
  // An error without a status: the target took the request and refused this event, so its content is what it minds.
  const category = outcome?.kind === "failure" ? outcome.category : "VALIDATION";
  const said = status === null ? "an error" : `status ${status}`;
  return { ok: false, category, status, detail: `the target answered ${said} for this event of the batch` };
}

function unreadable(detail: string): BatchResults {
  return { kind: "unreadable", detail };
}

/** Own members only: `constructor` is not a result. */
function at(value: unknown, path: string): unknown {
  let found = value;
  for (const name of path.split(".")) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, name)) return undefined;
    found = (found as Record<string, unknown>)[name];
  }
  return found;
}
