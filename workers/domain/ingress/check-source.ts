import { isSensitiveHeader } from "../delivery/redact-headers.ts";
import { findDeduplicationProblems } from "../flow/check-flow.ts";
import { escapePointer } from "../json-pointer.ts";
import type { ProblemDetail } from "../problem.ts";
import { isEventTypeName, MAX_EVENT_TYPE_LENGTH } from "../routing/event-type-pattern.ts";
import { isHeaderName } from "../signing/header-rules.ts";
import type { ConnectorManifest, ManifestField } from "./connector.ts";
import { fitTypeName } from "./inbound-type.ts";
import { findResponseProblems } from "./response-rules.ts";
import { MAX_TOLERANCE_SECONDS, type SourceSettings, type TypeMapping } from "./source.ts";

const MAX_FIELD_LENGTH = 10_000;
const MAX_FORWARDED_HEADERS = 8;
const MAX_OWN_LABELS = 10;
const LABEL_NAME = /^[A-Za-z0-9_.:/-]{1,64}$/;
const MAX_LABEL_LENGTH = 256;

/** Everything wrong with a source's settings, beside what its manifest says of its fields. */
export function findSourceProblems(source: SourceSettings, manifest: ConnectorManifest): ProblemDetail[] {
  return [
    ...toleranceProblems(source, manifest),
    ...findResponseProblems(source.response),
    ...typeProblems(source.eventType),
    ...headerProblems(source.headers),
    ...labelProblems(source.labels),
    ...(source.deduplicate === null
      ? []
      : findDeduplicationProblems(source.deduplicate).map(({ pointer, message }) => ({
          pointer: `/deduplicate${pointer}`,
          message,
        }))),
  ];
}

function toleranceProblems(
  { toleranceSeconds }: SourceSettings,
  manifest: ConnectorManifest,
): ProblemDetail[] {
  if (toleranceSeconds === null) return [];
  const pointer = "/toleranceSeconds";
  if (manifest.toleranceSeconds === null) {
    return [{ pointer, message: `${manifest.name} signs no timestamp, so there is nothing to tolerate.` }];
  }
  // Some providers retry for hours with the first signature: their own figure is always allowed.
  const most = Math.max(MAX_TOLERANCE_SECONDS, manifest.toleranceSeconds);
  const inRange = Number.isInteger(toleranceSeconds) && toleranceSeconds >= 1 && toleranceSeconds <= most;
  return inRange ? [] : [{ pointer, message: `Whole seconds, 1 to ${most}.` }];
}

/**
 * The values of the manifest's fields. Pointers lead to `/settings/<name>`.
 * @param complete must all be there that are required? A source that verifies nothing needs none.
 */
export function findFieldProblems(
  manifest: ConnectorManifest,
  given: Readonly<Record<string, string>>,
  complete: boolean,
): ProblemDetail[] {
  const fields = new Map(settingFields(manifest).map((field) => [field.name, field]));
  const found: ProblemDetail[] = [];
  for (const [name, value] of Object.entries(given)) {
    const field = fields.get(name);
    const message = field === undefined ? unknownField(name, manifest) : valueProblem(field, value);
    if (message !== null) found.push({ pointer: `/settings/${escapePointer(name)}`, message });
  }
  for (const { name, required, label } of fields.values()) {
    if (complete && required && !Object.hasOwn(given, name)) {
      found.push({ pointer: `/settings/${name}`, message: `${label} is needed.` });
    }
  }
  return found;
}

/** All fields but the signing secret, which has routes of its own. */
export function settingFields(manifest: ConnectorManifest): readonly ManifestField[] {
  return manifest.fields.filter(({ name }) => name !== manifest.secretField);
}

function unknownField(name: string, { secretField, fields, name: provider }: ConnectorManifest): string {
  if (name === secretField) return "Send it as `secret`: it can be rotated, settings cannot.";
  const known = fields.map((field) => field.name).filter((field) => field !== secretField);
  return `${provider} has no such field. It has: ${known.join(", ") || "none"}.`;
}

