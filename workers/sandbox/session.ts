import type { CageFailure, CageLimits } from "#domain/sandbox/cage";
import { DEFAULT_LIMITS, withinLimits } from "#domain/sandbox/limits";
import { Cell } from "./cell.ts";
import { checkInput, checkOutput } from "./check-json.ts";
import { crashOf } from "./crash.ts";
import { Failed } from "./failed.ts";
import type { Machine } from "./machine.ts";
import { type MachineRoom, openRoom } from "./machine-room.ts";
import { startMeter } from "./meter.ts";
import { findEntry } from "./run-script.ts";

const MIB = 1024 * 1024;
/** Cells that are open at once. The longest unused gives way, and is made again when it is called again. */
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
  evaluate(code: string): Promise<SessionResult>;
  /** Calls a global function with JSON values; its answer must be one too (no answer reads as `null`). */
  call(name: string, argumentsJson: readonly string[]): Promise<SessionResult>;
  dispose(): void;
}

export type SessionResult = { readonly fuelUsed: number } & (
  | { readonly ok: true; readonly outputJson: string }
  | {
      readonly ok: false;
      readonly reason: CageFailure;
      readonly message: string;
      readonly line: number | null;
    }
);

export interface SessionOptions {
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
export function openSessions(): Sessions {
  const room = openRoom({ maximumBytes: 48 * MIB, keptBytes: 32 * MIB, runs: 100_000 });
  const open = new Set<KeptSession>();
  return {
    openSession: (options = {}) => new KeptSession(room, open, options),
  };
}

class KeptSession implements Session {
  readonly #room: MachineRoom;
  readonly #open: Set<KeptSession>;
  readonly #options: SessionOptions;
  readonly #limits: CageLimits;
  readonly #codes: string[] = [];
  #cell: Cell | null = null;
  #generation = 0;

  constructor(room: MachineRoom, open: Set<KeptSession>, options: SessionOptions) {
    this.#room = room;
    this.#open = open;
    this.#options = options;
    this.#limits = withinLimits(options.limits, DEFAULT_LIMITS);
  }

  async evaluate(code: string): Promise<SessionResult> {
    const result = await this.#work((cell) => {
      cell.evaluate(code);
      return "null";
    });
    if (result.ok) this.#codes.push(code);
    return result;
  }

  async call(name: string, argumentsJson: readonly string[]): Promise<SessionResult> {
    const refused = checkInput(argumentsJson, this.#limits);
    if (refused !== null) return failure(refused, 0);
    return this.#work((cell) => {
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
    this.#open.delete(this);
  }

  async #work(work: (cell: Cell) => string): Promise<SessionResult> {
    const machine = await this.#room.machine();
    const meter = startMeter(machine, this.#limits);
    try {
      const cell = this.#openCell(machine);
      const mark = cell.mark();
      try {
        return { ok: true, outputJson: cell.metered(meter, () => work(cell)), fuelUsed: meter.used() };
      } finally {
        if (!machine.broken) cell.release(mark);
      }
    } catch (error) {
      const failed = error instanceof Failed ? error : crashOf(machine, meter, error);
      if (failed.reason === "memory") machine.broken = true;
      return failure(failed, meter.used());
    }
  }

  #openCell(machine: Machine): Cell {
    this.#open.delete(this);
    this.#open.add(this);
    if (this.#cell !== null && this.#generation === this.#room.generation) return this.#cell;
    const [oldest] = this.#open;
    if (this.#open.size > OPEN_CELLS && oldest !== undefined) oldest.dispose();
    const { now = 0, codeGeneration = false } = this.#options;
    const cell = new Cell(machine, { limits: this.#limits, now, seed: "", codeGeneration });
    const meter = startMeter(machine, this.#limits);
    for (const code of this.#codes) cell.metered(meter, () => cell.evaluate(code));
    this.#cell = cell;
    this.#generation = this.#room.generation;
    return cell;
  }
}

function failure({ reason, message, line }: Failed, fuelUsed: number): SessionResult {
  return { ok: false, reason, message, line, fuelUsed };
}
