export interface ExampleEvent {
  readonly type: string;
  readonly payload: unknown;
}

export interface ExampleCall {
  readonly kind: "read" | "publish" | "none";
  readonly text: string;
}

/** What a scope to see lets one ask for, the harmless first. */
const READS: readonly (readonly [string, string])[] = [
  ["integrations:read", "integrations"],
  ["deliveries:read", "deliveries"],
  ["deadletters:read", "dead-letters"],
  ["catalogue:read", "event-types"],
  ["sources:read", "sources"],
  ["lookups:read", "lookup-tables"],
  ["credentials:read", "credentials"],
  ["jobs:read", "jobs"],
  ["roles:read", "roles"],
  ["members:read", "members"],
  ["keys:read", "api-keys"],
  ["audit:read", "audit"],
];

/** A command that works as it is pasted: with a key that may only send, it sends. */
export function exampleCall(
  origin: string,
  key: string,
  scopes: readonly string[],
  event: ExampleEvent,
): ExampleCall {
  const authorization = `Authorization: Bearer ${key}`;
  const read = READS.find(([scope]) => scopes.includes(scope));
  if (read !== undefined) {
    const url = `${origin}/api/v1/${read[1]}?limit=5`;
    return { kind: "read", text: `curl ${quote(url)} \\\n  --header ${quote(authorization)}` };
  }
  if (!scopes.includes("events:publish")) return { kind: "none", text: authorization };
  const parts = [
    `curl ${quote(`${origin}/api/v1/events`)}`,
    `--header ${quote(authorization)}`,
    `--header ${quote("Content-Type: application/json")}`,
    `--data ${quote(JSON.stringify(event))}`,
  ];
  return { kind: "publish", text: parts.join(" \\\n  ") };
}

/** One word to a POSIX shell. */
function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
