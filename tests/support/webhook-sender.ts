import { createHmac } from "node:crypto";

/** A webhook as a provider would send it to `url`, now. */
export interface SignedWebhook {
  readonly method?: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface WebhookSender {
  readonly provider: string;
  /** What a source of it is given. */
  readonly secret: string;
  /** One of the same kind that verifies nothing of it. */
  readonly wrongSecret: string;
  /** The type of the event that comes of it. */
  readonly eventType: string;
  send(url: string): SignedWebhook;
}

export const JSON_TYPE = { "content-type": "application/json" };
export const FORM_TYPE = { "content-type": "application/x-www-form-urlencoded" };

export const mac = (
  algorithm: string,
  secret: string | Buffer,
  content: string,
  encoding: "hex" | "base64",
) => createHmac(algorithm, secret).update(content).digest(encoding);
export const SECRET = "a-secret-of-the-tests";
export const WRONG = "another-secret-of-the-tests";
export const seconds = () => String(Math.floor(Date.now() / 1_000));

export function unique(): string {
  return crypto.randomUUID();
}

/** One that signs its body and nothing else. */
export function plain(
  provider: string,
  eventType: string,
  header: (body: string) => Readonly<Record<string, string>>,
  body: () => unknown,
): WebhookSender {
  return {
    provider,
    secret: SECRET,
    wrongSecret: WRONG,
    eventType,
    send(url) {
      const text = JSON.stringify(body());
      return { url, headers: { ...JSON_TYPE, ...header(text) }, body: text };
    },
  };
}
