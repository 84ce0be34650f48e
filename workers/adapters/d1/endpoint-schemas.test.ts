import { env } from "cloudflare:workers";
import { randomBytes } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import type { EndpointSchema } from "#domain/graphql/ports";
import { composeServices } from "#services/composition";
import { deleteIntegration } from "#services/delete-integration";
import { createIntegration, seedOrganization } from "#testing/seed";
import { createEndpointSchemas } from "./endpoint-schemas.ts";

const schemas = createEndpointSchemas(env.DB);
const SCHEMA: EndpointSchema = { sdl: "type Query { ü: Int }", source: "uploaded", hash: "h1", updatedAt: 5 };
let orgId: string;
let id: string;

beforeEach(async () => {
  orgId = (await seedOrganization(env)).orgId;
  id = (await createIntegration(env, orgId)).id;
});

describe("the schema of an endpoint", () => {
  it("is read as it was kept, and replaced by the next", async () => {
    expect(await schemas.find(orgId, id)).toBeNull();
    expect(await schemas.put(orgId, id, SCHEMA)).toBe("kept");
    expect(await schemas.find(orgId, id)).toEqual(SCHEMA);
    const next = { ...SCHEMA, sdl: "type Query { b: Int }", source: "introspected" } as const;
    expect(await schemas.put(orgId, id, next)).toBe("kept");
    expect(await schemas.find(orgId, id)).toEqual(next);
  });

  it("belongs to its organization", async () => {
    await schemas.put(orgId, id, SCHEMA);
    const other = await seedOrganization(env);
    expect(await schemas.find(other.orgId, id)).toBeNull();
    expect(await schemas.put(other.orgId, id, SCHEMA)).toBe("absent");
    expect(await schemas.remove(other.orgId, id)).toBe(false);
    expect(await schemas.remove(orgId, id)).toBe(true);
  });

  it("goes with its integration, and none is left behind for one that is gone", async () => {
    await schemas.put(orgId, id, SCHEMA);
    await deleteIntegration(composeServices(env), orgId, id, null);
    expect(await schemas.find(orgId, id)).toBeNull();
    expect(await schemas.put(orgId, id, SCHEMA)).toBe("absent");
  });

  it("that does not fit into a row is refused and leaves the one before", async () => {
    await schemas.put(orgId, id, SCHEMA);
    const noise = Array.from({ length: 40 }, () => randomBytes(40_000).toString("base64")).join("");
    expect(await schemas.put(orgId, id, { ...SCHEMA, sdl: noise })).toBe("too_large");
    expect(await schemas.find(orgId, id)).toEqual(SCHEMA);
  });
});
