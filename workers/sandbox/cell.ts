import type { QuickJSContext, QuickJSHandle, QuickJSRuntime } from "quickjs-emscripten-core";
import type { CageLimits, LogLine } from "#domain/sandbox/cage";
import { LOG_LIMITS, MESSAGE_CHARS } from "#domain/sandbox/limits";
import { Failed } from "./failed.ts";
import type { Machine } from "./machine.ts";
import { type Meter, startMeter } from "./meter.ts";
import { GATE, preludeSource } from "./prelude.ts";

const LEVELS = ["log", "warn", "error"] as const;
/** What a tenant's source is called in its stack traces. */
export const SOURCE_NAME = "script.js";

export interface CellOptions {
  readonly limits: CageLimits;
  readonly now: number;
  readonly seed: string;
  /** `new Function` works: only for code of the gateway's own, such as Ajv compiling a schema. */
  readonly codeGeneration: boolean;
}

/** A runtime and a context of its own in a machine: nothing of another cell can be reached from here. */
export class Cell {
  readonly log: LogLine[] = [];
  readonly limits: CageLimits;
  readonly #machine: Machine;
  readonly #now: number;
  readonly #runtime: QuickJSRuntime;
  readonly #context: QuickJSContext;
  readonly #gate: QuickJSHandle;
  /** Every handle that is out; QuickJS refuses to end a runtime while one is. */
  readonly #handles: QuickJSHandle[] = [];
  #meter: Meter | null = null;

