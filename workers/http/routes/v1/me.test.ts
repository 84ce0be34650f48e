import { env } from "cloudflare:workers";
import { TOTP } from "otpauth";
import { describe, expect, it } from "vitest";
import { ADMIN_TOKEN, openPeople, PASSWORD } from "#testing/open-people";
import { seedOrganization } from "#testing/seed";

const FACTOR = "/me/second-factor";
const STEP_MS = 30_000;
const NEXT = "another good password";

async function open() {
  const people = openPeople(env);
  const { orgId } = await seedOrganization(env, { name: "Acme" });
  const ann = await people.person(orgId, "developer");
  // In the middle of a step, so that moving by one step is exactly that.
  people.clock.now = Math.ceil(people.clock.now / STEP_MS) * STEP_MS + STEP_MS / 2;
  return { people, orgId, ann };
}

async function withFactor() {
  const { people, orgId, ann } = await open();
  const begun = await people.call(ann.accessToken, "POST", FACTOR, { password: PASSWORD });
  const secret = String(begun.json.secret);
  const codeAt = (ms: number) => TOTP.generate({ secret: secretOf(secret), timestamp: ms });
  const enabled = await people.call(ann.accessToken, "POST", `${FACTOR}/enable`, {
    code: codeAt(people.clock.now),
  });
  const recoveryCodes = enabled.json.recoveryCodes as string[];
  const { email } = ann;
  const signIn = (code?: string) =>
    people.call(null, "POST", "/auth/sign-in", {
      email,
      password: PASSWORD,
      ...(code === undefined ? {} : { code }),
    });
  return { people, orgId, ann, begun, enabled, recoveryCodes, codeAt, signIn };
}

function secretOf(base32: string) {
  return new TOTP({ secret: base32 }).secret;
}

describe("an account", () => {
  it("shows who one is and what one may do where, roles from above included", async () => {
    const { people, orgId, ann } = await open();
    const { orgId: child } = await seedOrganization(env, { name: "Child" });
    await env.DB.prepare("UPDATE organizations SET parent_id = ?2, path = ?2 || '/' || ?1 WHERE id = ?1")
      .bind(child, orgId)
      .run();
    const token = await people.invite(child, ann.email, "auditor");
    await people.call(null, "POST", "/auth/invitations/accept", { token, name: "Ann", password: PASSWORD });
    const { json, text } = await people.call(ann.accessToken, "GET", "/me");
    expect(json).toMatchObject({
      id: ann.userId,
      email: ann.email,
      name: "Ann",
      secondFactor: false,
      memberships: [
        { organizationId: orgId, organizationName: "Acme", roleId: "developer", roleName: "Developer" },
        { organizationId: child, organizationName: "Child", roleId: "auditor" },
      ],
    });
    const [above, below] = json.memberships as { permissions: string[] }[];
    expect(above?.permissions).not.toContain("audit:read");
    expect(below?.permissions).toEqual(expect.arrayContaining(["audit:read", "integrations:create"]));
    expect(text).not.toMatch(/scrypt|hash|sealed/);
  });

  it("gets another name", async () => {
    const { people, ann } = await open();
    expect((await people.call(ann.accessToken, "PATCH", "/me", { name: " Anna " })).json.name).toBe("Anna");
    expect((await people.call(ann.accessToken, "PATCH", "/me", { name: "" })).status).toBe(422);
  });

  it("is nobody's who comes with a key or the operator's token", async () => {
    const { people } = await open();
    expect((await people.call(ADMIN_TOKEN, "GET", "/me")).status).toBe(403);
    expect((await people.call(null, "GET", "/me")).status).toBe(401);
  });
});

describe("a password", () => {
  it("is changed with the old one, and ends every other session", async () => {
    const { people, ann } = await open();
    const phone = await people.signIn(ann.email);
    const change = (currentPassword: string, newPassword: string) =>
      people.call(ann.accessToken, "POST", "/me/password", { currentPassword, newPassword });
    expect((await change("not the password", NEXT)).status).toBe(401);
    expect(await change(PASSWORD, "short")).toMatchObject({
      status: 422,
      json: { errors: [{ pointer: "/newPassword" }] },
    });
    expect((await change(PASSWORD, PASSWORD)).status).toBe(422);
    expect((await change(PASSWORD, ann.email)).status).toBe(422);
    expect((await change(PASSWORD, NEXT)).status).toBe(204);
    expect((await people.call(phone.accessToken, "GET", "/me")).status).toBe(401);
    expect(
      (await people.call(null, "POST", "/auth/refresh", undefined, { cookie: phone.cookie })).status,
    ).toBe(401);
    expect((await people.call(ann.accessToken, "GET", "/me")).status).toBe(200);
    const signIn = (password: string) =>
      people.call(null, "POST", "/auth/sign-in", { email: ann.email, password });
    expect((await signIn(PASSWORD)).status).toBe(401);
    expect((await signIn(NEXT)).status).toBe(200);
  });

  it("cannot be guessed with a stolen access token faster than by signing in", async () => {
    const { people, ann } = await open();
    const guess = () =>
      people.call(ann.accessToken, "POST", "/me/password", {
        currentPassword: "wrong wrong",
        newPassword: NEXT,
      });
    for (let n = 0; n < 6; n++) expect((await guess()).status).toBe(401);
    expect((await guess()).status).toBe(429);
  });
});

