import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { createSourceActivities } from "./source-activities.ts";

const DAY_MS = 86_400_000;
const NOON = Date.UTC(2026, 0, 15, 12);
const activities = createSourceActivities(env.DB);
const NOTHING = { accepted: 0, duplicates: 0, rejected: 0, firstEventAt: null, lastEventAt: null };

beforeAll(async () => {
  await env.DB.prepare(
    "INSERT INTO sources VALUES ('org_1', 'src_1', '', 'generic', 1, '{}', '{}', 0, 0)",
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
