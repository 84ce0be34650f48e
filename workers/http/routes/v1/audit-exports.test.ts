import { createExecutionContext, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import Papa from "papaparse";
import { beforeAll, describe, expect, it } from "vitest";
import { sha256 } from "#adapters/crypto/digests";
import { planArchive } from "#domain/audit/audit-retention";
import { canonicalJson } from "#domain/audit/canonical-json";
import { createApp } from "#http/app";
import { composeServices } from "#services/composition";
import { runAuditExport } from "#services/run-audit-export";
import { tidyAuditLogs } from "#services/tidy-audit-logs";
import { callApi } from "#testing/call-api";
import { seedOrganization } from "#testing/seed";

const PATH = "/api/v1/audit";
const SHOP = { name: '=HYPERLINK("x")', eventTypes: ["order.*"], url: "https://example.com/hook" };
const app = createApp();

let orgId = "";
let key = "";
beforeAll(async () => {
  ({ orgId, apiKey: key } = await seedOrganization(env));
  for (let n = 0; n < 6; n++) await callApi(key, "POST", "/api/v1/integrations", SHOP);
});

/** As text: an export is not always JSON. */
async function download(path: string, bearer = key) {
  const answer = await app.request(
    `https://gateway.test${PATH}${path}`,
    {
      headers: { authorization: `Bearer ${bearer}` },
    },
    env,
    createExecutionContext(),
  );
  return {
    status: answer.status,
    headers: answer.headers,
    bytes: new Uint8Array(await answer.arrayBuffer()),
  };
}

const textOf = (bytes: Uint8Array) =>
  new TextDecoder("utf-8", { fatal: false, ignoreBOM: true }).decode(bytes);

describe("an export", () => {
  it("as NDJSON has every entry, oldest first, and anybody can recompute the chain from it", async () => {
    const { headers, bytes } = await download("/export?format=ndjson");
    expect(headers.get("content-type")).toBe("application/x-ndjson");
    expect(headers.get("content-disposition")).toContain("audit-log.ndjson");
    const lines = textOf(bytes).trimEnd().split("\n");
    expect(lines.length).toBeGreaterThanOrEqual(7);
    let previous = "0".repeat(64);
    lines.forEach((line, index) => {
      const { hash, previousHash, ...entry } = JSON.parse(line) as {
        seq: number;
        hash: string;
        previousHash: string;
      };
      expect(entry.seq).toBe(index + 1);
      expect(previousHash).toBe(previous);
      expect(sha256(previous + canonicalJson(entry))).toBe(hash);
      previous = hash;
    });
  });

  it("as a JSON list is one, also when nothing matches", async () => {
    const all = JSON.parse(textOf((await download("/export?format=json")).bytes)) as { seq: number }[];
    expect(all.map(({ seq }) => seq)).toEqual(all.map((_, index) => index + 1));
    expect(JSON.parse(textOf((await download("/export?format=json&q=nobody")).bytes))).toEqual([]);
  });

  it("as CSV begins with its columns, has CRLF, and no cell that is a formula", async () => {
    await callApi(key, "PATCH", "/api/v1/organization", { name: "=cmd|' /C calc'!A0" });
    const text = textOf((await download("/export?format=csv&action=organization.*")).bytes);
    expect(text.slice(0, text.indexOf("\r\n"))).toBe(
      "seq,at,actor_kind,actor_id,actor_name,action,target_kind,target_id,outcome,ip,request_id,before,after,previous_hash,hash",
    );
    const rows = Papa.parse<string[]>(text, { skipEmptyLines: true }).data.slice(1);
    expect(rows.length).toBeGreaterThanOrEqual(1);
    for (const cell of rows.flat()) expect(cell).not.toMatch(/^\s*[=+\-@]/);
    expect(text).toContain("=cmd|");
  });

  it("has a byte order mark when a spreadsheet wants one, and else none", async () => {
    expect([...(await download("/export?format=csv&bom=true")).bytes.slice(0, 3)]).toEqual([
      0xef, 0xbb, 0xbf,
    ]);
    expect(textOf((await download("/export?format=csv")).bytes)).toMatch(/^seq,/);
  });

  it("takes the filters of the search, and can be walked by number", async () => {
    const seqs = async (query: string) =>
      textOf((await download(`/export?format=ndjson${query}`)).bytes)
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => (JSON.parse(line) as { seq: number }).seq);
    expect((await seqs("&action=integration.created")).length).toBe(6);
    expect((await seqs("&q=hyperlink")).length).toBe(6);
    expect(await seqs("&after=2&count=3")).toEqual([3, 4, 5]);
    expect(await seqs("&from=2999-01-01T00:00:00Z")).toEqual([]);
    expect(await seqs("&to=2020-01-01T00:00:00Z")).toEqual([]);
  });

  it("is noted in the log before anything is read", async () => {
    await download("/export?format=csv");
    const { body } = await callApi(key, "GET", `${PATH}?action=audit.exported`);
    expect(body).toMatchObject({ items: [{ action: "audit.exported" }] });
  });
});

