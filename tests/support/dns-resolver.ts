import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What a name answers: its addresses with a TTL, or a DNS error code, or no HTTP answer at all. */
export type DnsEntry =
  | { readonly addresses: readonly string[]; readonly ttlSeconds: number }
  | { readonly rcode: number }
  | "away";

export interface DnsResolver {
  readonly url: string;
  /** Every name that was asked for, with its type: `a.example A`. */
  readonly questions: readonly string[];
  /** From now on; names that were never set do not exist. */
  set(name: string, entry: DnsEntry): void;
  close(): Promise<void>;
}

const TYPES: Readonly<Record<number, string>> = { 1: "A", 28: "AAAA" };

/** A real resolver over HTTP (RFC 8484) for names that exist nowhere else. */
export async function startDnsResolver(): Promise<DnsResolver> {
  const entries = new Map<string, DnsEntry>();
  const questions: string[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const query = Buffer.concat(parts);
      const { name, type, end } = readQuestion(query);
      questions.push(`${name} ${TYPES[type] ?? type}`);
      const entry = entries.get(name) ?? { rcode: 3 };
      if (entry === "away") return void response.destroy();
      response.setHeader("content-type", "application/dns-message");
      response.end(writeAnswer(query.subarray(0, end), type, entry));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/dns-query`,
    questions,
    set: (name, entry) => void entries.set(name, entry),
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function readQuestion(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString("ascii", at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join("."), type: query.readUInt16BE(at + 1), end: at + 5 };
}

function writeAnswer(question: Buffer, type: number, entry: Exclude<DnsEntry, "away">): Buffer {
  const header = Buffer.from(question);
  header.writeUInt16BE(0x8180 | ("rcode" in entry ? entry.rcode : 0), 2);
  if ("rcode" in entry) return header;
  const family = entry.addresses.map(toBytes).filter((bytes) => bytes.length === (type === 1 ? 4 : 16));
  header.writeUInt16BE(family.length, 6);
  const records = family.map((bytes) => {
    // The name is a pointer to the question's.
    const record = Buffer.alloc(12);
    record.writeUInt16BE(0xc00c, 0);
    record.writeUInt16BE(type, 2);
    record.writeUInt16BE(1, 4);
    record.writeUInt32BE(entry.ttlSeconds, 6);
    record.writeUInt16BE(bytes.length, 10);
    return Buffer.concat([record, bytes]);
  });
  return Buffer.concat([header, ...records]);
}

/** `1.2.3.4`, or IPv6 with all of its eight groups. */
function toBytes(address: string): Buffer {
  return address.includes(":")
    ? Buffer.concat(address.split(":").map((group) => Buffer.from(group.padStart(4, "0"), "hex")))
    : Buffer.from(address.split(".").map(Number));
}
