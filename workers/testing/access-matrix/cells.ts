import type { Operation } from "./operations.ts";
import type { People } from "./people.ts";
import { SHARED_WITH_BELOW, SHOWS_BELOW } from "./samples.ts";
import type { Home, World } from "./world.ts";

/** What a cell of the matrix asks for. Cells that speak of members are asked by people that are passed in: people.ts. */
export type Expectation =
  /** Refused with this status and this problem code. */
  | { readonly kind: "refused"; readonly status: number; readonly code: string }
  /** Done. `fresh`: with a row of its own, because the one before may be gone now. */
  | { readonly kind: "done"; readonly fresh: boolean }
  /** One of these, by design. */
  | { readonly kind: "answered"; readonly statuses: readonly number[] }
  /** The caller acts where they may: anything that is no refusal of the caller and no failure of the gateway. */
  | { readonly kind: "handled" }
  /** Open to everybody, who may still be told that what they sent is wrong. */
  | { readonly kind: "not_failed" };

export interface Caller {
  readonly bearer: string | null;
  /** X-Organization-Id */
  readonly naming: string | null;
}

export interface Cell {
  readonly name: string;
  readonly caller: (world: World, people: People) => Caller;
  readonly expect: (operation: Operation) => Expectation;
  /** Whose names the answer may contain. */
  readonly sees?: (world: World, operation: Operation) => readonly Home[];
}

type Call = (world: World, people: People) => Caller;

const UNAUTHORIZED = refused(401, "unauthorized");
const FORBIDDEN = refused(403, "forbidden");
const NOT_FOUND = refused(404, "not_found");
const UNNAMED = refused(400, "organization_needed");
const HANDLED: Expectation = { kind: "handled" };
export const ADMIN_TOKEN = "test-admin-token-0123456789abcdefghijkl";

const as = (bearer: (world: World, people: People) => string | null): Call => {
  return (world, people) => ({ bearer: bearer(world, people), naming: null });
};
const naming = (
  home: (world: World) => Home,
  bearer: (world: World, people: People) => string | null,
): Call => {
  return (world, people) => ({ bearer: bearer(world, people), naming: home(world).orgId });
};
const target = (world: World) => world.target;
const parent = (world: World) => world.parent;

/** Somebody who acts in an organization of their own, with the target's ids in the path and the body. */
function elsewhere(name: string, home: (world: World) => Home, bearer: Call): Cell {
  return {
    name,
    caller: bearer,
    expect: ({ parameterPaths }) => (parameterPaths.length > 0 ? NOT_FOUND : HANDLED),
    sees: (world) => [home(world)],
  };
}

const STRANGERS: readonly Cell[] = [
  cell(
    "nobody",
    as(() => null),
    UNAUTHORIZED,
  ),
  cell(
    "garbage",
    as(() => "garbage"),
    UNAUTHORIZED,
  ),
  cell(
    "a key that never was",
    as(() => `igw_local_${"A".repeat(43)}`),
    UNAUTHORIZED,
  ),
  cell(
    "a revoked key",
    as(({ keys }) => keys.revoked),
    UNAUTHORIZED,
  ),
  cell(
    "an expired key",
    as(({ keys }) => keys.expired),
    UNAUTHORIZED,
  ),
];

