import type { CageFailure, CageLimits } from "#domain/sandbox/cage";
import type { Asker } from "#domain/sandbox/fuel-account";
import { SESSION_LIMITS, withinLimits } from "#domain/sandbox/limits";
import { Cell } from "./cell.ts";
import { checkInput, checkOutput } from "./check-json.ts";
import { crashOf } from "./crash.ts";
import { Failed } from "./failed.ts";
import { type Fairness, openFairness, type Purpose, type Resting } from "./fairness.ts";
import { longestUnusedOfMost } from "./longest-unused.ts";
import type { Machine } from "./machine.ts";
import { type MachineRoom, openRoom, type RoomLimits } from "./machine-room.ts";
import { type Meter, startMeter } from "./meter.ts";
import { findEntry } from "./run-script.ts";

const MIB = 1024 * 1024;
const VALIDATORS: RoomLimits = { maximumBytes: 48 * MIB, keptBytes: 24 * MIB, runs: 100_000 };
/** Cells that are open at once. One gives way then, and is made again when it is called again. */
const OPEN_CELLS = 16;

/**
 * For code that the gateway made or compiled itself (validators, Ajv) and that works on tenants' data: evaluated once and
 * called many times. Unlike a script's run, what the code keeps in its globals stays until the session is disposed.
 */
export interface Session {
  /**
   * Adds code to the session. Kept, because the machine below may be renewed at any time: it is evaluated anew then, so
   * it must not depend on anything but what was evaluated before it.
   */
  evaluate(code: string, options?: EvaluateOptions): Promise<SessionResult>;
  /**
   * Calls a global function with JSON values; its answer must be one too (no answer reads as `null`).
   */
  call(name: string, argumentsJson: readonly string[], options?: CallOptions): Promise<SessionResult>;
  dispose(): void;
}

export interface CallOptions {
  /** Narrows the session's own: loading large code may take more than any call shall. */
  readonly fuel?: number;
  readonly asker?: Asker | undefined;
}

export interface EvaluateOptions {
  readonly asker?: Asker | undefined;
  /** False: it is only tried, and not evaluated again with the rest. */
  readonly kept?: boolean;
}

/** `fuelUsed` includes what it took to make the session again, where that was necessary. */
export type SessionResult = { readonly fuelUsed: number } & (
  | { readonly ok: true; readonly outputJson: string }
  | {
      readonly ok: false;
      readonly reason: CageFailure;
      readonly message: string;
      readonly line: number | null;
    }
  /** Only of a session that has an organization: as in domain/sandbox/cage.ts, hold and come back. */
  | (Resting & { readonly line: null })
);

export interface SessionOptions {
  /** Who pays for all of it, and rests when it burns too much. Without one it is the gateway's own. */
  readonly orgId?: string;
  readonly purpose?: Purpose;
  /** Of each `evaluate` and each `call`; memory is of the whole session. */
  readonly limits?: Partial<CageLimits>;
  /** `new Function` works inside. Only for code of the gateway's own that needs it: Ajv, compiling a schema. */
  readonly codeGeneration?: boolean;
  readonly now?: number;
}

export interface Sessions {
  openSession(options?: SessionOptions): Session;
}

/** One machine for all sessions, apart from the scripts': an attack by a script leaves every validator warm. */
export function openSessions(
  fairness: Fairness = openFairness(Date.now),
  limits: RoomLimits = VALIDATORS,
): Sessions {
  const room = openRoom(limits);
  const shared: Shared = { room, open: new Set(), fairness };
  return {
    openSession: (options = {}) => new KeptSession(shared, options),
  };
}

interface Shared {
  readonly room: MachineRoom;
  /** In the order of their last use. */
  readonly open: Set<KeptSession>;
  readonly fairness: Fairness;
}

class KeptSession implements Session {
  readonly #shared: Shared;
  readonly #options: SessionOptions;
  readonly #limits: CageLimits;
  readonly #codes: string[] = [];
  #cell: Cell | null = null;
  #generation = 0;

  constructor(shared: Shared, options: SessionOptions) {
    this.#shared = shared;
    this.#options = options;
    this.#limits = withinLimits(options.limits, SESSION_LIMITS);
  }

  async evaluate(code: string, { kept = true, ...options }: EvaluateOptions = {}): Promise<SessionResult> {
    const result = await this.#work(options, (cell) => {
      cell.evaluate(code);
      return "null";
    });
    if (result.ok && kept) this.#codes.push(code);
    return result;
  }

  async call(
    name: string,
    argumentsJson: readonly string[],
    options: CallOptions = {},
  ): Promise<SessionResult> {
    const refused = checkInput(argumentsJson, this.#limits);
    if (refused !== null) return failure(refused, 0);
    return this.#work(options, (cell) => {
      const target = findEntry(cell, name);
      const answer = cell.call(
        target,
        argumentsJson.map((json) => cell.parse(json)),
      );
      return checkOutput(cell.stringify(cell.settle(answer)) ?? "null", this.#limits);
    });
  }

  dispose(): void {
    this.#cell?.dispose();
    this.#cell = null;
    this.#shared.open.delete(this);
  }

  async #work({ fuel, asker }: CallOptions, work: (cell: Cell) => string): Promise<SessionResult> {
    const { fairness, room } = this.#shared;
    const { orgId = null, purpose } = this.#options;
    const resting = await fairness.admit(orgId, purpose, asker);
    if (resting !== null) return { ...resting, line: null, fuelUsed: 0 };
    const machine = await room.machine();
    // Its code was loaded once before within the session's fuel, so loading it again is not the call's; but it is paid.
    const loading = startMeter(machine, this.#limits);
    const meter = startMeter(machine, {
      ...this.#limits,
      fuel: Math.min(fuel ?? Infinity, this.#limits.fuel),
    });
    const result = this.#attempt(machine, loading, meter, work);
    const stopped = !result.ok && result.reason === "fuel";
    fairness.pay(orgId, { fuelUsed: result.fuelUsed, exhausted: stopped || machine.broken }, purpose);
    return result;
  }

  #attempt(machine: Machine, loading: Meter, meter: Meter, work: (cell: Cell) => string): SessionResult {
    const fuelUsed = (): number => loading.used() + meter.used();
    try {
      const cell = this.#openCell(machine, loading);
      const mark = cell.mark();
      const outputJson = cell.metered(meter, () => work(cell));
      cell.release(mark);
      return { ok: true, outputJson, fuelUsed: fuelUsed() };
    } catch (error) {
      const failed = error instanceof Failed ? error : crashOf(machine, meter, error);
      if (failed.reason === "memory") machine.broken = true;
      // Whatever its code kept may be half written: the next call starts from the code again.
      this.dispose();
      return failure(failed, fuelUsed());
    }
  }

  #openCell(machine: Machine, loading: Meter): Cell {
    const { open, room } = this.#shared;
    open.delete(this);
    open.add(this);
    if (this.#cell !== null && this.#generation === room.generation) return this.#cell;
    if (open.size > OPEN_CELLS) longestUnusedOfMost(open, (session) => session.#options.orgId)?.dispose();
    const { now = 0, codeGeneration = false } = this.#options;
    const cell = new Cell(machine, { limits: this.#limits, now, seed: "", codeGeneration });
    this.#cell = cell;
    this.#generation = room.generation;
    cell.metered(loading, () => {
      for (const code of this.#codes) cell.evaluate(code);
    });
    return cell;
  }
}

function failure({ reason, message, line }: Failed, fuelUsed: number): SessionResult {
  return { ok: false, reason, message, line, fuelUsed };
}
