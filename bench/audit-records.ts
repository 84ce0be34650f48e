import { createHash } from "node:crypto";
import { canonicalJson } from "../workers/domain/audit/canonical-json.ts";

/** What a busy organization's log looks like: some people, some keys, many integrations, every entry different. */

const ACTIONS = [
  "integration.updated",
  "integration.created",
  "signing_secret.rotated",
  "api_key.created",
  "event_type.updated",
  "member.invited",
  "dead_letters.retry_started",
  "organization.updated",
];
const WORDS =
  "alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november oscar papa".split(
    " ",
  );

/** Different for every number, the same in every run. */
export function noise(n: number, what: string): string {
  return createHash("sha256").update(`${what} ${n}`).digest("hex").slice(0, 20);
}

export const actorOf = (n: number) => `user_${noise(n % 200, "actor")}`;
export const targetOf = (n: number) => `int_${noise(n % 5_000, "target")}`;
const pick = (list: readonly string[], n: number) => list[n % list.length] ?? "";

export function auditRecord(n: number) {
  const kind = n % 7 === 0 ? ("api_key" as const) : ("user" as const);
  const settings = (version: number) =>
    canonicalJson({
      name: `${pick(WORDS, n)} ${pick(WORDS, n >> 4)} orders ${version}`,
      url: `https://${pick(WORDS, n >> 2)}.example.com/hooks/${noise(n, "url")}`,
      eventTypes: ["order.created", "order.paid"],
      enabled: version % 2 === 0,
      timeoutMs: 15_000,
      retry: { strategy: { kind: "exponential", jitter: 0.2 }, validation: "STRICT" },
    });
  return {
    id: `bench_${n}`,
    record: {
      actor: { kind, id: actorOf(n), name: `${pick(WORDS, n % 200)}.${n % 200}@example.com` },
      action: pick(ACTIONS, n),
      target: { kind: "integration", id: targetOf(n) },
      outcome: n % 50 === 0 ? ("refused" as const) : ("succeeded" as const),
      ip: `198.51.${(n >> 3) % 100}.${n % 250}`,
      requestId: `req_01kd${noise(n, "request")}`,
      before: settings(n),
      after: settings(n + 1),
    },
  };
}
