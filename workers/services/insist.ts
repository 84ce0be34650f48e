const WAITS_MS = [50, 200, 800];

/** For what must be said to a Durable Object now, because nobody will know it later: try again when it stumbles. */
export async function insist<Result>(run: () => Promise<Result>): Promise<Result> {
  for (const waitMs of WAITS_MS) {
    try {
      return await run();
    } catch {
      await scheduler.wait(waitMs);
    }
  }
  return run();
}
