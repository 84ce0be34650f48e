import { maskHeader, maskUrl } from "./mask.ts";

/** A request as it was sent, to be sent again by hand. */
export interface CopiedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Null when it is no longer kept. */
  readonly body: string | null;
  readonly isBodyCut: boolean;
}

/** What a client writes by itself: told again it would be wrong, or refused. */
const OWN_OF_THE_CLIENT = new Set([
  "host",
  "content-length",
  "connection",
  "transfer-encoding",
  "accept-encoding",
]);

/** For a shell. Whatever the body holds reaches the target byte for byte. */
export function toCurl(request: CopiedRequest): string {
  const url = maskUrl(request.url);
  // Brackets and braces are patterns to curl unless it is told otherwise.
  const head = [/[[\]{}]/.test(url) ? "curl --globoff" : "curl"];
  head.push(`--request ${quote(request.method)}`, `--url ${quote(url)}`);
  for (const [name, value] of headersOf(request)) {
    // curl leaves a header without a value out unless it ends in a semicolon.
    head.push(`--header ${quote(value === "" ? `${name};` : `${name}: ${value}`)}`);
  }
  const body = bodyOf(request);
  if (body !== null && !body.includes("\0")) head.push(`--data-raw ${quote(body)}`);
  const piped = body?.includes("\0") === true;
  if (piped) head.push("--data-binary @-");
  const command = head.join(" \\\n  ");
  return `${noteOf(request, "#")}${piped ? `printf ${quote(octal(body ?? ""))} | ` : ""}${command}`;
}

/** For JavaScript. */
export function toFetch(request: CopiedRequest): string {
  const options = {
    method: request.method,
    headers: Object.fromEntries(headersOf(request)),
    ...(bodyOf(request) === null ? {} : { body: bodyOf(request) }),
  };
  return `${noteOf(request, "//")}await fetch(${script(maskUrl(request.url))}, ${script(options)});`;
}

function headersOf({ headers }: CopiedRequest): [string, string][] {
  return Object.entries(headers)
    .filter(([name]) => !OWN_OF_THE_CLIENT.has(name.toLowerCase()))
    .map(([name, value]) => [name, maskHeader(name, value).replaceAll(/[\r\n\0]/g, " ")]);
}

function bodyOf({ method, body }: CopiedRequest): string | null {
  return method === "GET" || method === "HEAD" || body === "" ? null : body;
}

function noteOf({ body, isBodyCut, method }: CopiedRequest, mark: string): string {
  if (method === "GET" || method === "HEAD") return "";
  if (body === null) return `${mark} The body is no longer kept.\n`;
  return isBodyCut ? `${mark} The body was kept only in part.\n` : "";
}

/** One word to a POSIX shell, with nothing in it that the shell would read. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A shell's word cannot hold a NUL: printf writes it. */
function octal(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("%", "%%").replaceAll("\0", "\\000");
}

/** JSON is JavaScript, but for two line ends that older engines refuse in a string. */
function script(value: unknown): string {
  return JSON.stringify(value, null, 2).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}
