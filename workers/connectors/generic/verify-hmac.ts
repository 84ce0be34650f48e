import { Buffer } from "node:buffer";
import type { InboundRequest, Verification, VerifyInput } from "#domain/ingress/connector";
import { type Checked, ok, reject } from "../primitives/checked.ts";
import { compareSignatures, TOO_MANY_SIGNATURES, tooManySignatures } from "../primitives/compare.ts";
import { decodeBase64, decodeHex } from "../primitives/encodings.ts";
import { readHeader } from "../primitives/headers.ts";
import { DIGEST_BYTES, hmac } from "../primitives/hmac.ts";
import { parsePairs, valuesOf } from "../primitives/pairs.ts";
import { requireSecrets } from "../primitives/secrets.ts";
import { checkTolerance, parseUnixMilliseconds, parseUnixSeconds } from "../primitives/timestamps.ts";
import { queryOf, readContent } from "./content.ts";
import type { GenericEncoding, HmacScheme, TimestampUnit } from "./scheme.ts";

/** What the signature header says: the signatures as they are written, and the timestamp when it stands there. */
interface SignatureHeader {
  readonly signatures: readonly string[];
  readonly timestamp: string | null;
}

/** An HMAC over a template, in a header. The body goes in as bytes, whatever they are. */
export function verifyHmac(input: VerifyInput, scheme: HmacScheme): Verification {
  const secrets = requireSecrets(input.secrets);
  if (secrets.kind === "rejected") return secrets;
  // Without a body the query becomes the event, and a signature of the same nothing would fit any query.
  if (
    input.request.body.byteLength === 0 &&
    queryOf(input.request) !== "" &&
    !scheme.content.includes("{url}")
  ) {
    return reject(
      "no_supported_scheme",
      "The request has no body, and its query is not signed: {url} is not in the content.",
    );
  }
  const header = readSignatures(input.request, scheme);
  if (header.kind === "rejected") return header;
  if (tooManySignatures(header.value.signatures.length)) return TOO_MANY_SIGNATURES;
  const given = decodeAll(header.value.signatures, scheme);
  if (given.kind === "rejected") return given;
  const timestamp = readTimestamp(input.request, scheme, header.value.timestamp);
  if (timestamp.kind === "rejected") return timestamp;
  const content = readContent(input.request, scheme, timestamp.value?.text ?? "");
  if (content.kind === "rejected") return content;

  const expected = secrets.value.map((secret) => hmac(scheme.algorithm, secret, content.value));
  const compared = compareSignatures(expected, given.value);
  if (compared.kind !== "verified" || timestamp.value === null) return compared;
  return checkTolerance(timestamp.value.ms, input);
}

function readSignatures(request: InboundRequest, scheme: HmacScheme): Checked<SignatureHeader> {
  const header = readHeader(request, scheme.header);
  if (header.kind === "rejected") return header;
  if (scheme.signatureKey === null) {
    const listed = withoutSpacedPrefix(header.value, scheme);
    if (listed === null) return wrongPrefix(scheme);
    return ok({ signatures: listed.split(/[,\s]+/).filter((part) => part !== ""), timestamp: null });
  }
  const pairs = parsePairs(header.value);
  if (pairs.kind === "rejected") return pairs;
  const signatures = valuesOf(pairs.value, scheme.signatureKey);
  if (signatures.length === 0) {
    return reject("no_supported_scheme", `The header ${scheme.header} holds no ${scheme.signatureKey}=.`);
  }
  if (scheme.timestampKey === null) return ok({ signatures, timestamp: null });
  const [timestamp, second] = valuesOf(pairs.value, scheme.timestampKey);
  // With two, the signed one and the checked one could differ.
  if (timestamp === undefined || second !== undefined) {
    return reject("malformed_header", `The header ${scheme.header} must hold ${scheme.timestampKey}= once.`);
  }
  return ok({ signatures, timestamp });
}

/** A prefix that would fall apart where signatures are separated stands once, in front of them all. */
const isSpaced = (prefix: string): boolean => /[,\s]/.test(prefix);

function withoutSpacedPrefix(value: string, { prefix }: HmacScheme): string | null {
  if (!isSpaced(prefix)) return value;
  return value.startsWith(prefix) ? value.slice(prefix.length) : null;
}

const wrongPrefix = ({ header, prefix }: HmacScheme) =>
  reject("malformed_header", `The header ${header} does not begin with ${prefix}`);

/** One that does not decode is passed over when another does: senders that rotate may write two kinds. */
function decodeAll(signatures: readonly string[], scheme: HmacScheme): Checked<readonly Uint8Array[]> {
  const { encoding, algorithm, signatureKey } = scheme;
  const prefix = signatureKey === null && isSpaced(scheme.prefix) ? "" : scheme.prefix;
  const own = signatures.filter((signature) => signature.startsWith(prefix));
  if (own.length === 0) return wrongPrefix(scheme);
  const bytes = DIGEST_BYTES[algorithm];
  const decoded = own.flatMap((signature) => {
    const digest = decode(signature.slice(prefix.length), encoding);
    return digest?.length === bytes ? [digest] : [];
  });
  if (decoded.length > 0) return ok(decoded);
  return reject("malformed_signature", `The signature is not ${bytes} bytes in ${encoding}.`);
}

function decode(text: string, encoding: GenericEncoding): Uint8Array | null {
  if (encoding === "hex") return decodeHex(text);
  if (encoding === "base64") return decodeBase64(text);
  // Only one spelling: with or without padding, and nothing in the spare bits.
  const bare = text.replace(/={1,2}$/, "");
  if (!/^[A-Za-z0-9_-]+$/.test(bare)) return null;
  const bytes = Buffer.from(bare, "base64url");
  return bytes.toString("base64url") === bare ? bytes : null;
}

interface SignedTimestamp {
  /** As it was signed. */
  readonly text: string;
  readonly ms: number;
}

function readTimestamp(
  request: InboundRequest,
  { timestampHeader, timestampKey, timestampUnit }: HmacScheme,
  inSignature: string | null,
): Checked<SignedTimestamp | null> {
  if (timestampHeader === null && timestampKey === null) return ok(null);
  let text = inSignature;
  if (timestampHeader !== null) {
    const header = readHeader(request, timestampHeader);
    if (header.kind === "rejected") return header;
    text = header.value;
  }
  const parsed = parseTimestamp(text ?? "", timestampUnit);
  return parsed.kind === "rejected" ? parsed : ok({ text: text ?? "", ms: parsed.value });
}

function parseTimestamp(text: string, unit: TimestampUnit): Checked<number> {
  if (unit === "seconds") return parseUnixSeconds(text);
  if (unit === "milliseconds") return parseUnixMilliseconds(text);
  const ms = /^\d{4}-\d{2}-\d{2}T[\d:.]{5,18}(Z|[+-]\d{2}:\d{2})$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? reject("malformed_timestamp", "The signed timestamp is not RFC 3339.") : ok(ms);
}
