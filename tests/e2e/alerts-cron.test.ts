import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Runtime, startRuntime } from "../../scripts/runtime.ts";
import { createTenant, type Json, type Tenant } from "../support/api-client.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { createIntegration, postEvent, waitFor, waitForStatus } from "./support.ts";

const stateFolder = mkdtempSync(join(tmpdir(), "gateway-alerts-"));
let runtime: Runtime;
let receiver: Receiver;
let tenant: Tenant;

beforeAll(async () => {
  runtime = await startRuntime({ stateFolder });
  receiver = await startReceiver();
  receiver.answer(({ path }, response) => void response.writeHead(path === "/shop" ? 422 : 200).end());
  tenant = await createTenant(runtime.url, runtime.adminToken, "alerts by the cron");
});
afterAll(async () => {
  await runtime.stop();
  await receiver.close();
  rmSync(stateFolder, { recursive: true, force: true });
});

const notices = () => receiver.requests.filter(({ path }) => path === "/pager");

describe("the cron of the built Worker", () => {
  it("finds what rules look for, and tells it once, signed, however often it looks", async () => {
    const { api } = tenant;
    const shop = await createIntegration(api, `${receiver.url}/shop`, { name: "Shop" });
    const pager = await createIntegration(api, `${receiver.url}/pager`, { eventTypes: ["gateway.*"] });
    const { made } = await api.expect(200, "POST", "/api/v1/alert-rules/defaults");
    const kinds = (made as { condition: Json }[]).map(({ condition }) => condition.kind);
    expect(kinds).toContain("dead_letters");
    expect((await api.expect(200, "POST", "/api/v1/alert-rules/defaults")).made).toEqual([]);
    const condition = { kind: "dead_letters", above: 0 };
    const rule = await api.expect(201, "POST", "/api/v1/alert-rules", { name: "Any", condition });
    await waitForStatus(api, await postEvent(api, { n: 1 }), "dead_lettered");

    for (let minute = 0; minute < 3; minute++) await runtime.tick();
    const told = () => notices().filter(({ body }) => body.includes(String(rule.id)));
    const notice = await waitFor("the notice", () => told()[0] ?? null);
    const headers = notice.headers as Record<string, string>;
    expect(new Webhook(pager.signingSecret).verify(notice.body, headers)).toMatchObject({
      state: "raised",
      kind: "dead_letters",
      rule: { id: rule.id, name: "Any" },
      subject: { kind: "integration", id: shop.id, name: "Shop" },
      value: 1,
    });
    // The default rules found its health as well; this one's alert is open, and told once.
    const { items } = await api.expect(200, "GET", "/api/v1/alerts?status=open");
    const open = (items as Json[]).filter(({ ruleId }) => ruleId === rule.id);
    expect(open).toMatchObject([{ subject: { id: shop.id }, notices: { raised: "sent" } }]);
    await runtime.tick();
    expect(told()).toHaveLength(1);
  });
});
