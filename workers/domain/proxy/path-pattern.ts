/** A path pattern, taken apart: literal segments, `{name}` or `*` for one segment, `**` at the end for all that follow. */
export type PathPattern = readonly Segment[];

type Segment =
  | { readonly kind: "literal"; readonly text: string }
  /** `name` is null for `*`. */
  | { readonly kind: "one"; readonly name: string | null }
  | { readonly kind: "rest" };

export type PatternParse =
  | { readonly ok: true; readonly pattern: PathPattern }
  | { readonly ok: false; readonly message: string };

/** What a pattern caught, by name; `**` is the rest without its leading slash. */
export type Caught = Readonly<Record<string, string>>;

const MAX_SEGMENTS = 50;
const NAME = /^\{([A-Za-z][A-Za-z0-9_]{0,49})\}$/;
/** RFC 3986, section 3.3: what a segment may hold. Encoded octets are compared as they are written. */
const LITERAL = /^(?:[A-Za-z0-9\-._~!$&'()+,;=:@]|%[0-9A-Fa-f]{2})*$/;

export function parsePattern(text: string): PatternParse {
  if (!text.startsWith("/")) return refuse("A path pattern begins with /.");
  const parts = text.slice(1).split("/");
  if (parts.length > MAX_SEGMENTS) return refuse(`A path pattern has at most ${MAX_SEGMENTS} segments.`);
  const pattern: Segment[] = [];
  const names = new Set<string>();
  for (const [index, part] of parts.entries()) {
    const last = index === parts.length - 1;
    if (part === "**") {
      if (!last) return refuse("** stands at the end only.");
      pattern.push({ kind: "rest" });
      continue;
    }
    const name = NAME.exec(part)?.[1];
    if (name !== undefined) {
      if (names.has(name)) return refuse(`{${name}} stands there twice.`);
      names.add(name);
      pattern.push({ kind: "one", name });
    } else if (part === "*") pattern.push({ kind: "one", name: null });
    else if (part === "" && !last) return refuse("There is an empty segment.");
    else if (part === "." || part === "..") return refuse("A pattern has no . and no .. segments.");
    else if (LITERAL.test(part)) pattern.push({ kind: "literal", text: part });
    else return refuse(`${part} is neither text, {name}, * nor **.`);
  }
  return { ok: true, pattern };
}

/** What the pattern caught of a path that begins with a slash; null when it does not fit. */
export function matchPath(pattern: PathPattern, path: string): Caught | null {
  const parts = path.slice(1).split("/");
  const caught: Record<string, string> = {};
  for (const [index, segment] of pattern.entries()) {
    if (segment.kind === "rest") {
      // `/v1/**` is also `/v1`: whoever allows a tree allows its root.
      caught["**"] = parts.slice(index).join("/");
      return caught;
    }
    const part = parts[index];
    if (part === undefined) return null;
    if (segment.kind === "literal" && segment.text !== part) return null;
    if (segment.kind === "one") {
      if (part === "") return null;
      if (segment.name !== null) caught[segment.name] = part;
    }
  }
  return parts.length === pattern.length ? caught : null;
}

const PLACEHOLDER = /\{([A-Za-z][A-Za-z0-9_]{0,49}|\*\*)\}/g;

/** Everything wrong with where a rewrite leads; null when nothing is. */
export function targetProblem(to: string, from: PathPattern): string | null {
  if (!to.startsWith("/")) return "It begins with /.";
  const known = new Set(from.flatMap((segment) => namesOf(segment)));
  for (const [, name = ""] of to.matchAll(PLACEHOLDER)) {
    if (!known.has(name)) return `{${name}} is not caught by the pattern.`;
  }
  const literal = to.replaceAll(PLACEHOLDER, "x");
  const parts = literal.slice(1).split("/");
  if (parts.some((part) => part === "." || part === "..")) return "It has no . and no .. segments.";
  if (parts.slice(0, -1).includes("")) return "There is an empty segment.";
  return parts.every((part) => LITERAL.test(part)) ? null : "It holds a character that a path cannot have.";
}

export function fillTarget(to: string, caught: Caught): string {
  const filled = to.replaceAll(PLACEHOLDER, (_, name: string) => caught[name] ?? "");
  // `{**}` may have caught nothing.
  return filled.replaceAll(/\/{2,}/g, "/");
}

function namesOf(segment: Segment): string[] {
  if (segment.kind === "rest") return ["**"];
  return segment.kind === "one" && segment.name !== null ? [segment.name] : [];
}

function refuse(message: string): PatternParse {
  return { ok: false, message };
}
