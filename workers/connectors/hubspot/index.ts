import type { Connector } from "#domain/ingress/connector";
import { findAddressProblems } from "../primitives/address.ts";
import { bodyDigest } from "../primitives/body-digest.ts";
import { idAt, jsonOf, numberAt, textAt } from "../primitives/json.ts";
import { asManifest } from "../primitives/manifest.ts";
import { toRfc3339 } from "../primitives/timestamps.ts";
import metadata from "./metadata.json" with { type: "json" };
import { verifyHubspot } from "./verify.ts";

const encoder = new TextEncoder();

/** HubSpot calls `eventId` "not guaranteed to be unique"; these together are, and stay while `attemptNumber` grows. */
function eventKey(event: unknown): string | null {
  const eventId = idAt(event, "eventId");
  if (eventId === null) return null;
  const parts = ["portalId", "subscriptionId", "objectId", "occurredAt"].map((key) => idAt(event, key) ?? "");
  return [eventId, ...parts].join("-");
}

function batchKey(events: readonly unknown[]): string | null {
  const keys = events.map(eventKey);
  const [first] = keys;
  if (first === undefined || keys.includes(null)) return null;
  return keys.length === 1 ? first : bodyDigest(encoder.encode(keys.join("\n")));
}

export const hubspot: Connector = {
  manifest: asManifest(metadata),
  verify: verifyHubspot,
  findProblems: (settings) => findAddressProblems(settings, "webhookUrl"),
  describe({ body }) {
    const message = jsonOf(body);
    const events: readonly unknown[] = Array.isArray(message) ? message : [message];
    const types = new Set(events.map((event) => textAt(event, "subscriptionType")));
    const [type] = types;
    const milliseconds = numberAt(events[0], "occurredAt");
    return {
      // One request brings up to 100 events. Of different types it has none of its own.
      type: types.size === 1 ? (type ?? null) : null,
      id: batchKey(events) ?? bodyDigest(body),
      occurredAt: milliseconds === null ? null : toRfc3339(milliseconds),
    };
  },
};
