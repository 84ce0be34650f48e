import { exceedsDepth } from "#domain/ingress/payload-slice";
import { Problem } from "#domain/problem";

const MAX_DEPTH = 64;

/** The body's text and what it says. The text is kept because payloads are passed on as they were written. */
export interface JsonBody {
  readonly text: string;
  readonly value: unknown;
}

/**
 * Read a JSON body of at most `maxBytes`.
 * @throws Problem 413 before the rest of a too large body is read, 415 for another content type, charset or encoding, 400 for bad JSON.
 */
export async function readJson(request: Request, maxBytes: number): Promise<JsonBody> {
  checkMediaType(request.headers);
  const text = decode(await readBytes(request, maxBytes));
  // Before parsing: the parser and everything behind it may recurse.
  if (exceedsDepth(text, MAX_DEPTH)) {
    throw new Problem("malformed_json", `The body is nested deeper than ${MAX_DEPTH} levels. Flatten it.`);
  }
  try {
    return { text, value: JSON.parse(text) as unknown };
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unknown reason";
    throw new Problem("malformed_json", `The body does not parse as JSON: ${reason.slice(0, 200)}.`);
  }
}

/** Refused by name: compressed bytes or another alphabet would only be called broken UTF-8. */
function checkMediaType(headers: Headers): void {
  const contentType = headers.get("content-type");
  if (contentType !== null && !/^application\/([\w.+-]+\+)?json\b/i.test(contentType)) {
    throw new Problem("unsupported_media_type", "Send the body as application/json.");
  }
  const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(contentType ?? "")?.[1];
  if (charset !== undefined && !/^utf-?8$/i.test(charset)) {
    throw new Problem("unsupported_media_type", `Send the body in UTF-8, not in ${charset.slice(0, 40)}.`);
  }
  const encoding = headers.get("content-encoding")?.trim() ?? "";
  if (encoding !== "" && encoding.toLowerCase() !== "identity") {
    throw new Problem(
      "unsupported_media_type",
      `Send the body as it is: Content-Encoding ${encoding.slice(0, 40)} is not read.`,
    );
  }
}

/**
 * A body of at most `maxBytes`, as it came.
 * @throws Problem 413 before the rest of a too large one is read.
 */
export async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  const announced = request.headers.get("content-length");
  if (announced !== null && Number(announced) > maxBytes) throw tooLarge(maxBytes);
  if (announced !== null || request.body === null) {
    const whole = new Uint8Array(await request.arrayBuffer());
    if (whole.byteLength > maxBytes) throw tooLarge(maxBytes);
    return whole;
  }
  // Chunked: nobody said how much is coming, so stop as soon as it is too much.
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body) {
    size += part.byteLength;
    if (size > maxBytes) throw tooLarge(maxBytes);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function tooLarge(maxBytes: number): Problem {
  return new Problem(
    "body_too_large",
    `The body may have at most ${maxBytes} bytes. Split it, or send a reference.`,
  );
}

/** Refused and not repaired: a replacement character would change the payload without anybody noticing. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    throw new Problem("malformed_json", "The body is not valid UTF-8.");
  }
}
