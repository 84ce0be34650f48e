import { env } from "cloudflare:workers";
import { createHmac } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import { formatInboundToken } from "#domain/ingress/inbound-token";
import { Problem } from "#domain/problem";
import { composeServices, type HttpServices } from "#services/composition";
import { createStrangerLimit } from "#services/limit-strangers";
import { findQuota, saveQuota } from "#services/manage-quota";
import { createSource } from "#services/save-source";
import { seedOrganization } from "#testing/seed";
import { createApp } from "../app.ts";

const TOKEN = "t".repeat(43);
const elsewhere = formatInboundToken("eu", TOKEN);

function open(change: Partial<HttpServices> = {}) {
  const works: Promise<unknown>[] = [];
  const services: HttpServices = {
    ...composeServices(env),
    inBackground: (work) => void works.push(work),
    strangers: createStrangerLimit(),
    // It waits for company behind the answer, and nobody asks for counts here.
    sourceCounter: { count() {} },
    ...change,
  };
  const app = createApp(() => services);
  const post = async (path: string, headers: Record<string, string> = {}, body: BodyInit = "{}") => {
    const answer = await app.request(`https://gateway.test${path}`, { method: "POST", headers, body }, env);
    await Promise.all(works);
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  return { services, post };
}

async function makeSource(services: HttpServices, settings: Parameters<typeof createSource>[3]) {
  const { orgId } = await seedOrganization(env);
  const { record, token } = await createSource(services, orgId, "generic", settings);
  return { orgId, id: record.id, path: `/in/${token}` };
}

const SHOP = { name: "Shop", secret: "a secret", settings: { header: "X-Signature" } };
const SIGNED = { "x-signature": createHmac("sha256", "a secret").update("{}").digest("hex") };

describe("an address of another region", () => {
  it("is forwarded with its bytes, and looked up here by nobody", async () => {
    const forwarded: { region: string; url: string; bytes: Uint8Array }[] = [];
    const { post } = open({
      sourceDirectory: {
        known: () => "unknown",
        find: () => Promise.reject(new Error("asked")),
        forget: () => {},
      },
      forwardToRegion: async (region, request) => {
        forwarded.push({ region, url: request.url, bytes: new Uint8Array(await request.arrayBuffer()) });
        return new Response("from eu", { status: 203 });
      },
    });
    const answer = await post(`/in/${elsewhere}?a=1`, {}, new Uint8Array([0xff, 0x00]));
    expect([answer.status, answer.text]).toEqual([203, "from eu"]);
    expect(forwarded).toEqual([
      { region: "eu", url: `https://gateway.test/in/${elsewhere}?a=1`, bytes: new Uint8Array([0xff, 0x00]) },
    ]);
  });

  it("that is not connected leads nowhere, like every other that does", async () => {
    const forwardToRegion = () => Promise.reject(new Problem("wrong_region", "no"));
    const { post } = open({ forwardToRegion });
    const there = await post(`/in/${elsewhere}`);
    const nowhere = await post("/in/nothing");
    expect([there.status, there.text]).toEqual([404, nowhere.text]);
  });
});

describe("addresses that lead nowhere", () => {
  const unknown = (n: number) => `/in/${formatInboundToken(env.REGION, `${n}`.padStart(43, "u"))}`;

  it("cost the database one look each, however often they are asked for", async () => {
    const { services, post } = open();
    const looked: string[] = [];
    const { sourceDirectory } = services;
    const counted = open({
      sourceDirectory: {
        ...sourceDirectory,
        find: (hash) => {
          looked.push(hash);
          return sourceDirectory.find(hash);
        },
      },
    });
    for (let n = 0; n < 5; n++) expect((await counted.post(unknown(1))).status).toBe(404);
    expect(looked.length).toBe(1);
    expect((await post("/in/malformed")).status).toBe(404);
  });

  it("make whoever asks for too many of them wait; sources that are known work on", async () => {
    const callLimits: HttpServices["callLimits"] = {
      address: async () => ({ allowed: false, reports: [], retryAfterMs: 3_000 }),
      principal: async () => ({ allowed: true, reports: [] }),
    };
    const { services, post } = open({ callLimits });
    const { path } = await makeSource(services, SHOP);
    const from = { "cf-connecting-ip": "203.0.113.77" };
    expect((await post(path, { ...SIGNED, ...from })).status).toBe(200);
    expect((await post(unknown(2), from)).status).toBe(404);
    const waiting = await post(unknown(3), from);
    expect([waiting.status, waiting.headers.get("retry-after")]).toEqual([429, "3"]);
    expect((await post(path, { ...SIGNED, ...from })).status).toBe(200);
    expect((await post(unknown(4), { "cf-connecting-ip": "198.51.100.7" })).status).toBe(404);
  });
});

describe("a source whose organization is over its limits", () => {
  it("answers 429 with Retry-After, and none of its figures", async () => {
    const callLimits: HttpServices["callLimits"] = {
      address: async () => ({ allowed: true, reports: [] }),
      principal: async () => ({ allowed: false, reports: [], retryAfterMs: 7_000 }),
    };
    const { services, post } = open({ callLimits });
    const { path } = await makeSource(services, SHOP);
    const answer = await post(path, SIGNED);
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "7"]);
    // Who does not prove themselves uses nothing of it up.
    expect((await post(path, { "x-signature": "00" })).status).toBe(401);
  });

  it("says nothing of its quota", async () => {
    const { services, post } = open();
    const { orgId, path } = await makeSource(services, SHOP);
    const { effective } = await findQuota(services, orgId);
    await saveQuota(services, orgId, { ...effective, eventsPerDay: 1 });
    await post(path, SIGNED);
    const over = await post(path, SIGNED);
    expect(over.status).toBe(429);
    expect(Number(over.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(over.text).not.toMatch(/1 events|midnight/);
  });
});

describe("a failure of the gateway's own", () => {
  it("is an answer without a reason, and a line in the log without the address", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const { post } = open({
      sourceDirectory: {
        known: () => "unknown",
        find: () => Promise.reject(new Error("D1 is away")),
        forget: () => {},
      },
    });
    const path = `/in/${formatInboundToken(env.REGION, TOKEN)}`;
    expect((await post(path)).status).toBe(500);
    const lines = JSON.stringify(log.mock.calls);
    log.mockRestore();
    expect(lines).toContain("D1 is away");
    expect(lines).not.toContain(TOKEN);
  });
});
