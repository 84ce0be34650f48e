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
