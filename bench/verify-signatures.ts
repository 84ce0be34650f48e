/** Checks kept deliveries with a verifier that is not ours. */
import { Webhook } from "standardwebhooks";
import type { DeliverySample } from "./receiver.ts";

/** How many of `samples` the `standardwebhooks` package refuses under `secret` (`whsec_` and base64). */
export function countInvalidSignatures(samples: readonly DeliverySample[], secret: string): number {
  const verifier = new Webhook(secret);
  return samples.filter((sample) => !verifies(verifier, sample)).length;
}

function verifies(verifier: Webhook, { head, body }: DeliverySample): boolean {
  const headers: Record<string, string> = {};
  for (const line of head.split("\r\n").slice(1)) {
    const colon = line.indexOf(":");
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  try {
    verifier.verify(body, headers);
    return true;
  } catch {
    return false;
  }
}
