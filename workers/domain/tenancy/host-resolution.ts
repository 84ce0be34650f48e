import type { DnsAnswer } from "./dns-message.ts";
import { resolvedAddressFault } from "./ip-address.ts";
import { describeFault } from "./target-url.ts";

/** What the DNS says of a host name, judged. */
export type Resolution =
  | { readonly kind: "public" }
  /** At least one of its addresses is not public. */
  | { readonly kind: "private"; readonly message: string }
  /** It has no address: DNS may come later. */
  | { readonly kind: "nowhere" }
  /** Nobody knows, so nothing may be sent. */
  | { readonly kind: "unknown"; readonly message: string };

export interface TimedResolution {
  readonly resolution: Resolution;
  /** How long it may be relied on. */
  readonly ttlMs: number;
}

/** An answer is asked for anew after a minute at the latest, whatever its zone promises. */
const MAX_TTL_MS = 60_000;
/** And not for every delivery: a zone that says 0 would cost two lookups each. This is what rebinding has left. */
const MIN_TTL_MS = 5_000;

/**
 * One verdict on both answers, A and AAAA. Every address counts, because nobody here knows which one `fetch` takes: a
 * single private one refuses the name, also beside a lookup that failed; and a failed lookup refuses it otherwise.
 */
export function judgeResolution(answers: readonly DnsAnswer[]): TimedResolution {
  const known = answers.filter((answer) => answer.kind === "answer");
  const addresses = known.flatMap((answer) => answer.addresses);
  const ttlMs = Math.min(...known.map(({ ttlSeconds }) => ttlSeconds * 1_000));
  const reliable = Math.min(MAX_TTL_MS, Math.max(MIN_TTL_MS, ttlMs));
  for (const address of addresses) {
    const fault = resolvedAddressFault(address);
    if (fault !== null) {
      const message = `The host name resolves to ${address}. ${describeFault(fault)}`;
      return { resolution: { kind: "private", message }, ttlMs: reliable };
    }
  }
  const failed = answers.find((answer) => answer.kind === "failed");
  if (failed !== undefined) {
    return { resolution: { kind: "unknown", message: failed.message }, ttlMs: MIN_TTL_MS };
  }
  return { resolution: { kind: addresses.length === 0 ? "nowhere" : "public" }, ttlMs: reliable };
}

/**
 * The DNS, behind the isolate's memory. What is known is answered at once and not as a promise: the hot path asks for
 * every delivery.
 */
export interface HostResolver {
  resolve(hostname: string): Resolution | Promise<Resolution>;
}
