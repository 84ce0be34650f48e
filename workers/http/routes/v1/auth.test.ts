import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { createPasswordHasher } from "#adapters/crypto/password-hasher";
import { sweepSessions } from "#services/sweep-sessions";
import { anyEmail, cookieOf, openPeople, PASSWORD } from "#testing/open-people";
import { seedOrganization } from "#testing/seed";

const SIGN_IN = "/auth/sign-in";
const REFRESH = "/auth/refresh";

async function signedIn(role = "owner") {
  const people = openPeople(env);
  const { orgId } = await seedOrganization(env);
  return { people, orgId, ann: await people.person(orgId, role) };
}

/** What a caller can tell apart. */
async function seen(answer: Promise<{ status: number; json: Record<string, unknown> }>) {
  const { status, json } = await answer;
  const { requestId: _each, ...body } = json;
  return { status, body };
}

describe("signing in", () => {
  it("answers an access token that opens what the role allows, and a cookie that only this host gets", async () => {
    const { people, orgId, ann } = await signedIn("viewer");
    const read = await people.call(ann.accessToken, "GET", "/organization");
    expect(read).toMatchObject({ status: 200, json: { id: orgId } });
    const refused = await people.call(ann.accessToken, "PATCH", "/organization", { name: "x" });
    expect(refused).toMatchObject({ status: 403, json: { code: "forbidden" } });
    const answer = await people.call(null, "POST", SIGN_IN, { email: ann.email, password: PASSWORD });
    const cookie = answer.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/^__Host-igw_refresh=ses_[0-9a-z]{26}\.[\w-]{43};/);
    for (const attribute of ["HttpOnly", "Secure", "SameSite=Strict", "Path=/"])
      expect(cookie).toContain(attribute);
    expect(cookie).not.toContain("Domain");
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });

  it("takes the address as people write it", async () => {
    const { people, ann } = await signedIn();
    const email = `  ${ann.email.toUpperCase()} `;
    expect((await people.call(null, "POST", SIGN_IN, { email, password: PASSWORD })).status).toBe(200);
  });

  it("answers the same for an unknown address, a wrong password and a wrong code", async () => {
    const { people, ann } = await signedIn();
    const ask = (body: unknown) => seen(people.call(null, "POST", SIGN_IN, body));
    const unknown = await ask({ email: anyEmail(), password: PASSWORD });
    const wrong = await ask({ email: ann.email, password: "not the password" });
    await env.DB.prepare("UPDATE users SET totp_enabled_at = 1, totp_sealed = (SELECT ?2) WHERE id = ?1")
      .bind(ann.userId, (await people.services.authenticators.create(ann.userId, ann.email)).sealed)
      .run();
    const code = await ask({ email: ann.email, password: PASSWORD, code: "not-a-code" });
    expect(unknown).toMatchObject({ status: 401, body: { code: "sign_in_failed" } });
    expect(wrong).toEqual(unknown);
    expect(code).toEqual(unknown);
  });

  it("hashes for an address that nobody has, as for one that somebody has", async () => {
    const { people } = await signedIn();
    const asked: (string | null)[] = [];
    const { passwords } = people.services;
    const watched = openPeople(env, {
      passwords: {
        ...passwords,
        verify: (password, stored) => {
          asked.push(stored);
          return passwords.verify(password, stored);
        },
      },
    });
    await watched.call(null, "POST", SIGN_IN, { email: anyEmail(), password: PASSWORD });
    expect(asked).toEqual([null]);
  });

  it("slows down who guesses at an account, and tells the same of one that nobody has", async () => {
    const { people, ann } = await signedIn();
    const guess = (email: string) => people.call(null, "POST", SIGN_IN, { email, password: "wrong wrong" });
    const nobody = anyEmail();
    for (let n = 0; n < 6; n++)
      for (const email of [ann.email, nobody]) expect((await guess(email)).status).toBe(401);
    const known = await guess(ann.email);
    expect(known).toMatchObject({ status: 429, json: { code: "rate_limited" } });
    expect(known.headers.get("retry-after")).toBe("1");
    expect(await seen(guess(nobody))).toEqual(await seen(guess(ann.email)));
    // Also the right password has to wait, or waiting would tell a guesser that it was wrong.
    const right = { email: ann.email, password: PASSWORD };
    expect((await people.call(null, "POST", SIGN_IN, right)).status).toBe(429);
    people.clock.now += 1_000;
    expect((await people.call(null, "POST", SIGN_IN, right)).status).toBe(200);
    expect((await guess(ann.email)).status).toBe(401);
  });

  it("lets in no more guesses at the same moment than one after the other", async () => {
    const { people, ann } = await signedIn();
    const guesses = Array.from({ length: 40 }, () =>
      people.call(null, "POST", SIGN_IN, { email: ann.email, password: "wrong wrong" }),
    );
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(6);
    expect(statuses.filter((status) => status === 429)).toHaveLength(34);
  });

  it("slows down an address that tries many accounts", async () => {
    const { people } = await signedIn();
    const guess = (ip: string) =>
      people.call(
        null,
        "POST",
        SIGN_IN,
        { email: anyEmail(), password: "wrong wrong" },
        { "cf-connecting-ip": ip },
      );
    for (let n = 0; n < 31; n++) expect((await guess(`2001:db8:1:2::${n.toString(16)}`)).status).toBe(401);
    expect((await guess("2001:db8:1:2:ffff::1")).status).toBe(429);
    expect((await guess("2001:db8:1:3::1")).status).toBe(401);
  });

  it("hashes the password again when its parameters have become weak", async () => {
    const { people, ann } = await signedIn();
    const hashOf = async () => (await people.services.users.find(ann.userId))?.passwordHash ?? "";
    const before = await hashOf();
    expect(before).toMatch(/^scrypt\$16\$8\$1\$/);
    const real = openPeople(env, {
      passwords: createPasswordHasher(),
    });
    await real.signIn(ann.email);
    expect(await hashOf()).toMatch(/^scrypt\$16384\$8\$5\$/);
    await real.signIn(ann.email);
  });

  it("gives nobody a session who proved an old password while it was changed", async () => {
    const { people, ann } = await signedIn();
    const { passwords } = people.services;
    const changed = await passwords.hash("another good password");
    const racing = openPeople(env, {
      passwords: {
        ...passwords,
        async verify(password, stored) {
          const right = await passwords.verify(password, stored);
          await env.DB.prepare("UPDATE users SET password_hash = ?2 WHERE id = ?1")
            .bind(ann.userId, changed)
            .run();
          return right;
        },
      },
    });
    const answer = await racing.call(null, "POST", SIGN_IN, { email: ann.email, password: PASSWORD });
    expect(answer).toMatchObject({ status: 401, json: { code: "sign_in_failed" } });
  });

  it.each([
    ["/password", { email: "a@b.example", password: "x".repeat(257) }],
    ["/email", { email: "x".repeat(255), password: "x" }],
    ["/code", { email: "a@b.example", password: "x", code: "1".repeat(41) }],
  ])("reads nothing longer than it must: %s", async (pointer, body) => {
    const answer = await openPeople(env).call(null, "POST", SIGN_IN, body);
    expect(answer).toMatchObject({ status: 422, json: { errors: [{ pointer }] } });
  });
});

