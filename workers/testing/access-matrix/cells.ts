import type { Person } from "../join-person.ts";
import type { Operation } from "./operations.ts";
import type { People } from "./people.ts";
import {
  GIVES_OR_TAKES_THE_PLATFORMS_ROLE,
  ONLY_FROM_OWN_PAGES,
  REACHES_BELOW,
  SHARED_WITH_BELOW,
  SHOWS_BELOW,
  WITHOUT_LIMIT,
} from "./samples.ts";
import type { Home, World } from "./world.ts";

/** What a cell of the matrix asks for. */
export type Expectation =
  /** Refused with this status and this problem code. */
  | { readonly kind: "refused"; readonly status: number; readonly code: string }
  /** Done. `fresh`: with a row of its own, because the one before may be gone now. */
  | { readonly kind: "done"; readonly fresh: boolean }
  /** One of these, by design. */
  | { readonly kind: "answered"; readonly statuses: readonly number[] }
  /** The caller acts where they may: anything that is no refusal of the caller and no failure of the gateway. */
  | { readonly kind: "handled" };

export interface Caller {
  readonly bearer: string | null;
  /** X-Organization-Id */
  readonly naming: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Cell {
  readonly name: string;
  readonly caller: (world: World, people: People) => Caller;
  readonly expect: (operation: Operation) => Expectation;
  /** Whose names the answer may contain. */
  readonly sees?: (world: World, operation: Operation) => readonly Home[];
  /** Whose account the row and the body are made for, where that is not the member with the permission. */
  readonly about?: (people: People) => Person;
}

type Call = (world: World, people: People) => Caller;

const UNAUTHORIZED = refused(401, "unauthorized");
const FORBIDDEN = refused(403, "forbidden");
const NOT_FOUND = refused(404, "not_found");
const UNNAMED = refused(400, "organization_needed");
const HANDLED: Expectation = { kind: "handled" };
const DONE: Expectation = { kind: "done", fresh: true };
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
const everybody = ({ target: own, parent: top, child, sibling, foreign, deleted }: World) => [
  own,
  top,
  child,
  sibling,
  foreign,
  deleted,
];

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
    expect: ({ operationId, parameterPaths }) => {
      if (REACHES_BELOW.has(operationId)) return DONE;
      return parameterPaths.length > 0 ? NOT_FOUND : HANDLED;
    },
    sees: (world, { operationId }) => [
      world.parent,
      ...(SHOWS_BELOW.has(operationId) ? [world.target, world.sibling] : []),
    ],
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
    as((_, people) => people.removedMember.accessToken),
    UNNAMED,
  ),
  cell(
    "a removed member, naming this one",
    naming(target, (_, people) => people.removedMember.accessToken),
    NOT_FOUND,
  ),
  cell(
    "a member without the permission",
    as((_, people) => people.memberWithout.accessToken),
    FORBIDDEN,
  ),
  cell(
    "a member of a child, naming this one",
    naming(target, (_, people) => people.memberOfChild.accessToken),
    NOT_FOUND,
  ),
  cell(
    "a member of another organization, naming this one",
    naming(target, (_, people) => people.memberOfForeign.accessToken),
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
    [],
    false,
  ),
  allowed(
    "a key of the parent with exactly the permission, naming this one",
    naming(target, ({ keys }) => keys.parentExact),
    ["parent"],
  ),
  allowed(
    "a member with exactly the permission",
    as((_, people) => people.memberExact.accessToken),
  ),
  allowed(
    "a member of the parent with exactly the permission, naming this one",
    naming(target, (_, people) => people.memberOfParentExact.accessToken),
    ["parent"],
  ),
  {
    name: "a platform administrator, naming this one",
    caller: naming(target, (_, people) => people.platformAdministrator.accessToken),
    expect: () => DONE,
    sees: everybody,
  },
  {
    name: "the operator, naming this one",
    caller: naming(target, () => ADMIN_TOKEN),
    expect: () => DONE,
    sees: everybody,
  },
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
    as((_, people) => people.memberExact.accessToken),
    FORBIDDEN,
  ),
  cell(
    "a removed member",
    as((_, people) => people.removedMember.accessToken),
    FORBIDDEN,
  ),
  cell(
    "a platform member without the permission",
    as((_, people) => people.platformWithout),
    FORBIDDEN,
  ),
  {
    name: "a platform member with exactly the permission",
    caller: as((_, people) => people.platformExact),
    expect: ({ operationId }) =>
      GIVES_OR_TAKES_THE_PLATFORMS_ROLE.has(operationId) ? FORBIDDEN : { kind: "done", fresh: false },
    sees: everybody,
  },
  {
    name: "a platform administrator",
    caller: as((_, people) => people.platformAdministrator.accessToken),
    expect: () => DONE,
    sees: everybody,
  },
  { name: "the operator", caller: as(() => ADMIN_TOKEN), expect: () => DONE, sees: everybody },
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
  elsewhere(
    "a member of another organization",
    ({ foreign }) => foreign,
    as((_, people) => people.memberOfForeign.accessToken),
  ),
  {
    ...elsewhere(
      "another member of the same organization",
      target,
      as((_, people) => people.memberWithout.accessToken),
    ),
    sees: targetAndBelow,
  },
  // First with the row that everybody above was refused.
  {
    name: "the person",
    caller: as((_, people) => people.memberExact.accessToken),
    expect: () => ({ kind: "done", fresh: false }),
    sees: targetAndBelow,
  },
  {
    ...cell(
      "a removed member, about their own account",
      as((_, people) => people.removedMember.accessToken),
      DONE,
    ),
    about: (people) => people.removedMember,
  },
  {
    name: "a platform administrator, about their own account",
    caller: as((_, people) => people.platformAdministrator.accessToken),
    expect: () => DONE,
    about: (people) => people.platformAdministrator,
    sees: (world, { operationId }) => (SHOWS_BELOW.has(operationId) ? everybody(world) : []),
  },
];

