import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { LookupAnswer } from "#domain/lookups/ports";
import { composeServices } from "#services/composition";
import { tidyLookupTables } from "#services/tidy-lookup-tables";
import { writeLookupVersion } from "#services/write-lookup-version";
import { callApi } from "#testing/call-api";
import { createIntegration, seedOrganization } from "#testing/seed";

let orgId = "";
let key = "";
beforeAll(async () => {
  ({ orgId, apiKey: key } = await seedOrganization(env));
});

const PATH = "/api/v1/lookup-tables";
let made = 0;

async function createTable(settings: object = {}): Promise<string> {
  const name = `table_${++made}`;
  const answer = await callApi(key, "POST", PATH, { name, ...settings });
  expect(answer.status, answer.text).toBe(201);
  return name;
}
const load = (name: string, text: string, query = "", type = "text/csv") =>
  callApi(key, "PUT", `${PATH}/${name}/content${query}`, text, { "content-type": type });
const show = async (name: string, query = "") =>
  (await callApi(key, "GET", `${PATH}/${name}/content${query}`)).text;
const find = (name: string, ...keys: string[]): Promise<readonly LookupAnswer[]> =>
  composeServices(env).lookups.find(
    orgId,
    keys.map((of) => ({ table: name, key: of })),
  );
const rowsOf = async (name: string) =>
  ((await callApi(key, "GET", `${PATH}/${name}`)).body as { rows: number }).rows;

describe("a lookup table", () => {
  it("is found by its keys, and says what it does not have", async () => {
    const name = await createTable();
    await load(name, "code,country\nNL,Netherlands\nBE,Belgium\n");
    expect(await find(name, "NL", "DE", "BE")).toEqual([
      { kind: "value", json: '"Netherlands"' },
      { kind: "no_key" },
      { kind: "value", json: '"Belgium"' },
    ]);
    expect(await find("nowhere", "NL")).toEqual([{ kind: "no_table" }]);
  });

  it("keeps the digits of numbers that JavaScript would round, however they come in", async () => {
    const name = await createTable({ default: 1 });
    const long = "12345678901234567890";
    await load(name, `{"key":"a","value":${long}}\n`, "", "application/x-ndjson");
    await load(name, `[{"key":"b","value":{"id":${long}}}]`, "?mode=merge", "application/json");
    const headers = { "content-type": "application/json" };
    await callApi(key, "PUT", `${PATH}/${name}/rows/c`, `{"value":${long}}`, headers);
    await callApi(key, "POST", `${PATH}/${name}/rows`, `{"rows":[{"key":"d","value":${long}}]}`, headers);
    expect(await find(name, "a", "b", "c", "d")).toEqual([
      { kind: "value", json: long },
      { kind: "value", json: `{"id":${long}}` },
      { kind: "value", json: long },
      { kind: "value", json: long },
    ]);
    expect((await callApi(key, "GET", `${PATH}/${name}/rows/c`)).text).toBe(`{"key":"c","value":${long}}`);
    expect((await callApi(key, "GET", `${PATH}/${name}/rows`)).text).toContain(
      `{"key":"b","value":{"id":${long}}}`,
    );
  });

  it("answers its default for a missing key, null included", async () => {
    const name = await createTable({ default: null });
    expect(await find(name, "NL")).toEqual([{ kind: "default", json: "null" }]);
    await callApi(key, "PATCH", `${PATH}/${name}`, { default: "elsewhere" });
    expect(await find(name, "NL")).toEqual([{ kind: "default", json: '"elsewhere"' }]);
    await callApi(key, "PATCH", `${PATH}/${name}`, { noDefault: true });
    expect(await find(name, "NL")).toEqual([{ kind: "no_key" }]);
  });

  it("shows a change of a row at once, also to whoever looked before", async () => {
    const name = await createTable();
    await callApi(key, "PUT", `${PATH}/${name}/rows/a`, { value: 1 });
    expect(await find(name, "a")).toEqual([{ kind: "value", json: "1" }]);
    await callApi(key, "PUT", `${PATH}/${name}/rows/a`, { value: { n: 2 } });
    expect(await find(name, "a")).toEqual([{ kind: "value", json: '{"n":2}' }]);
    expect((await callApi(key, "DELETE", `${PATH}/${name}/rows/a`)).status).toBe(204);
    expect(await find(name, "a")).toEqual([{ kind: "no_key" }]);
    expect((await callApi(key, "GET", `${PATH}/${name}/rows/a`)).status).toBe(404);
  });

  it("does not exist for another organization", async () => {
    const name = await createTable();
    await load(name, "k,v\na,secret\n");
    const other = await seedOrganization(env);
    for (const path of ["", "/rows", "/rows/a", "/content", "/versions"]) {
      const answer = await callApi(other.apiKey, "GET", `${PATH}/${name}${path}`);
      expect(answer.status).toBe(404);
      expect(answer.text).not.toContain("secret");
    }
    expect(await composeServices(env).lookups.find(other.orgId, [{ table: name, key: "a" }])).toEqual([
      { kind: "no_table" },
    ]);
  });

  it.each(["", "1st", "has space", "a.b", "a".repeat(65), "constructor", "__proto__"])(
    "refuses a name that templates cannot speak: %s",
    async (name) => {
      expect((await callApi(key, "POST", PATH, { name })).status).toBe(422);
    },
  );

  it("is not deleted while an integration speaks of it, and afterwards is gone with all its rows", async () => {
    const name = await createTable();
    await load(name, "k,v\na,1\n");
    const integration = await createIntegration(env, orgId, {
      headers: { "x-country": `{{lookup.${name}.a}}` },
    });
    expect((await callApi(key, "DELETE", `${PATH}/${name}`)).status).toBe(409);
    await callApi(key, "DELETE", `/api/v1/integrations/${integration.id}`);
    expect((await callApi(key, "DELETE", `${PATH}/${name}`)).status).toBe(204);
    expect(await find(name, "a")).toEqual([{ kind: "no_table" }]);
    expect((await callApi(key, "POST", PATH, { name })).status).toBe(201);
    expect(await show(name)).toBe("key,value\r\n");
    await tidyLookupTables(composeServices(env));
    const left = await env.DB.prepare(
      "SELECT count(*) AS n FROM lookup_rows WHERE key = 'a' AND json = '\"1\"'",
    ).first("n");
    const tables = await env.DB.prepare(
      "SELECT count(*) AS n FROM lookup_tables WHERE deleted_at IS NOT NULL",
    ).first("n");
    expect([left, tables]).toEqual([0, 0]);
  });
});

