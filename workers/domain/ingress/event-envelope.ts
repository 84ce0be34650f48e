import { escapePointer } from "../json-pointer.ts";
import type { ProblemDetail } from "../problem.ts";
import { isEventTypeName } from "../routing/event-type-pattern.ts";
import { isOperationalType } from "../routing/operational-type.ts";

/** What a caller sends around a payload, checked. */
export interface EventEnvelope {
  readonly type: string;
  readonly id: string | null;
  readonly occurredAt: string | null;
  readonly labels: Readonly<Record<string, string>>;
}

export type EnvelopeResult =
  | { readonly ok: true; readonly envelope: EventEnvelope }
  | { readonly ok: false; readonly problems: readonly ProblemDetail[] };

type Refuse = (field: string, message: string) => void;

const KNOWN = new Set(["type", "payload", "id", "occurredAt", "labels"]);
/** Not `evt_…`: those name a moment, by which their records are found. Not `src_…`: those are events of sources. No dot: the signed content is `id.timestamp.body`, and a dot in the id would let it be read two ways. */
const EVENT_ID = /^(?!evt_|src_)[A-Za-z0-9_:-]{1,128}$/;
const LABEL_NAME = /^[A-Za-z0-9_.:/-]{1,64}$/;
const MAX_LABELS = 20;
const MAX_LABEL_LENGTH = 256;
/** RFC 3339, section 5.6, with the zone that it demands. */
const RFC_3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/;

/**
 * Check one event. `base` is the JSON Pointer of the event in its document ("" or "/events/3").
 * Written by hand and not as a schema: it runs for every event, thousands of times a second.
 */
export function checkEnvelope(input: unknown, base: string): EnvelopeResult {
  if (!isRecord(input))
    return { ok: false, problems: [{ pointer: base, message: "An event is a JSON object." }] };
  const problems: ProblemDetail[] = [];
  const refuse: Refuse = (field, message) => {
    problems.push({ pointer: `${base}/${field}`, message });
  };

  const { type, id, occurredAt, labels } = input;
  if (typeof type !== "string" || !isEventTypeName(type)) {
    refuse(
      "type",
      "A type is 1 to 128 characters such as order.created: letters, digits, _ : / - in segments joined by dots.",
    );
  }
  if (!Object.hasOwn(input, "payload"))
    refuse("payload", "An event needs a payload; any JSON value will do.");
  if (typeof type === "string" && isOperationalType(type)) {
    refuse("type", "Types that begin with gateway. are the gateway's own events. Use another first segment.");
  }
  if (id !== undefined && (typeof id !== "string" || !EVENT_ID.test(id))) {
    refuse("id", "An id is 1 to 128 letters, digits, _ : or -, and does not begin with evt_ or src_.");
  }
  if (occurredAt !== undefined && (typeof occurredAt !== "string" || !isRfc3339(occurredAt))) {
    refuse("occurredAt", "A moment is RFC 3339 with a zone, such as 2026-01-31T12:00:00Z.");
  }
  checkLabels(labels, refuse);
  for (const name of Object.keys(input)) {
    if (!KNOWN.has(name))
      refuse(escapePointer(name), "Unknown member. An event has type, payload, id, occurredAt and labels.");
  }
  if (problems.length > 0) return { ok: false, problems: problems.slice(0, 20) };
  return {
    ok: true,
    envelope: {
      type: type as string,
      id: (id as string | undefined) ?? null,
      occurredAt: (occurredAt as string | undefined) ?? null,
      labels: (labels as Record<string, string> | undefined) ?? {},
    },
  };
}

function checkLabels(labels: unknown, refuse: Refuse): void {
  if (labels === undefined) return;
  if (!isRecord(labels)) {
    refuse("labels", "Labels are an object of strings.");
    return;
  }
  const entries = Object.entries(labels);
  if (entries.length > MAX_LABELS) {
    refuse("labels", `At most ${MAX_LABELS} labels.`);
    return;
  }
  for (const [name, value] of entries) {
    const field = `labels/${escapePointer(name)}`;
    if (!LABEL_NAME.test(name)) refuse(field, "A label's name is 1 to 64 letters, digits or _ . : / -.");
    else if (typeof value !== "string" || value.length > MAX_LABEL_LENGTH) {
      refuse(field, `A label's value is a string of at most ${MAX_LABEL_LENGTH} characters.`);
    }
  }
}

function isRfc3339(text: string): boolean {
  return RFC_3339.test(text) && !Number.isNaN(Date.parse(text));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
