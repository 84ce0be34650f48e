import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { beginOfHour } from "#domain/validation/begin-of-hour";
import { composeServices } from "#services/composition";
import { callApi } from "#testing/call-api";
import { DEAD, record } from "#testing/delivery-records";
import { seedApiKey, seedOrganization } from "#testing/seed";

/** What tables and cards of the dashboard need of the lists beside their rows. */

const services = composeServices(env);
const DAY_MS = 86_400_000;

interface Items {
  readonly items: readonly { readonly id: string; readonly name: string }[];
  readonly nextCursor: string | null;
}

async function world() {
  const { orgId, apiKey } = await seedOrganization(env);
  const get = (path: string, bearer = apiKey) => callApi(bearer, "GET", `/api/v1/${path}`);
  const post = async (path: string, body: unknown) => {
    const answer = await callApi(apiKey, "POST", `/api/v1/${path}`, body);
    expect(answer.status, answer.text).toBe(201);
    return String((answer.body as { id?: string; name?: string }).id ?? "");
  };
  const makeIntegration = (name: string, more: object = {}) =>
    post("integrations", { name, eventTypes: ["*"], url: "https://shop.example/hook", ...more });
  return { orgId, get, post, makeIntegration };
}

describe("the list of integrations", () => {
  const namesOf = (body: unknown) => (body as Items).items.map(({ name }) => name);

  async function filled() {
    const { get, makeIntegration } = await world();
    const ids = [
      await makeIntegration("bravo", { url: "https://alpha.example/in" }),
      await makeIntegration("Alpha"),
      await makeIntegration("charlie", { enabled: false }),
      await makeIntegration("alpha"),
    ];
    return { get, ids };
  }

  it("is sorted as asked, letter case aside", async () => {
    const { get } = await filled();
    const sorted = async (sort: string) => namesOf((await get(`integrations?sort=${sort}`)).body);
    expect(await sorted("name")).toEqual(["Alpha", "alpha", "bravo", "charlie"]);
    expect(await sorted("-name")).toEqual(["charlie", "bravo", "alpha", "Alpha"]);
    expect(await sorted("newest")).toEqual(["alpha", "charlie", "Alpha", "bravo"]);
    expect(await sorted("oldest")).toEqual(["bravo", "Alpha", "charlie", "alpha"]);
    expect((await get("integrations?sort=colour")).status).toBe(400);
  });

  it("puts what was changed last first, when asked", async () => {
    const { get, ids } = await filled();
    await env.DB.prepare("UPDATE integrations SET updated_at = updated_at + 1000 WHERE id = ?1")
      .bind(ids[0])
      .run();
    expect(namesOf((await get("integrations?sort=updated")).body)[0]).toBe("bravo");
  });

  it.each(["newest", "oldest", "name", "-name", "updated"])(
    "shows each once, page by page, by %s",
    async (sort) => {
      const { get, ids } = await filled();
      const seen: string[] = [];
      let cursor = "";
      do {
        const page = (await get(`integrations?limit=1&sort=${sort}${cursor}`)).body as Items;
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor === null ? "" : `&cursor=${page.nextCursor}`;
      } while (cursor !== "");
      expect(seen.toSorted()).toEqual(ids.toSorted());
    },
  );

  it("is searched by name and address, or by id, and filtered by whether it is on", async () => {
    const { get, ids } = await filled();
    const found = async (query: string) => namesOf((await get(`integrations?sort=name&${query}`)).body);
    expect(await found("q=ALPHA")).toEqual(["Alpha", "alpha", "bravo"]);
    expect(await found(`q=${ids[2]}`)).toEqual(["charlie"]);
    expect(await found("q=%25")).toEqual([]);
    expect(await found("enabled=false")).toEqual(["charlie"]);
    expect(await found("enabled=true&q=a")).toEqual(["Alpha", "alpha", "bravo"]);
  });
});