describe("importing", () => {
  const FILES: readonly [type: string, text: string, query?: string][] = [
    ["text/csv", "key,value\na,1\nb,2\n"],
    ["text/csv", "\uFEFFkey;value\r\na;1\r\nb;2", "?delimiter=%3B"],
    ["text/csv", 'value,key\n"1",a\n2,b', "?keyColumn=key"],
    ["application/json", '{"a":"1","b":"2"}'],
    ["application/json", '[{"key":"a","value":"1"},{"key":"b","value":"2"}]'],
    ["application/x-ndjson", '{"key":"a","value":"1"}\n\n{"key":"b","value":"2"}'],
  ];
  it.each(FILES)("reads %s: %o", async (type, text, query = "") => {
    const name = await createTable();
    expect((await load(name, text, query, type)).body).toMatchObject({
      rows: 2,
      read: 2,
      added: 2,
      removed: 0,
    });
    expect(await find(name, "a", "b")).toEqual([
      { kind: "value", json: '"1"' },
      { kind: "value", json: '"2"' },
    ]);
  });

  it("makes an object of several columns, and gives them back as columns", async () => {
    const name = await createTable();
    const file = 'code,name,capital\r\nNL,Netherlands,"Amsterdam, ""Venice"""\r\n';
    await load(name, file);
    expect(await find(name, "NL")).toEqual([
      { kind: "value", json: '{"name":"Netherlands","capital":"Amsterdam, \\"Venice\\""}' },
    ]);
    expect(await show(name)).toBe(file.replace("code", "key"));
  });

  it("exports what can be imported again, whatever the values are", async () => {
    const name = await createTable();
    const values = { a: 1, b: "=1+1", "c,d": { x: [null, "ü\n"] }, '"': "", e: null, "-": true };
    await load(name, JSON.stringify(values), "", "application/json");
    for (const [format, type] of [
      ["json", "application/json"],
      ["ndjson", "application/x-ndjson"],
    ] as const) {
      const text = await show(name, `?format=${format}`);
      const copy = await createTable();
      await load(copy, text, "", type);
      expect(await show(copy, `?format=${format}`)).toBe(text);
    }
    const text = await show(name);
    const copy = await createTable();
    await load(copy, text);
    expect(await show(copy)).toBe(text);
  });

  it("replaces or merges, and counts what it did", async () => {
    const name = await createTable();
    await load(name, "k,v\na,1\nb,2\nc,3\n");
    expect((await load(name, "k,v\nb,20\nd,4\nd,5\n", "?mode=merge")).body).toEqual({
      version: 3,
      rows: 4,
      read: 3,
      added: 1,
      changed: 1,
      removed: 0,
      repeated: 1,
    });
    expect((await load(name, "k,v\nd,5\ne,6\n")).body).toMatchObject({ rows: 2, added: 1, removed: 3 });
    expect(await show(name)).toBe("key,value\r\nd,5\r\ne,6\r\n");
  });

  const BAD = [
    ["text/csv", "k,v\na,1\nb\n", "/3"],
    ["text/csv", "k\na\n", "/1"],
    ["text/csv", "k,k\na,1\n", "/1"],
    ["text/csv", "", "/1"],
    ["text/csv", `k,v\n${"x".repeat(257)},1\n`, "/2"],
    ["text/csv", `k,v\n"a,${"1\n".repeat(200_000)}`, "/2"],
    ["application/json", '[{"key":"a","value":1},{"key":1}]', "/1"],
    ["application/json", "7", ""],
    ["application/x-ndjson", '{"key":"a","value":1}\nnonsense\n', "/2"],
  ] as const;
  it.each(BAD)("refuses the whole file for one bad row: %s %.40s", async (type, text, pointer) => {
    const name = await createTable();
    await load(name, "k,v\nkept,1\n");
    const answer = await load(name, text, "", type);
    expect(answer.status, answer.text).toBe(422);
    expect((answer.body as { errors: { pointer: string }[] }).errors[0]?.pointer).toBe(pointer);
    expect(await show(name)).toBe("key,value\r\nkept,1\r\n");
    // And the table takes the next change at once.
    expect((await load(name, "k,v\nkept,2\n")).status).toBe(200);
  });

  it("refuses bytes that are not UTF-8, and types that it does not read", async () => {
    const name = await createTable();
    expect((await load(name, "x", "", "application/pdf")).status).toBe(415);
    const bytes = new Uint8Array([107, 44, 118, 10, 255, 44, 49, 10]);
    const answer = await callApi(key, "PUT", `${PATH}/${name}/content`, bytes, {
      "content-type": "text/csv",
    });
    expect(answer.status).toBe(400);
  });

  it("reads twenty thousand rows without changing one", async () => {
    const name = await createTable();
    const rows = Array.from({ length: 20_000 }, (_, n) => `k${String(n).padStart(6, "0")},"v ${n}\n""x"""`);
    expect((await load(name, `key,value\n${rows.join("\n")}`)).body).toMatchObject({
      rows: 20_000,
      read: 20_000,
    });
    expect(await find(name, "k000000", "k019999", "k020000")).toEqual([
      { kind: "value", json: JSON.stringify('v 0\n"x"') },
      { kind: "value", json: JSON.stringify('v 19999\n"x"') },
      { kind: "no_key" },
    ]);
    expect((await load(name, "key,value\nk000001,only\n")).body).toMatchObject({ rows: 1, removed: 19_999 });
    expect((await callApi(key, "POST", `${PATH}/${name}/versions/2/restore`)).body).toMatchObject({
      rows: 20_000,
    });
    expect(await find(name, "k019999")).toEqual([{ kind: "value", json: JSON.stringify('v 19999\n"x"') }]);
  });
});

