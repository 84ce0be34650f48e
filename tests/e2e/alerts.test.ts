import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Json, Tenant } from "../support/api-client.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { createIntegration, openTenant, postEvent, waitFor } from "./support.ts";

let tenant: Tenant;
let receiver: Receiver;

beforeEach(async () => {
  tenant = await openTenant("alerts");
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

const notices = () => receiver.requests.filter(({ path }) => path === "/pager");

/** A shop that fails for good at once, somebody who takes everything, and a pager. */
async function world(status: number) {
  receiver.answer((request, response) => {
    response.writeHead(request.path === "/shop" ? status : 200).end();
  });
  const { api } = tenant;
  const shop = await createIntegration(api, `${receiver.url}/shop`, { name: "Shop" });
  await createIntegration(api, `${receiver.url}/everything`, { eventTypes: ["*"] });
  const pager = await createIntegration(api, `${receiver.url}/pager`, { eventTypes: ["gateway.*"] });
  return { api, shop, pager };
}

describe("an alert", () => {
  it("about a delivery that was given up comes as an ordinary signed delivery, to nobody but who names it", async () => {
    const { api, shop, pager } = await world(422);
    const condition = { kind: "exhausted" };
    const rule = await api.expect(201, "POST", "/api/v1/alert-rules", { name: "Given up", condition });
    await postEvent(api, { n: 1 });
    const notice = await waitFor("the notice", () => notices()[0] ?? null);
    const verified = new Webhook(pager.signingSecret).verify(
      notice.body,
      notice.headers as Record<string, string>,
    );
    expect(verified).toMatchObject({
      state: "raised",
      kind: "exhausted",
      rule: { id: rule.id, name: "Given up" },
      subject: { kind: "integration", id: shop.id, name: "Shop" },
    });
    const { items } = await api.expect(200, "GET", "/api/v1/alerts?status=open");
    const [alert] = items as Json[];
    expect(items).toMatchObject([{ ruleId: rule.id, status: "open", subject: { id: shop.id } }]);
    expect(notice.headers["webhook-id"]).toContain(String(alert?.id));
    // The second is counted on the first.
    await postEvent(api, { n: 2 });
    await waitFor("the second", async () => {
      const again = await api.expect(200, "GET", `/api/v1/alerts/${alert?.id}`);
      return again.occurrences === 2 ? again : null;
    });
    expect(notices()).toHaveLength(1);
    const everything = receiver.requests.filter(({ path }) => path === "/everything");
    expect(everything.map(({ body }) => JSON.parse(body))).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it("comes when the gateway switches an integration off", async () => {
    const { api, shop } = await world(410);
    const condition = { kind: "disabled" };
    await api.expect(201, "POST", "/api/v1/alert-rules", { name: "Off", condition });
    await postEvent(api, { n: 1 });
    const notice = await waitFor("the notice", () => notices()[0] ?? null);
    expect(JSON.parse(notice.body)).toMatchObject({ kind: "disabled", subject: { id: shop.id } });
  });

  it("cannot be forged by who may only send events", async () => {
    const event = { type: "gateway.disabled.raised", payload: {} };
    const answer = await tenant.api.call("POST", "/api/v1/events", event);
    expect(answer.status).toBe(422);
    expect(answer.json).toMatchObject({ errors: [{ pointer: "/type" }] });
  });
});

describe("health", () => {
  it("of a failing integration is red, and it leads the list", async () => {
    const { api, shop } = await world(422);
    await postEvent(api, { n: 1 });
    await waitFor("the dead letter", async () => {
      const { items } = await api.expect(200, "GET", "/api/v1/dead-letters");
      return (items as Json[]).length > 0 ? items : null;
    });
    const health = await api.expect(200, "GET", `/api/v1/integrations/${shop.id}/health`);
    expect(health).toMatchObject({ grade: "red", inputs: { failed: 1, deadLetters: 1 } });
    const { items } = await api.expect(200, "GET", "/api/v1/integration-health");
    expect((items as Json[])[0]).toMatchObject({ integrationId: shop.id });
  });
});
