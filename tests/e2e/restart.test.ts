import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTenant, type Tenant } from "../support/api-client.ts";
import { freePort } from "../support/free-port.ts";
import { type GatewayProcess, startGatewayProcess } from "../support/gateway-process.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { createIntegration, postEvent, waitForStatus } from "./support.ts";

const stateFolder = mkdtempSync(join(tmpdir(), "gateway-restart-"));
let port = 0;
let gateway: GatewayProcess;
let receiver: Receiver;
let tenant: Tenant;

beforeAll(async () => {
  port = await freePort();
  gateway = await startGatewayProcess({ stateFolder, port });
  receiver = await startReceiver();
  tenant = await createTenant(gateway.url, gateway.adminToken, "restart");
});
afterAll(async () => {
  await gateway.kill();
  await receiver.close();
  rmSync(stateFolder, { recursive: true, force: true });
});

async function killAndStart(): Promise<void> {
  await gateway.kill();
  gateway = await startGatewayProcess({ stateFolder, port });
}

describe("after kill -9", () => {
  it("a retry that came due meanwhile is made without anybody asking, at the time that was promised or after it", async () => {
    let failures = 1;
    receiver.answer((_request, response) => response.writeHead(failures-- > 0 ? 503 : 200).end());
    await createIntegration(tenant.api, receiver.url, {
      retry: { strategy: { kind: "schedule", delaysMs: [2_500] } },
    });
    const id = await postEvent(tenant.api, { n: 1 });
    const waiting = await waitForStatus(tenant.api, id, "retrying");
    await killAndStart();
    await waitForStatus(tenant.api, id, "delivered");
    expect(receiver.requests[1]?.at).toBeGreaterThanOrEqual(Date.parse(String(waiting.nextRetryAt)));
  });

  it("an event that was acknowledged in the last millisecond is delivered, once per id", async () => {
    receiver.answer((_request, response) => void response.end("ok"));
    const id = await postEvent(tenant.api, { n: 2 });
    await killAndStart();
    expect((await waitForStatus(tenant.api, id, "delivered")).eventId).toBe(id);
    const again = receiver.requests.filter(({ headers }) => headers["webhook-id"] === id);
    expect(new Set(again.map(({ body }) => body)).size).toBe(1);
  });

  it("a batch that was gathering goes, complete, at its time or after it", async () => {
    receiver.answer((_request, response) => void response.end("ok"));
    await createIntegration(tenant.api, `${receiver.url}/batches`, {
      eventTypes: ["gather.*"],
      flow: { batch: { size: 100, timeoutMs: 2_500, format: "array" } },
    });
    const ids = [];
    for (let n = 0; n < 5; n++) ids.push(await postEvent(tenant.api, { n }, { type: "gather.made" }));
    await killAndStart();
    for (const id of ids) await waitForStatus(tenant.api, id, "delivered");
    const batches = receiver.requests.filter(({ path }) => path === "/batches");
    const numbers = batches.flatMap(({ body }) => (JSON.parse(body) as { n: number }[]).map(({ n }) => n));
    expect([...new Set(numbers)].sort()).toEqual([0, 1, 2, 3, 4]);
    expect(batches.length).toBeLessThan(5);
  });

  it("a webhook that was answered in the last millisecond is delivered, and is still known when its provider sends it again", async () => {
    receiver.answer((_request, response) => void response.end("ok"));
    const source = await tenant.api.expect(201, "POST", "/api/v1/sources", {
      name: "shop",
      provider: "generic",
      secret: "a shared secret",
      settings: { header: "X-Signature", idPath: "id" },
      eventType: { mode: "fixed", type: "order.created" },
    });
    const body = '{"id":"webhook-1","n":3}';
    const signature = createHmac("sha256", "a shared secret").update(body).digest("hex");
    const send = () =>
      fetch(String(source.url), {
        method: "POST",
        headers: { "x-signature": signature },
        body,
      });
    expect((await send()).status).toBe(200);
    await killAndStart();
    const id = `${source.id}:webhook-1`;
    expect((await waitForStatus(tenant.api, id, "delivered")).eventId).toBe(id);
    expect((await send()).status).toBe(200);
    const kept = await tenant.api.expect(200, "GET", `/api/v1/deliveries?eventId=${id}`);
    const events = new Set((kept.items as { acceptedAt: string }[]).map(({ acceptedAt }) => acceptedAt));
    expect(events.size).toBe(1);
  });

  it("a key is still known", async () => {
    const post = () =>
      tenant.api.call(
        "POST",
        "/api/v1/events",
        { type: "order.created", payload: 3 },
        { "idempotency-key": "over-the-kill" },
      );
    const first = await post();
    await killAndStart();
    expect((await post()).json).toEqual({ id: first.json.id, duplicate: true });
  });
});
