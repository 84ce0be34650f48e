import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { PLATFORM, PLATFORM_ROLE } from "#domain/access/roles";
import { composeServices } from "#services/composition";
import { createOrganization } from "#services/manage-organization";
import { callApi } from "#testing/call-api";
import { joinPerson } from "#testing/join-person";
import { QUICK_PASSWORDS } from "#testing/open-people";

const services = { ...composeServices(env), passwords: QUICK_PASSWORDS };

/** Group ─ North ─ Shop, and Group ─ South; beside them a Stranger. */
async function world() {
  const make = async (name: string, parentId?: string) =>
    (await createOrganization(services, { name, ...(parentId === undefined ? {} : { parentId }) })).id;
  const group = await make("Group");
  const north = await make("North", group);
  const shop = await make("Shop", north);
  const south = await make("South", group);
  const stranger = await make("Stranger");
  return { group, north, shop, south, stranger };
}

interface Mine {
  readonly items: readonly { readonly id: string; readonly name: string; readonly parentId: string | null }[];
  readonly nextCursor: string | null;
}

const ask = (token: string, path: string) => callApi(token, "GET", `/api/v1/me/${path}`);
const list = async (token: string, query = "") => (await ask(token, `organizations${query}`)).body as Mine;
const namesOf = ({ items }: Mine) => items.map(({ name }) => name);

describe("GET /api/v1/me/organizations", () => {
  it("lists where one belongs and everything below, each behind its parent, with what lies above", async () => {
    const { group, north, shop } = await world();
    const { accessToken } = await joinPerson(services, group, "owner", "ann");
    const mine = await list(accessToken);
    expect(namesOf(mine)).toEqual(expect.arrayContaining(["Group", "North", "Shop", "South"]));
    expect(mine.items).toHaveLength(4);
    const known = new Set<string>();
    for (const { id, parentId } of mine.items) {
      if (parentId !== null) expect(known.has(parentId)).toBe(true);
      known.add(id);
    }
    expect(mine.items[0]).toEqual({
      id: group,
      name: "Group",
      parentId: null,
      above: [],
      role: { id: "owner", name: "Owner" },
    });
    expect(mine.items.find(({ id }) => id === shop)).toEqual({
      id: shop,
      name: "Shop",
      parentId: north,
      above: [
        { id: group, name: "Group" },
        { id: north, name: "North" },
      ],
      role: null,
    });
  });

  it("says nothing of what lies above or beside", async () => {
    const { north, shop } = await world();
    const { accessToken } = await joinPerson(services, north, "viewer", "ben");
    const mine = await list(accessToken);
    expect(namesOf(mine)).toEqual(["North", "Shop"]);
    expect(mine.items[0]).toMatchObject({ parentId: null, above: [] });
    expect(mine.items[1]).toMatchObject({ id: shop, parentId: north, above: [{ id: north, name: "North" }] });
  });

  it("goes on page by page, and shows each once", async () => {
    const { group } = await world();
    const { accessToken } = await joinPerson(services, group, "owner", "cat");
    const seen: string[] = [];
    let cursor = "";
    do {
      const page = await list(accessToken, `?limit=1${cursor}`);
      seen.push(...namesOf(page));
      cursor = page.nextCursor === null ? "" : `&cursor=${page.nextCursor}`;
    } while (cursor !== "");
    expect(seen.toSorted()).toEqual(["Group", "North", "Shop", "South"]);
  });

  it("finds by a part of the name, or by the id", async () => {
    const { group, shop, stranger } = await world();
    const { accessToken } = await joinPerson(services, group, "owner", "dan");
    expect(namesOf(await list(accessToken, "?q=OUT"))).toEqual(["South"]);
    expect(namesOf(await list(accessToken, `?q=${shop}`))).toEqual(["Shop"]);
    expect(namesOf(await list(accessToken, "?q=stranger"))).toEqual([]);
    expect(namesOf(await list(accessToken, `?q=${stranger}`))).toEqual([]);
    expect(namesOf(await list(accessToken, "?q=%25"))).toEqual([]);
  });

  it("leaves out what was deleted", async () => {
    const { group, south } = await world();
    const { accessToken } = await joinPerson(services, group, "owner", "eve");
    await env.DB.prepare("UPDATE organizations SET deleted_at = 1 WHERE id = ?1").bind(south).run();
    expect(namesOf(await list(accessToken))).not.toContain("South");
  });

  it("finds every organization of the region for those who operate it", async () => {
    const { shop, stranger } = await world();
    const { accessToken } = await joinPerson(services, PLATFORM, PLATFORM_ROLE, "fay");
    expect(namesOf(await list(accessToken, `?q=${shop}`))).toEqual(["Shop"]);
    expect(namesOf(await list(accessToken, `?q=${stranger}`))).toEqual(["Stranger"]);
  });
});

describe("GET /api/v1/me/permissions", () => {
  it("tells what one may do in an organization, by roles there and above", async () => {
    const { group, shop } = await world();
    const { accessToken } = await joinPerson(services, group, "auditor", "gil");
    const { status, body } = await ask(accessToken, `permissions?organizationId=${shop}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ organizationId: shop, organizationName: "Shop" });
    const { permissions } = body as { permissions: string[] };
    expect(permissions).toContain("audit:read");
    expect(permissions).not.toContain("integrations:update");
  });

  it("is about one's own organization when none is named", async () => {
    const { north } = await world();
    const { accessToken } = await joinPerson(services, north, "viewer", "hal");
    expect((await ask(accessToken, "permissions")).body).toMatchObject({ organizationId: north });
  });

  it("is absent where one has no part, as what does not exist is", async () => {
    const { north, group, stranger } = await world();
    const { accessToken } = await joinPerson(services, north, "owner", "ida");
    for (const id of [group, stranger, "org_none"]) {
      expect((await ask(accessToken, `permissions?organizationId=${id}`)).status).toBe(404);
    }
  });

  it("is about the platform for whoever belongs to no organization", async () => {
    const { accessToken } = await joinPerson(services, PLATFORM, PLATFORM_ROLE, "joe");
    const { body } = await ask(accessToken, "permissions");
    expect(body).toMatchObject({ organizationId: null, organizationName: null });
    expect((body as { permissions: string[] }).permissions).toContain("organization:delete");
  });
});
