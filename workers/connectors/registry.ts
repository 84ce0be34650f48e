import type { Connector } from "#domain/ingress/connector";
import { generic } from "./generic/index.ts";
import { stripe } from "./stripe/index.ts";

/** Every provider the gateway knows, by the name of its folder. */
const CONNECTORS: ReadonlyMap<string, Connector> = new Map(
  [generic, stripe].map((connector) => [connector.manifest.id, connector]),
);

/** Null for a name that is none. */
export function findConnector(id: string): Connector | null {
  return CONNECTORS.get(id) ?? null;
}

export function allConnectors(): readonly Connector[] {
  return [...CONNECTORS.values()];
}
