import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { ADMIN_TOKEN, anyEmail, openPeople, PASSWORD } from "#testing/open-people";
import { seedOrganization } from "#testing/seed";

const ACCEPT = "/auth/invitations/accept";
const LOOK = "/auth/invitations/look";

async function open() {
  const people = openPeople(env);
  const { orgId } = await seedOrganization(env, { name: "Acme" });
  const owner = await people.person(orgId, "owner");
  return { people, orgId, owner };
}

/** A child of the organization, as the part that builds trees makes them. */
async function childOf(orgId: string): Promise<string> {
  const { orgId: child } = await seedOrganization(env, { name: "Child" });
  await env.DB.prepare("UPDATE organizations SET parent_id = ?2, path = ?2 || '/' || ?1 WHERE id = ?1")
    .bind(child, orgId)
    .run();
  return child;
}

async function customRole(orgId: string, id: string, permissions: string[]): Promise<void> {
  await env.DB.prepare(
    "INSERT INTO roles (org_id, id, name, description, permissions, created_at, updated_at) VALUES (?1, ?2, 'Custom', '', ?3, 1, 1)",
  )
    .bind(orgId, id, JSON.stringify(permissions))
    .run();
}

describe("an invitation", () => {
  it("shows its token once, stores its hash, and makes the account", async () => {
    const { people, orgId, owner } = await open();
    const email = anyEmail();
    const made = await people.call(owner.accessToken, "POST", "/invitations", { email, roleId: "viewer" });
    expect(made).toMatchObject({ status: 201, json: { email, roleId: "viewer", invitedBy: owner.userId } });
    const token = String(made.json.token);
    expect(token).toMatch(/^igwi_local_[\w-]{43}$/);
    const { results } = await env.DB.prepare("SELECT * FROM invitations").all();
    expect(JSON.stringify(results)).not.toContain(token.slice(-43));
    const listed = await people.call(owner.accessToken, "GET", "/invitations");
    expect(listed.text).toContain(email);
    expect(listed.text).not.toContain(token.slice(-43));
    const joined = await people.call(null, "POST", ACCEPT, { token, name: "Bob", password: PASSWORD });
    expect(joined).toMatchObject({ status: 200, json: { organizationId: orgId, roleId: "viewer" } });
    expect((await people.call(owner.accessToken, "GET", "/invitations")).json.items).toEqual([]);
    const bob = await people.signIn(email);
    expect((await people.call(bob.accessToken, "GET", "/organization")).json.id).toBe(orgId);
  });

  it("lets somebody who has an account join with their password, and keeps their name", async () => {
    const { people, owner } = await open();
    const other = await seedOrganization(env, { name: "Other" });
    const token = await people.invite(other.orgId, owner.email, "operator");
    const joined = await people.call(null, "POST", ACCEPT, { token, name: "Eve", password: PASSWORD });
    expect(joined).toMatchObject({ status: 200, json: { user: { id: owner.userId, name: "Ann" } } });
    const { memberships } = (await people.call(owner.accessToken, "GET", "/me")).json;
    expect(memberships).toMatchObject([
      { roleId: "owner" },
      { roleId: "operator", organizationName: "Other" },
    ]);
  });

  it("answers the same for a wrong, used, expired and revoked token, and for a wrong password", async () => {
    const { people, orgId, owner } = await open();
    const ask = async (token: string, password = PASSWORD) => {
      const { status, json } = await people.call(null, "POST", ACCEPT, { token, name: "x", password });
      const { requestId: _each, ...body } = json;
      return { status, body };
    };
    const unknown = await ask(`igwi_local_${"A".repeat(43)}`);
    expect(unknown).toMatchObject({ status: 401, body: { code: "sign_in_failed" } });
    expect(await ask("rubbish")).toEqual(unknown);
    const used = await people.invite(orgId, anyEmail(), "viewer");
    expect((await ask(used)).status).toBe(200);
    expect(await ask(used)).toEqual(unknown);
    const revoked = await people.call(owner.accessToken, "POST", "/invitations", {
      email: anyEmail(),
      roleId: "viewer",
    });
    expect((await people.call(owner.accessToken, "DELETE", `/invitations/${revoked.json.id}`)).status).toBe(
      204,
    );
    expect(await ask(String(revoked.json.token))).toEqual(unknown);
    const other = await seedOrganization(env);
    const guessed = await people.invite(other.orgId, owner.email, "viewer");
    expect(await ask(guessed, "not the password")).toEqual(unknown);
    const expired = await people.invite(orgId, anyEmail(), "viewer");
    people.clock.now += 7 * 86_400_000;
    expect(await ask(expired)).toEqual(unknown);
  });

  it("is looked at by whoever holds its token: where, as what, for whom and by whom", async () => {
    const { people, orgId, owner } = await open();
    await customRole(orgId, "role_night", ["jobs:read"]);
    const email = anyEmail();
    const token = await people.invite(orgId, email, "role_night", owner.accessToken);
    const seen = await people.call(null, "POST", LOOK, { token });
    expect(seen).toMatchObject({
      status: 200,
      json: {
        organizationName: "Acme",
        role: { id: "role_night", name: "Custom", description: "" },
        email,
        invitedBy: { name: "Ann", email: owner.email },
        hasAccount: false,
      },
    });
    expect(Date.parse(String(seen.json.expiresAt))).toBe(people.clock.now + 7 * 86_400_000);
    // Looking uses nothing up.
    expect((await people.call(null, "POST", LOOK, { token })).status).toBe(200);
    expect((await people.call(null, "POST", ACCEPT, { token, name: "x", password: PASSWORD })).status).toBe(
      200,
    );
  });

  it("says that the address has an account, and nothing of who asked when that was no person", async () => {
    const { people, owner } = await open();
    const other = await seedOrganization(env, { name: "Other" });
    const token = await people.invite(other.orgId, owner.email, "operator");
    expect((await people.call(null, "POST", LOOK, { token })).json).toMatchObject({
      organizationName: "Other",
      email: owner.email,
      invitedBy: null,
      hasAccount: true,
    });
  });

  it("to the platform has no organization", async () => {
    const { people } = await open();
    const token = await people.invite("*", anyEmail(), "platform_administrator");
    expect((await people.call(null, "POST", LOOK, { token })).json).toMatchObject({
      organizationName: null,
      role: { id: "platform_administrator" },
    });
  });

  it("that is over says so to its holder, and one that never was or is revoked is not found", async () => {
    const { people, orgId, owner } = await open();
    const look = (token: string) => people.call(null, "POST", LOOK, { token });
    for (const token of ["rubbish", `igwi_local_${"A".repeat(43)}`]) {
      expect(await look(token)).toMatchObject({ status: 404, json: { code: "not_found" } });
    }
    expect(await look(`igwi_eu_${"A".repeat(43)}`)).toMatchObject({ status: 421 });
    const used = await people.invite(orgId, anyEmail(), "viewer");
    await people.call(null, "POST", ACCEPT, { token: used, name: "x", password: PASSWORD });
    expect(await look(used)).toMatchObject({ status: 410, json: { code: "invitation_ended" } });
    const made = await people.call(owner.accessToken, "POST", "/invitations", {
      email: anyEmail(),
      roleId: "viewer",
    });
    await people.call(owner.accessToken, "DELETE", `/invitations/${made.json.id}`);
    expect((await look(String(made.json.token))).status).toBe(404);
    const late = await people.invite(orgId, anyEmail(), "viewer");
    const { orgId: gone } = await seedOrganization(env);
    const orphan = await people.invite(gone, anyEmail(), "viewer");
    await env.DB.prepare("UPDATE organizations SET deleted_at = 1 WHERE id = ?1").bind(gone).run();
    expect((await look(orphan)).text).toContain("was deleted");
    people.clock.now += 7 * 86_400_000;
    expect(await look(late)).toMatchObject({ status: 410 });
    expect((await look(late)).text).toContain("has run out");
  });

  it("does not bring its token into a log by being looked at, not even when the gateway fails on it", async () => {
    const { people, orgId } = await open();
    const token = await people.invite(orgId, anyEmail(), "viewer");
    const written: unknown[] = [];
    for (const method of ["log", "info", "warn", "error", "debug"] as const) {
      vi.spyOn(console, method).mockImplementation((...args: unknown[]) => void written.push(...args));
    }
    await people.call(null, "POST", LOOK, { token });
    await people.call(null, "POST", LOOK, { token, more: token });
    const lookUp = () => Promise.reject(new Error("the database is gone"));
    const failing = openPeople(env, { invitations: { ...people.services.invitations, lookUp } });
    expect((await failing.call(null, "POST", LOOK, { token })).status).toBe(500);
    vi.restoreAllMocks();
    expect(written.join()).toContain("the database is gone");
    expect(written.join()).not.toContain(token);
  });

  it("is not guessed at faster by looking than by accepting, and looking at a real one costs nothing", async () => {
    const { people, orgId } = await open();
    const from = { "cf-connecting-ip": "198.51.100.77" };
    const token = await people.invite(orgId, anyEmail(), "viewer");
    const look = (guess: string) => people.call(null, "POST", LOOK, { token: guess }, from);
    for (let i = 0; i < 40; i++) expect((await look(token)).status).toBe(200);
    const statuses: number[] = [];
    for (let i = 0; i < 32; i++) statuses.push((await look("rubbish")).status);
    expect(statuses.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => 404));
    expect(statuses.at(-1)).toBe(429);
    const accepting = { token, name: "x", password: PASSWORD };
    expect((await people.call(null, "POST", ACCEPT, accepting, from)).status).toBe(429);
  });

  it("is taken once, however many accept at the same moment", async () => {
    const { people, orgId } = await open();
    const token = await people.invite(orgId, anyEmail(), "viewer");
    const accept = () => people.call(null, "POST", ACCEPT, { token, name: "x", password: PASSWORD });
    const statuses = (await Promise.all(Array.from({ length: 8 }, accept))).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 401)).toHaveLength(7);
  });

  it("of one address to two organizations, accepted at the same moment, makes one account in both", async () => {
    const { people, orgId } = await open();
    const { orgId: second } = await seedOrganization(env);
    const email = anyEmail();
    const tokens = [
      await people.invite(orgId, email, "viewer"),
      await people.invite(second, email, "viewer"),
    ];
    const joined = await Promise.all(
      tokens.map((token) => people.call(null, "POST", ACCEPT, { token, name: "x", password: PASSWORD })),
    );
    expect(joined.map(({ status }) => status)).toEqual([200, 200]);
    const { accessToken } = await people.signIn(email);
    expect((await people.call(accessToken, "GET", "/me")).json.memberships).toHaveLength(2);
  });

  it("takes the place of the open one for the same address", async () => {
    const { people, orgId } = await open();
    const email = anyEmail();
    const first = await people.invite(orgId, email, "viewer");
    await people.invite(orgId, email.toUpperCase(), "operator");
    expect(
      (await people.call(null, "POST", ACCEPT, { token: first, name: "x", password: PASSWORD })).status,
    ).toBe(401);
  });

  it.each([
    ["short", "too short", "at least 12"],
    ["common", "Password1234", "commonest"],
    ["repeated", "abcabcabcabc", "repeat"],
  ])("takes no %s password", async (_, password, message) => {
    const { people, orgId } = await open();
    const token = await people.invite(orgId, anyEmail(), "viewer");
    const answer = await people.call(null, "POST", ACCEPT, { token, name: "x", password });
    expect(answer).toMatchObject({ status: 422, json: { errors: [{ pointer: "/password" }] } });
    expect(answer.text).toContain(message);
    expect((await people.call(null, "POST", ACCEPT, { token, name: "x", password: PASSWORD })).status).toBe(
      200,
    );
  });

  it("gives no role that its maker does not hold whole, and names what is missing", async () => {
    const { people, orgId } = await open();
    const admin = await people.person(orgId, "administrator");
    const ask = (roleId: string) =>
      people.call(admin.accessToken, "POST", "/invitations", { email: anyEmail(), roleId });
    const refused = await ask("owner");
    expect(refused).toMatchObject({ status: 403, json: { code: "forbidden" } });
    expect(refused.json.detail).toContain("organization:delete");
    expect((await ask("administrator")).status).toBe(201);
    for (const roleId of ["platform_administrator", "role_unknown", "nothing"]) {
      expect(await ask(roleId)).toMatchObject({ status: 422, json: { errors: [{ pointer: "/roleId" }] } });
    }
  });

  it("gives custom roles of the organization and of those above it, never of a child or a neighbour", async () => {
    const { people, orgId, owner } = await open();
    const child = await childOf(orgId);
    const stranger = await seedOrganization(env);
    await customRole(orgId, "role_mine", ["events:read"]);
    await customRole(child, "role_child", ["events:read"]);
    await customRole(stranger.orgId, "role_strange", ["events:read"]);
    const ask = async (roleId: string, org: string) =>
      (
        await people.call(
          owner.accessToken,
          "POST",
          "/invitations",
          { email: anyEmail(), roleId },
          { "x-organization-id": org },
        )
      ).status;
    expect(await ask("role_mine", orgId)).toBe(201);
    expect(await ask("role_mine", child)).toBe(201);
    expect(await ask("role_child", child)).toBe(201);
    expect(await ask("role_child", orgId)).toBe(422);
    expect(await ask("role_strange", orgId)).toBe(422);
    const dan = await people.person(child, "role_mine");
    expect((await people.call(dan.accessToken, "GET", "/me")).json.memberships).toMatchObject([
      { organizationId: child, roleName: "Custom", permissions: ["events:read"] },
    ]);
  });

  it("of a member who was removed is void, so that nobody lets themselves in again", async () => {
    const { people, orgId, owner } = await open();
    const child = await childOf(orgId);
    const admin = await people.person(orgId, "administrator");
    const tokens = [
      await people.invite(orgId, anyEmail(), "viewer", admin.accessToken),
      await people.invite(child, anyEmail(), "viewer", admin.accessToken),
    ];
    const kept = await people.invite(orgId, anyEmail(), "viewer", owner.accessToken);
    expect((await people.call(owner.accessToken, "DELETE", `/members/${admin.userId}`)).status).toBe(204);
    for (const token of tokens) {
      expect((await people.call(null, "POST", ACCEPT, { token, name: "x", password: PASSWORD })).status).toBe(
        401,
      );
    }
    expect(
      (await people.call(null, "POST", ACCEPT, { token: kept, name: "x", password: PASSWORD })).status,
    ).toBe(200);
  });

  it("of a deleted organization, or for who is a member already, is refused", async () => {
    const { people, orgId, owner } = await open();
    const again = { email: owner.email, roleId: "viewer" };
    expect((await people.call(owner.accessToken, "POST", "/invitations", again)).status).toBe(409);
    const token = await people.invite(orgId, anyEmail(), "viewer");
    await env.DB.prepare("UPDATE organizations SET deleted_at = 1 WHERE id = ?1").bind(orgId).run();
    expect((await people.call(null, "POST", ACCEPT, { token, name: "x", password: PASSWORD })).status).toBe(
      401,
    );
  });

  it("of another organization is not there", async () => {
    const { people, owner } = await open();
    const stranger = await seedOrganization(env);
    await people.invite(stranger.orgId, anyEmail(), "viewer");
    const row = await env.DB.prepare("SELECT id FROM invitations WHERE org_id = ?1")
      .bind(stranger.orgId)
      .first();
    expect((await people.call(owner.accessToken, "DELETE", `/invitations/${row?.id}`)).status).toBe(404);
    expect((await people.call(owner.accessToken, "GET", "/invitations")).json.items).toEqual([]);
    expect(
      (
        await people.call(owner.accessToken, "GET", "/invitations", undefined, {
          "x-organization-id": stranger.orgId,
        })
      ).status,
    ).toBe(404);
  });

  it.each(["no address", "a@b", "a b@example.com", "@example.com", `${"x".repeat(250)}@example.com`])(
    "goes to an e-mail address only: %s",
    async (email) => {
      const { people, owner } = await open();
      const answer = await people.call(owner.accessToken, "POST", "/invitations", {
        email,
        roleId: "viewer",
      });
      expect(answer).toMatchObject({ status: 422, json: { errors: [{ pointer: "/email" }] } });
    },
  );
});