/** An address that has used its limit up: see `flooded` in access-matrix.test.ts. */
export const FLOODING_ADDRESS = "203.0.113.9";

/** Open to everybody: whoever sends what is right is served, whatever they say of themselves. */
const PUBLIC: readonly Cell[] = [
  visitor("nobody", {}),
  { ...visitor("garbage", {}), caller: as(() => "garbage") },
  { ...visitor("a revoked key", {}), caller: as(({ keys }) => keys.revoked) },
  visitor("the gateway's own page", { origin: "https://gateway.test", "sec-fetch-site": "same-origin" }),
  visitor("a page of another site", { origin: "https://evil.example" }, ({ operationId }) =>
    ONLY_FROM_OWN_PAGES.has(operationId) ? refused(403, "origin_not_allowed") : DONE,
  ),
  visitor("a page of a neighbouring host", { "sec-fetch-site": "same-site" }, ({ operationId }) =>
    ONLY_FROM_OWN_PAGES.has(operationId) ? refused(403, "origin_not_allowed") : DONE,
  ),
  visitor(
    "an address that has used its limit up",
    { "cf-connecting-ip": FLOODING_ADDRESS },
    ({ operationId }) => (WITHOUT_LIMIT.has(operationId) ? DONE : refused(429, "rate_limited")),
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

/** Whoever acts from above knows where they come from. */
function allowed(name: string, caller: Call, from: readonly "parent"[] = [], fresh = true): Cell {
  return {
    name,
    caller,
    expect: () => ({ kind: "done", fresh }),
    sees: (world, operation) => [
      world.target,
      world.child,
      ...from.map((home) => world[home]),
      ...above(operation, world.parent),
    ],
  };
}

function targetAndBelow({ target: own, child }: World, { operationId }: Operation): readonly Home[] {
  return SHOWS_BELOW.has(operationId) ? [own, child] : [own];
}

function visitor(
  name: string,
  headers: Readonly<Record<string, string>>,
  expect: Cell["expect"] = () => DONE,
): Cell {
  // Who proves to be the member, by password or cookie, is answered as the member.
  return {
    name,
    caller: () => ({ bearer: null, naming: null, headers }),
    expect,
    sees: (world) => [world.target],
  };
}

function above({ operationId }: Operation, ...homes: readonly Home[]): readonly Home[] {
  return operationId in SHARED_WITH_BELOW ? homes : [];
}

function refused(status: number, code: string): Expectation {
  return { kind: "refused", status, code };
}
