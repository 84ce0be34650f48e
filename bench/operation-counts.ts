/** What a bill is made of, counted. Fractions appear when counts are divided by events. */
export interface OperationCounts {
  /** Invocations of the Worker: requests, queue batches, cron ticks. */
  readonly workerRequests: number;
  /** RPC calls, fetches and alarms of Durable Objects. */
  readonly objectRequests: number;
  readonly objectRowsRead: number;
  /** Rows and index entries written; a setAlarm is one. */
  readonly objectRowsWritten: number;
  readonly databaseRowsRead: number;
  readonly databaseRowsWritten: number;
  /** Writes, reads and deletes of messages, each per started 64 KB. */
  readonly queueOperations: number;
  /** R2: put, list, multipart. */
  readonly bucketWrites: number;
  /** R2: get, head. */
  readonly bucketReads: number;
}

export const NO_OPERATIONS: OperationCounts = {
  workerRequests: 0,
  objectRequests: 0,
  objectRowsRead: 0,
  objectRowsWritten: 0,
  databaseRowsRead: 0,
  databaseRowsWritten: 0,
  queueOperations: 0,
  bucketWrites: 0,
  bucketReads: 0,
};

const NAMES = Object.keys(NO_OPERATIONS) as readonly (keyof OperationCounts)[];

/** `(after - before) / events`, count by count. */
export function perEvent(before: OperationCounts, after: OperationCounts, events: number): OperationCounts {
  const counts: Record<keyof OperationCounts, number> = { ...NO_OPERATIONS };
  for (const name of NAMES) counts[name] = events === 0 ? 0 : (after[name] - before[name]) / events;
  return counts;
}