describe("a second factor", () => {
  it("is begun with the password, shows its secret once, and asks for nothing until a code enabled it", async () => {
    const { people, ann } = await open();
    expect((await people.call(ann.accessToken, "POST", FACTOR, { password: "wrong wrong" })).status).toBe(
      401,
    );
    const begun = await people.call(ann.accessToken, "POST", FACTOR, { password: PASSWORD });
    expect(begun.status).toBe(201);
    const uri = new URL(String(begun.json.otpauthUri));
    expect(uri.protocol).toBe("otpauth:");
    expect(Object.fromEntries(uri.searchParams)).toEqual({
      issuer: "Integration gateway",
      secret: begun.json.secret,
      algorithm: "SHA1",
      digits: "6",
      period: "30",
    });
    const row = await env.DB.prepare("SELECT * FROM users WHERE id = ?1").bind(ann.userId).first();
    expect(JSON.stringify(row)).not.toContain(String(begun.json.secret));
    await people.signIn(ann.email);
    expect((await people.call(ann.accessToken, "GET", "/me")).json.secondFactor).toBe(false);
  });

  it("is needed from then on, and its codes count one step to either side", async () => {
    const { people, codeAt, enabled, signIn } = await withFactor();
    expect(enabled.status).toBe(200);
    expect(await signIn()).toMatchObject({ status: 401, json: { code: "second_factor_needed" } });
    people.clock.now += 4 * STEP_MS;
    const { now } = people.clock;
    expect((await signIn(codeAt(now - 2 * STEP_MS))).status).toBe(401);
    expect((await signIn(codeAt(now + 2 * STEP_MS))).status).toBe(401);
    expect((await signIn(codeAt(now - STEP_MS))).status).toBe(200);
    expect((await signIn(codeAt(now))).status).toBe(200);
    expect((await signIn(codeAt(now + STEP_MS))).status).toBe(200);
  });

  it("takes a code once: not the one that enabled it, not in parallel, not an older one afterwards", async () => {
    const { people, codeAt, signIn } = await withFactor();
    expect((await signIn(codeAt(people.clock.now))).status).toBe(401);
    people.clock.now += 3 * STEP_MS;
    const code = codeAt(people.clock.now);
    const statuses = (await Promise.all([signIn(code), signIn(code), signIn(code)])).map(
      ({ status }) => status,
    );
    expect(statuses.sort()).toEqual([200, 401, 401]);
    expect((await signIn(codeAt(people.clock.now - STEP_MS))).status).toBe(401);
  });

  it("has ten recovery codes, each for one use, stored as hashes", async () => {
    const { people, ann, recoveryCodes, signIn } = await withFactor();
    expect(new Set(recoveryCodes).size).toBe(10);
    for (const code of recoveryCodes) expect(code).toMatch(/^([0-9a-z]{4}-){3}[0-9a-z]{4}$/);
    const row = await env.DB.prepare("SELECT recovery_codes FROM users WHERE id = ?1")
      .bind(ann.userId)
      .first();
    for (const code of recoveryCodes) expect(JSON.stringify(row)).not.toContain(code.replaceAll("-", ""));
    const [first = "", second = ""] = recoveryCodes;
    const statuses = (await Promise.all([signIn(first), signIn(first)])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 401]);
    expect((await signIn(second.replaceAll("-", " ").toUpperCase())).status).toBe(200);
    expect((await people.call(ann.accessToken, "GET", "/me")).json).toMatchObject({
      secondFactor: true,
      recoveryCodesLeft: 8,
    });
  });

  it("is disabled with password and code together, and wrong is wrong", async () => {
    const { people, ann, codeAt, signIn } = await withFactor();
    const disable = (password: string, code: string) =>
      people.call(ann.accessToken, "POST", `${FACTOR}/disable`, { password, code });
    people.clock.now += 3 * STEP_MS;
    const code = () => codeAt(people.clock.now);
    const wrongPassword = await disable("wrong wrong", code());
    const wrongCode = await disable(PASSWORD, "not-a-code");
    expect([wrongPassword.status, wrongCode.status]).toEqual([401, 401]);
    expect(wrongCode.json.detail).toBe(wrongPassword.json.detail);
    expect((await disable(PASSWORD, "")).status).toBe(401);
    expect((await disable(PASSWORD, code())).status).toBe(204);
    expect((await signIn()).status).toBe(200);
    expect((await disable(PASSWORD, code())).status).toBe(409);
  });

  it("is not replaced while it is enabled, nor enabled with a code of an earlier beginning", async () => {
    const { people, ann } = await withFactor();
    expect((await people.call(ann.accessToken, "POST", FACTOR, { password: PASSWORD })).status).toBe(409);
    expect((await people.call(ann.accessToken, "POST", `${FACTOR}/enable`, { code: "123456" })).status).toBe(
      409,
    );
    const { people: others, ann: bob } = await open();
    expect((await others.call(bob.accessToken, "POST", `${FACTOR}/enable`, { code: "123456" })).status).toBe(
      409,
    );
    const first = await others.call(bob.accessToken, "POST", FACTOR, { password: PASSWORD });
    await others.call(bob.accessToken, "POST", FACTOR, { password: PASSWORD });
    const code = TOTP.generate({ secret: secretOf(String(first.json.secret)), timestamp: others.clock.now });
    expect((await others.call(bob.accessToken, "POST", `${FACTOR}/enable`, { code })).status).toBe(401);
  });

  it("cannot be guessed: its codes are throttled with the password", async () => {
    const { signIn, codeAt, people } = await withFactor();
    people.clock.now += 3 * STEP_MS;
    for (let n = 0; n < 6; n++) expect((await signIn(String(n).padStart(6, "0"))).status).toBe(401);
    expect((await signIn(codeAt(people.clock.now))).status).toBe(429);
  });
});
