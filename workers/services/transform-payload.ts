import type { GatewayEvent } from "#domain/event";
import type { OutgoingRequest } from "#domain/ports";
import type { LogLine } from "#domain/sandbox/cage";
import type { Integration } from "#domain/tenancy/organization-config";

/** A request before it is signed: its headers are the integration's own and what the transformation set. */
export type OutgoingMessage = Pick<OutgoingRequest, "url" | "method" | "headers" | "body">;

export type Transformed = {
  readonly detail: string;
  readonly log: readonly LogLine[];
} & (
  | { readonly kind: "messages"; readonly messages: readonly OutgoingMessage[] }
  /** The transformation decided that nothing is to be sent. */
  | { readonly kind: "cancelled" }
  | { readonly kind: "failed" }
);

// Its parts are added by whoever builds it.
export type TransformTools = object;

/** Make the messages of one delivery. Only asked where there is a transformation. */
export async function transformPayload(
  _tools: TransformTools,
  { settings }: Integration,
  _event: GatewayEvent,
  payloadJson: string,
): Promise<Transformed> {
  const { url, method, headers } = settings;
  return { kind: "messages", messages: [{ url, method, headers, body: payloadJson }], detail: "", log: [] };
}
