import { createHash } from "node:crypto";

/**
 * What a repeated request is known by where the provider gives its events no id, or none that is signed: the same bytes
 * are the same event. Unlike an id in an unsigned header, nobody can change it on a recorded request.
 * @param topic what kind of event it is, where only an unsigned header says so and two kinds may have equal bodies.
 */
export function bodyDigest(body: Uint8Array, topic: string | null = null): string {
  const hash = createHash("sha256");
  if (topic !== null) hash.update(`${topic}\n`, "utf8");
  return `sha256:${hash.update(body).digest("hex")}`;
}
