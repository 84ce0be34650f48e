import type { DueDelivery, JobMessage } from "#domain/messages";
import { createApp } from "#http/app";
import { composeServices, type Services } from "#services/composition";

/** Everything real except what would act by itself: the IntegrationObjects and the job queue only take notes. */
export function openOperations(env: Env, given: Partial<Services> = {}) {
  const enqueued: DueDelivery[] = [];
  const cancelled: string[] = [];
  const messages: JobMessage[] = [];
  const woken: string[] = [];
  const real = composeServices(env);
  const services: Services = {
    ...real,
    integrations: {
      ...real.integrations,
      enqueue: async (_identity, deliveries) => {
        enqueued.push(...deliveries.map(({ delivery }) => delivery));
      },
      adopt: async (_identity, deliveries) => {
        enqueued.push(...deliveries.map(({ delivery }) => delivery));
        return deliveries.map(({ delivery }) => delivery.id);
      },
      claim: async () => [],
      cancel: async (_identity, seen) => {
        const ids = seen.map(({ id }) => id);
        cancelled.push(...ids);
        return ids;
      },
      wake: async ({ orgId, integrationId }) => {
        woken.push(`${orgId}:${integrationId}`);
      },
    },
    jobQueue: {
      wake: async (message) => {
        if ("jobId" in message) messages.push(message);
      },
      purge: async () => {},
    },
    ...given,
  };
  const app = createApp(() => services);

  async function call(key: string | null, method: string, path: string, body?: unknown) {
    const request = {
      method,
      headers: {
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
    const response = await app.request(`https://gateway.test/api/v1${path}`, request, env);
    // A test reads single members and compares them; their types say nothing there.
    return { status: response.status, body: (await response.json()) as Answer };
  }
  return { services, call, enqueued, cancelled, messages, woken };
}

/** The members that tests of these routes read. */
export interface Answer {
  readonly id: string;
  readonly code: string;
  readonly status: string;
  readonly items: readonly Answer[];
  readonly nextCursor: string | null;
  readonly [member: string]: unknown;
}
