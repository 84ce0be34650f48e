import type { Miniflare } from "miniflare";
import type { Seeded } from "./subject.ts";

/**
 * One organization with one key, one event type and one integration that takes every `order.*` to `targetUrl`, signed.
 * Written when the gateway's schema stands.
 */
export async function seedGateway(
  _miniflare: Miniflare,
  _workerName: string,
  _targetUrl: string,
): Promise<Seeded> {
  throw new Error("the gateway cannot be seeded yet");
}
