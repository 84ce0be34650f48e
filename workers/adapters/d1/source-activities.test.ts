import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { createSourceActivities } from "./source-activities.ts";

const DAY_MS = 86_400_000;
const NOON = Date.UTC(2026, 0, 15, 12);
const activities = createSourceActivities(env.DB);
const NOTHING = {
  accepted: 0,
  duplicates: 0,
  rejected: 0,
  firstEventAt: null,
  lastEventAt: null,
  recentEvents: [],
};

beforeAll(async () => {
  await env.DB.prepare(
    "INSERT INTO sources VALUES ('org_1', 'src_1', '', 'generic', 1, '{}', '{}', 0, 0), ('org_1', 'src_2', '', 'generic', 1, '{}', '{}', 0, 0)",
  ).run();
});

describe("what a source has seen", () => {
  it("adds up over isolates, whichever of them tells first", async () => {
    await activities.add("org_1", "src_1", { ...NOTHING, rejected: 2 }, NOON);
    expect(await activities.find("org_1", "src_1", NOON)).toMatchObject({
      firstEventAt: null,
      rejectedToday: 2,
    });
    const late = { ...NOTHING, accepted: 3, duplicates: 1, firstEventAt: NOON + 5, lastEventAt: NOON + 9 };
    await activities.add("org_1", "src_1", late, NOON + 10);
    await activities.add(
      "org_1",
      "src_1",
      { ...NOTHING, accepted: 1, firstEventAt: NOON, lastEventAt: NOON },
      NOON + 20,
    );
    expect(await activities.find("org_1", "src_1", NOON + 20)).toEqual({
      firstEventAt: NOON,
      lastEventAt: NOON + 9,
      acceptedToday: 4,
      duplicatesToday: 1,
      rejectedToday: 2,
      acceptedTotal: 4,
      rejectedTotal: 2,
      recentEvents: [],
    });
  });

  it("counts another day anew, also when nothing has been told of it yet", async () => {
    const tomorrow = NOON + DAY_MS;
    expect(await activities.find("org_1", "src_1", tomorrow)).toMatchObject({
      acceptedToday: 0,
      acceptedTotal: 4,
    });
    await activities.add("org_1", "src_1", { ...NOTHING, rejected: 1 }, tomorrow);
    expect(await activities.find("org_1", "src_1", tomorrow)).toMatchObject({
      acceptedToday: 0,
      rejectedToday: 1,
      acceptedTotal: 4,
      rejectedTotal: 3,
      firstEventAt: NOON,
    });
  });

  it("is nothing for one that is gone, or of another organization", async () => {
    await activities.add("org_1", "src_gone", { ...NOTHING, rejected: 1 }, NOON);
    await activities.add("org_2", "src_1", { ...NOTHING, rejected: 1 }, NOON);
    const { results } = await env.DB.prepare("SELECT org_id, source_id FROM source_activity").all();
    expect(results).toEqual([{ org_id: "org_1", source_id: "src_1" }]);
  });
});

describe("the newest events of a source", () => {
  const event = (n: number, at = NOON + n) => ({ id: `src_2:${n}`, type: "github.push", at });
  const tell = (...recentEvents: readonly ReturnType<typeof event>[]) =>
    activities.add("org_1", "src_2", { ...NOTHING, recentEvents }, NOON);
  const kept = async () => (await activities.find("org_1", "src_2", NOON)).recentEvents;

  it("are those of all isolates, each once, whoever tells first", async () => {
    await tell(event(5), event(1));
    await tell(event(4), event(2));
    await tell();
    expect(await kept()).toEqual([5, 4, 2, 1].map((n) => event(n)));
    await tell(event(1, NOON + 9));
    expect(await kept()).toEqual([event(1, NOON + 9), event(5), event(4), event(2)]);
  });

  it("are twenty at most, in one row", async () => {
    for (const start of [10, 40, 25]) {
      await tell(...Array.from({ length: 20 }, (_, n) => event(start + 19 - n)));
    }
    expect((await kept()).map(({ at }) => at - NOON)).toEqual(Array.from({ length: 20 }, (_, n) => 59 - n));
    const { results } = await env.DB.prepare("SELECT 1 FROM source_activity WHERE source_id = 'src_2'").all();
    expect(results).toHaveLength(1);
  });

  it("are named as long as events are kept, and are not in the list of sources", async () => {
    await activities.forgetEventsBefore("org_2", NOON + DAY_MS);
    expect(await kept()).toHaveLength(20);
    await activities.forgetEventsBefore("org_1", NOON + 58);
    expect(await kept()).toEqual([event(59), event(58)]);
    await activities.forgetEventsBefore("org_1", NOON + DAY_MS);
    expect(await kept()).toEqual([]);
    expect((await activities.all("org_1", ["src_2"], NOON))[0]).not.toHaveProperty("recentEvents");
  });
});