const ORGANIZATION: readonly Cell[] = [
  ...STRANGERS,
  cell(
    "a key of a deleted organization",
    as(({ deleted }) => deleted.apiKey),
    UNAUTHORIZED,
  ),
  cell(
    "a key of a deleted organization, naming this one",
    naming(target, ({ deleted }) => deleted.apiKey),
    NOT_FOUND,
  ),
  elsewhere(
    "another organization's key",
    ({ foreign }) => foreign,
    as(({ foreign }) => foreign.apiKey),
  ),
  cell(
    "another organization's key, naming this one",
    naming(target, ({ foreign }) => foreign.apiKey),
    NOT_FOUND,
  ),
  {
    ...elsewhere(
      "a key of the parent, naming nothing",
      parent,
      as((world) => world.parent.apiKey),
    ),
    sees: (world, { operationId }) => [world.parent, ...(SHOWS_BELOW.has(operationId) ? [world.target] : [])],
  },
  {
    name: "a key of a child",
    caller: as(({ child }) => child.apiKey),
    expect: ({ operationId, parameterPaths }) => {
      const shared = SHARED_WITH_BELOW[operationId];
      if (shared !== undefined) return { kind: "answered", statuses: shared.statuses };
      return parameterPaths.length > 0 ? NOT_FOUND : HANDLED;
    },
    sees: (world, operation) => [world.child, ...above(operation, world.target, world.parent)],
  },
  cell(
    "a key of a child, naming this one",
    naming(target, ({ child }) => child.apiKey),
    NOT_FOUND,
  ),
  cell(
    "a key of a child, naming what is above this one",
    naming(parent, ({ child }) => child.apiKey),
    NOT_FOUND,
  ),
  {
    ...elsewhere(
      "a key of a sibling",
      ({ sibling }) => sibling,
      as(({ sibling }) => sibling.apiKey),
    ),
    sees: (world, operation) => [world.sibling, ...above(operation, world.parent)],
  },
  cell(
    "a key of a sibling, naming this one",
    naming(target, ({ sibling }) => sibling.apiKey),
    NOT_FOUND,
  ),
  cell(
    "a key of the parent, naming a deleted child",
    naming(
      ({ deleted }) => deleted,
      (world) => world.parent.apiKey,
    ),
    NOT_FOUND,
  ),
  cell(
    "a key without the permission",
    as(({ keys }) => keys.without),
    FORBIDDEN,
  ),
  cell(
    "a key of the parent without the permission, naming this one",
    naming(target, ({ keys }) => keys.parentWithout),
    FORBIDDEN,
  ),
  cell(
    "a removed member",
    as((_, people) => people.removedMember),
    UNNAMED,
  ),
  cell(
    "a removed member, naming this one",
    naming(target, (_, people) => people.removedMember),
    NOT_FOUND,
  ),
  cell(
    "a member without the permission",
    as((_, people) => people.memberWithout),
    FORBIDDEN,
  ),
  cell(
    "a member of a child, naming this one",
    naming(target, (_, people) => people.memberOfChild),
    NOT_FOUND,
  ),
  cell(
    "a member of another organization, naming this one",
    naming(target, (_, people) => people.memberOfForeign),
    NOT_FOUND,
  ),
  cell(
    "the operator, naming nothing",
    as(() => ADMIN_TOKEN),
    UNNAMED,
  ),
  cell("the operator, naming the platform", () => ({ bearer: ADMIN_TOKEN, naming: "*" }), NOT_FOUND),
  // First with the row that everybody above was refused: whatever they did to it would show.
  allowed(
    "a key with exactly the permission",
    as(({ keys }) => keys.exact),
    false,
  ),
  allowed(
    "a key of the parent with exactly the permission, naming this one",
    naming(target, ({ keys }) => keys.parentExact),
  ),
  allowed(
    "a member with exactly the permission",
    as((_, people) => people.memberExact),
  ),
  allowed(
    "a member of the parent with exactly the permission, naming this one",
    naming(target, (_, people) => people.memberOfParentExact),
  ),
  allowed(
    "the operator, naming this one",
    naming(target, () => ADMIN_TOKEN),
  ),
];

const PLATFORM: readonly Cell[] = [
  ...STRANGERS,
  cell(
    "a key that may do everything in its organization",
    as((world) => world.target.apiKey),
    FORBIDDEN,
  ),
  cell(
    "a key of the topmost organization, naming one below",
    naming(target, (world) => world.parent.apiKey),
    FORBIDDEN,
  ),
  cell(
    "a member of an organization",
    as((_, people) => people.memberExact),
    FORBIDDEN,
  ),
  cell(
    "a removed member",
    as((_, people) => people.removedMember),
    FORBIDDEN,
  ),
  cell(
    "a platform member without the permission",
    as((_, people) => people.platformWithout),
    FORBIDDEN,
  ),
  everything(
    "a platform member with exactly the permission",
    as((_, people) => people.platformExact),
    false,
  ),
  everything(
    "the operator",
    as(() => ADMIN_TOKEN),
    true,
  ),
];

const SESSION: readonly Cell[] = [
  ...STRANGERS,
  cell(
    "a key that may do everything",
    as((world) => world.target.apiKey),
    FORBIDDEN,
  ),
  cell(
    "the operator",
    as(() => ADMIN_TOKEN),
    FORBIDDEN,
  ),
  {
    ...cell(
      "a member",
      as((_, people) => people.memberExact),
      HANDLED,
    ),
    sees: (world) => [world.target],
  },
  cell(
    "a removed member",
    as((_, people) => people.removedMember),
    HANDLED,
  ),
];

const PUBLIC: readonly Cell[] = [
  cell(
    "nobody",
    as(() => null),
    { kind: "not_failed" },
  ),
  cell(
    "garbage",
    as(() => "garbage"),
    { kind: "not_failed" },
  ),
];

export function cellsOf({ access }: Operation): readonly Cell[] {
  switch (access.kind) {
    case "organization":
      return ORGANIZATION;
    case "platform":
      return PLATFORM;
    case "session":
      return SESSION;
    case "public":
      return PUBLIC;
  }
}

function cell(name: string, caller: Call, expectation: Expectation): Cell {
  return { name, caller, expect: () => expectation };
}

function allowed(name: string, caller: Call, fresh = true): Cell {
  return {
    name,
    caller,
    expect: () => ({ kind: "done", fresh }),
    sees: (world, operation) => [world.target, world.child, ...above(operation, world.parent)],
  };
}

function everything(name: string, caller: Call, fresh: boolean): Cell {
  const sees = ({ target: own, parent: top, child, sibling, foreign, deleted }: World) => [
    own,
    top,
    child,
    sibling,
    foreign,
    deleted,
  ];
  return { name, caller, expect: () => ({ kind: "done", fresh }), sees };
}

function above({ operationId }: Operation, ...homes: readonly Home[]): readonly Home[] {
  return operationId in SHARED_WITH_BELOW ? homes : [];
}

function refused(status: number, code: string): Expectation {
  return { kind: "refused", status, code };
}