describe("an export in the background", () => {
  it.each(["csv", "json", "ndjson"])("is the same as one at once: %s", async (format) => {
    const filters = { action: "integration.*" };
    const started = await callApi(key, "POST", `${PATH}/exports`, { format, byteOrderMark: true, filters });
    expect(started).toMatchObject({ status: 202, body: { status: "running", format } });
    const { id } = started.body as { id: string };
    expect((await callApi(key, "GET", `${PATH}/exports/${id}/content`)).status).toBe(409);
    await runAuditExport(composeServices(env), orgId, id);
    const { body } = await callApi(key, "GET", `${PATH}/exports/${id}`);
    expect(body).toMatchObject({ status: "completed", percentage: 100, entries: 6 });
    const stored = await download(`/exports/${id}/content`);
    const atOnce = await download(`/export?format=${format}&bom=true&action=integration.*`);
    expect(textOf(stored.bytes)).toBe(textOf(atOnce.bytes));
    expect(stored.headers.get("content-type")).toBe(atOnce.headers.get("content-type"));
  });

  it("is found only by its organization, and listed", async () => {
    const { id } = (await callApi(key, "POST", `${PATH}/exports`, {})).body as { id: string };
    const { apiKey: foreign } = await seedOrganization(env);
    expect((await callApi(foreign, "GET", `${PATH}/exports/${id}`)).status).toBe(404);
    expect((await callApi(foreign, "GET", `${PATH}/exports/${id}/content`)).status).toBe(404);
    expect((await callApi(foreign, "GET", `${PATH}/exports`)).body).toEqual({ items: [] });
    expect((await callApi(key, "GET", `${PATH}/exports`)).text).toContain(id);
    await runAuditExport(composeServices(env), orgId, id);
  });

  it("is refused when three are running, and when its form is wrong", async () => {
    const { apiKey } = await seedOrganization(env);
    await callApi(apiKey, "POST", "/api/v1/integrations", SHOP);
    const services = composeServices(env);
    const quiet = createApp(() => ({
      ...services,
      jobQueue: { wake: async () => {}, purge: async () => {} },
    }));
    const start = (body: object) =>
      quiet.request(
        `https://gateway.test${PATH}/exports`,
        {
          method: "POST",
          headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
          body: JSON.stringify(body),
        },
        env,
      );
    const statuses = [];
    for (let n = 0; n < 4; n++) statuses.push((await start({})).status);
    expect(statuses.slice(0, 3)).toEqual([202, 202, 202]);
    expect([202, 409]).toContain(statuses[3]);
    expect((await start({ format: "xml" })).status).toBe(422);
    expect((await start({ filters: { nobody: 1 } })).status).toBe(422);
  });
});

describe("entries in the archive", () => {
  it("are exported, shown one by one and verified, and the search says that it does not see them", async () => {
    const { orgId: old, apiKey } = await seedOrganization(env);
    for (let n = 0; n < 5; n++) await callApi(apiKey, "POST", "/api/v1/integrations", SHOP);
    const before = textOf((await download("/export?format=ndjson&action=integration.*", apiKey)).bytes);

    const services = composeServices(env);
    const later = Date.now() + 91 * 86_400_000;
    await services.auditJournal.tidy(old, planArchive(365, later));
    const { body } = await callApi(apiKey, "GET", PATH);
    const { archive } = body as { archive: { firstSeq: number; lastSeq: number } };
    expect(archive.firstSeq).toBe(1);
    expect(archive.lastSeq).toBeGreaterThanOrEqual(5);

    expect(textOf((await download("/export?format=ndjson&action=integration.*", apiKey)).bytes)).toBe(before);
    expect((await callApi(apiKey, "GET", `${PATH}/2`)).body).toMatchObject({
      seq: 2,
      target: { kind: "integration" },
    });
    expect((await callApi(apiKey, "GET", `${PATH}/verification`)).body).toMatchObject({ status: "valid" });

    const { objects } = await env.BODIES.list({ prefix: `${old}/audit/` });
    const segment = objects[0]?.key ?? "";
    const text = (await (await env.BODIES.get(segment))?.text()) ?? "";
    await env.BODIES.put(segment, text.replace("Shop", "Shap").replace("HYPERLINK", "HYPERLUNK"));
    expect((await callApi(apiKey, "GET", `${PATH}/verification`)).body).toMatchObject({
      status: "broken",
      fault: { kind: "changed" },
    });
    await env.BODIES.delete(segment);
    expect((await callApi(apiKey, "GET", `${PATH}/verification`)).body).toMatchObject({
      status: "broken",
      fault: { seq: 1, kind: "missing" },
    });
  });

  it("get there by the cron, one organization after the other, by the retention of its policy", async () => {
    const { orgId: kept, apiKey } = await seedOrganization(env);
    for (let n = 0; n < 3; n++) await callApi(apiKey, "POST", "/api/v1/integrations", SHOP);
    await env.DB.prepare("UPDATE organizations SET policy = ?2 WHERE id = ?1")
      .bind(kept, '{"auditRetentionDays":30}')
      .run();
    const services = composeServices(env);
    const at = (days: number) => ({ ...services, now: () => Date.now() + days * 86_400_000 });
    for (let n = 0; n < 3; n++) await tidyAuditLogs(at(40));
    const state = await services.auditJournal.state(kept);
    expect(state.base.seq).toBeGreaterThanOrEqual(3);
    expect((await callApi(apiKey, "GET", `${PATH}/1`)).status).toBe(404);
    expect((await callApi(apiKey, "GET", `${PATH}/verification`)).body).toMatchObject({ status: "valid" });
    const rest = await runInDurableObject(env.AUDIT.getByName(kept), (_, storage) =>
      storage.storage.sql.exec("SELECT 1 FROM segments").toArray(),
    );
    expect(rest).toEqual([]);
  });
});
