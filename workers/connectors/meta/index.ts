import type { Connector } from "#domain/ingress/connector";
import { bodyDigest } from "../primitives/body-digest.ts";
import { at, jsonOf, numberAt, textAt } from "../primitives/json.ts";
import { asManifest } from "../primitives/manifest.ts";
import { toRfc3339 } from "../primitives/timestamps.ts";
import metadata from "./metadata.json" with { type: "json" };
import { verifyMeta } from "./verify.ts";

const listAt = (value: unknown, key: string): readonly unknown[] => {
  const found = at(value, key);
  return Array.isArray(found) ? found : [];
};

/** The subscribed field that all changes are about: `messages`, `feed`. Messenger's entries hold `messaging` instead. */
function commonField(entries: readonly unknown[]): string | null {
  const fields = new Set(
    entries.flatMap((entry) => {
      const changes = listAt(entry, "changes").map((change) => textAt(change, "field"));
      const messaging = ["messaging", "standby"].filter((key) => listAt(entry, key).length > 0);
      return [...changes, ...messaging];
    }),
  );
  const [field] = fields;
  return fields.size === 1 ? (field ?? null) : null;
}

export const meta: Connector = {
  manifest: asManifest(metadata),
  verify: verifyMeta,
  secretNames: () => ["hub.verify_token"],
  describe({ body }) {
    const message = jsonOf(body);
    const object = textAt(message, "object");
    const entries = listAt(message, "entry");
    const field = commonField(entries);
    const time = numberAt(entries[0], "time");
    return {
      type: object !== null && field !== null ? `${object}.${field}` : object,
      // A request may hold many updates and has no id of its own.
      id: bodyDigest(body),
      // Seconds for most objects, milliseconds for pages' messaging.
      occurredAt: time === null || time <= 0 ? null : toRfc3339(time < 1e11 ? time * 1_000 : time),
    };
  },
};
