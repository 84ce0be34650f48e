export type ReadSome =
  | { readonly kind: "whole"; readonly bytes: Uint8Array }
  /** It is longer; everything that was read is in `rest` too. */
  | { readonly kind: "longer"; readonly rest: ReadableStream<Uint8Array> };

/** Read a body as far as it is allowed to be. Whatever it announces, what counts is what comes. */
export async function readUpTo(body: ReadableStream<Uint8Array>, limit: number): Promise<ReadSome> {
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { kind: "whole", bytes: joinChunks(chunks, length) };
    chunks.push(value);
    length += value.length;
    if (length > limit) return { kind: "longer", rest: resumed(chunks, reader) };
  }
}

function resumed(
  chunks: readonly Uint8Array[],
  reader: ReadableStreamDefaultReader<Uint8Array>,
): ReadableStream<Uint8Array> {
  const first = [...chunks];
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const known = first.shift();
      if (known !== undefined) return controller.enqueue(known);
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

function joinChunks(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const [only] = chunks;
  if (chunks.length === 1 && only !== undefined) return only;
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

export interface Passage {
  readonly body: ReadableStream<Uint8Array>;
  /** Settles when everything is through; rejects when one side went away. */
  readonly done: Promise<void>;
}

/** Looks into what passes: may change bytes, never their number. */
export interface Look {
  push(chunk: Uint8Array): Uint8Array;
  end(): Uint8Array;
}

/**
 * Let a body through and notice its end. Where nobody looks into it, the runtime moves the bytes by itself.
 *
 * @param length announced by the upstream, so that the caller is told too; null when it did not say
 */
export function passThrough(
  body: ReadableStream<Uint8Array>,
  length: number | null,
  look: Look | null,
): Passage {
  const way = length === null ? new IdentityTransformStream() : new FixedLengthStream(length);
  const done = look === null ? body.pipeTo(way.writable) : pump(body, way.writable, look);
  return { body: way.readable, done };
}

const BUFFER_BYTES = 64 * 1024;

/**
 * By hand and with one buffer: through a TransformStream the same bytes came in pieces of 4 KB, each of them garbage, and
 * 200 MB of text took 9 seconds and 140 MB of memory.
 */
async function pump(
  body: ReadableStream<Uint8Array>,
  writable: WritableStream<Uint8Array>,
  look: Look,
): Promise<void> {
  const read = bufferedReader(body);
  const writer = writable.getWriter();
  try {
    for (let chunk = await read.next(); chunk !== null; chunk = await read.next()) {
      const shown = look.push(chunk);
      // Until it is taken: the buffer is used again.
      if (shown.length > 0) await writer.write(shown);
    }
    const rest = look.end();
    if (rest.length > 0) await writer.write(rest);
    await writer.close();
  } catch (error) {
    await read.cancel(error);
    await writer.abort(error).catch(() => undefined);
    throw error;
  }
}

interface BufferedReader {
  next(): Promise<Uint8Array | null>;
  cancel(reason: unknown): Promise<void>;
}

function bufferedReader(body: ReadableStream<Uint8Array>): BufferedReader {
  const byob = byobReader(body);
  if (byob === null) {
    const reader = body.getReader();
    return {
      next: async () => (await reader.read()).value ?? null,
      cancel: (reason) => reader.cancel(reason).catch(() => undefined),
    };
  }
  let buffer = new ArrayBuffer(BUFFER_BYTES);
  return {
    async next() {
      const { done, value } = await byob.read(new Uint8Array(buffer));
      if (done || value === undefined) return null;
      // The view comes back on the same memory, which was ours before and is again.
      buffer = value.buffer as ArrayBuffer;
      return value;
    },
    cancel: (reason) => byob.cancel(reason).catch(() => undefined),
  };
}

/** Null for a stream that was made here, of what had been read of another one. */
function byobReader(body: ReadableStream<Uint8Array>): ReadableStreamBYOBReader | null {
  try {
    return body.getReader({ mode: "byob" });
  } catch {
    return null;
  }
}