describe("a page of another origin", () => {
  const from = (origin: string, site?: string) => ({
    origin,
    ...(site === undefined ? {} : { "sec-fetch-site": site }),
  });

  it.each([
    ["its own page", from("https://gateway.test", "same-origin"), 401],
    ["no browser", {}, 401],
    ["another site", from("https://evil.example", "cross-site"), 403],
    ["a prefix of its own", from("https://gateway.test.evil.example"), 403],
    ["the same host without TLS", from("http://gateway.test"), 403],
    ["another port", from("https://gateway.test:8443", "same-site"), 403],
    ["a sandboxed page", from("null"), 403],
    ["its own name, from elsewhere", from("https://gateway.test", "cross-site"), 403],
    ["no name, from elsewhere", { "sec-fetch-site": "cross-site" }, 403],
    ["a neighbour that is allowed", from("https://app.example.com", "cross-site"), 401],
  ])("may use the cookie or not: %s", async (_, headers, status) => {
    const people = openPeople(env, { allowedOrigins: new Set(["https://app.example.com"]) });
    expect((await people.call(null, "POST", REFRESH, undefined, headers)).status).toBe(status);
    const login = { email: anyEmail(), password: "wrong wrong" };
    expect((await people.call(null, "POST", SIGN_IN, login, headers)).status).toBe(status);
    const out = await people.call(null, "POST", "/auth/sign-out", undefined, headers);
    expect(out.status).toBe(status === 401 ? 204 : 403);
  });
});

