import variant from "@jitl/quickjs-wasmfile-release-sync";
import { newQuickJSWASMModuleFromVariant, newVariant, type QuickJSWASMModule } from "quickjs-emscripten-core";
import quickjs from "./quickjs.wasm";

const PAGE_BYTES = 65_536;
const INITIAL_PAGES = 96;
/** More than any run burns; for the gateway's own work in the machine. */
const UNMETERED = 2n ** 62n;

/** One instance of QuickJS: its own memory, its own meter, its own clock. */
export interface Machine {
  readonly quickjs: QuickJSWASMModule;
  /** What is left. Below zero the machine traps, wherever it is, and must be thrown away. */
  readonly fuel: { value: bigint };
  /** What `Date.now()` answers inside, epoch milliseconds. */
  clockMs: number;
  /** Trapped, or left in a state that nobody knows: never to be used again. */
  broken: boolean;
  memoryBytes(): number;
  unmetered<T>(work: () => T): T;
}

/** About a millisecond: the code is compiled once per isolate, only memory and globals are new. */
export async function createMachine(maximumBytes: number): Promise<Machine> {
  // A maximum of its own: what QuickJS does not count (its allocator's overhead) cannot eat the isolate either.
  const memory = new WebAssembly.Memory({
    initial: INITIAL_PAGES,
    maximum: Math.ceil(maximumBytes / PAGE_BYTES),
  });
  const clock = { ms: 0 };
  let fuel: { value: bigint } | null = null;
  const quickjsModule = await newQuickJSWASMModuleFromVariant(
    newVariant(variant, {
      emscriptenModule: {
        wasmMemory: memory,
        instantiateWasm(imports, onSuccess) {
          stopClock(imports, clock);
          const instance = new WebAssembly.Instance(quickjs, imports);
          fuel = instance.exports.fuel as unknown as { value: bigint };
          // Starting up is work too.
          fuel.value = UNMETERED;
          onSuccess(instance);
          return instance.exports;
        },
        ...SILENT,
      },
    }),
  );
  return machineOf(quickjsModule, memory, fuel, clock);
}

function machineOf(
  module: QuickJSWASMModule,
  memory: WebAssembly.Memory,
  fuel: { value: bigint } | null,
  clock: { ms: number },
): Machine {
  if (fuel === null) throw new Error("quickjs.wasm is not metered; run `npm run meter:quickjs`.");
  const meter: { value: bigint } = fuel;
  return {
    quickjs: module,
    fuel: meter,
    get clockMs() {
      return clock.ms;
    },
    set clockMs(ms: number) {
      clock.ms = ms;
    },
    broken: false,
    memoryBytes: () => memory.buffer.byteLength,
    unmetered(work) {
      const left = meter.value;
      meter.value = UNMETERED;
      try {
        return work();
      } finally {
        meter.value = left;
      }
    },
  };
}

/** What Emscripten says when the machine aborts is for its developers; we see the exception. */
const SILENT = { print() {}, printErr() {} };

/**
 * The one way to the time that this build of QuickJS has is the import `p` (emscripten_date_now). Put aside here, the
 * real clock is not inside at all, so no trick with `Date` can reach it. machine.test.ts fails when an upgrade renames it.
 */
function stopClock(imports: WebAssembly.Imports, clock: { ms: number }): void {
  const functions = imports.a;
  if (functions === undefined || typeof functions.p !== "function") {
    throw new Error("QuickJS imports its clock under another name: see scripts/meter-quickjs.ts.");
  }
  functions.p = () => clock.ms;
}
