import { scheduler } from "node:timers/promises";

export interface SenderOptions {
  readonly url: () => string;
  readonly apiKey: string;
  readonly events: number;
  readonly random: () => number;
  readonly connections: number;
}

/** Ids that were acknowledged with 202, each once. */
export interface Sent {
  readonly accepted: Set<string>;
  /** Posts that had to be made again because the gateway was gone; their key makes that safe. */
  retries: number;
}

const REQUEST_TIMEOUT_MS = 15_000;

/**
 * Posts events as careful callers do: with a key, and again with the same key until there is an answer. Singles and
 * batches are mixed. Resolves when every event was acknowledged.
 */
export async function sendEvents(options: SenderOptions, sent: Sent): Promise<void> {
  let next = 0;
  const connection = async (): Promise<void> => {
    while (next < options.events) {
      const first = next;
      const size = options.random() < 0.5 ? 1 : 1 + Math.floor(options.random() * 20);
      const indexes = Array.from(
        { length: Math.min(size, options.events - first) },
        (_, offset) => first + offset,
      );
      next += indexes.length;
      await postUntilAccepted(options, sent, indexes);
    }
  };
  await Promise.all(Array.from({ length: options.connections }, connection));
}

async function postUntilAccepted(
  options: SenderOptions,
  sent: Sent,
  indexes: readonly number[],
): Promise<void> {
  for (;;) {
    const ids = await post(options, indexes);
    if (ids !== null) {
      for (const id of ids) sent.accepted.add(id);
      return;
    }
    sent.retries++;
    await scheduler.wait(50);
  }
}

async function post(options: SenderOptions, indexes: readonly number[]): Promise<readonly string[] | null> {
  const events = indexes.map((index) => ({
    type: "order.created",
    payload: { index, text: "x".repeat(index % 700) },
  }));
  const single = events.length === 1;
  try {
    const response = await fetch(`${options.url()}/api/v1/events${single ? "" : "/batch"}`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${options.apiKey}`,
        "content-type": "application/json",
        "idempotency-key": `chaos-${indexes[0]}`,
      },
      body: JSON.stringify(single ? events[0] : { events }),
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
    if (response.status >= 500) return null;
    const body = (await response.json()) as { id?: string; results?: { id: string }[] };
    if (response.status !== 202)
      throw new ChaosFailure(`A post was refused with ${response.status}: ${JSON.stringify(body)}`);
    return single ? [String(body.id)] : (body.results ?? []).map(({ id }) => id);
  } catch (error) {
    if (error instanceof ChaosFailure) throw error;
    // The gateway was killed under this request.
    return null;
  }
}

export class ChaosFailure extends Error {}
