import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { sha256 } from "#adapters/crypto/digests";
import { createCompiledSchemas } from "#adapters/d1/compiled-schemas";
import { codeKey } from "#domain/validation/code-key";
import { createCage } from "#sandbox/cage";
import { createSchemaCage } from "#sandbox/schema/schema-cage";
import { checkPayload } from "#services/check-payload";

const SCHEMA = '{"type":"object","required":["a"]}';
const enforced = { mode: "STRICT", schemaHash: sha256(SCHEMA) } as const;

/** An isolate that has just been started: it remembers no validator. */
function freshTools() {
  return {
    schemaCage: createSchemaCage(createCage(), Date.now),
    compiledSchemas: createCompiledSchemas(env.DB),
    schemaSources: { ofIntegration: async () => null, ofEventType: async () => null },
    sha256,
    now: Date.now,
  };
}

const nobody = () => Promise.reject(new Error("asked for the schema although the code is there"));

it("code that is lost is made again from the schema and stored for every isolate", async () => {
  const orgId = "org_lost";
  const key = codeKey(enforced.schemaHash, "STRICT");
  expect(await checkPayload(freshTools(), orgId, enforced, "{}", async () => SCHEMA)).toMatchObject({
    kind: "refused",
  });
  expect(await freshTools().compiledSchemas.find(orgId, key)).not.toBeNull();
  expect(await checkPayload(freshTools(), orgId, enforced, '{"a":1}', nobody)).toMatchObject({
    kind: "passed",
  });

  await env.DB.prepare("UPDATE compiled_schemas SET code = 'broken' WHERE org_id = ?1").bind(orgId).run();
  expect(await checkPayload(freshTools(), orgId, enforced, '{"a":1}', async () => SCHEMA)).toMatchObject({
    kind: "passed",
  });
});

it("code of one organization is not another's", async () => {
  await checkPayload(freshTools(), "org_one", enforced, "{}", async () => SCHEMA);
  expect(
    await freshTools().compiledSchemas.find("org_two", codeKey(enforced.schemaHash, "STRICT")),
  ).toBeNull();
});

it("a schema that is gone or does not compile any more refuses the payload and is no crash", async () => {
  const gone = await checkPayload(freshTools(), "org_gone", enforced, "{}", async () => null);
  expect(gone).toMatchObject({ kind: "refused", errors: [{ keyword: "limits" }] });
  const broken = await checkPayload(freshTools(), "org_gone", enforced, "{}", async () => '{"type":"strin"}');
  expect(broken).toMatchObject({ kind: "refused" });
});

it("a store that does not answer is no verdict: the delivery waits for it", async () => {
  const tools = {
    ...freshTools(),
    compiledSchemas: { find: () => Promise.reject(new Error("away")), put: async () => {} },
  };
  await expect(checkPayload(tools, "org_away", enforced, "{}", nobody)).rejects.toThrow("away");
});

const REST = { kind: "resting", message: "rests", retryAfterMs: 7_000 } as const;

it("code that is lost while its organization may not compile makes the payload wait, and is no verdict on it", async () => {
  const { schemaCage, ...tools } = freshTools();
  const resting = { ...tools, schemaCage: { ...schemaCage, compile: async () => REST } };
  const check = await checkPayload(resting, "org_waits", enforced, '{"a":1}', async () => SCHEMA);
  expect(check).toEqual({ kind: "postponed", detail: "rests", waitMs: 7_000 });
  // The same isolate, later.
  const later = { ...tools, schemaCage };
  expect(await checkPayload(later, "org_waits", enforced, '{"a":1}', async () => SCHEMA)).toMatchObject({
    kind: "passed",
    checked: true,
  });
});

it("under LAX a payload is delivered while the schemas rest, and nobody claims that it fits", async () => {
  const schemaCage = { ...freshTools().schemaCage, check: async () => ({ ...REST, fuelUsed: 0 }) };
  const lax = { ...enforced, mode: "LAX" } as const;
  expect(await checkPayload({ ...freshTools(), schemaCage }, "org_lax", lax, "{}", nobody)).toMatchObject({
    kind: "passed",
    payloadJson: "{}",
    errors: [],
    checked: false,
  });
});
