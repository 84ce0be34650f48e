import { findConnector } from "#connectors/registry";
import type { InboundRequest } from "#domain/ingress/connector";
import { acceptedVerdicts, type Vector } from "./vector.ts";

/** What a provider's name in the vectors is here: a connector with its settings, or why none verifies it. */
type Subject =
  | { readonly connector: string; readonly settings: Readonly<Record<string, string>> }
  | { readonly notInbound: string };

const SUBJECTS: Readonly<Record<string, Subject>> = {
  hub: { connector: "github", settings: { algorithm: "sha1" } },
  "shopify-oauth": {
    notInbound:
      "a merchant's browser on its way back from Shopify's consent page, not a webhook: an event would store its one-time code",
  },
};

export interface Judgement {
  readonly id: string;
  readonly outcome: "passed" | "failed" | "not_inbound";
  readonly expected: string;
  /** What the gateway said; of a vector that is not for it, the reason. */
  readonly got: string;
}

const DEFAULT_TOLERANCE_S = 300;

export async function judge(vector: Vector): Promise<Judgement> {
  const expected = acceptedVerdicts(vector).join(" or ");
  const subject = SUBJECTS[vector.provider] ?? { connector: vector.provider, settings: {} };
  if ("notInbound" in subject) {
    return { id: vector.id, outcome: "not_inbound", expected, got: subject.notInbound };
  }
  const connector = findConnector(subject.connector);
  if (connector === null) {
    return { id: vector.id, outcome: "failed", expected, got: `no connector ${subject.connector}` };
  }
  const verification = await connector.verify({
    request: toRequest(vector),
    secrets: [vector.secret].flat(),
    settings: subject.settings,
    now: vector.now * 1_000,
    toleranceMs: (vector.tolerance_s ?? DEFAULT_TOLERANCE_S) * 1_000,
    fetchText: () => Promise.resolve(null),
  });
  const got = verification.kind === "rejected" ? verification.reason : verification.kind;
  const outcome = acceptedVerdicts(vector).includes(got) ? "passed" : "failed";
  return { id: vector.id, outcome, expected, got };
}

function toRequest(vector: Vector): InboundRequest {
  const headers = Object.entries(vector.headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return {
    method: vector.method,
    url: vector.url ?? "https://gateway.example/in/token",
    headers: new Map(headers),
    body: new TextEncoder().encode(vector.body),
  };
}
