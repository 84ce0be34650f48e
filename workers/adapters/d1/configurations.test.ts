import { env } from "cloudflare:workers";
import { drizzle } from "drizzle-orm/d1";
import { beforeEach, describe, expect, it } from "vitest";
import { composeServices } from "#services/composition";
import { createIntegration, seedOrganization } from "#testing/seed";
import { openSecretBox } from "../open-secret-box.ts";
import { createConfigurations } from "./configurations.ts";

const HALF_A_MINUTE = 30_001;
/** Statements of a load, and of a look at what the newest version is. */
const [WHOLE, LOOK] = [9, 3];

let orgId = "";
let now = 0;
let batches: number[] = [];

/** The database itself, with the statements of every batch counted. */
const counted = new Proxy(env.DB, {
  get(db, name) {
    const value = Reflect.get(db, name, db) as unknown;
    if (typeof value !== "function") return value;
    if (name !== "batch") return value.bind(db);
    return (statements: D1PreparedStatement[]) => {
      batches.push(statements.length);
      return db.batch(statements);
    };
  },
});
const { box } = openSecretBox(env.DB, env.SECRETS_KEYS ?? "", Date.now);
const configurations = createConfigurations(drizzle(counted), box, () => now);

beforeEach(async () => {
  ({ orgId } = await seedOrganization(env));
  await createIntegration(env, orgId);
  configurations.forget(orgId);
  now = Date.now();
  batches = [];
});

/** As another isolate would: this one is told nothing. */
async function changeElsewhere(change: string, ...values: unknown[]): Promise<void> {
  const bump = env.DB.prepare(
    "UPDATE organizations SET config_version = config_version + 1 WHERE id = ?",
  ).bind(orgId);
  await env.DB.batch([env.DB.prepare(change).bind(...values), bump]);
}

describe("the configuration of the hot path", () => {
  it("is not read again before half a minute is over", async () => {
    const first = await configurations.load(orgId, 0);
    now += HALF_A_MINUTE - 1;
    expect(await configurations.load(orgId, 0)).toBe(first);
    expect(batches).toEqual([WHOLE]);
  });

  it("is then kept when its version is still the newest: nothing but the version is read", async () => {
    const first = await configurations.load(orgId, 0);
    for (let looks = 0; looks < 3; looks++) {
      now += HALF_A_MINUTE;
      expect((await configurations.load(orgId, 0))?.integrations).toBe(first?.integrations);
      // Young again.
      await configurations.load(orgId, 0);
    }
    expect(batches).toEqual([WHOLE, LOOK, LOOK, LOOK]);
  });

  it("is read anew when another isolate changed it", async () => {
    await configurations.load(orgId, 0);
    await changeElsewhere("UPDATE integrations SET name = 'changed' WHERE org_id = ?", orgId);
    now += HALF_A_MINUTE;
    expect((await configurations.load(orgId, 0))?.integrations[0]?.name).toBe("changed");
    expect(batches).toEqual([WHOLE, LOOK, WHOLE]);
  });

  it("is read anew at once for a version that is newer", async () => {
    const first = await configurations.load(orgId, 0);
    await changeElsewhere("UPDATE integrations SET name = 'changed' WHERE org_id = ?", orgId);
    const next = await configurations.load(orgId, (first?.version ?? 0) + 1);
    expect(next?.integrations[0]?.name).toBe("changed");
  });

  it("is not read anew for a version that nobody has made: a strict catalogue asks so for every unknown type", async () => {
    const first = await configurations.load(orgId, 0);
    const next = await configurations.load(orgId, (first?.version ?? 0) + 1);
    expect(next?.integrations).toBe(first?.integrations);
    expect(batches).toEqual([WHOLE, LOOK]);
  });

  it("notices templates, which grow no organization's version", async () => {
    await configurations.load(orgId, 0);
    const { eventTypeTemplates } = composeServices(env).repositories;
    await eventTypeTemplates.put({
      name: "template.made",
      description: "",
      schema: null,
      example: null,
      archived: false,
      source: "template",
      validation: null,
      createdAt: now,
      updatedAt: now,
    });
    now += HALF_A_MINUTE;
    expect((await configurations.load(orgId, 0))?.eventTypes.has("template.made")).toBe(true);
    await eventTypeTemplates.remove("template.made");
    now += HALF_A_MINUTE;
    expect((await configurations.load(orgId, 0))?.eventTypes.has("template.made")).toBe(false);
  });

  it("knows what is stored within half a minute, where a quota asks for it", async () => {
    expect((await configurations.load(orgId, 0))?.storedBytes).toBe(0);
    await changeElsewhere(
      "UPDATE organizations SET quota = json_set(coalesce(quota, '{}'), '$.storageBytes', 1000) WHERE id = ?",
      orgId,
    );
    now += HALF_A_MINUTE;
    const limited = await configurations.load(orgId, 0);
    await env.DB.prepare("INSERT INTO usage (org_id, day, stored_bytes) VALUES (?, '2026-01-01', 700)")
      .bind(orgId)
      .run();
    now += HALF_A_MINUTE;
    const later = await configurations.load(orgId, 0);
    expect(later?.storedBytes).toBe(700);
    expect(later?.integrations).toBe(limited?.integrations);
  });

  it("tries again every time while a secret does not open", async () => {
    await env.DB.prepare("UPDATE signing_secrets SET sealed = 'v2.1.broken' WHERE org_id = ?")
      .bind(orgId)
      .run();
    expect((await configurations.load(orgId, 0))?.integrations[0]?.secrets[0]?.value).toBeNull();
    batches = [];
    now += HALF_A_MINUTE;
    await configurations.load(orgId, 0);
    expect(batches).toEqual([WHOLE, WHOLE]);
  });

  it("is gone with its organization", async () => {
    await configurations.load(orgId, 0);
    await changeElsewhere("UPDATE organizations SET deleted_at = 1 WHERE id = ?", orgId);
    now += HALF_A_MINUTE;
    expect(await configurations.load(orgId, 0)).toBeNull();
  });

  it("is asked for once, however many need it when it has grown old", async () => {
    await configurations.load(orgId, 0);
    now += HALF_A_MINUTE;
    await Promise.all(Array.from({ length: 20 }, () => configurations.load(orgId, 0)));
    expect(batches).toEqual([WHOLE, LOOK]);
  });
});
