const BYTES = 24;

/** A secret that nobody guesses: 48 hexadecimal digits, which every provider's form takes. */
export function makeSecret(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(BYTES)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}
