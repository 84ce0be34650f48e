/**
 * Run tasks with at most `concurrency` at a time; answers the results, null for those that were not started because
 * `mayStart` said no. Of a Worker's outgoing requests only six may wait for headers at once, and a queued
 * one's timeout is already running: so they queue here, where nothing runs yet.
 */
export async function runLimited<T, R>(
  tasks: readonly T[],
  concurrency: number,
  mayStart: (task: T) => boolean,
  run: (task: T) => Promise<R>,
): Promise<(R | null)[]> {
  const results = new Array<R | null>(tasks.length).fill(null);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < tasks.length) {
      const index = next++;
      const task = tasks[index];
      if (task !== undefined && mayStart(task)) results[index] = await run(task);
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, tasks.length) }, worker));
  return results;
}
