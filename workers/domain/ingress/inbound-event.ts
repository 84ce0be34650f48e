import { REDACTED } from "../delivery/redact-headers.ts";
import type { ConnectorManifest, InboundDescription, InboundRequest } from "./connector.ts";
import type { EventEnvelope } from "./event-envelope.ts";
import { withoutInboundTokens } from "./inbound-token.ts";
import { inboundType } from "./inbound-type.ts";
import type { LiveSource } from "./source-ports.ts";

const MAX_ID_LENGTH = 128;
const ID = /^[A-Za-z0-9_:-]+$/;
const MAX_LABEL_LENGTH = 256;
/** RFC 3339 with a zone; what a provider writes otherwise is left to the payload. */
const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/** A verified request as an event. `digest` is for ids that do not fit: at most 43 characters of the id's alphabet. */
export function inboundEnvelope(
  source: LiveSource,
  manifest: ConnectorManifest,
  request: InboundRequest,
  described: InboundDescription,
  digest: (text: string) => string,
): EventEnvelope {
  const { occurredAt } = described;
  return {
    type: inboundType(source.eventType, manifest, described.type),
    id: inboundEventId(source.id, described.id, digest),
    occurredAt: occurredAt !== null && isMoment(occurredAt) ? occurredAt : null,
    labels: labelsOf(source, request),
  };
}

/**
 * `src_…:<the provider's id>`: the same id of two sources is two events, and callers of the API cannot use such ids.
 * What has other characters, or too many, is told by its digest.
 */
export function inboundEventId(
  sourceId: string,
  id: string | null,
  digest: (text: string) => string,
): string | null {
  if (id === null || id === "") return null;
  const plain = `${sourceId}:${id}`;
  return plain.length <= MAX_ID_LENGTH && ID.test(id) ? plain : `${sourceId}:sha256:${digest(id)}`;
}

/** `source` and `provider` last: a source's own labels cannot claim to be another source. */
function labelsOf(source: LiveSource, { headers }: InboundRequest): Record<string, string> {
  const labels: Record<string, string> = { ...source.labels };
  for (const name of source.headers) {
    const value = headers.get(name);
    if (value !== undefined)
      labels[`header:${name}`] = withoutInboundTokens(value, REDACTED).slice(0, MAX_LABEL_LENGTH);
  }
  labels.source = source.id;
  labels.provider = source.provider;
  return labels;
}

function isMoment(text: string): boolean {
  return RFC_3339.test(text) && !Number.isNaN(Date.parse(text));
}
