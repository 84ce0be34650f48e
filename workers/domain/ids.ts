/**
 * Ids that sort by time: a prefix, ten characters of milliseconds, sixteen of randomness, in Crockford's base 32
 * (https://www.crockford.com/base32.html). Lists that are ordered by id are ordered by time, without another index.
 */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const TIME_LENGTH = 10;
const RANDOM_LENGTH = 16;

/** `random` answers at least ten random bytes. */
export function createTimeOrderedId(prefix: string, now: number, random: Uint8Array): string {
  return `${prefix}_${encodeTime(now)}${encodeBytes(random)}`;
}

/**
 * The id of one event's delivery to one integration. The same event and integration always give the same id, so an event
 * that is handed out twice never makes a second record. `digest` is a hash over organization, event and integration.
 */
export function deliveryId(acceptedAt: number, digest: Uint8Array): string {
  return `dlv_${encodeTime(acceptedAt)}${encodeBytes(digest)}`;
}

/** The smallest delivery id of a moment: ranges over time become ranges over the primary key. */
export function firstDeliveryIdAt(timeMs: number): string {
  return `dlv_${encodeTime(timeMs)}`;
}

/** The moment a time-ordered id was made, or null when the text is not such an id. */
export function timeOfId(id: string): number | null {
  const separator = id.indexOf("_");
  const text = id.slice(separator + 1, separator + 1 + TIME_LENGTH);
  if (separator === -1 || text.length < TIME_LENGTH) return null;
  let time = 0;
  for (const character of text) {
    const value = ALPHABET.indexOf(character);
    if (value === -1) return null;
    time = time * 32 + value;
  }
  return time;
}

function encodeTime(timeMs: number): string {
  let text = "";
  let rest = Math.max(0, Math.floor(timeMs));
  for (let index = 0; index < TIME_LENGTH; index++) {
    text = ALPHABET.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

/** Five bits a character; ten bytes fill the sixteen characters exactly. */
function encodeBytes(bytes: Uint8Array): string {
  let text = "";
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5 && text.length < RANDOM_LENGTH) {
      bits -= 5;
      text += ALPHABET.charAt((buffer >> bits) & 31);
    }
    buffer &= (1 << bits) - 1;
  }
  return text;
}
