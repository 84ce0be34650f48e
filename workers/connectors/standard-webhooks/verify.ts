import { Buffer } from "node:buffer";
import { verify } from "node:crypto";
import type { Verification, VerifyInput } from "#domain/ingress/connector";
import { type Checked, ok, reject } from "../primitives/checked.ts";
import {
  anyMatches,
  SIGNATURE_MISMATCH,
  TOO_MANY_SIGNATURES,
  tooManySignatures,
} from "../primitives/compare.ts";
import { decodeBase64 } from "../primitives/encodings.ts";
import { readHeader } from "../primitives/headers.ts";
import { hmac } from "../primitives/hmac.ts";
import { requireSecrets } from "../primitives/secrets.ts";
import { checkTolerance, parseUnixSeconds } from "../primitives/timestamps.ts";
import { familyOf } from "./headers.ts";
import { readKeys } from "./keys.ts";

/** `<id>.<timestamp>.<body>`, signed with HMAC-SHA256 (v1) or Ed25519 (v1a); the header lists signatures with blanks between. */
export function verifyStandardWebhooks(input: VerifyInput): Verification {
  const secrets = requireSecrets(input.secrets);
  if (secrets.kind === "rejected") return secrets;
  const { symmetric, publicKeys } = readKeys(secrets.value, input.settings.secretFormat);
  if (symmetric.length + publicKeys.length === 0) {
    return reject(
      "no_secret_configured",
      "The stored secret is neither whsec_<base64>, base64 nor whpk_<base64>.",
    );
  }
  const family = familyOf(input.request);
  const id = readHeader(input.request, `${family}-id`);
  if (id.kind === "rejected") return id;
  const seconds = readHeader(input.request, `${family}-timestamp`);
  if (seconds.kind === "rejected") return seconds;
  const timestamp = parseUnixSeconds(seconds.value);
  if (timestamp.kind === "rejected") return timestamp;
  const header = readHeader(input.request, `${family}-signature`);
  if (header.kind === "rejected") return header;
  const signatures = parseSignatures(header.value);
  if (signatures.kind === "rejected") return signatures;

  const { v1, v1a } = signatures.value;
  const forUs = (symmetric.length > 0 ? v1.length : 0) + (publicKeys.length > 0 ? v1a.length : 0);
  if (forUs === 0) {
    return reject(
      "no_supported_scheme",
      "No signature is of the kind that the stored keys verify (v1 or v1a).",
    );
  }
  const prefix = `${id.value}.${seconds.value}.`;
  const digests = symmetric.map((key) => hmac("sha256", key, [prefix, input.request.body]));
  const content = Buffer.concat([Buffer.from(prefix, "utf8"), input.request.body]);
  const decodedV1 = v1.map(decodeBase64).filter((signature) => signature !== null);
  const decodedV1a = v1a.map(decodeBase64).filter((signature) => signature?.length === 64);
  let fits = anyMatches(digests, decodedV1);
  for (const key of publicKeys) {
    for (const signature of decodedV1a) {
      if (signature !== null && verify(null, content, key, signature)) fits = true;
    }
  }
  return fits ? checkTolerance(timestamp.value, input) : SIGNATURE_MISMATCH;
}

interface Signatures {
  readonly v1: readonly string[];
  readonly v1a: readonly string[];
}

function parseSignatures(header: string): Checked<Signatures> {
  const entries = header.split(/\s+/).map((entry) => entry.split(","));
  if (tooManySignatures(entries.length)) return TOO_MANY_SIGNATURES;
  const of = (version: string): readonly string[] =>
    entries.filter((entry) => entry.length === 2 && entry[0] === version).map((entry) => entry[1] ?? "");
  if (entries.every((entry) => entry.length !== 2)) {
    return reject("malformed_header", "The signature header is not a list of version,signature.");
  }
  return ok({ v1: of("v1"), v1a: of("v1a") });
}
