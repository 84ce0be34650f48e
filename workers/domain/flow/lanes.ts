/** Where an event stands among all that its organization's intake accepted. */
export interface IntakePlace {
  /** Of its chunk: grows with every chunk of a shard, and is made of the time, so that it compares between shards. */
  readonly seq: number;
  /** In its chunk. */
  readonly index: number;
  readonly shard: number;
}

const SEQ_DIGITS = 16;

/** A text that sorts as the intake accepted: SQLite's integers would not hold chunk and index in one. */
export function intakePosition({ seq, index, shard }: IntakePlace): string {
  return `${padded(seq, SEQ_DIGITS)}.${padded(index, 6)}.${shard}`;
}

/** No position of a chunk up to this one sorts behind it. */
export function positionsThrough(seq: number): string {
  return `${padded(seq, SEQ_DIGITS)}.~`;
}

function padded(value: number, digits: number): string {
  return String(value).padStart(digits, "0");
}

/** What is known of an event when its lane is looked for. */
export interface LaneFacts {
  readonly id: string;
  readonly type: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Asked for only where the key lies in the payload. */
  readonly parsePayload: () => unknown;
}

/**
 * The lane of an event: what stands at the key, as text. Events that have nothing there share a lane, which no value can
 * name. `5` and `"5"` are one customer.
 *
 * @param key a path such as `payload.customerId`; null for one lane
 */
export function laneOf(key: string | null, event: LaneFacts): string {
  if (key === null) return "";
  const [root, ...path] = key.split(".");
  const value = follow(rootOf(root ?? "", event), path);
  if (value === undefined || value === null) return "-";
  return `=${typeof value === "object" ? JSON.stringify(value) : String(value)}`;
}

export function needsPayloadForLane(key: string | null): boolean {
  return key !== null && /^payload(\.|$)/.test(key);
}

function rootOf(root: string, event: LaneFacts): unknown {
  switch (root) {
    case "payload":
      return event.parsePayload();
    case "labels":
      return event.labels;
    case "type":
      return event.type;
    case "id":
      return event.id;
    default:
      return undefined;
  }
}

/** Own members only. A label's name may hold dots, so that the rest of the path is tried as one name too. */
function follow(value: unknown, path: readonly string[]): unknown {
  if (path.length === 0) return value;
  if (typeof value !== "object" || value === null) return undefined;
  const members = value as Record<string, unknown>;
  const [name = "", ...rest] = path;
  if (Object.hasOwn(members, name)) return follow(members[name], rest);
  const whole = path.join(".");
  return Object.hasOwn(members, whole) ? members[whole] : undefined;
}