describe("how many keys mean something else afterwards", () => {
  it("is told of a file that comes again, once for a key however often it is in it", async () => {
    const name = await createTable();
    // More rows than one statement takes: `k0` comes again in another one.
    const rows = (first: string, last: string, value: string) =>
      `k,v\nk0,${first}\n${Array.from({ length: 2_500 }, (_, n) => `k${n + 1},${value}`).join("\n")}\nk0,${last}\n`;
    expect((await load(name, rows("a", "b", "x"))).body).toMatchObject({ added: 2_501, changed: 0 });
    expect((await load(name, rows("c", "b", "x"))).body).toMatchObject({ added: 0, changed: 0, removed: 0 });
    expect((await load(name, rows("b", "c", "x"))).body).toMatchObject({ changed: 1 });
    expect((await load(name, rows("c", "c", "y"))).body).toMatchObject({ changed: 2_500 });
    const merged = await load(name, "k,v\nk0,d\nk1,y\nnew,z\n", "?mode=merge");
    expect(merged.body).toMatchObject({ added: 1, changed: 1, removed: 0 });
  });

  it("and who made it is told of every version, whatever made it", async () => {
    const name = await createTable();
    await load(name, "k,v\na,1\nb,1\nc,1\n");
    await callApi(key, "POST", `${PATH}/${name}/rows`, {
      rows: [
        { key: "a", value: "1" },
        { key: "b", value: "2" },
        { key: "d", value: "1" },
      ],
    });
    await callApi(key, "DELETE", `${PATH}/${name}/rows/a`);
    await callApi(key, "POST", `${PATH}/${name}/versions/2/restore`);
    const { items } = (await callApi(key, "GET", `${PATH}/${name}/versions`)).body as { items: unknown[] };
    const by = expect.stringMatching(/^api_key:key_/);
    expect(items.slice(0, 4)).toMatchObject([
      { change: "restore", by, added: 1, changed: 1, removed: 1 },
      { change: "rows", by, added: 0, changed: 0, removed: 1 },
      { change: "rows", by, added: 1, changed: 1, removed: 0 },
      { change: "import", by, added: 3, changed: 0, removed: 0 },
    ]);
  });
});

