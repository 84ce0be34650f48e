import type { Connector, Verification, VerifyInput } from "#domain/ingress/connector";
import { bodyDigest } from "../primitives/body-digest.ts";
import { at, jsonOf, textAt } from "../primitives/json.ts";
import { asManifest } from "../primitives/manifest.ts";
import { occurredAt } from "../primitives/rfc3339.ts";
import { verifySignedHeader } from "../primitives/signed-header.ts";
import metadata from "./metadata.json" with { type: "json" };

/** `x-xero-signature: <base64>`, the HMAC-SHA256 of the body. */
const SCHEME = { header: "x-xero-signature", algorithm: "sha256", encoding: "base64" } as const;

function eventsOf(body: Uint8Array): readonly unknown[] | null {
  const events = at(jsonOf(body), "events");
  return Array.isArray(events) ? events : null;
}

/** "Intent to receive": requests without events, some signed wrongly, of which 200 and 401 are expected in turn. */
function verify(input: VerifyInput): Verification {
  const verified = verifySignedHeader(input, SCHEME);
  if (verified.kind !== "verified" || eventsOf(input.request.body)?.length !== 0) return verified;
  return { kind: "challenge", status: 200, contentType: "text/plain", body: "" };
}

export const xero: Connector = {
  manifest: asManifest(metadata),
  verify,
  describe({ body }) {
    const events = eventsOf(body) ?? [];
    const types = new Set(
      events.map((event) => {
        const [category, type] = [textAt(event, "eventCategory"), textAt(event, "eventType")];
        return category !== null && type !== null ? `${category}.${type}` : (category ?? type);
      }),
    );
    const [type] = types;
    return {
      type: types.size === 1 ? (type ?? null) : null,
      // A request holds several events, numbered by firstEventSequence and lastEventSequence, and has no id.
      id: bodyDigest(body),
      occurredAt: occurredAt(textAt(events[0], "eventDateUtc")),
    };
  },
};