describe("a platform administrator", () => {
  it("is invited by the operator, acts in every organization, and is no member of any", async () => {
    const { people, orgId, owner } = await open();
    const root = await people.person("*", "platform_administrator");
    const org = { "x-organization-id": orgId };
    expect((await people.call(root.accessToken, "GET", "/organization", undefined, org)).status).toBe(200);
    expect((await people.call(root.accessToken, "GET", "/organization")).json.code).toBe(
      "organization_needed",
    );
    expect((await people.call(root.accessToken, "GET", "/admin/members")).text).toContain(root.email);
    expect((await people.call(owner.accessToken, "GET", "/members")).text).not.toContain(root.email);
    expect((await people.call(root.accessToken, "GET", "/me")).json.memberships).toMatchObject([
      { organizationId: "*", organizationName: null, roleId: "platform_administrator" },
    ]);
  });

  it("is made by nobody in an organization", async () => {
    const { people, owner } = await open();
    const body = { email: anyEmail(), roleId: "platform_administrator" };
    expect((await people.call(owner.accessToken, "POST", "/admin/invitations", body)).status).toBe(403);
    expect((await people.call(owner.accessToken, "POST", "/invitations", body)).status).toBe(422);
    const star = { "x-organization-id": "*" };
    expect((await people.call(owner.accessToken, "POST", "/invitations", body, star)).status).toBe(404);
    const wrong = { email: anyEmail(), roleId: "owner" };
    expect((await people.call(ADMIN_TOKEN, "POST", "/admin/invitations", wrong)).status).toBe(422);
  });

  it("is removed by another, and the last one stays", async () => {
    const { people } = await open();
    await env.DB.prepare("DELETE FROM memberships WHERE org_id = '*'").run();
    const [a, b] = [
      await people.person("*", "platform_administrator"),
      await people.person("*", "platform_administrator"),
    ];
    expect((await people.call(a.accessToken, "DELETE", `/admin/members/${b.userId}`)).status).toBe(204);
    expect((await people.call(b.accessToken, "GET", "/admin/members")).status).toBe(403);
    expect((await people.call(a.accessToken, "DELETE", `/admin/members/${a.userId}`)).status).toBe(409);
  });
});

