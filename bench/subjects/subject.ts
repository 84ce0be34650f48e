/** What the benchmark needs to know of a thing it measures. */
import type { Miniflare, V4WorkerOptions } from "miniflare";

export interface SubjectContext {
  /** Where deliveries go: the receiver. */
  readonly targetUrl: string;
  /** A folder for build output; it is removed afterwards. */
  readonly scratchDir: string;
  /** Count operations instead of measuring speed. */
  readonly counted: boolean;
}

/** What the load is sent with, and what deliveries are signed with (`whsec_` and base64; empty if nothing is). */
export interface Seeded {
  readonly apiKey: string;
  readonly signingSecret: string;
}

export interface Subject {
  readonly name: string;
  /** The Worker as Miniflare's version 4 options. */
  prepare(context: SubjectContext): Promise<V4WorkerOptions>;
  /** Tables, tenants and targets, before the first request. */
  seed(miniflare: Miniflare, context: SubjectContext): Promise<Seeded>;
}
