import { escapePointer } from "../json-pointer.ts";
import { isFramingHeader, isHeaderName, isHeaderSafe } from "./header-rules.ts";
import { parseTemplate, type TemplateFault, type TemplatePart, usesPlaceholder } from "./message-template.ts";
import type { TemplateSigning } from "./signing-config.ts";

/** What is wrong with a template, with a JSON Pointer into the signing configuration. */
export interface TemplateProblem {
  readonly pointer: string;
  readonly code: TemplateProblemCode;
  readonly message: string;
}

export type TemplateProblemCode =
  | TemplateFault
  | "body_not_signed"
  | "body_in_header"
  | "timestamp_not_sent"
  | "illegal_header_name"
  | "reserved_header"
  | "duplicate_header"
  | "header_injection"
  | "too_long"
  | "too_many_headers";

const MAX_TEMPLATE_LENGTH = 1_000;
const MAX_PREFIX_LENGTH = 200;
const MAX_SEPARATOR_LENGTH = 50;
const MAX_EXTRA_HEADERS = 10;

/** Everything wrong with a template, for the moment it is saved. Empty: it will sign. */
export function checkTemplate(config: TemplateSigning): readonly TemplateProblem[] {
  const problems: TemplateProblem[] = [];
  const report = (pointer: string, code: TemplateProblemCode, message: string): void => {
    problems.push({ pointer, code, message });
  };
  const parse = (pointer: string, template: string, maxLength: number): readonly TemplatePart[] => {
    if (template.length > maxLength) report(pointer, "too_long", `At most ${maxLength} characters.`);
    const parsed = parseTemplate(template);
    if (parsed.ok) return parsed.parts;
    report(pointer, parsed.code, parsed.message);
    return [];
  };

  const content = parse("/contentTemplate", config.contentTemplate, MAX_TEMPLATE_LENGTH);
  if (parseTemplate(config.contentTemplate).ok && !usesPlaceholder(content, "body")) {
    report("/contentTemplate", "body_not_signed", "Without {body} anybody could change the body on its way.");
  }

  const headerNames = new Set<string>();
  const checkName = (pointer: string, name: string): void => {
    if (!isHeaderName(name)) {
      report(pointer, "illegal_header_name", "A header name has letters, digits and - only, at most 100.");
    } else if (isFramingHeader(name)) {
      report(pointer, "reserved_header", `${name} belongs to the request itself.`);
    } else if (headerNames.has(name.toLowerCase())) {
      report(pointer, "duplicate_header", `${name} is set twice.`);
    }
    headerNames.add(name.toLowerCase());
  };
  const checkValue = (pointer: string, template: string): readonly TemplatePart[] => {
    const parts = parse(pointer, template, MAX_PREFIX_LENGTH);
    if (parts.some((part) => part.kind === "text" && !isHeaderSafe(part.text))) {
      report(pointer, "header_injection", "A header value is printable ASCII on one line.");
    }
    if (usesPlaceholder(parts, "body"))
      report(pointer, "body_in_header", "{body} does not fit into a header.");
    return parts;
  };

  checkName("/headerName", config.headerName);
  const sent = [...checkValue("/prefix", config.prefix)];
  if (config.separator.length > MAX_SEPARATOR_LENGTH) {
    report("/separator", "too_long", `At most ${MAX_SEPARATOR_LENGTH} characters.`);
  }
  if (!isHeaderSafe(config.separator)) {
    report("/separator", "header_injection", "A header value is printable ASCII on one line.");
  }

  const extraHeaders = Object.entries(config.extraHeaders ?? {});
  if (extraHeaders.length > MAX_EXTRA_HEADERS) {
    report("/extraHeaders", "too_many_headers", `At most ${MAX_EXTRA_HEADERS} extra headers.`);
  }
  for (const [name, value] of extraHeaders.slice(0, MAX_EXTRA_HEADERS)) {
    const pointer = `/extraHeaders/${escapePointer(name)}`;
    checkName(pointer, name);
    sent.push(...checkValue(pointer, value));
  }

  // The timestamp is made at the attempt, so a receiver that never sees it can never verify.
  for (const name of ["timestamp", "timestamp_ms"] as const) {
    if (usesPlaceholder(content, name) && !usesPlaceholder(sent, name)) {
      report(
        "/contentTemplate",
        "timestamp_not_sent",
        `Send {${name}} too: in the prefix or in an extra header.`,
      );
    }
  }
  return problems;
}
