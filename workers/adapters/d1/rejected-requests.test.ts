import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { createTimeOrderedId } from "#domain/ids";
import { MAX_REJECTED_PER_MINUTE, type RejectedRequest } from "#domain/ingress/rejected-request";
import { createRejectedRequests } from "./rejected-requests.ts";

const MINUTE = Date.UTC(2026, 0, 15, 12);
const rejected = createRejectedRequests(env.DB);

function request(sourceId: string, at: number, change: Partial<RejectedRequest> = {}): RejectedRequest {
  return {
    id: createTimeOrderedId("rej", at, crypto.getRandomValues(new Uint8Array(10))),
    ...{
      sourceId,
      at,
      reason: "signature_mismatch",
      detail: "d",
      method: "POST",
      status: 401,
      ip: "203.0.113.9",
    },
    ...{ headers: { "x-a": "b" }, query: "a=1", bodyBytes: 3, bodyAt: { key: "k", offset: 0, length: 3 } },
    ...change,
  };
}
const list = (
  sourceId: string,
  change: Partial<Parameters<typeof rejected.list>[2]> = {},
  limit = 100,
  after: string | null = null,
) => rejected.list("org_1", sourceId, { reason: null, from: null, to: null, ...change }, { limit, after });

beforeAll(async () => {
  for (const id of ["src_1", "src_2", "src_3"]) {
    await env.DB.prepare("INSERT INTO sources VALUES ('org_1', ?1, '', 'generic', 1, '{}', '{}', 0, 0)")
      .bind(id)
      .run();
  }
});

describe("rejected requests", () => {
  it("are kept as they were, and found in their own source and organization only", async () => {
    const one = request("src_1", MINUTE);
    expect(await rejected.insert("org_1", one)).toBe(true);
    expect(await rejected.find("org_1", "src_1", one.id)).toEqual(one);
    expect(await rejected.find("org_1", "src_2", one.id)).toBeNull();
    expect(await rejected.find("org_2", "src_1", one.id)).toBeNull();
  });

  it("are so many of each minute and source, whoever writes them; the next minute begins anew", async () => {
    const kept = await Promise.all(
      Array.from({ length: MAX_REJECTED_PER_MINUTE + 5 }, (_, n) =>
        rejected.insert("org_1", request("src_2", MINUTE + n)),
      ),
    );
    expect(kept.filter(Boolean).length).toBe(MAX_REJECTED_PER_MINUTE);
    expect(await rejected.insert("org_1", request("src_2", MINUTE + 60_000))).toBe(true);
    expect(await rejected.insert("org_1", request("src_3", MINUTE))).toBe(true);
  });

  it("are not kept of a source that is gone", async () => {
    expect(await rejected.insert("org_1", request("src_gone", MINUTE))).toBe(false);
    expect(await rejected.insert("org_2", request("src_1", MINUTE))).toBe(false);
  });

  it("are listed newest first, page by page, each once", async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page = await list("src_2", {}, 8, after);
      seen.push(...page.items.map(({ id }) => id));
      after = page.next;
    } while (after !== null);
    expect(seen.length).toBe(MAX_REJECTED_PER_MINUTE + 1);
    expect(seen).toEqual(seen.toSorted().reverse());
    expect(new Set(seen).size).toBe(seen.length);
  });

  it("are found by reason and time", async () => {
    for (let n = 0; n < 3; n++) {
      await rejected.insert("org_1", request("src_1", MINUTE + 120_000 + n, { reason: "malformed_header" }));
    }
    const first = await list("src_1", { reason: "malformed_header" }, 2);
    expect(first.items.map(({ reason }) => reason)).toEqual(["malformed_header", "malformed_header"]);
    const second = await list("src_1", { reason: "malformed_header" }, 2, first.next);
    expect([second.items.length, second.next]).toEqual([1, null]);
    expect((await list("src_1", { to: MINUTE + 1 })).items.length).toBe(1);
    expect((await list("src_1", { from: MINUTE + 1, to: MINUTE + 120_001 })).items.length).toBe(1);
    expect((await list("src_1", { reason: "malformed_body" })).items).toEqual([]);
  });

  it("go with their retention, in slices, and no later ones with them", async () => {
    await rejected.removeBefore("org_1", MINUTE + 60_000, 10);
    expect((await list("src_2")).items.length).toBeGreaterThan(1);
    for (let n = 0; n < 5; n++) await rejected.removeBefore("org_1", MINUTE + 60_000, 10);
    expect((await list("src_2")).items.length).toBe(1);
    expect((await list("src_1")).items.length).toBe(3);
  });
});