describe("versions", () => {
  it("can be read and restored, and a restoration can be undone", async () => {
    const name = await createTable();
    await load(name, "k,v\na,1\nb,2\n");
    await load(name, "k,v\nb,3\nc,4\n");
    expect(await show(name, "?version=2")).toBe("key,value\r\na,1\r\nb,2\r\n");
    const restored = await callApi(key, "POST", `${PATH}/${name}/versions/2/restore`);
    expect(restored.body).toEqual({ version: 4, rows: 2 });
    expect(await show(name)).toBe("key,value\r\na,1\r\nb,2\r\n");
    await callApi(key, "POST", `${PATH}/${name}/versions/3/restore`);
    expect(await show(name)).toBe("key,value\r\nb,3\r\nc,4\r\n");
    const { items } = (await callApi(key, "GET", `${PATH}/${name}/versions`)).body as {
      items: { change: string }[];
    };
    expect(items.map(({ change }) => change)).toEqual(["restore", "restore", "import", "import"]);
    expect((await callApi(key, "POST", `${PATH}/${name}/versions/9/restore`)).status).toBe(404);
  });

  it("that are older than fifty are forgotten, and what counts stays", async () => {
    const name = await createTable();
    await load(name, "k,v\nfirst,1\ngone,1\n");
    await callApi(key, "DELETE", `${PATH}/${name}/rows/gone`);
    for (let n = 0; n < 67; n++) await callApi(key, "PUT", `${PATH}/${name}/rows/changing`, { value: n });
    await expect.poll(async () => (await find(name, "first"))[0]?.kind).toBe("value");
    const { id } = (await composeServices(env).lookupTables.find(orgId, name)) ?? { id: "" };
    const rows = () =>
      env.DB.prepare("SELECT count(*) AS n FROM lookup_rows WHERE table_id = ?1").bind(id).first<number>("n");
    await expect.poll(rows).toBeLessThan(60);
    expect(await show(name)).toBe("key,value\r\nchanging,66\r\nfirst,1\r\n");
    expect((await callApi(key, "GET", `${PATH}/${name}/content?version=2`)).status).toBe(404);
    expect(await rowsOf(name)).toBe(2);
  });
});

describe("two changes at once", () => {
  it("are one change and one refusal, never half of each", async () => {
    const name = await createTable();
    const answers = await Promise.all(
      ["a", "b", "c", "d"].map((row) => callApi(key, "PUT", `${PATH}/${name}/rows/${row}`, { value: row })),
    );
    const done = answers.filter(({ status }) => status === 200).length;
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
    expect(await rowsOf(name)).toBe(done);
    const { items } = (await callApi(key, "GET", `${PATH}/${name}/rows`)).body as { items: unknown[] };
    expect(items).toHaveLength(done);
  });

  it("a change whose Worker died is thrown away before the next one", async () => {
    const name = await createTable();
    await load(name, "k,v\na,1\n");
    const services = composeServices(env);
    const table = await services.lookupTables.find(orgId, name);
    if (table === null) throw new Error("no table");
    const dead = await services.lookupRows.begin(orgId, table, "lkd_dead", services.now(), 0);
    if (dead === null) throw new Error("no draft");
    await services.lookupRows.stage(dead, [{ key: "ghost", json: "1" }], services.now());
    expect((await callApi(key, "PUT", `${PATH}/${name}/rows/b`, { value: 1 })).status).toBe(409);
    const later = { ...services, now: () => Date.now() + 10 * 60_000 };
    await writeLookupVersion(later, orgId, table, { change: "rows", by: "api_key:key_1" }, async (draft) => {
      // The dead one comes back: it may not write any more.
      expect(await services.lookupRows.stage(dead, [{ key: "ghost", json: "2" }], Date.now())).toBeNull();
      await services.lookupRows.stage(draft, [{ key: "b", json: "2" }], later.now());
      return { added: 1, changed: 0, removed: 0, columns: null };
    });
    expect(await show(name)).toBe("key,value\r\na,1\r\nb,2\r\n");
    expect(
      await services.lookupRows.commit(
        dead,
        { change: "rows", by: "api_key:key_1", rows: 9, added: 0, changed: 0, removed: 0, columns: null },
        1,
      ),
    ).toBeNull();
  });
});
