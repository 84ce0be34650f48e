/** FNV-1a of 42 bits or so: QuickJS takes it for a time in milliseconds. Another seed must only be another sequence. */
export function hashSeed(seed: string): number {
  let low = 0x811c9dc5;
  let high = 0x9e3779b9;
  for (let index = 0; index < seed.length; index++) {
    low = Math.imul(low ^ seed.charCodeAt(index), 0x01000193);
    high = Math.imul(high ^ seed.charCodeAt(index), 0x85ebca6b);
  }
  return (low >>> 0) + (high & 0x3ff) * 2 ** 32;
}