describe("a member", () => {
  it("is listed page by page, seen alone, and not from elsewhere", async () => {
    const { people, orgId, owner } = await open();
    people.clock.now += 1;
    const bob = await people.person(orgId, "viewer");
    const first = await people.call(owner.accessToken, "GET", "/members?limit=1");
    expect(first.json.items).toMatchObject([
      { userId: owner.userId, roleName: "Owner", secondFactor: false },
    ]);
    const second = await people.call(
      owner.accessToken,
      "GET",
      `/members?limit=1&cursor=${first.json.nextCursor}`,
    );
    expect(second.json).toMatchObject({
      items: [{ userId: bob.userId, email: bob.email }],
      nextCursor: null,
    });
    expect((await people.call(owner.accessToken, "GET", `/members/${bob.userId}`)).status).toBe(200);
    const { owner: stranger } = await open();
    expect((await people.call(stranger.accessToken, "GET", `/members/${bob.userId}`)).status).toBe(404);
    expect((await people.call(stranger.accessToken, "DELETE", `/members/${bob.userId}`)).status).toBe(404);
    const { text } = second;
    for (const secret of ["scrypt", "password", "totp", "hash"]) expect(text).not.toContain(secret);
  });

  it("with a new role may do what it allows at once in this isolate", async () => {
    const { people, orgId, owner } = await open();
    const bob = await people.person(orgId, "viewer");
    const rename = () => people.call(bob.accessToken, "PATCH", "/organization", { name: "x" });
    expect((await rename()).status).toBe(403);
    const changed = await people.call(owner.accessToken, "PATCH", `/members/${bob.userId}`, {
      roleId: "administrator",
    });
    expect(changed).toMatchObject({
      status: 200,
      json: { roleId: "administrator", roleName: "Administrator" },
    });
    expect((await rename()).status).toBe(200);
  });

  it("who was removed is out at once here, and within 30 seconds where nobody said so", async () => {
    const { people, orgId, owner } = await open();
    const bob = await people.person(orgId, "viewer");
    const read = () => people.call(bob.accessToken, "GET", "/organization");
    expect((await read()).status).toBe(200);
    // Behind this isolate's back, as another isolate does it.
    await env.DB.prepare("DELETE FROM memberships WHERE user_id = ?1").bind(bob.userId).run();
    people.clock.now += 29_000;
    expect((await read()).status).toBe(200);
    people.clock.now += 1_000;
    expect((await read()).json.code).toBe("organization_needed");
    const eve = await people.person(orgId, "viewer");
    expect((await people.call(eve.accessToken, "GET", "/organization")).status).toBe(200);
    expect((await people.call(owner.accessToken, "DELETE", `/members/${eve.userId}`)).status).toBe(204);
    expect((await people.call(eve.accessToken, "GET", "/organization")).status).toBe(400);
    const named = { "x-organization-id": orgId };
    expect((await people.call(eve.accessToken, "GET", "/organization", undefined, named)).status).toBe(404);
  });

  it("whose session was revoked elsewhere is out within 30 seconds", async () => {
    const { people, owner } = await open();
    expect((await people.call(owner.accessToken, "GET", "/me")).status).toBe(200);
    await env.DB.prepare("UPDATE sessions SET revoked_at = 1 WHERE id = ?1").bind(owner.sessionId).run();
    people.clock.now += 30_000;
    expect((await people.call(owner.accessToken, "GET", "/me")).status).toBe(401);
  });

  it("who is the last owner is neither removed nor demoted, also by two at the same moment", async () => {
    const { people, orgId, owner } = await open();
    const demote = (token: string, id: string) =>
      people.call(token, "PATCH", `/members/${id}`, { roleId: "viewer" });
    expect((await demote(owner.accessToken, owner.userId)).status).toBe(409);
    expect((await people.call(owner.accessToken, "DELETE", `/members/${owner.userId}`)).status).toBe(409);
    const second = await people.person(orgId, "owner");
    const both = await Promise.all([
      demote(owner.accessToken, second.userId),
      demote(second.accessToken, owner.userId),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const { results } = await env.DB.prepare("SELECT role_id FROM memberships WHERE org_id = ?1")
      .bind(orgId)
      .all();
    expect(results.map(({ role_id }) => role_id).sort()).toEqual(["owner", "viewer"]);
  });

  it("is not changed or removed by somebody who may do less", async () => {
    const { people, orgId, owner } = await open();
    const admin = await people.person(orgId, "administrator");
    const refused = await people.call(admin.accessToken, "PATCH", `/members/${owner.userId}`, {
      roleId: "viewer",
    });
    expect(refused).toMatchObject({ status: 403, json: { code: "forbidden" } });
    expect(refused.json.detail).toContain("organization:delete");
    expect((await people.call(admin.accessToken, "DELETE", `/members/${owner.userId}`)).status).toBe(403);
    const raise = await people.call(admin.accessToken, "PATCH", `/members/${admin.userId}`, {
      roleId: "owner",
    });
    expect(raise.status).toBe(403);
    await customRole(orgId, "role_hr", ["members:read", "members:update", "members:remove"]);
    const hr = await people.person(orgId, "role_hr");
    const viewer = await people.person(orgId, "viewer");
    expect((await people.call(hr.accessToken, "DELETE", `/members/${viewer.userId}`)).status).toBe(403);
    expect(
      (await people.call(hr.accessToken, "PATCH", `/members/${hr.userId}`, { roleId: "viewer" })).status,
    ).toBe(403);
  });

  it("whose custom role is gone may do nothing, and can still be given another", async () => {
    const { people, orgId, owner } = await open();
    await customRole(orgId, "role_gone", ["organization:read"]);
    const bob = await people.person(orgId, "role_gone");
    await env.DB.prepare("DELETE FROM roles WHERE id = 'role_gone'").run();
    people.clock.now += 30_000;
    const named = { "x-organization-id": orgId };
    expect((await people.call(bob.accessToken, "GET", "/organization", undefined, named)).status).toBe(404);
    const fresh = await people.signIn(owner.email);
    const member = await people.call(fresh.accessToken, "GET", `/members/${bob.userId}`);
    expect(member.json).toMatchObject({ roleId: "role_gone", roleName: null });
    expect(
      (await people.call(fresh.accessToken, "PATCH", `/members/${bob.userId}`, { roleId: "viewer" })).status,
    ).toBe(200);
    expect((await people.call(bob.accessToken, "GET", "/organization")).status).toBe(200);
  });
});
