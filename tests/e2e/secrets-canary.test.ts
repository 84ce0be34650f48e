import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { badInput } from "../canary/bad-input.ts";
import { configuration } from "../canary/configuration.ts";
import { deliveries } from "../canary/deliveries.ts";
import { everyList, keyRotations } from "../canary/operations.ts";
import { people } from "../canary/people.ts";
import { proxyCalls } from "../canary/proxy.ts";
import { sources } from "../canary/sources.ts";
import { type CanaryPart, type CanaryWorld, createWorld, uniqueValue } from "../canary/world.ts";
import { openDatabase } from "../rotation/database.ts";
import { findSealed } from "../rotation/leftovers.ts";
import { createSearch, formsOf } from "../support/canaries.ts";
import { freePort } from "../support/free-port.ts";
import { startGatewayProcess } from "../support/gateway-process.ts";
import { startReceiver } from "../support/receiver.ts";
import { buildRecordingGateway, startQueueRecorder } from "../support/recording-gateway.ts";

/** In this order; each one uses what the ones before have made. */
const PARTS: readonly CanaryPart[] = [
  configuration,
  badInput,
  people,
  sources,
  deliveries,
  proxyCalls,
  keyRotations,
  everyList,
];

const stateFolder = mkdtempSync(join(tmpdir(), "gateway-canary-"));
let world: CanaryWorld;
let output = "";
let messages: readonly string[] = [];

/** The whole scenario through the built Worker, once; then the gateway is stopped and everything is looked through. */
beforeAll(async () => {
  const [receiver, recorder] = await Promise.all([startReceiver(), startQueueRecorder()]);
  const gateway = await startGatewayProcess({
    stateFolder,
    port: await freePort(),
    tickMs: 1_000,
    bundle: await buildRecordingGateway(),
    vars: { QUEUE_RECORDER: recorder.url },
    onOutput: (text) => {
      output += text;
    },
  });
  try {
    world = createWorld(gateway.url, gateway.adminToken, receiver);
    for (const part of PARTS) await part(world);
  } finally {
    await gateway.stop();
    messages = recorder.messages;
    await Promise.all([receiver.close(), recorder.close()]);
  }
}, 180_000);
afterAll(() => rmSync(stateFolder, { recursive: true, force: true }));

describe("a secret that was put into the gateway", () => {
  it("arrived: the receiver saw what is looked for", () => {
    const seen = world.receiver.requests.map(({ headers }) => JSON.stringify(headers)).join("\n");
    for (const name of ["header value", "changed header value"]) {
      const canary = world.canaries.find((candidate) => candidate.name === name);
      expect(seen, name).toContain(JSON.stringify(canary?.value).slice(1, -1));
    }
    expect(world.canaries.length).toBeGreaterThanOrEqual(12);
  });

  it("is in no database, no object and no other file of the state", () => {
    const { files, bytes, found } = createSearch(world.canaries).inFolder(join(stateFolder, "state"));
    expect(found).toEqual([]);
    // Databases of the organization's objects and D1, and the bodies of what was delivered.
    expect(files).toBeGreaterThan(5);
    expect(bytes).toBeGreaterThan(100_000);
  });

  it("is in nothing that the process printed", () => {
    expect(createSearch(world.canaries).in(output, "output")).toEqual([]);
    expect(output).toContain("rotation.ended");
  });

  it("is in no queue message", () => {
    const search = createSearch(world.canaries);
    expect(messages.flatMap((message) => search.in(message, message.slice(0, 80)))).toEqual([]);
    expect(messages.some((message) => message.includes("order.created"))).toBe(true);
    expect(messages.some((message) => message.includes("rotationId"))).toBe(true);
  });

  it("is in no answer but the one that shows it once", () => {
    const search = createSearch(world.canaries);
    const found = world.answers.flatMap(({ where, text, shows }) => search.in(text, where, shows));
    expect(found).toEqual([]);
    expect(world.answers.length).toBeGreaterThan(60);
  });

  it("is sealed in registered columns only: what the key rotation does not know, it cannot rotate", () => {
    const db = openDatabase(stateFolder);
    const { columns } = findSealed(db);
    // Every registered column has a guard that is named after it (sealed-places.test.ts compares).
    const guards = db.prepare("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'").all();
    db.close();
    const registered = new Set(
      guards.map(({ name, tbl_name: table }) => {
        const column = String(name).slice(String(table).length + 1);
        return `${table}.${column.replace(/_key_(insert|update)$/, "")}`;
      }),
    );
    expect([...columns].filter((column) => !registered.has(column))).toEqual([]);
    expect(columns.size).toBeGreaterThanOrEqual(2);
  });
});

describe("the search", () => {
  it("finds a value in every form, wherever it begins", () => {
    const canary = { name: "planted", value: uniqueValue("planted") };
    const search = createSearch([canary]);
    const folder = mkdtempSync(join(tmpdir(), "canary-search-"));
    for (const [form, bytes] of formsOf(canary.value)) {
      writeFileSync(
        join(folder, "file"),
        Buffer.concat([Buffer.from("before "), bytes, Buffer.from(" after")]),
      );
      expect(search.inFolder(folder).found.length, form).toBeGreaterThan(0);
    }
    for (const prefix of ["", "a", "ab", "abc"]) {
      const text = Buffer.from(`${prefix}${canary.value} and more`).toString("base64");
      expect(search.in(text, "base64").length, prefix).toBeGreaterThan(0);
    }
    // As an echoed request lies in a trace: JSON within JSON; and as a log line might pack it up.
    const nested = JSON.stringify({ body: JSON.stringify({ headers: { "x-key": canary.value } }) });
    expect(search.in(nested, "JSON in JSON").length).toBeGreaterThan(0);
    expect(search.in(Buffer.from(nested).toString("base64"), "packed").length).toBeGreaterThan(0);
    expect(search.in("nothing of it", "text")).toEqual([]);
    rmSync(folder, { recursive: true });
  });
});
