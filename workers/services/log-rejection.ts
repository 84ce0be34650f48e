import type { Connector, InboundRequest } from "#domain/ingress/connector";
import {
  MAX_KEPT_BODY_BYTES,
  MAX_REJECTED_PER_MINUTE,
  type RejectionCode,
  showableHeaders,
  showableQuery,
} from "#domain/ingress/rejected-request";
import type { LiveSource, RejectedRequests } from "#domain/ingress/source-ports";
import type { BodyStore } from "#domain/ports";

const MINUTE_MS = 60_000;
const MAX_GATED = 5_000;
const MAX_DETAIL = 1_000;

/** Says whether this isolate may still keep one of this source's rejections in this minute. */
export type RejectionGate = (sourceId: string, now: number) => boolean;

/** The region's own bound is asked in the database; this one keeps a flood from asking it. */
export function createRejectionGate(): RejectionGate {
  const counts = new Map<string, { minute: number; kept: number }>();
  return (sourceId, now) => {
    const minute = Math.floor(now / MINUTE_MS);
    const count = counts.get(sourceId);
    if (count !== undefined && count.minute === minute) return count.kept++ < MAX_REJECTED_PER_MINUTE;
    counts.delete(sourceId);
    counts.set(sourceId, { minute, kept: 1 });
    if (counts.size > MAX_GATED) counts.delete(counts.keys().next().value ?? sourceId);
    return true;
  };
}

export interface RejectionServices {
  readonly rejectedRequests: RejectedRequests;
  readonly rejectionGate: RejectionGate;
  readonly bodies: BodyStore;
  readonly bytesToBase64: (bytes: Uint8Array) => string;
  readonly createId: (prefix: string) => string;
  readonly now: () => number;
}

export interface RejectionFacts {
  readonly reason: RejectionCode;
  readonly detail: string;
  readonly status: number;
  readonly ip: string | null;
}

/**
 * Keep a rejected request for its operators. Not before the answer: who sent it gets the same one whether or not this
 * works, and a flood must not make the answers slow.
 */
export async function logRejection(
  services: RejectionServices,
  { orgId, id: sourceId, allSettings }: LiveSource,
  connector: Connector,
  request: InboundRequest,
  { reason, detail, status, ip }: RejectionFacts,
): Promise<void> {
  const at = services.now();
  if (!services.rejectionGate(sourceId, at)) return;
  console.warn(JSON.stringify({ event: "inbound.rejected", orgId, sourceId, reason, detail }));
  const secretNames = new Set(connector.secretNames?.(allSettings) ?? []);
  try {
    const bodyAt = await keepBody(services, orgId, request.body, at);
    const kept = await services.rejectedRequests.insert(orgId, {
      id: services.createId("rej"),
      sourceId,
      at,
      reason,
      detail: detail.slice(0, MAX_DETAIL),
      method: request.method,
      status,
      ip: ip ?? "",
      headers: showableHeaders(request.headers, secretNames),
      query: showableQuery(queryOf(request.url), secretNames),
      bodyBytes: request.body.byteLength,
      bodyAt,
    });
    if (!kept && bodyAt !== null) await services.bodies.remove(bodyAt);
  } catch (error) {
    console.error(
      JSON.stringify({ event: "inbound.rejection_not_kept", orgId, sourceId, error: String(error) }),
    );
  }
}

async function keepBody(
  { bodies, bytesToBase64 }: RejectionServices,
  orgId: string,
  body: Uint8Array,
  at: number,
) {
  if (body.byteLength === 0) return null;
  return bodies.putPayload(
    orgId,
    JSON.stringify({ base64: bytesToBase64(body.subarray(0, MAX_KEPT_BODY_BYTES)) }),
    at,
  );
}

function queryOf(url: string): string {
  const start = url.indexOf("?");
  return start === -1 ? "" : url.slice(start + 1);
}
