import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { composeServices } from "#services/composition";
import { callApi } from "#testing/call-api";
import { DEAD, record } from "#testing/delivery-records";
import { seedOrganization } from "#testing/seed";

const services = composeServices(env);

interface Tail {
  readonly items: readonly { readonly id: string; readonly status: string }[];
  readonly position: string;
  readonly more: boolean;
}

async function world() {
  const { orgId, apiKey } = await seedOrganization(env);
  const ask = (query = "") => callApi(apiKey, "GET", `/api/v1/deliveries/tail${query}`);
  const tail = async (query = "") => (await ask(query)).body as Tail;
  return { orgId, ask, tail };
}

const ids = ({ items }: Tail) => items.map(({ id }) => id);
const seconds = (ago: number) => ({ acceptedAt: Date.now() - ago * 1_000 });

describe("GET /api/v1/deliveries/tail", () => {
  it("begins with the newest there are, the oldest of them first", async () => {
    const { orgId, tail } = await world();
    const [a, b, c] = await record(services, orgId, [seconds(300), seconds(200), seconds(100)]);
    const first = await tail("?limit=2");
    expect(ids(first)).toEqual([b?.id, c?.id]);
    expect(first.more).toBe(false);
    expect(ids(await tail())).toEqual([a?.id, b?.id, c?.id]);
  });

  it("goes on with what came since, and leaves out what was seen long ago", async () => {
    const { orgId, tail } = await world();
    await record(services, orgId, [seconds(300)]);
    const first = await tail();
    const [fresh] = await record(services, orgId, [seconds(1)]);
    const second = await tail(`?after=${first.position}`);
    expect(ids(second)).toEqual([fresh?.id]);
    expect(second.more).toBe(false);
  });

  it("shows what was accepted earlier and came into the log late, because its target was slow", async () => {
    const { orgId, tail } = await world();
    const { position } = await tail();
    const [quick] = await record(services, orgId, [seconds(1)]);
    const next = await tail(`?after=${position}`);
    expect(ids(next)).toEqual([quick?.id]);
    const [slow] = await record(services, orgId, [seconds(30)]);
    expect(ids(await tail(`?after=${next.position}`))).toEqual([slow?.id, quick?.id]);
  });

  it("shows again what is new, as it has become", async () => {
    const { orgId, tail } = await world();
    const [made] = await record(services, orgId, [{ ...seconds(5), ...DEAD }]);
    const first = await tail();
    expect(first.items).toMatchObject([{ id: made?.id, status: "dead_lettered" }]);
    await services.deliveryChanges.markDiscarded(orgId, made === undefined ? [] : [made]);
    const second = await tail(`?after=${first.position}`);
    expect(second.items).toMatchObject([{ id: made?.id, status: "discarded" }]);
  });

  it("never falls behind: of more than fit it shows the newest, and says that there were more", async () => {
    const { orgId, tail } = await world();
    const { position } = await tail();
    const many = await record(
      services,
      orgId,
      Array.from({ length: 7 }, (_, index) => seconds(10 - index)),
    );
    const shown = await tail(`?limit=3&after=${position}`);
    expect(ids(shown)).toEqual(many.slice(-3).map(({ id }) => id));
    expect(shown.more).toBe(true);
  });

  it("follows a filter", async () => {
    const { orgId, tail } = await world();
    const { position } = await tail();
    const [, dead] = await record(services, orgId, [seconds(3), { ...seconds(2), ...DEAD }]);
    expect(ids(await tail(`?after=${position}&httpStatus=5xx`))).toEqual([dead?.id]);
    expect(ids(await tail(`?after=${position}&status=dead_lettered&httpStatus=404`))).toEqual([]);
  });

  it("takes only a position that it has answered, to this organization", async () => {
    const { ask, tail } = await world();
    const other = await world();
    const { position } = await other.tail();
    for (const after of [position, "nonsense", Buffer.from("2:x:tail:1").toString("base64url")]) {
      expect(await ask(`?after=${after}`)).toMatchObject({ status: 400, body: { code: "invalid_cursor" } });
    }
    expect((await tail(`?after=${(await tail()).position}`)).items).toEqual([]);
  });

  it("shows nothing of another organization", async () => {
    const one = await world();
    const other = await world();
    await record(services, one.orgId, [seconds(1)]);
    expect((await other.tail()).items).toEqual([]);
  });
});

describe("the filters of the list", () => {
  it("take a status code or its class, and nothing else", async () => {
    const { apiKey } = await seedOrganization(env);
    for (const [given, status] of [
      ["503", 200],
      ["5xx", 200],
      ["6xx", 400],
      ["5x", 400],
      ["99", 400],
    ] as const) {
      const answer = await callApi(apiKey, "GET", `/api/v1/deliveries?httpStatus=${given}`);
      expect([given, answer.status]).toEqual([given, status]);
    }
  });
});
