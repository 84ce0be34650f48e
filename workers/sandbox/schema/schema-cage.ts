import type { Compilation, SchemaCage, SchemaCheck } from "#domain/validation/ports";
import type { FieldError } from "#domain/validation/validation-settings";
import { openSessions, type Session, type SessionResult, type Sessions } from "../session.ts";
import { CheckerCache } from "./checker-cache.ts";
import { CHECKER, COMPILER } from "./inside.generated.js";

const MIB = 1024 * 1024;

/** A schema of the largest size takes some seconds, once, when it is saved (docs/validation.md has the figures). */
const COMPILE_LIMITS = {
  fuel: 3_000_000_000,
  deadlineMs: 25_000,
  memoryBytes: 24 * MIB,
  stackBytes: 512 * 1024,
  inputBytes: MIB,
  outputBytes: 4 * MIB,
};

/** A payload of 1 MB against an ordinary schema takes half of it; a pattern that backtracks for ever is stopped by it. */
const CHECK_FUEL = 60_000_000;
const CHECK_LIMITS = {
  // For loading the code, which a schema of 120 KB makes two million characters of.
  fuel: 1_500_000_000,
  deadlineMs: 20_000,
  memoryBytes: 20 * MIB,
  inputBytes: 3 * MIB,
  // The coerced payload, as text within text.
  outputBytes: 4 * MIB,
  depth: 66,
};

/**
 * After so many stops in a row a schema rests for a moment: each costs as much as hundreds of ordinary checks, and the
 * isolate is other tenants' too.
 */
const STOPS_IN_A_ROW = 5;
const REST_MS = 10_000;

/**
 * Ajv in the cage. Compiling has a machine of its own each time: no schema meets what another one left, and a large one
 * leaves the machine of the validators as it was.
 */
export function createSchemaCage(sessions: Sessions, now: () => number): SchemaCage {
  const checkers = new CheckerCache();

  async function open(code: string) {
    const session = sessions.openSession({ limits: CHECK_LIMITS });
    const loaded = await load(session, code);
    if (!loaded.ok) {
      session.dispose();
      throw new Error(`A validator did not load: ${loaded.reason}, ${loaded.message}`);
    }
    return { session, code };
  }

  /** Code that is stored must load wherever it is needed, and too large code does not. */
  async function provenToLoad(compiled: Compilation): Promise<Compilation> {
    if (!compiled.ok) return compiled;
    const session = openSessions().openSession({ limits: CHECK_LIMITS });
    const loaded = await load(session, compiled.code);
    session.dispose();
    return loaded.ok
      ? compiled
      : { ok: false, problems: [{ pointer: "", message: whyNotCompiled(loaded.reason) }] };
  }

  return {
    async compile(schemaJson, draft, coerce) {
      const session = openSessions().openSession({ limits: COMPILE_LIMITS, codeGeneration: true });
      try {
        const loaded = await session.evaluate(COMPILER);
        if (!loaded.ok) throw new Error(`Ajv did not load: ${loaded.reason}, ${loaded.message}`);
        const result = await session.call("compileSchema", [schemaJson, JSON.stringify({ draft, coerce })]);
        if (result.ok) return await provenToLoad(JSON.parse(result.outputJson) as Compilation);
        return { ok: false, problems: [{ pointer: "", message: whyNotCompiled(result.reason) }] };
      } finally {
        session.dispose();
      }
    },

    async check(check, findCode) {
      const checker = await checkers.get(checkerKey(check), async () => open(await findCode()));
      if (checker.restsUntil > now()) return { kind: "stopped", message: RESTING, fuelUsed: 0 };
      const { payloadJson, coerce } = check;
      const result = await checker.session.call("check", [payloadJson, String(coerce)], CHECK_FUEL);
      const { fuelUsed } = result;
      if (result.ok) {
        checker.stops = 0;
        return { ...(JSON.parse(result.outputJson) as Told), fuelUsed };
      }
      checker.stops++;
      if (checker.stops % STOPS_IN_A_ROW === 0) checker.restsUntil = now() + REST_MS;
      return { kind: "stopped", message: whyStopped(result.reason, result.message), fuelUsed };
    },
  };
}

async function load(session: Session, code: string): Promise<SessionResult> {
  const helpers = await session.evaluate(CHECKER);
  if (!helpers.ok) return helpers;
  return session.evaluate(`globalThis.check = openChecker(function (require, module) {${code}\n});`);
}

type Told =
  | { readonly kind: "fits"; readonly changedJson: string | null }
  | { readonly kind: "unfit"; readonly errors: readonly FieldError[] };

function checkerKey({ orgId, key }: SchemaCheck): string {
  return `${orgId} ${key}`;
}

const RESTING =
  "It was not checked: checks with this schema used up their allowance several times in a row. Mend the pattern that takes so long, then retry.";

function whyStopped(reason: string, message: string): string {
  switch (reason) {
    case "fuel":
      return "Checking it used up its allowance: a pattern of the schema backtracks for too long on it, or it is too large for the schema.";
    case "memory":
      return "Checking it used up its memory: it is too large for the schema, or too much of it does not fit.";
    case "stack":
      return "It is nested too deep for the schema.";
    case "input_too_large":
    case "input_too_deep":
      return `It could not be checked: ${message}`;
    case "output_too_large":
      return "With its defaults filled in it is too large.";
    default:
      return `It could not be checked (${reason}): ${message}`;
  }
}

function whyNotCompiled(reason: string): string {
  switch (reason) {
    case "fuel":
    case "memory":
    case "output_too_large":
      return "It compiles to too much code. Make it smaller: name what repeats under definitions ($defs) and refer to it.";
    case "stack":
      return "It does not compile: its parts nest or refer to each other too deep.";
    default:
      return `It does not compile (${reason}).`;
  }
}