describe("refreshing", () => {
  const refresh = (people: ReturnType<typeof openPeople>, cookie: string) =>
    people.call(null, "POST", REFRESH, undefined, { cookie });

  it("answers a new access token and replaces the cookie", async () => {
    const { people, ann } = await signedIn();
    people.clock.now += 240_000;
    const answer = await refresh(people, ann.cookie);
    expect(answer.status).toBe(200);
    expect(cookieOf(answer.headers)).not.toBe(ann.cookie);
    people.clock.now += 240_000;
    expect((await people.call(ann.accessToken, "GET", "/me")).status).toBe(401);
    expect((await people.call(String(answer.json.accessToken), "GET", "/me")).status).toBe(200);
  });

  it("gives a lost answer once more within ten seconds, and parallel tabs the same cookie", async () => {
    const { people, ann } = await signedIn();
    const answers = await Promise.all(Array.from({ length: 10 }, () => refresh(people, ann.cookie)));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(new Set(answers.map(({ headers }) => cookieOf(headers))).size).toBe(1);
    people.clock.now += 10_000;
    const late = await refresh(people, ann.cookie);
    expect(cookieOf(late.headers)).toBe(cookieOf(answers[0]?.headers ?? new Headers()));
    expect((await refresh(people, cookieOf(late.headers))).status).toBe(200);
  });

  it("ends the session when a replaced token is shown later: for the thief and for the robbed", async () => {
    const { people, ann } = await signedIn();
    const mine = await refresh(people, ann.cookie);
    people.clock.now += 10_001;
    const thief = await refresh(people, ann.cookie);
    expect(thief).toMatchObject({ status: 401, json: { code: "unauthorized" } });
    expect(thief.headers.get("set-cookie")).toBeNull();
    expect((await refresh(people, cookieOf(mine.headers))).status).toBe(401);
    expect((await people.call(String(mine.json.accessToken), "GET", "/me")).status).toBe(401);
  });

  it("also when the token is older than the last one, however soon", async () => {
    const { people, ann } = await signedIn();
    const second = cookieOf((await refresh(people, ann.cookie)).headers);
    const third = cookieOf((await refresh(people, second)).headers);
    expect((await refresh(people, ann.cookie)).status).toBe(401);
    expect((await refresh(people, third)).status).toBe(401);
  });

  it("ends after a week without use, and after a month with it", async () => {
    const DAY = 86_400_000;
    const { people, ann } = await signedIn();
    const idle = await people.signIn(ann.email);
    let cookie = ann.cookie;
    for (let day = 6; day < 30; day += 6) {
      people.clock.now += 6 * DAY;
      cookie = cookieOf((await refresh(people, cookie)).headers);
      expect(cookie).not.toBe("");
    }
    expect((await refresh(people, idle.cookie)).status).toBe(401);
    people.clock.now += 6 * DAY;
    expect((await refresh(people, cookie)).status).toBe(401);
  });

  it.each([
    "",
    "__Host-igw_refresh=",
    "__Host-igw_refresh=x",
    "__Host-igw_refresh=ses_00000000000000000000000000.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
  ])("refuses what is no token of ours: %s", async (cookie) => {
    expect((await refresh(openPeople(env), cookie)).status).toBe(401);
  });

  it("stores neither token, and never shows one", async () => {
    const { people, ann } = await signedIn();
    const next = cookieOf((await refresh(people, ann.cookie)).headers);
    const { results } = await env.DB.prepare("SELECT * FROM sessions").all();
    for (const cookie of [ann.cookie, next]) {
      const secret = cookie.split(".")[1] ?? "";
      expect(secret).toHaveLength(43);
      expect(JSON.stringify(results)).not.toContain(secret);
    }
  });
});

