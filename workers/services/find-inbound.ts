import { regionOfInboundToken } from "#domain/ingress/inbound-token";
import { isLive } from "#domain/ingress/source";
import type { LiveSource } from "#domain/ingress/source-ports";
import { Problem } from "#domain/problem";
import type { InboundServices } from "./source-services.ts";

export type FoundInbound =
  | { readonly kind: "source"; readonly source: LiveSource }
  | { readonly kind: "elsewhere"; readonly region: string }
  /** Unknown, malformed, expired, deleted or switched off: the outside cannot tell which. */
  | { readonly kind: "nowhere" };

/** Where an address leads. A known one is answered from the isolate's memory. */
export async function findInbound(
  services: InboundServices,
  token: string,
  ip: string | null,
): Promise<FoundInbound> {
  const region = regionOfInboundToken(token);
  if (region === null) return { kind: "nowhere" };
  if (region !== services.region) return { kind: "elsewhere", region };
  const source = await look(services, services.hashInboundToken(token), ip);
  if (source?.enabled && isLive({ expiresAt: source.tokenExpiresAt }, services.now())) {
    return { kind: "source", source };
  }
  services.inBackground(services.strangers.note(services, ip));
  return { kind: "nowhere" };
}

async function look(services: InboundServices, hash: string, ip: string | null): Promise<LiveSource | null> {
  const known = services.sourceDirectory.known(hash);
  if (known !== "unknown") return known;
  const waitMs = services.strangers.waitMs(ip, services.now());
  if (waitMs > 0) {
    throw new Problem(
      "rate_limited",
      "Too many unknown addresses were asked for. Wait as long as Retry-After says.",
      [],
      waitMs,
    );
  }
  return services.sourceDirectory.find(hash);
}
