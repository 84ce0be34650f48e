import type { Connector } from "#domain/ingress/connector";
import { bodyDigest } from "../primitives/body-digest.ts";
import { at, jsonOf, textAt } from "../primitives/json.ts";
import { asManifest } from "../primitives/manifest.ts";
import { occurredAt } from "../primitives/rfc3339.ts";
import metadata from "./metadata.json" with { type: "json" };
import { verifyDiscord } from "./verify.ts";

/** Discord numbers the types of interactions; these are its own names for them. */
const INTERACTIONS: ReadonlyMap<unknown, string> = new Map([
  [1, "PING"],
  [2, "APPLICATION_COMMAND"],
  [3, "MESSAGE_COMPONENT"],
  [4, "APPLICATION_COMMAND_AUTOCOMPLETE"],
  [5, "MODAL_SUBMIT"],
]);

export const discord: Connector = {
  manifest: asManifest(metadata),
  verify: verifyDiscord,
  describe({ body }) {
    const message = jsonOf(body);
    if (at(message, "event") !== undefined) {
      return {
        type: textAt(message, "event", "type"),
        id: bodyDigest(body),
        occurredAt: occurredAt(textAt(message, "event", "timestamp")),
      };
    }
    return {
      type: INTERACTIONS.get(at(message, "type")) ?? null,
      id: textAt(message, "id") ?? bodyDigest(body),
      occurredAt: null,
    };
  },
};
