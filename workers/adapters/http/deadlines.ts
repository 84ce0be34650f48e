/** One request's time: `signal` aborts it when the time is up, `end` says that it is no longer needed. */
export interface Deadline {
  readonly signal: AbortSignal;
  end(): void;
}

/**
 * Deadlines that share one timer. A timer of its own for every request would be set and cleared thousands of times a
 * second and almost never ring. On Workers a timer belongs to the invocation that set it, so every run opens its own.
 */
export function openDeadlines(): (timeoutMs: number) => Deadline {
  const running = new Map<AbortController, number>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ringsAt = Number.POSITIVE_INFINITY;

  function ringAt(time: number): void {
    clearTimeout(timer);
    ringsAt = time;
    timer = setTimeout(ring, Math.max(0, time - Date.now()));
  }

  function ring(): void {
    const now = Date.now();
    let next = Number.POSITIVE_INFINITY;
    for (const [controller, at] of running) {
      if (at > now) next = Math.min(next, at);
      else {
        running.delete(controller);
        controller.abort();
      }
    }
    ringsAt = Number.POSITIVE_INFINITY;
    if (running.size > 0) ringAt(next);
  }

  return (timeoutMs) => {
    const controller = new AbortController();
    const at = Date.now() + timeoutMs;
    running.set(controller, at);
    if (at < ringsAt) ringAt(at);
    return {
      signal: controller.signal,
      end() {
        running.delete(controller);
        if (running.size > 0) return;
        // With nothing to wait for, a timer would only keep the invocation open.
        clearTimeout(timer);
        ringsAt = Number.POSITIVE_INFINITY;
      },
    };
  };
}
