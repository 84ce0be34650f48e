import type { Masker } from "#domain/proxy/mask-secrets";

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

/**
 * Let a body through and notice its end. Where nobody looks into it, the runtime moves the bytes by itself.
 *
 * @param length announced by the upstream, so that the caller is told too; null when it did not say
 */
export function passThrough(
  body: ReadableStream<Uint8Array>,
  length: number | null,
  look: TransformStream<Uint8Array, Uint8Array> | null,
): Passage {
  const way = length === null ? new IdentityTransformStream() : new FixedLengthStream(length);
  const source = look === null ? body : body.pipeThrough(look);
  return { body: way.readable, done: source.pipeTo(way.writable) };
}

/** Masks secrets, and shows what passes to `see`. */
export function maskingStream(
  masker: Masker,
  see: (chunk: Uint8Array) => void,
): TransformStream<Uint8Array, Uint8Array> {
  return new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      const shown = masker.push(chunk);
      see(shown);
      if (shown.length > 0) controller.enqueue(shown);
    },
    flush(controller) {
      const rest = masker.end();
      see(rest);
      if (rest.length > 0) controller.enqueue(rest);
    },
  });
}
