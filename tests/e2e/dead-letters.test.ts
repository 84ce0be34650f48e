import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Json, Tenant } from "../support/api-client.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { createIntegration, openTenant, postEvent, waitFor, waitForStatus } from "./support.ts";

let tenant: Tenant;
let receiver: Receiver;
let broken = true;

beforeEach(async () => {
  tenant = await openTenant("dead letters");
  receiver = await startReceiver();
  broken = true;
  receiver.answer((_request, response) => response.writeHead(broken ? 401 : 200).end());
});
afterEach(() => receiver.close());

async function makeDeadLetters(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n++) ids.push(await postEvent(tenant.api, { n }));
  for (const id of ids) await waitForStatus(tenant.api, id, "dead_lettered");
  return ids;
}

const jobDone = (id: unknown) =>
  waitFor("the job", async () => {
    const job = await tenant.api.expect(200, "GET", `/api/v1/jobs/${id}`);
    return job.status === "running" ? null : job;
  });

describe("dead letters", () => {
  it("are listed with category, and one is recovered by a manual retry", async () => {
    await createIntegration(tenant.api, receiver.url);
    const [eventId = ""] = await makeDeadLetters(1);
    const page = await tenant.api.expect(200, "GET", "/api/v1/dead-letters?category=AUTH");
    const [letter] = page.items as Json[];
    expect(letter).toMatchObject({ eventId, category: "AUTH", httpStatus: 401 });
    broken = false;
    const answer = await tenant.api.call("POST", `/api/v1/dead-letters/${letter?.id}/retry`);
    expect(answer.status).toBeLessThan(300);
    const delivered = await waitForStatus(tenant.api, eventId, "delivered");
    expect(delivered).toMatchObject({ id: letter?.id, attempts: 2 });
    expect((await tenant.api.expect(200, "GET", "/api/v1/dead-letters")).items).toEqual([]);
  });

  it("are counted by a dry run and then recovered by filter as a job", async () => {
    await createIntegration(tenant.api, receiver.url);
    const ids = await makeDeadLetters(12);
    const dry = await tenant.api.call("POST", "/api/v1/dead-letters/retry", {
      filter: { category: "AUTH" },
      dryRun: true,
    });
    expect(dry.json.count).toBe(12);
    expect((await tenant.api.expect(200, "GET", "/api/v1/dead-letters")).items).toHaveLength(12);
    broken = false;
    const started = await tenant.api.expect(202, "POST", "/api/v1/dead-letters/retry", {
      filter: { category: "AUTH" },
    });
    const job = await jobDone(started.id);
    expect(job).toMatchObject({ status: "completed", total: 12, processed: 12 });
    for (const id of ids) await waitForStatus(tenant.api, id, "delivered");
  });

  it("are discarded one by one and by filter, and stay in the log", async () => {
    await createIntegration(tenant.api, receiver.url);
    const ids = await makeDeadLetters(3);
    const page = await tenant.api.expect(200, "GET", "/api/v1/dead-letters");
    const [first] = page.items as Json[];
    expect((await tenant.api.call("POST", `/api/v1/dead-letters/${first?.id}/discard`)).status).toBeLessThan(
      300,
    );
    const started = await tenant.api.expect(202, "POST", "/api/v1/dead-letters/discard", { filter: {} });
    expect(await jobDone(started.id)).toMatchObject({ status: "completed", processed: 2 });
    for (const id of ids) await waitForStatus(tenant.api, id, "discarded");
  });

  it("come back by themselves when the integration's policy says so", async () => {
    receiver.answer((_request, response) => response.writeHead(broken ? 503 : 200).end());
    await createIntegration(tenant.api, receiver.url, {
      retry: { strategy: { kind: "none" } },
      deadLetter: { autoRetry: { categories: ["SERVER_ERROR"], afterMs: 1_500, maxRounds: 3 } },
    });
    const [id = ""] = await makeDeadLetters(1);
    broken = false;
    expect((await waitForStatus(tenant.api, id, "delivered")).attempts).toBe(2);
  });

  it("and delivered ones can be replayed: the same id and bytes again", async () => {
    broken = false;
    await createIntegration(tenant.api, receiver.url);
    const id = await postEvent(tenant.api, { n: 1 });
    const delivery = await waitForStatus(tenant.api, id, "delivered");
    const replay = await tenant.api.call("POST", `/api/v1/deliveries/${delivery.id}/replay`);
    expect(replay.status).toBeLessThan(300);
    await waitFor("the replay", () => (receiver.requests.length === 2 ? true : null));
    const [first, second] = receiver.requests;
    expect(second?.body).toBe(first?.body);
    expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
  });

  it("of one organization are not there for another", async () => {
    await createIntegration(tenant.api, receiver.url);
    await makeDeadLetters(1);
    const page = await tenant.api.expect(200, "GET", "/api/v1/dead-letters");
    const [letter] = page.items as Json[];
    const stranger = await openTenant("stranger");
    expect((await stranger.api.expect(200, "GET", "/api/v1/dead-letters")).items).toEqual([]);
    for (const [method, path] of [
      ["GET", `/api/v1/deliveries/${letter?.id}`],
      ["POST", `/api/v1/dead-letters/${letter?.id}/retry`],
      ["POST", `/api/v1/dead-letters/${letter?.id}/discard`],
      ["POST", `/api/v1/deliveries/${letter?.id}/replay`],
    ] as const) {
      expect([path, (await stranger.api.call(method, path)).status]).toEqual([path, 404]);
    }
  });
});