function valueProblem({ kind, options, required, label }: ManifestField, value: string): string | null {
  if (value.length > MAX_FIELD_LENGTH) return `At most ${MAX_FIELD_LENGTH} characters.`;
  if (value.trim() === "") return required || kind === "secret" ? `${label} is needed.` : null;
  if (kind === "select" && !(options ?? []).includes(value)) return `One of ${(options ?? []).join(", ")}.`;
  if (kind === "number" && !/^-?\d{1,15}(\.\d{1,6})?$/.test(value)) return "A number, as text.";
  return null;
}

export function secretProblem(secret: string): string | null {
  if (secret.trim() === "") return "An empty secret would verify nothing. Copy it from the provider.";
  if (secret.length > MAX_FIELD_LENGTH) return `At most ${MAX_FIELD_LENGTH} characters.`;
  return secret.includes("•") ? "This is the mask of a stored secret. Send the secret itself." : null;
}

function typeProblems(mapping: TypeMapping | null): ProblemDetail[] {
  if (mapping === null) return [];
  const message = typeProblem(mapping);
  return message === null ? [] : [{ pointer: `/eventType/${messageMember(mapping)}`, message }];
}

const messageMember = ({ mode }: TypeMapping) => (mode === "fixed" ? "type" : mode);

function typeProblem(mapping: TypeMapping): string | null {
  switch (mapping.mode) {
    case "fixed":
      return isEventTypeName(mapping.type) ? null : "An event type such as order.created.";
    case "prefix":
      return fitsAround(mapping.prefix, `${mapping.prefix}x`);
    case "template": {
      const { template } = mapping;
      const unknown = /\{(?!type\}|provider\})[^}]*\}?/.exec(template)?.[0];
      if (unknown !== undefined) return `${unknown} is unknown. A template has {type} and {provider}.`;
      if (!template.includes("{type}"))
        return "Without {type} every event has the same type: use mode fixed.";
      return fitsAround(template, template.replaceAll("{type}", "x").replaceAll("{provider}", "x"));
    }
  }
}

/** Half of the room stays for the provider's own word. */
function fitsAround(text: string, sample: string): string | null {
  if (text.length > MAX_EVENT_TYPE_LENGTH / 2) return `At most ${MAX_EVENT_TYPE_LENGTH / 2} characters.`;
  return fitTypeName(sample) === sample ? null : "Letters, digits, _ : / - in segments joined by dots.";
}

function headerProblems(headers: readonly string[]): ProblemDetail[] {
  if (headers.length > MAX_FORWARDED_HEADERS) {
    return [{ pointer: "/headers", message: `At most ${MAX_FORWARDED_HEADERS} headers.` }];
  }
  return headers.flatMap((name, index) => {
    const message =
      !isHeaderName(name) || name.length > 57
        ? "A header name has letters, digits and - only, at most 57."
        : isSensitiveHeader(name)
          ? `${name} may hold a secret, and labels are shown in the log.`
          : null;
    return message === null ? [] : [{ pointer: `/headers/${index}`, message }];
  });
}

function labelProblems(labels: Readonly<Record<string, string>>): ProblemDetail[] {
  const entries = Object.entries(labels);
  if (entries.length > MAX_OWN_LABELS)
    return [{ pointer: "/labels", message: `At most ${MAX_OWN_LABELS} labels.` }];
  return entries.flatMap(([name, value]) => {
    const message = labelProblem(name, value);
    return message === null ? [] : [{ pointer: `/labels/${escapePointer(name)}`, message }];
  });
}

function labelProblem(name: string, value: string): string | null {
  if (!LABEL_NAME.test(name)) return "A label's name is 1 to 64 letters, digits or _ . : / -.";
  if (name === "source" || name === "provider" || name.startsWith("header:"))
    return `${name} is set by the gateway.`;
  return value.length <= MAX_LABEL_LENGTH ? null : `At most ${MAX_LABEL_LENGTH} characters.`;
}
