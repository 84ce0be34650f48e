import { mac, plain, SECRET, seconds, unique, type WebhookSender } from "./webhook-sender.ts";

/** Providers that sign the body, and at most a timestamp with it. */
export const PLAIN_SENDERS: readonly WebhookSender[] = [
  plain(
    "stripe",
    "stripe.customer.created",
    (body) => {
      const t = seconds();
      return { "stripe-signature": `t=${t},v1=${mac("sha256", SECRET, `${t}.${body}`, "hex")}` };
    },
    () => ({ id: `evt_${unique()}`, type: "customer.created", created: Number(seconds()) }),
  ),
  plain(
    "github",
    "github.pull_request.opened",
    (body) => ({
      "x-hub-signature-256": `sha256=${mac("sha256", SECRET, body, "hex")}`,
      "x-github-event": "pull_request",
      "x-github-delivery": unique(),
    }),
    () => ({ action: "opened", number: 1, pull_request: { node_id: unique() } }),
  ),
  plain(
    "shopify",
    "shopify.orders/create",
    (body) => ({
      "x-shopify-hmac-sha256": mac("sha256", SECRET, body, "base64"),
      "x-shopify-topic": "orders/create",
      "x-shopify-webhook-id": unique(),
    }),
    () => ({ id: 820_982_911, admin_graphql_api_id: unique() }),
  ),
  plain(
    "slack",
    "slack.app_mention",
    (body) => {
      const timestamp = seconds();
      const signature = `v0=${mac("sha256", SECRET, `v0:${timestamp}:${body}`, "hex")}`;
      return { "x-slack-request-timestamp": timestamp, "x-slack-signature": signature };
    },
    () => ({ type: "event_callback", event: { type: "app_mention" }, event_id: `Ev${unique()}` }),
  ),
  plain(
    "paddle",
    "paddle.transaction.completed",
    (body) => {
      const ts = seconds();
      return { "paddle-signature": `ts=${ts};h1=${mac("sha256", SECRET, `${ts}:${body}`, "hex")}` };
    },
    () => ({ event_id: `evt_${unique()}`, event_type: "transaction.completed" }),
  ),
  plain(
    "linear",
    "linear.Issue.update",
    (body) => ({ "linear-signature": mac("sha256", SECRET, body, "hex"), "linear-delivery": unique() }),
    () => ({ type: "Issue", action: "update", data: { id: unique() }, webhookTimestamp: Date.now() }),
  ),
];
