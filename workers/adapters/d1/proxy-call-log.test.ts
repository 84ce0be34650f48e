import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { createTimeOrderedId } from "#domain/ids";
import type { ProxyCallFilter, ProxyCallRecord } from "#domain/proxy/ports";
import { createProxyCallLog } from "./proxy-call-log.ts";

const log = createProxyCallLog(env.DB);
const ANY: ProxyCallFilter = {
  integrationId: null,
  category: null,
  httpStatus: null,
  gatewayError: null,
  from: null,
  to: null,
};
const DAY = { day: "2026-01-01", bytes: 10 };
let made = 0;

function callAt(at: number, more: Partial<ProxyCallRecord> = {}): ProxyCallRecord {
  made++;
  return {
    id: createTimeOrderedId("pxc", at, new Uint8Array(10).fill(made % 200)),
    integrationId: "int_1",
    at,
    method: "GET",
    path: "/a",
    httpStatus: 200,
    gatewayError: null,
    category: null,
    cache: "bypass",
    durationMs: 1,
    totalMs: 2,
    requestBytes: null,
    responseBytes: 3,
    caller: "key_1",
    correlationId: "corr",
    detail: null,
    traceAt: { key: "k", offset: 1, length: 2 },
    ...more,
  };
}

beforeEach(async () => {
  await env.DB.batch([env.DB.prepare("DELETE FROM proxy_calls"), env.DB.prepare("DELETE FROM usage")]);
});

describe("the log of calls", () => {
  it("gives back what was written, once, and counts what is kept for it", async () => {
    const call = callAt(1_000);
    await log.record("org_a", [call], DAY);
    await log.record("org_a", [call], { ...DAY, bytes: 0 });
    expect(await log.find("org_a", call.id)).toEqual(call);
    expect(await log.find("org_b", call.id)).toBeNull();
    expect((await log.page("org_a", ANY, { after: null, limit: 10 })).rows).toEqual([call]);
    expect((await log.page("org_b", ANY, { after: null, limit: 10 })).rows).toEqual([]);
    const { results } = await env.DB.prepare("SELECT org_id, stored_bytes FROM usage").all();
    expect(results).toEqual([{ org_id: "org_a", stored_bytes: 10 }]);
  });

  it("is walked page by page without a gap, by every filter and by all of them together", async () => {
    const calls = Array.from({ length: 30 }, (_, n) =>
      callAt(1_000 + n, {
        integrationId: `int_${n % 2}`,
        httpStatus: n % 3 === 0 ? 500 : 200,
        category: n % 3 === 0 ? "SERVER_ERROR" : null,
        gatewayError: n % 5 === 0 ? "circuit_open" : null,
      }),
    );
    await log.record("org_a", calls, DAY);
    const filters: [Partial<ProxyCallFilter>, (call: ProxyCallRecord) => boolean][] = [
      [{}, () => true],
      [{ integrationId: "int_1" }, ({ integrationId }) => integrationId === "int_1"],
      [{ category: "SERVER_ERROR" }, ({ category }) => category === "SERVER_ERROR"],
      [{ httpStatus: 500 }, ({ httpStatus }) => httpStatus === 500],
      [{ gatewayError: "circuit_open" }, ({ gatewayError }) => gatewayError === "circuit_open"],
      [{ from: 1_010, to: 1_020 }, ({ at }) => at >= 1_010 && at < 1_020],
      [
        {
          integrationId: "int_0",
          category: "SERVER_ERROR",
          httpStatus: 500,
          gatewayError: "circuit_open",
          from: 1_001,
        },
        ({ integrationId, category, gatewayError, at }) =>
          integrationId === "int_0" && category !== null && gatewayError !== null && at >= 1_001,
      ],
    ];
    for (const [filter, fits] of filters) {
      const found: ProxyCallRecord[] = [];
      let after: string | null = null;
      do {
        const page = await log.page("org_a", { ...ANY, ...filter }, { after, limit: 4 });
        found.push(...page.rows);
        after = page.next;
      } while (after !== null);
      expect(found).toEqual(calls.filter(fits).reverse());
    }
  });

  it("uses its indexes, and writes no row that nobody needs", async () => {
    const plan = async (where: string, index: string) => {
      const { results } = await env.DB.prepare(
        `EXPLAIN QUERY PLAN SELECT id FROM proxy_calls INDEXED BY ${index} WHERE org_id = 'a' AND ${where} ORDER BY id DESC`,
      ).all<{ detail: string }>();
      return results.map(({ detail }) => detail).join("\n");
    };
    expect(await plan("integration_id = 'i' AND id < 'x'", "proxy_calls_integration")).not.toContain(
      "TEMP B-TREE",
    );
    expect(await plan("category = 'AUTH' AND category IS NOT NULL", "proxy_calls_category")).not.toContain(
      "TEMP B-TREE",
    );
    const ddl = await env.DB.prepare("SELECT sql FROM sqlite_master WHERE name = 'proxy_calls'").first<{
      sql: string;
    }>();
    expect(ddl?.sql).toContain("WITHOUT ROWID");
  });

  it("forgets what is older than it must keep, of this organization only", async () => {
    await log.record("org_a", [callAt(1_000), callAt(2_000), callAt(3_000)], DAY);
    await log.record("org_b", [callAt(1_000)], DAY);
    expect(await log.removeBefore("org_a", 3_000, 1)).toBe(false);
    expect(await log.removeBefore("org_a", 3_000, 10)).toBe(true);
    expect((await log.page("org_a", ANY, { after: null, limit: 10 })).rows.map(({ at }) => at)).toEqual([
      3_000,
    ]);
    expect((await log.page("org_b", ANY, { after: null, limit: 10 })).rows).toHaveLength(1);
  });
});