describe("the list of sources", () => {
  it("shows with each what it has seen, so that a wizard waits for the first event with one question", async () => {
    const { orgId, get, post } = await world();
    const settings = { header: "X-Signature" };
    const make = (name: string) =>
      post("sources", { name, provider: "generic", secret: "a secret of the test", settings });
    const [busy, quiet] = [await make("busy"), await make("quiet")];
    const now = services.now();
    const recentEvents = [{ id: `${busy}:1`, type: "order.paid", at: now }];
    const counts = { accepted: 3, duplicates: 1, rejected: 2 };
    const delta = { ...counts, firstEventAt: now - 5, lastEventAt: now, recentEvents };
    await services.sourceActivities.add(orgId, busy, delta, now);
    const { body } = await get("sources");
    const shown = Object.fromEntries((body as Items).items.map((source) => [source.id, source]));
    expect(shown[busy]).toMatchObject({
      activity: { firstEventAt: new Date(now - 5).toISOString(), acceptedToday: 3, rejectedTotal: 2 },
    });
    expect(shown[quiet]).toMatchObject({ activity: { firstEventAt: null, acceptedTotal: 0 } });
    // Its newest events are for its own page.
    expect(shown[busy]).not.toHaveProperty("activity.recentEvents");
    expect((await get(`sources/${busy}`)).body).toMatchObject({
      activity: {
        recentEvents: [{ id: `${busy}:1`, type: "order.paid", acceptedAt: new Date(now).toISOString() }],
      },
    });
    expect((await get(`sources/${quiet}`)).body).toMatchObject({ activity: { recentEvents: [] } });
  });
});

describe("the list of health", () => {
  it("has the trend of each with it when asked, as the integration's own page shows it", async () => {
    const { orgId, get, makeIntegration } = await world();
    const [falling, idle] = [await makeIntegration("falling"), await makeIntegration("idle")];
    await record(services, orgId, [
      ...[5, 4].map((day) => ({ integrationId: falling, acceptedAt: Date.now() - day * DAY_MS })),
      ...[2, 1].map((day) => ({
        ...DEAD,
        integrationId: falling,
        acceptedAt: Date.now() - day * DAY_MS,
      })),
    ]);
    const { body } = await get("integration-health?include=trend&limit=50");
    const trends = Object.fromEntries(
      (
        body as { items: { integrationId: string; trend: { direction: string; days: unknown[] } }[] }
      ).items.map(({ integrationId, trend }) => [integrationId, trend]),
    );
    expect(trends[falling]?.direction).toBe("falling");
    expect(trends[falling]?.days).toHaveLength(7);
    expect(trends[idle]?.direction).toBe("unknown");
    expect((await get("integration-health")).text).not.toContain("trend");
  });

  it("has trends for up to fifty", async () => {
    const { get } = await world();
    const { status, body } = await get("integration-health?include=trend&limit=51");
    expect(status).toBe(400);
    expect(body).toMatchObject({ errors: [{ parameter: "limit" }] });
  });
});

describe("GET /api/v1/validation/rates", () => {
  const schema = { type: "object", required: ["id"] };
  const validation = { mode: "STRICT", schema };

  it("lists what has a schema by how often payloads did not fit, the worst first", async () => {
    const { orgId, get, post, makeIntegration } = await world();
    const [good, bad] = [
      await makeIntegration("good", { validation }),
      await makeIntegration("bad", { validation }),
    ];
    const plain = await makeIntegration("plain");
    await post("event-types", { name: "order.seen", schema, validation: "STRICT" });
    const hour = beginOfHour(services.now());
    const counts = [
      { subject: good, hour, checked: 100, failed: 1 },
      { subject: bad, hour, checked: 4, failed: 2 },
      { subject: bad, hour: hour - 3 * DAY_MS, checked: 100, failed: 100 },
      { subject: plain, hour, checked: 9, failed: 9 },
      { subject: "type:order.seen", hour, checked: 10, failed: 10 },
    ];
    await services.validationRecords.add(orgId, counts, []);
    const eventType = { subject: { kind: "event_type", id: "order.seen" }, failureRate: 1 };
    expect((await get("validation/rates")).body).toMatchObject({
      items: [
        eventType,
        { subject: { kind: "integration", id: bad }, name: "bad", checked: 4, failed: 2, failureRate: 0.5 },
        { subject: { kind: "integration", id: good }, failureRate: 0.01 },
      ],
    });
    const catalogue = await seedApiKey(env, orgId, ["catalogue:read"]);
    const { body } = await get("validation/rates", catalogue);
    expect(body).toMatchObject({ items: [eventType] });
    expect((body as Items).items).toHaveLength(1);
  });

  it("is empty where nothing has a schema", async () => {
    const { get } = await world();
    expect((await get("validation/rates")).body).toEqual({ items: [] });
  });
});
