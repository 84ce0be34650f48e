import type { RejectedRequest } from "#domain/ingress/rejected-request";
import type { BodyStore } from "#domain/ports";
import { Problem } from "#domain/problem";
import { readPayload } from "./read-payload.ts";
import type { SourceServices } from "./source-services.ts";

export interface ShownRejected {
  readonly request: RejectedRequest;
  /** Base64 of what was kept; null when there is none, or when it is gone. */
  readonly bodyBase64: string | null;
}

/** @throws Problem 404 for one that there is not, that was of another source, or that is past its retention. */
export async function showRejected(
  { rejectedRequests, bodies }: Pick<SourceServices, "rejectedRequests"> & { readonly bodies: BodyStore },
  orgId: string,
  sourceId: string,
  id: string,
): Promise<ShownRejected> {
  const request = await rejectedRequests.find(orgId, sourceId, id);
  if (request === null) throw new Problem("not_found", `The source has no rejected request ${id}.`);
  const kept = request.bodyAt === null ? null : await readPayload(bodies, request.bodyAt);
  return { request, bodyBase64: kept === null ? null : (JSON.parse(kept) as { base64: string }).base64 };
}
