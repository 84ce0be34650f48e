const WAITS_MS = [100, 400, 1_600];

/**
 * Run it again when a store stumbles. A whole run of sent deliveries hangs on this one write: handing it out again
 * would cost more than a second of waiting.
 */
export async function withRetries<T>(run: () => Promise<T>): Promise<T> {
  for (const waitMs of WAITS_MS) {
    try {
      return await run();
    } catch (error) {
      console.warn(JSON.stringify({ event: "store.retried", waitMs, error: String(error) }));
      await scheduler.wait(waitMs);
    }
  }
  return run();
}