describe("signing out", () => {
  it("ends this browser's session at once and removes the cookie", async () => {
    const { people, ann } = await signedIn();
    const other = await people.signIn(ann.email);
    const out = await people.call(null, "POST", "/auth/sign-out", undefined, { cookie: ann.cookie });
    expect(out.status).toBe(204);
    expect(out.headers.get("set-cookie")).toContain("__Host-igw_refresh=; Max-Age=0");
    expect((await people.call(ann.accessToken, "GET", "/me")).status).toBe(401);
    expect((await people.call(null, "POST", REFRESH, undefined, { cookie: ann.cookie })).status).toBe(401);
    expect((await people.call(other.accessToken, "GET", "/me")).status).toBe(200);
  });

  it("takes more than a session's id: who made up the secret signs nobody out", async () => {
    const { people, ann } = await signedIn();
    const cookie = `__Host-igw_refresh=${ann.sessionId}.${"A".repeat(43)}`;
    expect((await people.call(null, "POST", "/auth/sign-out", undefined, { cookie })).status).toBe(204);
    expect((await people.call(ann.accessToken, "GET", "/me")).status).toBe(200);
  });

  it("everywhere ends every session, also one that is just beginning", async () => {
    const { people, ann } = await signedIn();
    const other = await people.signIn(ann.email);
    expect((await people.call(ann.accessToken, "POST", "/auth/sign-out-everywhere")).status).toBe(204);
    for (const { accessToken, cookie } of [ann, other]) {
      expect((await people.call(accessToken, "GET", "/me")).status).toBe(401);
      expect((await people.call(null, "POST", REFRESH, undefined, { cookie })).status).toBe(401);
    }
    const begun = { ...(await people.services.users.find(ann.userId)) };
    const session = {
      id: "ses_begun",
      userId: ann.userId,
      refreshHash: "x",
      createdAt: people.clock.now,
      refreshedAt: people.clock.now,
      expiresAt: people.clock.now + 1,
      ip: "",
      userAgent: "",
    };
    expect(await people.services.sessions.insert(session, begun.passwordHash ?? "")).toBe(false);
    people.clock.now += 1;
    await people.signIn(ann.email);
  });

  it("shows one's sessions and ends one of them, and nobody else's", async () => {
    const { people, orgId, ann } = await signedIn();
    const phone = await people.signIn(ann.email);
    const bob = await people.person(orgId, "owner");
    const { items } = (await people.call(ann.accessToken, "GET", "/auth/sessions")).json;
    expect(items).toMatchObject([
      { id: phone.sessionId, current: false },
      { id: ann.sessionId, current: true },
    ]);
    const end = (token: string, id: string) => people.call(token, "DELETE", `/auth/sessions/${id}`);
    expect((await end(bob.accessToken, phone.sessionId)).status).toBe(404);
    expect((await end(ann.accessToken, phone.sessionId)).status).toBe(204);
    expect((await people.call(phone.accessToken, "GET", "/me")).status).toBe(401);
    expect((await people.call(ann.accessToken, "GET", "/me")).status).toBe(200);
  });
});

describe("sessions that are over", () => {
  it("leave the table by the cron, and those that are not stay", async () => {
    const { people, ann } = await signedIn();
    const count = async () =>
      (await env.DB.prepare("SELECT count(*) AS n FROM sessions WHERE user_id = ?1").bind(ann.userId).first())
        ?.n;
    await people.call(null, "POST", "/auth/sign-out", undefined, { cookie: ann.cookie });
    await sweepSessions(people.services);
    expect(await count()).toBe(1);
    people.clock.now += 7 * 86_400_000 + 1;
    await sweepSessions(people.services);
    expect(await count()).toBe(0);
  });

  it("are those beyond a hundred of one person, the oldest first", async () => {
    const { people, ann } = await signedIn();
    await env.DB.prepare(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)
       INSERT INTO sessions (id, user_id, refresh_hash, rotated_at, created_at, expires_at, ip, user_agent)
       SELECT s.id || i, user_id, refresh_hash || i, rotated_at, created_at, expires_at, ip, user_agent
       FROM n, sessions s WHERE s.id = ?1 AND s.user_id = ?2`,
    )
      .bind(ann.sessionId, ann.userId)
      .run();
    people.clock.now += 1;
    const { accessToken } = await people.signIn(ann.email);
    expect((await people.call(ann.accessToken, "GET", "/me")).status).toBe(401);
    const { items } = (await people.call(accessToken, "GET", "/auth/sessions")).json;
    expect(items).toHaveLength(100);
  });
});