  constructor(machine: Machine, { limits, now, seed, codeGeneration }: CellOptions) {
    this.limits = limits;
    this.#machine = machine;
    this.#now = now;
    this.#runtime = machine.quickjs.newRuntime({
      memoryLimitBytes: limits.memoryBytes,
      maxStackSizeBytes: limits.stackBytes,
      interruptHandler: () => this.#meter?.shouldStop() ?? false,
    });
    // QuickJS seeds its `Math.random` from the clock when a context is made.
    machine.clockMs = hashSeed(seed);
    this.#context = this.#runtime.newContext();
    machine.clockMs = now;
    this.#gate = this.#openGate(codeGeneration);
  }

  /** Work that is counted: what it burns is the meter's, and past the limit it fails with `fuel`. */
  metered<T>(meter: Meter, work: () => T): T {
    this.#meter = meter;
    this.#machine.clockMs = this.#now;
    try {
      return meter.count(work);
    } finally {
      this.#meter = null;
    }
  }

  /** @throws Failed when the code does not compile, or throws. */
  evaluate(code: string, name = SOURCE_NAME): QuickJSHandle {
    const result = this.#context.evalCode(code, name, { type: "global", strict: true });
    if (result.error) throw this.#failure(result.error);
    return this.#own(result.value);
  }

  parse(json: string): QuickJSHandle {
    return this.#atGate(GATE.parse, this.#own(this.#context.newString(json)));
  }

  call(target: QuickJSHandle, values: readonly QuickJSHandle[]): QuickJSHandle {
    const result = this.#context.callFunction(target, this.#context.undefined, [...values]);
    if (result.error) throw this.#failure(result.error);
    return this.#own(result.value);
  }

  typeOf(value: QuickJSHandle): string {
    return this.#context.typeof(value);
  }

  /** Runs what is due until nothing is, and answers what a promise came to; any other value is its own answer. */
  settle(value: QuickJSHandle): QuickJSHandle {
    while (this.#runtime.hasPendingJob()) {
      const result = this.#runtime.executePendingJobs(1_000);
      if (result.error) throw this.#failure(result.error);
      result.dispose();
      this.#meter?.check();
    }
    const state = this.#context.getPromiseState(value);
    if (state.type === "pending") {
      throw new Failed("threw", "It answers a promise that never settles: nothing inside can wait.");
    }
    if (state.type === "rejected") throw this.#failure(state.error);
    return state.notAPromise === true ? value : this.#own(state.value);
  }

  /** JSON text of a value, or null where JSON has none (a function, `undefined`). */
  stringify(value: QuickJSHandle): string | null {
    const text = this.#atGate(GATE.stringify, value);
    return this.#context.typeof(text) === "string" ? this.#read(text) : null;
  }

  /** Frees every handle that was given since `mark`; a cell that is kept does so after each call. */
  release(mark = 0): void {
    for (const handle of this.#handles.splice(mark)) if (handle.alive) handle.dispose();
  }

  mark(): number {
    return this.#handles.length;
  }

  dispose(): void {
    if (this.#machine.broken) return;
    try {
      this.#machine.unmetered(() => {
        this.release();
        this.#context.dispose();
        this.#runtime.dispose();
      });
    } catch {
      // QuickJS checks its own books when a runtime ends. If they are wrong, nobody may use this memory again.
      this.#machine.broken = true;
    }
  }

  #openGate(codeGeneration: boolean): QuickJSHandle {
    const context = this.#context;
    const prelude = this.evaluate(
      preludeSource({
        codeGeneration,
        logLines: LOG_LIMITS.lines,
        lineChars: LOG_LIMITS.lineChars,
        messageChars: MESSAGE_CHARS,
      }),
      "prelude.js",
    );
    const write = context.newFunction("write", (level, text) => {
      if (this.log.length >= LOG_LIMITS.lines) return;
      this.log.push({ level: LEVELS[context.getNumber(level)] ?? "log", text: context.getString(text) });
    });
    return this.call(prelude, [this.#own(write)]);
  }

  #atGate(operation: number, value: QuickJSHandle): QuickJSHandle {
    return this.call(this.#gate, [this.#context.newNumber(operation), value]);
  }

  #own(handle: QuickJSHandle): QuickJSHandle {
    this.#handles.push(handle);
    return handle;
  }

  #read(text: QuickJSHandle): string {
    const length = this.#context.getLength(text) ?? 0;
    if (length > this.limits.outputBytes) {
      throw new Failed("output_too_large", `The output is longer than ${this.limits.outputBytes} bytes.`);
    }
    const read = this.#context.getString(text);
    // Without memory for a copy QuickJS answers nothing at all, which reads as an empty text.
    if (read === "" && length > 0) throw new Failed("memory", "The script ran out of memory.");
    return read;
  }

  #failure(error: QuickJSHandle): Failed {
    const meter = this.#meter;
    if (meter?.stopped === true) return meter.failure(this.#describe(error));
    return Failed.fromDescription(this.#describe(error));
  }

  /** Of what was thrown, by code inside: its getters run there, with a little fuel of their own. */
  #describe(error: QuickJSHandle): string | null {
    this.#own(error);
    const meter = this.#meter;
    const spare = startMeter(this.#machine, { fuel: 500_000, deadlineMs: 100 });
    this.#meter = spare;
    // Out of memory must not keep us from saying so.
    this.#runtime.setMemoryLimit(this.limits.memoryBytes + 1_048_576);
    try {
      return spare.count(() => {
        const operation = this.#context.newNumber(GATE.describe);
        const result = this.#context.callFunction(this.#gate, this.#context.undefined, [operation, error]);
        if (result.error) {
          result.dispose();
          return null;
        }
        return this.#context.getString(this.#own(result.value));
      });
    } catch (trap) {
      this.#machine.broken = true;
      throw spare.exhausted ? spare.failure(null) : trap;
    } finally {
      this.#meter = meter;
      if (!this.#machine.broken) this.#runtime.setMemoryLimit(this.limits.memoryBytes);
    }
  }
}

/** FNV-1a of 42 bits or so: QuickJS takes it for a time in milliseconds. Another seed must only be another sequence. */
function hashSeed(seed: string): number {
  let low = 0x811c9dc5;
  let high = 0x9e3779b9;
  for (let index = 0; index < seed.length; index++) {
    low = Math.imul(low ^ seed.charCodeAt(index), 0x01000193);
    high = Math.imul(high ^ seed.charCodeAt(index), 0x85ebca6b);
  }
  return (low >>> 0) + (high & 0x3ff) * 2 ** 32;
}
