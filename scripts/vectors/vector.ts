import { z } from "zod";

const text = z.string();

/** One published request and what must come of it. */
const VECTOR = z.object({
  id: text,
  provider: text,
  method: text,
  secret: z.union([text, z.array(text)]),
  headers: z.record(text, text),
  body: text,
  url: text.optional(),
  /** Epoch seconds. */
  now: z.number(),
  tolerance_s: z.number().optional(),
  expect: z.enum(["valid", "invalid"]),
  reason: text,
  accept_reasons: z.array(text).optional(),
});
export type Vector = z.infer<typeof VECTOR>;

export function readVectors(json: string): readonly Vector[] {
  return z.array(VECTOR).min(1).parse(JSON.parse(json));
}

/** The vectors' words where they are not the gateway's. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  no_secret: ["no_secret_configured"],
  malformed_header_timestamp: ["malformed_timestamp"],
  malformed_token: ["malformed_signature"],
  malformed: ["malformed_signature", "malformed_body"],
};

/** Every verdict that a vector takes as right. */
export function acceptedVerdicts(vector: Vector): readonly string[] {
  if (vector.expect === "valid") return ["verified"];
  return [vector.reason, ...(vector.accept_reasons ?? [])].flatMap((word) => WORDS[word] ?? [word]);
}
