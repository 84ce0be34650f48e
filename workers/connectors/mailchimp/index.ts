import { Buffer } from "node:buffer";
import type { Connector } from "#domain/ingress/connector";
import { findAddressProblems } from "../primitives/address.ts";
import { bodyDigest } from "../primitives/body-digest.ts";
import { formTexts } from "../primitives/form.ts";
import { numberAt, textAt } from "../primitives/json.ts";
import { asManifest } from "../primitives/manifest.ts";
import { toRfc3339 } from "../primitives/timestamps.ts";
import metadata from "./metadata.json" with { type: "json" };
import { sortedFields, verifyMandrill } from "./verify.ts";

interface EventsField {
  readonly text: string;
  readonly events: readonly unknown[];
}

/** Mandrill posts a form with one field, which holds up to 1,000 events as a JSON array. */
function readEvents(body: Uint8Array): EventsField | null {
  const text = formTexts(body).get("mandrill_events")?.[0];
  if (text === undefined) return null;
  try {
    const events: unknown = JSON.parse(text);
    return Array.isArray(events) ? { text, events } : null;
  } catch {
    return null;
  }
}

/** Message and inbound events name an `event`, sync events (allow and deny lists) a `type` and an `action`. */
function typeOf(event: unknown): string | null {
  const type = textAt(event, "event");
  if (type !== null) return type;
  const [list, action] = [textAt(event, "type"), textAt(event, "action")];
  return list !== null && action !== null ? `${list}.${action}` : list;
}

export const mailchimp: Connector = {
  manifest: asManifest(metadata),
  verify: verifyMandrill,
  findProblems: (settings) => findAddressProblems(settings, "webhookUrl"),
  describe({ body }) {
    const events = readEvents(body)?.events ?? [];
    const types = new Set(events.map(typeOf));
    const [type] = types;
    const seconds = numberAt(events[0], "ts");
    return {
      type: types.size === 1 ? (type ?? null) : null,
      // `_id` names the message: sent, opened and clicked share it.
      // Of what is signed and not of the body: a form can be spelled anew, and the signature still fits.
      id: bodyDigest(Buffer.concat(sortedFields(body))),
      occurredAt: seconds === null ? null : toRfc3339(seconds * 1_000),
    };
  },
  payload: ({ body }) => readEvents(body)?.text ?? null,
};
