import type { FieldProblem } from "#domain/ingress/connector";
import { isHeaderName } from "#domain/signing/header-rules";
import type { HmacAlgorithm } from "../primitives/hmac.ts";

export type Settings = Readonly<Record<string, string>>;
export type GenericEncoding = "hex" | "base64" | "base64url";
export type TimestampUnit = "seconds" | "milliseconds" | "rfc3339";

/** How a sender proves itself, as the source's settings say. */
export type Scheme =
  | {
      readonly kind: "hmac";
      readonly header: string;
      readonly algorithm: HmacAlgorithm;
      readonly encoding: GenericEncoding;
      readonly prefix: string;
      readonly signatureKey: string | null;
      readonly content: string;
      readonly timestampHeader: string | null;
      readonly timestampKey: string | null;
      readonly timestampUnit: TimestampUnit;
      readonly idHeader: string | null;
    }
  | { readonly kind: "basic"; readonly username: string }
  | {
      readonly kind: "api_key";
      readonly header: string | null;
      readonly parameter: string | null;
      readonly prefix: string;
    };

export type HmacScheme = Scheme & { readonly kind: "hmac" };

export const PLACEHOLDER = /\{(body|timestamp|id|method|url)\}/g;

const ALGORITHMS: readonly HmacAlgorithm[] = ["sha1", "sha256", "sha384", "sha512"];
const ENCODINGS: readonly GenericEncoding[] = ["hex", "base64", "base64url"];
const UNITS: readonly TimestampUnit[] = ["seconds", "milliseconds", "rfc3339"];

export function readScheme(settings: Settings): Scheme {
  const header = textOf(settings, "header");
  const prefix = settings.prefix ?? "";
  switch (settings.scheme) {
    case "basic":
      return { kind: "basic", username: settings.username ?? "" };
    case "api_key":
      return { kind: "api_key", header, parameter: textOf(settings, "queryParameter"), prefix };
    default:
      return {
        kind: "hmac",
        header: header ?? "x-signature",
        prefix,
        algorithm: ALGORITHMS.find((name) => name === settings.algorithm) ?? "sha256",
        encoding: ENCODINGS.find((name) => name === settings.encoding) ?? "hex",
        signatureKey: textOf(settings, "signatureKey"),
        content: textOf(settings, "content") ?? "{body}",
        timestampHeader: textOf(settings, "timestampHeader"),
        timestampKey: textOf(settings, "timestampKey"),
        timestampUnit: UNITS.find((name) => name === settings.timestampUnit) ?? "seconds",
        idHeader: textOf(settings, "idHeader"),
      };
  }
}

/** Settings that would verify nothing, or less than they seem to. */
export function findProblems(settings: Settings): readonly FieldProblem[] {
  const found: FieldProblem[] = [];
  const refuse = (field: string, message: string) => void found.push({ field, message });
  for (const field of ["header", "timestampHeader", "idHeader", "typeHeader"]) {
    const name = textOf(settings, field);
    if (name !== null && !isHeaderName(name)) refuse(field, "A header name has letters, digits and - only.");
  }
  const scheme = readScheme(settings);
  switch (scheme.kind) {
    case "basic":
      // A colon ends the user name on the wire (RFC 7617, section 2).
      if (scheme.username === "" || scheme.username.includes(":"))
        refuse("username", "A user name without a colon is needed.");
      break;
    case "api_key":
      if ((scheme.header === null) === (scheme.parameter === null)) {
        refuse("header", "Say where the key stands: in a header, or in a query parameter.");
      }
      for (const field of ["idHeader", "typeHeader"]) {
        const name = textOf(settings, field)?.toLowerCase();
        if (name !== undefined && name === scheme.header?.toLowerCase())
          refuse(field, "That header holds the key, and ids and types are shown in the log.");
      }
      break;
    case "hmac":
      if (textOf(settings, "header") === null)
        refuse("header", "Name the header that carries the signature.");
      for (const [field, message] of contentProblems(scheme)) refuse(field, message);
      break;
  }
  return found;
}

function contentProblems(scheme: HmacScheme): [field: string, message: string][] {
  const { content, timestampHeader, timestampKey, signatureKey, idHeader } = scheme;
  const used = new Set([...content.matchAll(PLACEHOLDER)].map(([placeholder]) => placeholder));
  const rest = content.replaceAll(PLACEHOLDER, "");
  const found: [string, string][] = [];
  if (!used.has("{body}"))
    found.push(["content", "Without {body} anybody could change what the webhook says."]);
  if (/[{}]/.test(rest))
    found.push(["content", "Only {body}, {timestamp}, {id}, {method} and {url} are known."]);
  const timed = timestampHeader !== null || timestampKey !== null;
  if (timestampHeader !== null && timestampKey !== null) {
    found.push(["timestampKey", "The timestamp is in a header of its own, or in the signature's. Not both."]);
  }
  if (used.has("{timestamp}") && !timed) found.push(["timestampHeader", "Say where the timestamp stands."]);
  if (timed && !used.has("{timestamp}")) {
    found.push([
      "content",
      "A timestamp that is not signed proves nothing: put {timestamp} into the content.",
    ]);
  }
  if (timestampKey !== null && signatureKey === null) {
    found.push([
      "signatureKey",
      "Where the timestamp stands in the signature header, the signature has a key too.",
    ]);
  }
  if (used.has("{id}") && idHeader === null) found.push(["idHeader", "Say which header the id stands in."]);
  return found;
}

export function textOf(settings: Settings, name: string): string | null {
  const text = settings[name]?.trim() ?? "";
  return text === "" ? null : text;
}
