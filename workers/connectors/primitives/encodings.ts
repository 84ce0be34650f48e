import { Buffer } from "node:buffer";

export type SignatureEncoding = "hex" | "base64";

const HEX = /^(?:[0-9a-fA-F]{2})+$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** In small or capital letters. Null for anything else: Buffer alone would stop at the first wrong letter and keep the rest. */
export function decodeHex(text: string): Uint8Array | null {
  return HEX.test(text) ? Buffer.from(text, "hex") : null;
}

/**
 * With padding and with nothing in the spare bits. Buffer alone takes several spellings for the same bytes, and then
 * a signature that was changed in transit would still be right.
 */
export function decodeBase64(text: string): Uint8Array | null {
  if (text === "" || !BASE64.test(text)) return null;
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : null;
}

export function decodeSignature(text: string, encoding: SignatureEncoding): Uint8Array | null {
  return encoding === "hex" ? decodeHex(text) : decodeBase64(text);
}
