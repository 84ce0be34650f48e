import { Buffer } from "node:buffer";
import { bytes } from "./signed-request.ts";

/** Tests sign with Web Crypto: what the connectors do with node:crypto is then checked by something else. */
export async function webHmac(
  hash: "SHA-1" | "SHA-256" | "SHA-384" | "SHA-512",
  secret: string | Uint8Array<ArrayBuffer>,
  ...content: readonly (string | Uint8Array)[]
): Promise<{ readonly hex: string; readonly base64: string }> {
  const raw = typeof secret === "string" ? bytes(secret) : secret;
  const key = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash }, false, ["sign"]);
  const parts = content.map((part) => (typeof part === "string" ? bytes(part) : part));
  const mac = Buffer.from(await crypto.subtle.sign("HMAC", key, Buffer.concat(parts)));
  return { hex: mac.toString("hex"), base64: mac.toString("base64") };
}
