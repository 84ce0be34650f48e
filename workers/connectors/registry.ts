import type { Connector } from "#domain/ingress/connector";
import { awsSns } from "./aws-sns/index.ts";
import { bitbucket } from "./bitbucket/index.ts";
import { box } from "./box/index.ts";
import { calendly } from "./calendly/index.ts";
import { discord } from "./discord/index.ts";
import { docusign } from "./docusign/index.ts";
import { generic } from "./generic/index.ts";
import { github } from "./github/index.ts";
import { gitlab } from "./gitlab/index.ts";
import { hubspot } from "./hubspot/index.ts";
import { intercom } from "./intercom/index.ts";
import { lemonSqueezy } from "./lemon-squeezy/index.ts";
import { linear } from "./linear/index.ts";
import { mailchimp } from "./mailchimp/index.ts";
import { mailgun } from "./mailgun/index.ts";
import { meta } from "./meta/index.ts";
import { paddle } from "./paddle/index.ts";
import { pagerduty } from "./pagerduty/index.ts";
import { paypal } from "./paypal/index.ts";
import { razorpay } from "./razorpay/index.ts";
import { sendgrid } from "./sendgrid/index.ts";
import { sentry } from "./sentry/index.ts";
import { shopify } from "./shopify/index.ts";
import { slack } from "./slack/index.ts";
import { square } from "./square/index.ts";
import { standardWebhooks } from "./standard-webhooks/index.ts";
import { stripe } from "./stripe/index.ts";
import { trello } from "./trello/index.ts";
import { twilio } from "./twilio/index.ts";
import { typeform } from "./typeform/index.ts";
import { vercel } from "./vercel/index.ts";
import { webflow } from "./webflow/index.ts";
import { woocommerce } from "./woocommerce/index.ts";
import { xero } from "./xero/index.ts";
import { zoom } from "./zoom/index.ts";

const LIST: readonly Connector[] = [
  awsSns,
  bitbucket,
  box,
  calendly,
  discord,
  docusign,
  generic,
  github,
  gitlab,
  hubspot,
  intercom,
  lemonSqueezy,
  linear,
  mailchimp,
  mailgun,
  meta,
  paddle,
  pagerduty,
  paypal,
  razorpay,
  sendgrid,
  sentry,
  shopify,
  slack,
  square,
  standardWebhooks,
  stripe,
  trello,
  twilio,
  typeform,
  vercel,
  webflow,
  woocommerce,
  xero,
  zoom,
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
