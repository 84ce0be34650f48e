import type { Connector } from "#domain/ingress/connector";
import { generic } from "./generic/index.ts";
import { github } from "./github/index.ts";
import { linear } from "./linear/index.ts";
import { mailgun } from "./mailgun/index.ts";
import { paddle } from "./paddle/index.ts";
import { sendgrid } from "./sendgrid/index.ts";
import { shopify } from "./shopify/index.ts";
import { slack } from "./slack/index.ts";
import { square } from "./square/index.ts";
import { standardWebhooks } from "./standard-webhooks/index.ts";
import { stripe } from "./stripe/index.ts";
import { twilio } from "./twilio/index.ts";

const LIST: readonly Connector[] = [
  generic,
  github,
  linear,
  mailgun,
  paddle,
  sendgrid,
  shopify,
  slack,
  square,
  standardWebhooks,
  stripe,
  twilio,
];

/** Every provider the gateway knows, by the name of its folder. */
const CONNECTORS: ReadonlyMap<string, Connector> = new Map(
  LIST.map((connector) => [connector.manifest.id, connector]),
);

/** Null for a name that is none. */
export function findConnector(id: string): Connector | null {
  return CONNECTORS.get(id) ?? null;
}

export function allConnectors(): readonly Connector[] {
  return LIST;
}
