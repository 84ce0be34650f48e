import type { GatewayEvent } from "../event.ts";
import type { BodyFormat } from "../tenancy/organization-config.ts";

/**
 * The bytes a receiver gets. A function of the event alone: every attempt, also one after a crash, sends the same
 * bytes, so that receivers can compare them. The payload is pasted in as the caller wrote it, never parsed and
 * written again, because that would round large numbers.
 */
export function buildBody(format: BodyFormat, event: GatewayEvent, payloadJson: string): string {
  switch (format) {
    case "payload":
      return payloadJson;
    case "envelope": {
      const timestamp = event.occurredAt ?? new Date(event.acceptedAt).toISOString();
      const head = `"id":${JSON.stringify(event.id)},"type":${JSON.stringify(event.type)}`;
      return `{${head},"timestamp":${JSON.stringify(timestamp)},"data":${payloadJson}}`;
    }
  }
}
