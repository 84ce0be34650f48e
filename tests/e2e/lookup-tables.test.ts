import { expect, inject, it } from "vitest";
import { openTenant } from "./support.ts";

const ROWS = 150_000;

/** A file that no single statement and no single message could carry, through the built Worker. */
it("a file of 150,000 rows goes in and comes out the same, and one row of it is found", async () => {
  const { api, apiKey } = await openTenant("lookups");
  await api.expect(201, "POST", "/api/v1/lookup-tables", { name: "postcodes" });
  const url = `${inject("gatewayUrl")}/api/v1/lookup-tables/postcodes/content`;
  const headers = { authorization: `Bearer ${apiKey}`, "content-type": "text/csv" };
  const lines = Array.from({ length: ROWS }, (_, n) => `${String(n).padStart(7, "0")},Place ${n}`);
  const file = `key,value\r\n${lines.join("\r\n")}\r\n`;
  const imported = await fetch(url, { method: "PUT", headers, body: file });
  expect(imported.status, await imported.clone().text()).toBe(200);
  expect(await imported.json()).toMatchObject({ rows: ROWS, read: ROWS, added: ROWS, version: 2 });
  expect(await (await fetch(url, { headers })).text()).toBe(file);
  const row = await api.expect(200, "GET", "/api/v1/lookup-tables/postcodes/rows/0149999");
  expect(row).toEqual({ key: "0149999", value: "Place 149999" });
});
