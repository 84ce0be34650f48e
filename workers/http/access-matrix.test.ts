import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { createApp } from "#http/app";
import { ask, prepare, type Request } from "#testing/access-matrix/ask";
import { ADMIN_TOKEN, cellsOf } from "#testing/access-matrix/cells";
import { findLeaks, judge } from "#testing/access-matrix/judge";
import { type Operation, readOperations } from "#testing/access-matrix/operations";
import { injectPeople, type People } from "#testing/access-matrix/people";
import {
  BODIES,
  ROWS,
  SHARED_WITH_BELOW,
  SHOWS_BELOW,
  SUCCEEDS_WITH,
  WITHOUT_NAMES,
} from "#testing/access-matrix/samples";
import { makeWorld, type World } from "#testing/access-matrix/world";
import { openOperations } from "#testing/operations-harness";
import { describeApi } from "./openapi.ts";

/**
 * Every route times everybody who may come, from the OpenAPI document. A new route is looked at by itself; what it needs
 * to be asked is in workers/testing/access-matrix/samples.ts.
 */
const document = describeApi(createApp());
const operations = readOperations(document);
const components = (document.components?.schemas ?? {}) as Readonly<Record<string, unknown>>;

/** Everything is real, but nothing is sent and nothing goes on by itself. */
const { services: real } = openOperations(env, {
  send: async () => ({
    result: { kind: "response", status: 204, headers: {} },
    durationMs: 1,
    body: "",
    bodyTruncated: false,
  }),
});

const permissionOf = ({ access }: Operation) => ("permission" in access ? access.permission : null);

describe("the registry of samples", () => {
  it("knows how to make a row for every parameter of every path", () => {
    const wanted = new Set(operations.flatMap(({ parameterPaths }) => parameterPaths));
    const missing = [...wanted].filter((path) => ROWS[path] === undefined);
    expect(missing, "Add these to ROWS in workers/testing/access-matrix/samples.ts.").toEqual([]);
    const idle = Object.keys(ROWS).filter((path) => !wanted.has(path));
    expect(idle, "No route has these any more. Remove them from ROWS.").toEqual([]);
  });

  it("speaks only of operations that there are", () => {
    const known = new Set(operations.map(({ operationId }) => operationId));
    const named = [BODIES, SUCCEEDS_WITH, SHARED_WITH_BELOW].flatMap((table) => Object.keys(table));
    const unknown = [...named, ...SHOWS_BELOW, ...WITHOUT_NAMES].filter((id) => !known.has(id));
    expect(unknown, "No operation has these ids. Correct samples.ts.").toEqual([]);
  });

  it("uses the operator's token of the test environment", () => {
    expect(Reflect.get(env, "ADMIN_TOKEN")).toBe(ADMIN_TOKEN);
  });
});

describe.each(operations)("$name", (operation) => {
  let world: World;
  let people: People;
  let app: ReturnType<typeof createApp>;
  let refused: Request;

  beforeAll(async () => {
    const permission = permissionOf(operation);
    world = await makeWorld(env, real, permission);
    const crowd = injectPeople(world, permission, real.authenticate);
    people = crowd.people;
    app = createApp(() => ({ ...real, authenticate: crowd.authenticate }));
    refused = await prepare(operation, world.target, components);
    await fillLists(operation, world);
  });

  it.each(cellsOf(operation))("is what it should be to $name", async (cell) => {
    const expectation = cell.expect(operation);
    const done = expectation.kind === "done";
    const request = done && expectation.fresh ? await prepare(operation, world.target, components) : refused;
    const answer = await ask(app, env, operation, request, cell.caller(world, people));
    const seen = cell.sees?.(world, operation) ?? [];
    const wrong = [...judge(operation, expectation, answer), ...findLeaks(world, seen, request, answer)];
    expect(wrong, `${operation.name} × ${cell.name}`).toEqual([]);
    if (
      done &&
      operation.method === "GET" &&
      hasRows(operation) &&
      operation.access.kind === "organization"
    ) {
      const shown = WITHOUT_NAMES.has(operation.operationId) || answer.text.includes(world.target.marker);
      expect(shown, "It shows nothing of the row, so its other cells prove nothing. See WITHOUT_NAMES.").toBe(
        true,
      );
    }
    if (
      expectation.kind === "refused" &&
      expectation.status === 403 &&
      operation.access.kind === "organization"
    ) {
      expect(answer.text).toContain(operation.access.permission);
    }
  });
});

const lists = operations.filter(({ isList, access }) => isList && access.kind === "organization");

describe.each(lists)("$name with a cursor", (operation) => {
  it("that another organization was given is refused, and shows nothing of it", async () => {
    const world = await makeWorld(env, real, permissionOf(operation));
    const app = createApp(() => real);
    const { path } = await prepare(operation, world.target, components);
    for (let row = 0; row < 2; row++) await fillLists(operation, world);
    const list = (query: string, bearer: string) => {
      const request = { path: `${path}?limit=1${query}`, named: [], body: undefined };
      return ask(app, env, operation, request, { bearer, naming: null });
    };
    const first = await list("", world.foreign.apiKey);
    const { nextCursor } = JSON.parse(first.text) as { nextCursor: string | null };
    expect(
      nextCursor,
      "Another organization's list has one row only: see ROWS in samples.ts.",
    ).not.toBeNull();
    expect((await list(`&cursor=${nextCursor}`, world.foreign.apiKey)).status).toBe(200);
    const answer = await list(`&cursor=${nextCursor}`, world.target.apiKey);
    expect(answer.status, answer.text).toBe(400);
    expect(findLeaks(world, [world.target], { named: [] }, answer)).toEqual([]);
  });
});

/** A list that is empty everywhere has nothing to give away. */
async function fillLists({ path, method }: Operation, world: World): Promise<void> {
  const make = rowMaker(path);
  if (method !== "GET" || make === undefined) return;
  for (const home of [world.target, world.parent, world.child, world.sibling, world.foreign])
    await make(home, {});
}

function hasRows({ path, parameterPaths }: Operation): boolean {
  return parameterPaths.length > 0 || rowMaker(path) !== undefined;
}

function rowMaker(path: string) {
  return Object.entries(ROWS).find(([key]) => key.replace(/\/\{[^}]+\}$/, "") === path)?.[1];
}
