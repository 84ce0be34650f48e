/** What scrypt was told (RFC 7914, section 2). */
export interface ScryptParameters {
  /** N, a power of two: memory and time. */
  readonly cost: number;
  /** r */
  readonly blockSize: number;
  /** p */
  readonly parallelization: number;
}

export interface PasswordHash {
  readonly parameters: ScryptParameters;
  /** base64url */
  readonly salt: string;
  /** base64url */
  readonly hash: string;
}

/** 16 MiB and about a third of a second: within a Worker's memory, and within what people wait for. */
export const SCRYPT: ScryptParameters = { cost: 2 ** 14, blockSize: 8, parallelization: 5 };

const FORM = /^scrypt\$(\d{1,8})\$(\d{1,3})\$(\d{1,3})\$([A-Za-z0-9_-]+)\$([A-Za-z0-9_-]+)$/;

/** The parameters stay with the hash: tomorrow's are stronger, and yesterday's hashes must still be checked. */
export function formatPasswordHash({ parameters, salt, hash }: PasswordHash): string {
  const { cost, blockSize, parallelization } = parameters;
  return `scrypt$${cost}$${blockSize}$${parallelization}$${salt}$${hash}`;
}

/** Null for a text that is no hash: nothing matches it. */
export function parsePasswordHash(text: string): PasswordHash | null {
  const match = FORM.exec(text);
  if (match === null) return null;
  const [, cost, blockSize, parallelization, salt = "", hash = ""] = match;
  return {
    parameters: {
      cost: Number(cost),
      blockSize: Number(blockSize),
      parallelization: Number(parallelization),
    },
    salt,
    hash,
  };
}

/** Less work for somebody who guesses than `wanted` demands: to be hashed again while the password is at hand. */
export function isWeakerThan(text: string, wanted: ScryptParameters): boolean {
  const stored = parsePasswordHash(text)?.parameters;
  if (stored === undefined) return true;
  return workOf(stored) < workOf(wanted) || memoryOf(stored) < memoryOf(wanted);
}

function workOf({ cost, blockSize, parallelization }: ScryptParameters): number {
  return cost * blockSize * parallelization;
}

function memoryOf({ cost, blockSize }: ScryptParameters): number {
  return cost * blockSize;
}
