import type { Principal } from "#domain/access/principal";
import { comparedContent } from "#domain/flow/deduplication";
import type {
  ChallengeAnswer,
  Connector,
  InboundRequest,
  Rejection,
  RejectionReason,
  Verification,
} from "#domain/ingress/connector";
import type { EventEnvelope } from "#domain/ingress/event-envelope";
import { inboundEnvelope } from "#domain/ingress/inbound-event";
import { inboundPayload } from "#domain/ingress/inbound-payload";
import { isLive } from "#domain/ingress/source";
import type { LiveSource } from "#domain/ingress/source-ports";
import { PROBLEMS, Problem } from "#domain/problem";
import { acceptEvents, type PostedEvent } from "./accept-events.ts";
import { confirmSubscription } from "./confirm-subscription.ts";
import { logRejection } from "./log-rejection.ts";
import type { InboundServices } from "./source-services.ts";

export interface Received {
  readonly source: LiveSource;
  readonly connector: Connector;
  readonly request: InboundRequest;
  readonly ip: string | null;
  readonly correlationId: string;
}

export type Receipt =
  | { readonly kind: "accepted" }
  | { readonly kind: "challenge"; readonly answer: ChallengeAnswer }
  | { readonly kind: "rejected"; readonly reason: RejectionReason };

/**
 * Verify a webhook and take it into custody: resolves to `accepted` only when the event is on disk. Nothing of it is
 * parsed before it has proven itself. A replay is accepted too, and makes no second event.
 * @throws Problem for what the organization does not take now (quota, limits, an unknown type).
 */
export async function receiveWebhook(services: InboundServices, received: Received): Promise<Receipt> {
  const { source, request } = received;
  const verification = await verify(services, received);
  switch (verification.kind) {
    case "rejected":
      noteRejected(services, received, verification, statusOf(verification.reason));
      return { kind: "rejected", reason: verification.reason };
    case "challenge":
      if (verification.confirmUrl !== undefined) {
        services.inBackground(confirmSubscription(services, source.id, verification.confirmUrl));
      }
      return { kind: "challenge", answer: verification };
    case "verified":
      await limit(services, source);
      await accept(services, received, request);
      return { kind: "accepted" };
  }
}

function statusOf(reason: RejectionReason): number {
  return reason === "key_unavailable" ? 503 : 401;
}

async function verify(
  services: InboundServices,
  { source, connector, request }: Received,
): Promise<Verification> {
  // Has no body, so it is never an event: some providers look whether the address is there before they show their secret.
  const looksOnly = request.method === "HEAD";
  // The switch that somebody threw on purpose: whoever knows the address is believed, and challenged by nobody.
  if (source.verification === "none" && !looksOnly) return { kind: "verified" };
  const now = services.now();
  const secrets = source.secrets.filter((secret) => isLive(secret, now)).map(({ value }) => value);
  const { secretField, toleranceSeconds } = connector.manifest;
  // Here too, and not only in every connector: an empty key makes signatures that anybody can make.
  const armed = secretField === null || secrets.some((secret) => secret.trim() !== "");
  if (!armed && !looksOnly) return NO_SECRET;
  const verifyAt = (url: string) =>
    connector.verify({
      request: { ...request, url },
      secrets,
      settings: source.allSettings,
      now,
      toleranceMs: (source.toleranceSeconds ?? toleranceSeconds ?? 0) * 1_000,
      fetchText: services.fetchText,
    });
  const verification = await verifyAt(request.url);
  if (looksOnly) return verification.kind === "verified" ? NOTHING_TO_SAY : verification;
  const outside = outsideUrl(services.publicUrl, request.url);
  if (verification.kind !== "rejected" || verification.reason !== "signature_mismatch" || outside === null) {
    return verification;
  }
  // Some providers sign the address that they were given; behind another proxy it reads differently here.
  return verifyAt(outside);
}

const NO_SECRET: Rejection = {
  kind: "rejected",
  reason: "no_secret_configured",
  detail: "The source has no secret that is valid now, so nothing can be verified.",
};

const NOTHING_TO_SAY: ChallengeAnswer = {
  kind: "challenge",
  status: 200,
  contentType: "text/plain",
  body: "",
};

function outsideUrl(publicUrl: string | null, url: string): string | null {
  if (publicUrl === null || url.startsWith(`${publicUrl}/`)) return null;
  const { pathname, search } = new URL(url);
  return publicUrl + pathname + search;
}

/** As a key of the organization: a source is limited like one, and all of them together like all keys. */
async function limit({ callLimits }: InboundServices, { orgId, id }: LiveSource): Promise<void> {
  const caller: Principal = { kind: "api_key", id, name: id, homeOrgId: orgId, grants: [] };
  const verdict = await callLimits.principal(caller);
  if (verdict.allowed) return;
  throw new Problem(
    "rate_limited",
    "Too many webhooks at once. Send it again later.",
    [],
    verdict.retryAfterMs,
  );
}

async function accept(services: InboundServices, received: Received, request: InboundRequest): Promise<void> {
  const { source, connector, correlationId } = received;
  const described = connector.describe(request, source.allSettings);
  const envelope = inboundEnvelope(source, connector.manifest, request, described, services.digest);
  const secretNames = new Set(connector.secretNames?.(source.allSettings) ?? []);
  const payloadJson =
    connector.payload?.(request, source.allSettings) ??
    inboundPayload(request, services.bytesToBase64, secretNames);
  const content = contentOf(services, source, envelope, payloadJson);
  const posted = { envelope, payloadJson, pointer: "", idFrom: "provider", ...content } as const;
  try {
    const [result] = await acceptEvents(services, source.orgId, [posted], correlationId, null);
    const isNew = result?.kind === "accepted" && !result.duplicate;
    const seen = isNew ? { id: result.id, type: envelope.type } : "duplicates";
    services.sourceCounter.count(services, source.orgId, source.id, seen);
  } catch (error) {
    // Genuine, and nothing that the organization takes: its operators must see that, its provider cannot mend it.
    if (error instanceof Problem && isRefusal(error)) {
      noteRejected(
        services,
        received,
        { reason: error.code, detail: explain(error) },
        PROBLEMS[error.code].status,
      );
    }
    throw error;
  }
}

/** Ids of the provider go on being compared: the content is asked beside them. */
function contentOf(
  { digest }: InboundServices,
  { id, deduplicate }: LiveSource,
  envelope: EventEnvelope,
  payloadJson: string,
): Pick<PostedEvent, "content" | "meetBy"> {
  if (deduplicate === null) return {};
  const text = comparedContent(deduplicate, { ...envelope, id: envelope.id ?? "" }, payloadJson);
  if (text === null) return { meetBy: id };
  return { content: { key: digest(`${id}\n${text}`), windowMs: deduplicate.windowMs }, meetBy: id };
}

type Refusal = Problem & { readonly code: "unknown_event_type" | "invalid_event" };

function isRefusal(problem: Problem): problem is Refusal {
  return problem.code === "unknown_event_type" || problem.code === "invalid_event";
}

function explain({ message, errors }: Problem): string {
  return [
    message,
    ...errors.map((error) => `${"pointer" in error ? error.pointer : error.parameter}: ${error.message}`),
  ].join(" ");
}

export function noteRejected(
  services: InboundServices,
  { source, connector, request, ip }: Received,
  {
    reason,
    detail,
  }: { readonly reason: Parameters<typeof logRejection>[4]["reason"]; readonly detail: string },
  status: number,
): void {
  services.sourceCounter.count(services, source.orgId, source.id, "rejected");
  services.inBackground(logRejection(services, source, connector, request, { reason, detail, status, ip }));
}
