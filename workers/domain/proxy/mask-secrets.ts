/** Takes secrets out of bytes that pass by, without changing their number: `Content-Length` is already said. */
export interface Masker {
  /** What may go on of what has come so far; the chunk itself is written into. The end of it is held back while it may be the beginning of a secret. */
  push(chunk: Uint8Array): Uint8Array;
  /** What was held back, when nothing more comes. */
  end(): Uint8Array;
}

const STAR = 0x2a;
const NOTHING = new Uint8Array(0);

/** Shorter ones cannot be told from ordinary text: masking every "ab" would spoil the answer and hide nothing. */
export const MIN_SECRET_BYTES = 8;

export function createMasker(secrets: readonly Uint8Array[]): Masker {
  // The longest first: of a longer one that holds a shorter one the rest would stay.
  const wanted = secrets
    .filter(({ length }) => length >= MIN_SECRET_BYTES)
    .toSorted((a, b) => b.length - a.length);
  let held: Uint8Array = NOTHING;
  return {
    push(chunk) {
      const bytes = held.length === 0 ? chunk : joined(held, chunk);
      for (const secret of wanted) maskAll(bytes, secret);
      const holding = Math.max(0, ...wanted.map((secret) => begunAtEnd(bytes, secret)));
      held = holding === 0 ? NOTHING : bytes.slice(bytes.length - holding);
      return bytes.subarray(0, bytes.length - holding);
    },
    end() {
      const rest = held;
      held = NOTHING;
      return rest;
    },
  };
}

function maskAll(bytes: Uint8Array, secret: Uint8Array): void {
  const [first = 0] = secret;
  let at = bytes.indexOf(first);
  while (at !== -1 && at + secret.length <= bytes.length) {
    if (startsAt(bytes, secret, at, secret.length)) bytes.fill(STAR, at, at + secret.length);
    at = bytes.indexOf(first, at + 1);
  }
}

/** How many bytes at the end are the beginning of the secret; the secret whole is none, that was masked. */
function begunAtEnd(bytes: Uint8Array, secret: Uint8Array): number {
  for (let length = Math.min(secret.length - 1, bytes.length); length > 0; length--) {
    if (startsAt(bytes, secret, bytes.length - length, length)) return length;
  }
  return 0;
}

function startsAt(bytes: Uint8Array, secret: Uint8Array, at: number, length: number): boolean {
  for (let index = 0; index < length; index++) if (bytes[at + index] !== secret[index]) return false;
  return true;
}

function joined(front: Uint8Array, back: Uint8Array): Uint8Array {
  const both = new Uint8Array(front.length + back.length);
  both.set(front);
  both.set(back, front.length);
  return both;
}
