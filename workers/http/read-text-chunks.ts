import { Problem } from "#domain/problem";

/**
 * A body as text, piece by piece: for files that are too large to hold.
 * @throws Problem 413 when there is too much of it, 400 when it is not UTF-8
 */
export async function* readTextChunks(request: Request, maxBytes: number): AsyncGenerator<string> {
  const announced = request.headers.get("content-length");
  if (announced !== null && Number(announced) > maxBytes) throw tooLarge(maxBytes);
  if (request.body === null) return;
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const decode = (bytes?: Uint8Array) => {
    try {
      return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch {
      throw new Problem("malformed_request", "The body is not valid UTF-8. Save the file as UTF-8.");
    }
  };
  let size = 0;
  for await (const bytes of request.body) {
    size += bytes.byteLength;
    if (size > maxBytes) throw tooLarge(maxBytes);
    yield decode(bytes);
  }
  yield decode();
}

function tooLarge(maxBytes: number): Problem {
  return new Problem(
    "body_too_large",
    `The body may have at most ${maxBytes} bytes. Split the file; mode=merge adds.`,
  );
}
