import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { PLATFORM } from "#domain/access/roles";
import { createApp } from "#http/app";
import { ask, prepare, type Request } from "#testing/access-matrix/ask";
import { ADMIN_TOKEN, type Cell, cellsOf, FLOODING_ADDRESS } from "#testing/access-matrix/cells";
import { findLeaks, judge } from "#testing/access-matrix/judge";
import { type Operation, readOperations } from "#testing/access-matrix/operations";
import { makePeople, type People, platformPrincipal } from "#testing/access-matrix/people";
import {
  BODIES,
  CURSORS,
  ENDS_ITS_ORGANIZATION,
  FILLED_BY,
  GIVES_OR_TAKES_THE_PLATFORMS_ROLE,
  HEADERS,
  ONLY_FROM_OWN_PAGES,
  type Place,
  QUERIES,
  REACHES_BELOW,
  ROWS,
  SHARED_WITH_BELOW,
  SHOWS_BELOW,
  SUCCEEDS_WITH,
  WITHOUT_LIMIT,
  WITHOUT_NAMES,
} from "#testing/access-matrix/samples";
import { makeWorld, type World } from "#testing/access-matrix/world";
import { QUICK_PASSWORDS } from "#testing/open-people";
import { openOperations } from "#testing/operations-harness";
import { encodeCursor } from "./cursor.ts";
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
  passwords: QUICK_PASSWORDS,
  send: async () => ({
    result: { kind: "response", status: 204, headers: {} },
    durationMs: 1,
    body: "",
    bodyTruncated: false,
  }),
});

/** How a limit that is used up is found out is the limits' own matter: middleware/rate-limit.test.ts. */
const flooded: typeof real.callLimits = {
  ...real.callLimits,
  address: async (address) =>
    address === FLOODING_ADDRESS
      ? { allowed: false, reports: [], retryAfterMs: 1_000 }
      : real.callLimits.address(address),
};

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
    const tables = [BODIES, QUERIES, HEADERS, CURSORS, SUCCEEDS_WITH, SHARED_WITH_BELOW];
    const sets = [
      SHOWS_BELOW,
      REACHES_BELOW,
      WITHOUT_NAMES,
      ENDS_ITS_ORGANIZATION,
      GIVES_OR_TAKES_THE_PLATFORMS_ROLE,
      ONLY_FROM_OWN_PAGES,
      WITHOUT_LIMIT,
    ];
    const named = [...tables.flatMap((table) => Object.keys(table)), ...sets.flatMap((set) => [...set])];
    const unknown = named.filter((id) => !known.has(id));
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

  async function begin(): Promise<void> {
    const permission = permissionOf(operation);
    world = await makeWorld(env, real, permission);
    people = await makePeople(real, world, permission);
    const authenticate: typeof real.authenticate = async (token) =>
      platformPrincipal(people, permission, token) ?? real.authenticate(token);
    app = createApp(() => ({ ...real, callLimits: flooded, authenticate }));
    await fillLists(operation, world, people.memberExact);
  }

  const prepareFor = ({ about }: Pick<Cell, "about">) =>
    prepare(operation, { ...world.target, person: about?.(people) ?? people.memberExact }, components);

  beforeAll(async () => {
    await begin();
    refused = await prepareFor({});
  });

  it.each(cellsOf(operation))("is what it should be to $name", async (cell) => {
    const expectation = cell.expect(operation);
    const done = expectation.kind === "done";
    const fresh = done && expectation.fresh;
    if (fresh && ENDS_ITS_ORGANIZATION.has(operation.operationId)) await begin();
    const request = fresh ? await prepareFor(cell) : refused;
    const answer = await ask(app, env, operation, request, cell.caller(world, people));
    const seen = cell.sees?.(world, operation) ?? [];
    const wrong = [...judge(operation, expectation, answer), ...findLeaks(world, seen, request, answer)];
    expect(wrong, [`${operation.name} × ${cell.name}`, ...wrong].join("\n")).toEqual([]);
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
    // The same path, but for a list below a row: that of the other organization's own row.
    const foreign = await prepare(operation, world.foreign, components);
    for (let row = 0; row < 2; row++) await fillLists(operation, world);
    const list = (query: string, bearer: string) => {
      const own = bearer === world.foreign.apiKey ? foreign.path : path;
      const request = { path: `${own}?limit=1${query}`, named: [], body: undefined, headers: {} };
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

const walks = operations.filter(({ isList, takesCursor }) => takesCursor && !isList);

describe.each(walks)("$name, which has no pages, with a cursor", (operation) => {
  it("of the place itself goes on, and of any other place is refused", async () => {
    const world = await makeWorld(env, real, permissionOf(operation));
    const app = createApp(() => real);
    const key = CURSORS[operation.operationId];
    expect(key, `Say in CURSORS in samples.ts where ${operation.operationId} goes on.`).toBeDefined();
    const platform = operation.access.kind === "platform";
    const bearer = platform ? ADMIN_TOKEN : world.target.apiKey;
    const from = async (orgId: string) => {
      const path = `${operation.path}?cursor=${encodeCursor(orgId, key ?? "")}`;
      const request = { path, named: [], body: undefined, headers: {} };
      return (await ask(app, env, operation, request, { bearer, naming: null })).status;
    };
    expect(await from(platform ? PLATFORM : world.target.orgId)).toBe(200);
    expect(await from(world.foreign.orgId)).toBe(400);
  });
});

/** A list that is empty everywhere has nothing to give away. */
async function fillLists(operation: Operation, world: World, person: Place["person"] = null): Promise<void> {
  const make = rowMaker(operation.path);
  if (operation.method !== "GET" || make === undefined) return;
  const { target, parent, child, sibling, foreign } = world;
  // A person's list is filled by its person.
  const homes = operation.access.kind === "session" ? [target] : [target, parent, child, sibling, foreign];
  for (const home of homes) await make({ ...home, person }, {});
}

function hasRows({ path, parameterPaths }: Operation): boolean {
  return parameterPaths.length > 0 || rowMaker(path) !== undefined;
}

function rowMaker(path: string) {
  const filled = FILLED_BY[path];
  if (filled !== undefined) return ROWS[filled];
  return Object.entries(ROWS).find(([key]) => key.replace(/\/\{[^}]+\}$/, "") === path)?.[1];
}
