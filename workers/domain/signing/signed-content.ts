import { toSeconds } from "./message-template.ts";
import type { SignableMessage } from "./signing-config.ts";

/**
 * The bytes (as text, signed as UTF-8) that a Standard Webhooks signature covers: `id.timestamp.body`, with the
 * timestamp in seconds. Source: https://github.com/standard-webhooks/standard-webhooks, "Signature scheme".
 */
export function standardContent(message: Pick<SignableMessage, "id" | "body" | "now">): string {
  return `${message.id}.${toSeconds(message.now)}.${message.body}`;
}
