import { actorOf, noise, targetOf } from "./audit-records.ts";

/** What people ask an audit log. Every round asks for something else. */
export interface AuditQuestion {
  readonly kind: string;
  /** The query, without the limit. */
  readonly ask: (round: number, entries: number, page: (seq: number) => string) => string;
  readonly finds: "something" | "nothing";
}

const LETTERS = "alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima".split(" ");
const word = (round: number) => LETTERS[round % LETTERS.length] ?? "";
/** A page of this organization's log that begins this far down: as workers/http/cursor.ts writes it. */
export const pageOf = (orgId: string) => (seq: number) =>
  `cursor=${Buffer.from(`2:${orgId}:${seq}`).toString("base64url")}`;
const some = (round: number, entries: number) => (round * 7_919 + 13) % entries;

export const AUDIT_QUESTIONS: readonly AuditQuestion[] = [
  { kind: "newest first", ask: () => "", finds: "something" },
  { kind: "a page deep down", ask: (round, n, page) => page(some(round, n) + 60), finds: "something" },
  { kind: "a rare word", ask: (round, n) => `q=${noise(some(round, n), "url")}`, finds: "something" },
  {
    kind: "a request id",
    ask: (round, n) => `q=req_01kd${noise(some(round, n), "request")}`,
    finds: "something",
  },
  { kind: "a frequent word", ask: (round) => `q=${word(round)}`, finds: "something" },
  { kind: "a word in every entry", ask: () => "q=exponential", finds: "something" },
  { kind: "two frequent words", ask: (round) => `q=${word(round)}+orders`, finds: "something" },
  {
    kind: "three words, a phrase among them",
    ask: (round) => `q=order.created+${word(round)}+strict`,
    finds: "something",
  },
  { kind: "a beginning of two letters", ask: (round) => `q=${word(round).slice(0, 2)}`, finds: "something" },
  { kind: "a beginning of four letters", ask: (round) => `q=${word(round).slice(0, 4)}`, finds: "something" },
  { kind: "the beginning of every request id", ask: () => "q=req_01kd", finds: "something" },
  {
    kind: "the beginning of one request id",
    ask: (round, n) => `q=01kd${noise(some(round, n), "request").slice(0, 4)}`,
    finds: "something",
  },
  {
    kind: "frequent word, deep page",
    ask: (round, n, page) => `q=${word(round)}&${page(Math.floor(n / 2) + round)}`,
    finds: "something",
  },
  {
    kind: "words that never meet",
    ask: (round, n) => `q=${noise(some(round, n), "url")}+${noise(some(round + 1, n), "url")}`,
    finds: "nothing",
  },
  { kind: "no such word", ask: (round) => `q=${noise(round, "nowhere")}`, finds: "nothing" },
  { kind: "a family of actions", ask: () => "action=integration.*", finds: "something" },
  { kind: "one actor", ask: (round) => `actorId=${actorOf(round)}`, finds: "something" },
  { kind: "one actor and a word", ask: (round) => `actorId=${actorOf(round)}&q=orders`, finds: "something" },
  { kind: "one target", ask: (round) => `targetId=${targetOf(round * 31)}`, finds: "something" },
  { kind: "refused, of one family", ask: () => "outcome=refused&action=integration.*", finds: "something" },
  {
    kind: "an address",
    ask: (round) => `ip=198.51.${(round >> 3) % 100}.${round % 250}`,
    finds: "something",
  },
  {
    kind: "a word in a span of time",
    ask: (round) => `q=${word(round)}&from=2020-01-01T00:00:00Z&to=2099-01-01T00:00:00Z`,
    finds: "something",
  },
  {
    kind: "two filters that never meet",
    ask: (round) => `actorId=${actorOf(1)}&targetId=${targetOf(round * 2)}`,
    finds: "nothing",
  },
];
