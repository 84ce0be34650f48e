import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Json, Tenant } from "../support/api-client.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { createIntegration, openTenant, postEvent, waitFor, waitForStatus } from "./support.ts";

let tenant: Tenant;
let receiver: Receiver;
let broken = true;

beforeEach(async () => {
  tenant = await openTenant("recovery");
  receiver = await startReceiver();
  broken = true;
  receiver.answer((_request, response) => response.writeHead(broken ? 503 : 200).end());
});
afterEach(() => receiver.close());

const LONG_AGO = "2026-01-01T00:00:00Z";

async function jobFor(path: string, body: unknown): Promise<Json> {
  const { id } = await tenant.api.expect(202, "POST", path, body);
  return waitFor("the job", async () => {
    const job = await tenant.api.expect(200, "GET", `/api/v1/jobs/${id}`);
    return job.status === "running" ? null : job;
  });
}

const idsSent = () => receiver.requests.map(({ headers }) => headers["webhook-id"]).sort();

describe("recovery", () => {
  it("sends everything that failed while the receiver was away, the late retries too", async () => {
    const retry = { strategy: { kind: "schedule", delaysMs: [3_600_000] } };
    const late = await createIntegration(tenant.api, receiver.url, { retry });
    const [a, b] = [await postEvent(tenant.api, { n: 1 }), await postEvent(tenant.api, { n: 2 })];
    for (const id of [a, b]) await waitForStatus(tenant.api, id, "retrying");
    broken = false;
    const job = await jobFor(`/api/v1/integrations/${late.id}/recover`, { since: LONG_AGO });
    expect(job).toMatchObject({ kind: "recover_failed", status: "completed", processed: 2 });
    for (const id of [a, b]) {
      expect(await waitForStatus(tenant.api, id, "delivered")).toMatchObject({ attempts: 2 });
    }
  });

  it("gives a new integration the past events that it wants, each once", async () => {
    broken = false;
    const events = [await postEvent(tenant.api, { n: 1 }), await postEvent(tenant.api, { n: 2 })];
    const other = await postEvent(tenant.api, { n: 3 }, { type: "user.created" });
    for (const id of [...events, other]) await waitForStatus(tenant.api, id, "unmatched");
    const { id } = await createIntegration(tenant.api, receiver.url);
    const path = `/api/v1/integrations/${id}/backfill`;
    const dry = await tenant.api.expect(200, "POST", path, { since: LONG_AGO, dryRun: true });
    expect(dry).toEqual({ count: 2, exact: true });
    expect(await jobFor(path, { since: LONG_AGO })).toMatchObject({ status: "completed", processed: 2 });
    for (const event of events) await waitForStatus(tenant.api, event, "delivered");
    expect(await jobFor(path, { since: LONG_AGO })).toMatchObject({ processed: 0 });
    expect(idsSent()).toEqual(events.toSorted());
  });

  it("calls off what waits, and takes that back", async () => {
    const retry = { strategy: { kind: "schedule", delaysMs: [3_600_000] } };
    await createIntegration(tenant.api, receiver.url, { retry });
    const event = await postEvent(tenant.api, { n: 1 });
    await waitForStatus(tenant.api, event, "retrying");
    const job = await jobFor("/api/v1/deliveries/cancel", { filter: {} });
    expect(job).toMatchObject({ kind: "cancel_waiting", processed: 1, skipped: 0 });
    await waitForStatus(tenant.api, event, "cancelled");
    broken = false;
    expect(await jobFor(`/api/v1/jobs/${job.id}/undo`, {})).toMatchObject({ processed: 1 });
    await waitForStatus(tenant.api, event, "delivered");
  });

  it("calls a paced replay back before its later deliveries are sent", async () => {
    broken = false;
    await createIntegration(tenant.api, receiver.url);
    const events: string[] = [];
    for (let n = 0; n < 6; n++) events.push(await postEvent(tenant.api, { n }));
    for (const event of events) await waitForStatus(tenant.api, event, "delivered");
    // Pages of one, ten seconds apart.
    const { id } = await tenant.api.expect(202, "POST", "/api/v1/deliveries/replay", {
      filter: { from: LONG_AGO },
      perMinute: 6,
    });
    await waitFor("the first page", async () => {
      const { processed } = await tenant.api.expect(200, "GET", `/api/v1/jobs/${id}`);
      return Number(processed) > 0 ? true : null;
    });
    await tenant.api.expect(200, "POST", `/api/v1/jobs/${id}/cancel`);
    await jobFor(`/api/v1/jobs/${id}/undo`, {});
    for (const event of events) await waitForStatus(tenant.api, event, "delivered");
    expect(receiver.requests.length).toBeLessThan(12);
  });

  it("shows a waiting delivery's schedule, from its object", async () => {
    const retry = { strategy: { kind: "schedule", delaysMs: [3_600_000, 7_200_000] } };
    await createIntegration(tenant.api, receiver.url, { retry });
    const event = await postEvent(tenant.api, { n: 1 });
    const { id, nextRetryAt } = await waitForStatus(tenant.api, event, "retrying");
    const schedule = await tenant.api.expect(200, "GET", `/api/v1/deliveries/${id}/schedule`);
    expect(schedule).toMatchObject({
      past: [{ attempt: 1, reason: "first_attempt", httpStatus: 503 }],
      planned: [
        { attempt: 2, at: nextRetryAt, reason: "backoff" },
        { attempt: 3, waitMs: 7_200_000 },
      ],
      end: { reason: "exhausted" },
    });
  });
});
