import type { Fairness } from "../fairness.ts";
import { openSessions, type Session, type SessionResult } from "../session.ts";
import { CHECK_LIMITS, COMPILE_LIMITS, loadValidator } from "./check-limits.ts";
import { CHECKER, COMPILER } from "./inside.generated.js";

const MIB = 1024 * 1024;
/** Of the machine that is kept for an organization's next schema; a larger one is thrown away. */
const MACHINE = { maximumBytes: 48 * MIB, keptBytes: 12 * MIB, runs: 1_000 };
/** A request that was cancelled never gives back what it holds. */
const LEASE_MS = 20_000;
const POLL_MS = 5;

export interface Compiled {
  readonly result: SessionResult;
  /** Of all of it: loading Ajv, compiling, and loading what came out. */
  readonly fuelUsed: number;
  readonly exhausted: boolean;
}

/**
 * Ajv, loaded for one organization after another. It stays for the next schema of the same one, because loading it costs ten
 * times as much as a small schema; another organization gets a machine that has met no other schema.
 */
export class CompilerRoom {
  readonly #fairness: Fairness;
  readonly #now: () => number;
  #lease: { readonly until: number } | null = null;
  #kept: Kept | null = null;

  constructor(fairness: Fairness, now: () => number) {
    this.#fairness = fairness;
    this.#now = now;
  }

  /**
   * One at a time: two machines that compile would be more than an isolate has room for. Waiting looks again and again, because
   * a promise of another request is never settled once that request is gone.
   */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    while (this.#lease !== null && this.#lease.until > this.#now()) await scheduler.wait(POLL_MS);
    const lease = { until: this.#now() + LEASE_MS };
    this.#lease = lease;
    try {
      return await work();
    } finally {
      if (this.#lease === lease) this.#lease = null;
    }
  }

  /** Only called by who is alone. The code that it answers has been loaded once: large code does not load everywhere. */
  async compile(orgId: string | null, schemaJson: string, wantedJson: string): Promise<Compiled> {
    const { compiler, prover } = this.#for(orgId);
    let fuelUsed = 0;
    const count = <T extends SessionResult>(result: T): T => {
      fuelUsed += result.fuelUsed;
      return result;
    };
    await this.#load(compiler, COMPILER, count);
    const result = count(await compiler.session.call("compileSchema", [schemaJson, wantedJson]));
    const { code } = result.ok ? (JSON.parse(result.outputJson) as { code?: string }) : {};
    if (code === undefined) return this.#done(result, fuelUsed);
    await this.#load(prover, CHECKER, count);
    const proof = count(await prover.session.evaluate(loadValidator(code), { kept: false }));
    return this.#done(proof.ok ? result : proof, fuelUsed);
  }

  #done(result: SessionResult, fuelUsed: number): Compiled {
    // A session that failed starts again from its code anyway; after `threw` as well nothing of it is to be trusted.
    if (!result.ok) this.#drop();
    return { result, fuelUsed, exhausted: !result.ok && result.reason === "fuel" };
  }

  async #load(loaded: Loaded, code: string, count: (result: SessionResult) => SessionResult): Promise<void> {
    if (loaded.ready) return;
    const result = count(await loaded.session.evaluate(code));
    if (!result.ok) throw new Error(`Ajv did not load: ${result.reason}, ${result.message}`);
    loaded.ready = true;
  }

  #for(orgId: string | null): Kept {
    if (this.#kept !== null && orgId !== null && this.#kept.orgId === orgId) return this.#kept;
    this.#drop();
    const sessions = openSessions(this.#fairness, MACHINE);
    const kept = {
      orgId,
      compiler: {
        session: sessions.openSession({ limits: COMPILE_LIMITS, codeGeneration: true }),
        ready: false,
      },
      prover: { session: sessions.openSession({ limits: CHECK_LIMITS }), ready: false },
    };
    this.#kept = kept;
    return kept;
  }

  #drop(): void {
    this.#kept?.compiler.session.dispose();
    this.#kept?.prover.session.dispose();
    this.#kept = null;
  }
}

interface Loaded {
  readonly session: Session;
  ready: boolean;
}

interface Kept {
  readonly orgId: string | null;
  readonly compiler: Loaded;
  readonly prover: Loaded;
}
