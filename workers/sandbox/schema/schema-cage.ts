import type { ProblemDetail } from "#domain/problem";
import type { Asker } from "#domain/sandbox/fuel-account";
import type { Compilation, SchemaCage, SchemaCheck } from "#domain/validation/ports";
import type { FieldError } from "#domain/validation/validation-settings";
import type { Fairness, Resting } from "../fairness.ts";
import type { Session, SessionResult, Sessions } from "../session.ts";
import { CHECK_LIMITS, checkFuel, loadValidator } from "./check-limits.ts";
import { CheckerCache } from "./checker-cache.ts";
import { CompilerRoom } from "./compiler-room.ts";
import { CHECKER } from "./inside.generated.js";

/**
 * Ajv in the cage. Compiling has a machine apart from the validators', and organizations do not share it; both are paid by the
 * organization, from two accounts (domain/sandbox/tariffs.ts).
 */
export function createSchemaCage(
  cage: Sessions & { readonly fairness: Fairness },
  now: () => number,
): SchemaCage {
  const { fairness } = cage;
  const checkers = new CheckerCache(now);
  const compilers = new CompilerRoom(fairness, now);

  async function open({ orgId, asker }: SchemaCheck, code: string) {
    const session = cage.openSession({ limits: CHECK_LIMITS, orgId, purpose: "validate" });
    const loaded = await load(session, code, asker);
    if (!loaded.ok) {
      session.dispose();
      if (loaded.reason === "resting") throw new Rests(loaded);
      throw new Error(`A validator did not load: ${loaded.reason}, ${loaded.message}`);
    }
    return { session, code };
  }

  return {
    async compile(orgId, schemaJson, draft, coerce) {
      return await compilers.alone(async (): Promise<Compilation> => {
        const resting = await fairness.admit(orgId, "compile", "request");
        if (resting !== null) return { kind: "resting", ...whenToCome(resting) };
        const wanted = JSON.stringify({ draft, coerce });
        const { result, fuelUsed, exhausted } = await compilers.compile(orgId, schemaJson, wanted);
        fairness.pay(orgId, { fuelUsed, exhausted }, "compile");
        if (result.ok) return readAnswer(result.outputJson);
        return { kind: "refused", problems: [{ pointer: "", message: whyNotCompiled(result.reason) }] };
      });
    },

    async check(check, findCode) {
      const { orgId, key, payloadJson, coerce, asker } = check;
      try {
        const session = await checkers.get(orgId, key, async () => open(check, await findCode()));
        const options = { fuel: checkFuel(payloadJson), asker };
        const result = await session.call("check", [payloadJson, String(coerce)], options);
        const { fuelUsed } = result;
        if (result.ok) return { ...(JSON.parse(result.outputJson) as Told), fuelUsed };
        if (result.reason === "resting") return { kind: "resting", ...whenToCome(result), fuelUsed: 0 };
        return { kind: "stopped", message: whyStopped(result.reason, result.message), fuelUsed };
      } catch (error) {
        if (error instanceof Rests) return { kind: "resting", ...error.until, fuelUsed: 0 };
        throw error;
      }
    },
  };
}

/** The validator could not be loaded now. Thrown, because whoever opens it for several must not keep this answer. */
class Rests extends Error {
  readonly until: { readonly message: string; readonly retryAfterMs: number };

  constructor(resting: Resting) {
    super(resting.message);
    this.until = whenToCome(resting);
  }
}

function whenToCome({ message, retryAfterMs }: Resting) {
  return { message, retryAfterMs };
}

async function load(session: Session, code: string, asker: Asker | undefined): Promise<SessionResult> {
  const helpers = await session.evaluate(CHECKER, { asker });
  if (!helpers.ok) return helpers;
  return session.evaluate(loadValidator(code), { asker });
}

/** What compiler.ts tells. */
type Answer =
  | { readonly ok: true; readonly code: string; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly problems: readonly ProblemDetail[] };

function readAnswer(outputJson: string): Compilation {
  const answer = JSON.parse(outputJson) as Answer;
  return answer.ok
    ? { kind: "compiled", code: answer.code, warnings: answer.warnings }
    : { kind: "refused", problems: answer.problems };
}

type Told =
  | { readonly kind: "fits"; readonly changedJson: string | null }
  | { readonly kind: "unfit"; readonly errors: readonly FieldError[] };

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
      return "Compiling it takes too long or makes too much code. Make it smaller: name what repeats under definitions ($defs) and refer to it.";
    case "stack":
      return "It does not compile: its parts nest or refer to each other too deep.";
    default:
      return `It does not compile (${reason}).`;
  }
}
