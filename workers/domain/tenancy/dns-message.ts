/** DNS messages as RFC 1035 writes them, as much of them as a lookup over HTTPS (RFC 8484) needs. */

export type AddressType = "A" | "AAAA";

const TYPE_NUMBERS: Readonly<Record<AddressType, number>> = { A: 1, AAAA: 28 };
const SOA = 6;
const CLASS_IN = 1;
const RECURSION_DESIRED = 0x0100;
const TRUNCATED = 0x0200;
const IS_ANSWER = 0x8000;
const HEADER_BYTES = 12;

/** The question for one name, which must be in ASCII. The id is 0, so that every resolver's caches can help. */
export function encodeDnsQuery(hostname: string, type: AddressType): Uint8Array {
  const labels = hostname.split(".");
  const nameBytes = labels.reduce((sum, label) => sum + 1 + label.length, 1);
  const bytes = new Uint8Array(HEADER_BYTES + nameBytes + 4);
  const view = new DataView(bytes.buffer);
  view.setUint16(2, RECURSION_DESIRED);
  view.setUint16(4, 1);
  let at = HEADER_BYTES;
  for (const label of labels) {
    bytes[at++] = label.length;
    for (let index = 0; index < label.length; index++) bytes[at++] = label.charCodeAt(index);
  }
  view.setUint16(at + 1, TYPE_NUMBERS[type]);
  view.setUint16(at + 3, CLASS_IN);
  return bytes;
}

export type DnsAnswer =
  /** No addresses: the name does not exist, or has none of this type. */
  | { readonly kind: "answer"; readonly addresses: readonly string[]; readonly ttlSeconds: number }
  /** The resolver could not find out, or its answer is not one. */
  | { readonly kind: "failed"; readonly message: string };

const RCODE_NAMES: Readonly<Record<number, string>> = {
  1: "FORMERR",
  2: "SERVFAIL",
  4: "NOTIMP",
  5: "REFUSED",
};
const NXDOMAIN = 3;

/**
 * Every address in the answer section, whoever's it is: the resolver has followed the aliases, and one private address
 * anywhere among them is one too many. `ttlSeconds` is the shortest of all records, for a negative answer that of the
 * zone's SOA (RFC 2308), and 0 when nobody says.
 */
export function decodeDnsAnswer(bytes: Uint8Array): DnsAnswer {
  try {
    return decode(bytes);
  } catch (error) {
    if (error instanceof RangeError) return failed("its answer is cut short");
    throw error;
  }
}

function decode(bytes: Uint8Array): DnsAnswer {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const flags = view.getUint16(2);
  const rcode = flags & 0x000f;
  if ((flags & IS_ANSWER) === 0) return failed("its answer is a question");
  if ((flags & TRUNCATED) !== 0) return failed("its answer was truncated");
  if (rcode !== 0 && rcode !== NXDOMAIN) return failed(`it answers ${RCODE_NAMES[rcode] ?? `code ${rcode}`}`);
  let at = HEADER_BYTES;
  for (let question = view.getUint16(4); question > 0; question--) at = skipName(view, at) + 4;

  const addresses: string[] = [];
  const ttls: number[] = [];
  const answers = view.getUint16(6);
  const records = answers + view.getUint16(8);
  for (let index = 0; index < records; index++) {
    const record = readRecord(view, at);
    at = record.end;
    const inAnswer = index < answers;
    // Of the authority section only the SOA counts, and only where it says how long there is nothing.
    if (inAnswer || (record.type === SOA && addresses.length === 0)) ttls.push(record.ttlSeconds);
    if (inAnswer) addresses.push(...addressesIn(view, record));
  }
  return { kind: "answer", addresses, ttlSeconds: ttls.length === 0 ? 0 : Math.min(...ttls) };
}

interface DnsRecord {
  readonly type: number;
  readonly ttlSeconds: number;
  readonly dataAt: number;
  readonly end: number;
}

function readRecord(view: DataView, start: number): DnsRecord {
  const at = skipName(view, start);
  const end = at + 10 + view.getUint16(at + 8);
  if (end > view.byteLength) throw new RangeError("record");
  const ttl = view.getUint32(at + 4);
  // RFC 2181, section 8: a TTL with its highest bit set is to be taken as zero.
  return { type: view.getUint16(at), ttlSeconds: ttl > 0x7fffffff ? 0 : ttl, dataAt: at + 10, end };
}

function addressesIn(view: DataView, { type, dataAt, end }: DnsRecord): string[] {
  if (type === TYPE_NUMBERS.A && end - dataAt === 4) {
    return [[0, 1, 2, 3].map((offset) => view.getUint8(dataAt + offset)).join(".")];
  }
  if (type === TYPE_NUMBERS.AAAA && end - dataAt === 16) {
    const offsets = [0, 2, 4, 6, 8, 10, 12, 14];
    return [offsets.map((offset) => view.getUint16(dataAt + offset).toString(16)).join(":")];
  }
  // An address of another length is none: said, so that it reads as not public, and not passed over.
  return type === TYPE_NUMBERS.A || type === TYPE_NUMBERS.AAAA ? ["malformed"] : [];
}

/** A name is labels up to an empty one, or up to a pointer (RFC 1035, section 4.1.4), which ends it too. */
function skipName(view: DataView, start: number): number {
  let at = start;
  for (;;) {
    const length = view.getUint8(at);
    if (length === 0) return at + 1;
    if (length >= 0xc0) return at + 2;
    at += 1 + length;
  }
}

function failed(message: string): DnsAnswer {
  return { kind: "failed", message };
}
