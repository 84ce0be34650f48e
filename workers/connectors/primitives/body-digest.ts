import { createHash } from "node:crypto";

/**
 * What a repeated request is known by where the provider gives its events no id: the same bytes are the same event.
 * Unlike an id in an unsigned header, nobody can change it on a recorded request.
 */
export function bodyDigest(body: Uint8Array): string {
  return `sha256:${createHash("sha256").update(body).digest("hex")}`;
}
