import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import type { InboundRequest, Verification, VerifyInput } from "#domain/ingress/connector";
import { type Checked, ok, reject } from "../primitives/checked.ts";
import { anyMatches, compareSignatures, SIGNATURE_MISMATCH } from "../primitives/compare.ts";
import { decodeHex } from "../primitives/encodings.ts";
import { isForm, parseForm, TOO_MANY_FIELDS, tooManyFields } from "../primitives/form.ts";
import { hmac } from "../primitives/hmac.ts";
import { parsePairs, valuesOf } from "../primitives/pairs.ts";
import { requireSecrets } from "../primitives/secrets.ts";
import { readSignature } from "../primitives/signed-header.ts";
import { calledUrl, urlSpellings } from "./urls.ts";

/** The HMAC of the URL and the form's fields, sorted; of a JSON body the URL carries the digest. */
export function verifyTwilio(input: VerifyInput): Verification {
  const secrets = requireSecrets(input.secrets);
  if (secrets.kind === "rejected") return secrets;
  const algorithm = readAlgorithm(input.request);
  if (algorithm.kind === "rejected") return algorithm;
  const signature = readSignature(input, {
    header: "X-Twilio-Signature",
    algorithm: algorithm.value,
    encoding: "base64",
  });
  if (signature.kind === "rejected") return signature;
  const fields = signedFields(input.request);
  if (fields.kind === "rejected") return fields;

  const urls = urlSpellings(calledUrl(input.request.url, input.settings.webhookUrl));
  const expected = secrets.value.flatMap((secret) =>
    urls.map((url) => hmac(algorithm.value, secret, [url, fields.value])),
  );
  return compareSignatures(expected, [signature.value]);
}

/**
 * A webhooks rule with a shared key signs with SHA-256 and says so in a header. That header is not signed itself: it
 * only chooses between two hashes, and without the key nobody makes either.
 */
function readAlgorithm({ headers }: InboundRequest): Checked<"sha1" | "sha256"> {
  const header = headers.get("x-twilio-webhooks-signature-settings")?.trim();
  if (!header) return ok("sha1");
  const pairs = parsePairs(header);
  if (pairs.kind === "rejected") return pairs;
  switch (valuesOf(pairs.value, "algorithm")[0]?.toUpperCase()) {
    case "HMAC_SHA1":
      return ok("sha1");
    case "HMAC_SHA256":
      return ok("sha256");
    default:
      return reject(
        "no_supported_scheme",
        "Twilio's signature settings name an algorithm that is not known.",
      );
  }
}

/** What is signed beside the URL. */
function signedFields({ url, headers, body }: InboundRequest): Checked<Uint8Array> {
  const hash = new URLSearchParams(url.slice(url.indexOf("?") + 1)).get("bodySHA256");
  if (url.includes("?") && hash !== null) {
    const given = decodeHex(hash);
    const digest = createHash("sha256").update(body).digest();
    return given !== null && anyMatches([digest], [given]) ? ok(new Uint8Array()) : SIGNATURE_MISMATCH;
  }
  if (body.length === 0) return ok(body);
  if (!isForm(headers.get("content-type"))) {
    // Its signature would be of the URL alone, and so good for any body.
    return reject(
      "no_supported_scheme",
      "The body is no form and the URL carries no bodySHA256: nothing signs it.",
    );
  }
  if (tooManyFields(body)) return TOO_MANY_FIELDS;
  return ok(sortedFields(body));
}

/** Names in order, each followed by its values in order, every value once. Bytes as Latin-1, so that text never changes them. */
function sortedFields(body: Uint8Array): Uint8Array {
  const values = new Map<string, Set<string>>();
  for (const field of parseForm(body)) {
    const name = Buffer.from(field.name).toString("latin1");
    const known = values.get(name) ?? new Set<string>();
    values.set(name, known.add(Buffer.from(field.value).toString("latin1")));
  }
  const sorted = [...values].sort(([a], [b]) => (a < b ? -1 : 1));
  const text = sorted
    .map(([name, set]) =>
      [...set]
        .sort()
        .map((value) => name + value)
        .join(""),
    )
    .join("");
  return Buffer.from(text, "latin1");
}
