import { createHash } from "node:crypto";
import type { Connector } from "#domain/ingress/connector";
import { jsonOf, numberAt, textAt } from "../primitives/json.ts";
import { asManifest } from "../primitives/manifest.ts";
import { toRfc3339 } from "../primitives/timestamps.ts";
import metadata from "./metadata.json" with { type: "json" };
import { verifySendgrid } from "./verify.ts";

export const sendgrid: Connector = {
  manifest: asManifest(metadata),
  verify: verifySendgrid,
  describe({ body }) {
    const parsed = jsonOf(body);
    const events = Array.isArray(parsed) ? parsed : [];
    const [first] = events;
    const seconds = numberAt(first, "timestamp");
    return {
      type: commonType(events),
      id: batchId(events) ?? bodyId(body),
      occurredAt: seconds === null ? null : toRfc3339(seconds * 1_000),
    };
  },
};

/** SendGrid posts events in batches. A batch of one kind is called by it; a mixed one is a `batch`. */
function commonType(events: readonly unknown[]): string | null {
  const types = new Set(events.map((event) => textAt(event, "event")));
  if (types.size > 1) return "batch";
  return [...types][0] ?? null;
}

/** The event's own id; of several events a digest of all theirs. Null when one has none. */
function batchId(events: readonly unknown[]): string | null {
  const ids: string[] = [];
  for (const event of events) {
    const id = textAt(event, "sg_event_id");
    if (id === null) return null;
    ids.push(id);
  }
  if (ids.length < 2) return ids[0] ?? null;
  return `batch_${createHash("sha256").update(JSON.stringify(ids)).digest("hex")}`;
}

/** Events hold their moments and addresses: the same bytes are the same batch, sent again. */
function bodyId(body: Uint8Array): string {
  return `body_${createHash("sha256").update(body).digest("hex")}`;
}
