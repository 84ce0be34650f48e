import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { PLATFORM } from "#domain/access/roles";
import { ANY_ENTRY } from "#domain/audit/audit-filter";
import type { Services } from "#services/composition";
import { anyEmail, openPeople, PASSWORD } from "#testing/open-people";
import { seedOrganization } from "#testing/seed";

const SIGN_IN = "/auth/sign-in";
const WRONG = "not the password";

async function open(given: Partial<Services> = {}) {
  const works: Promise<void>[] = [];
  const people = openPeople(env, { inBackground: (work) => void works.push(work), ...given });
  const { orgId } = await seedOrganization(env);
  const ann = await people.person(orgId, "viewer");

  /** The entries of one request, after everything that goes on behind its answer. */
  async function entries(log: string, { headers }: { readonly headers: Headers }) {
    await Promise.all(works);
    await people.services.auditJournal.state(log);
    const filter = { ...ANY_ENTRY, requestId: headers.get("x-request-id") ?? "" };
    return people.services.auditLog.search(log, filter, { before: null, limit: 10 });
  }
  return { people, orgId, ann, entries };
}

describe("a sign-in that failed", () => {
  it("is in the log of the account's home organization, as a refusal of nobody in particular", async () => {
    const { people, orgId, ann, entries } = await open();
    const answer = await people.call(null, "POST", SIGN_IN, { email: ann.email, password: WRONG });
    expect(answer.status).toBe(401);
    expect(await entries(orgId, answer)).toMatchObject([
      {
        action: "session.begun",
        outcome: "refused",
        actor: { kind: "anonymous" },
        target: { kind: "user", id: ann.userId },
      },
    ]);
  });

  it("is there for a wrong code too, and not while the code is only missing", async () => {
    const { people, orgId, ann, entries } = await open();
    const { sealed } = await people.services.authenticators.create(ann.userId, ann.email);
    await env.DB.prepare("UPDATE users SET totp_enabled_at = 1, totp_sealed = ?2 WHERE id = ?1")
      .bind(ann.userId, sealed)
      .run();
    const input = { email: ann.email, password: PASSWORD };
    const missing = await people.call(null, "POST", SIGN_IN, input);
    expect(missing.json.code).toBe("second_factor_needed");
    expect(await entries(orgId, missing)).toEqual([]);
    const wrong = await people.call(null, "POST", SIGN_IN, { ...input, code: "not-a-code" });
    expect(await entries(orgId, wrong)).toMatchObject([{ outcome: "refused" }]);
  });

  it("is in no log for an address that nobody has", async () => {
    const { people, orgId, entries } = await open();
    const answer = await people.call(null, "POST", SIGN_IN, { email: anyEmail(), password: WRONG });
    expect(answer.status).toBe(401);
    expect([...(await entries(orgId, answer)), ...(await entries(PLATFORM, answer))]).toEqual([]);
  });

  it("does not keep its answer waiting, and is answered the same while the log cannot be reached", async () => {
    const { people, ann } = await open();
    const never = new Promise<never>(() => {});
    const away = () => Promise.reject(new Error("the object is away"));
    for (const refuse of [() => never, away]) {
      const deaf = openPeople(env, {
        inBackground: () => {},
        auditJournal: { ...people.services.auditJournal, refuse },
      });
      const answer = await deaf.call(null, "POST", SIGN_IN, { email: ann.email, password: WRONG });
      expect(answer).toMatchObject({ status: 401, json: { code: "sign_in_failed" } });
    }
  });
});

describe("a refresh token that comes a second time", () => {
  async function stolen(given: Partial<Services> = {}) {
    const { people, orgId, ann, entries } = await open(given);
    const show = () => people.call(null, "POST", "/auth/refresh", undefined, { cookie: ann.cookie });
    expect((await show()).status).toBe(200);
    people.clock.now += 11_000;
    return { orgId, ann, entries, show, people };
  }

  it("ends the session with one entry in the person's log, however often it comes", async () => {
    const { orgId, ann, entries, show } = await stolen();
    const reuse = await show();
    expect(reuse.status).toBe(401);
    expect(await entries(orgId, reuse)).toMatchObject([
      {
        action: "session.ended_by_reuse",
        outcome: "succeeded",
        actor: { kind: "user", id: ann.userId, name: ann.email },
        target: { kind: "session", id: ann.sessionId },
      },
    ]);
    expect(await entries(orgId, await show())).toEqual([]);
  });

  it("ends the session also while the log cannot be reached", async () => {
    const { auditJournal } = openPeople(env).services;
    const record = () => Promise.reject(new Error("the object is away"));
    const { ann, show, people } = await stolen({ auditJournal: { ...auditJournal, record } });
    expect((await show()).status).toBe(401);
    expect((await people.call(ann.accessToken, "GET", "/me")).status).toBe(401);
  });
});

describe("signing out", () => {
  it("leaves no entry when nobody was signed in", async () => {
    const { people, orgId, ann, entries } = await open();
    const out = () => people.call(null, "POST", "/auth/sign-out", undefined, { cookie: ann.cookie });
    expect(await entries(orgId, await out())).toMatchObject([{ action: "session.ended" }]);
    expect(await entries(orgId, await out())).toEqual([]);
  });
});

describe("somebody who belongs to no organization", () => {
  it("is in the platform's log", async () => {
    const { people, entries } = await open();
    const email = await people.join(PLATFORM, "platform_administrator");
    const answer = await people.call(null, "POST", SIGN_IN, { email, password: PASSWORD });
    expect(await entries(PLATFORM, answer)).toMatchObject([
      { action: "session.begun", outcome: "succeeded", actor: { kind: "user", name: email } },
    ]);
  });
});
