import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { METERED, meterQuickjs } from "../meter-quickjs.ts";
import { meterWasm } from "./meter-wasm.ts";

test("the committed module is what the script makes of the pinned package", () => {
  expect(Buffer.from(meterQuickjs()).equals(readFileSync(METERED))).toBe(true);
});

/** (memory import) (func $spin (loop br 0)) (func $fill (param i32) memory.fill 0 0 n) (func $self call itself) */
const SMALL = new Uint8Array([
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x08, 0x02, 0x60, 0x00, 0x00, 0x60, 0x01, 0x7f, 0x00],
  ...[0x02, 0x09, 0x01, 0x01, 0x61, 0x01, 0x61, 0x02, 0x01, 0x04, 0x08],
  ...[0x03, 0x04, 0x03, 0x00, 0x01, 0x00],
  ...[0x06, 0x06, 0x01, 0x7f, 0x01, 0x41, 0x00, 0x0b],
  ...[0x07, 0x16, 0x03, 0x04, ...Buffer.from("spin"), 0x00, 0x00],
  ...[0x04, ...Buffer.from("fill"), 0x00, 0x01, 0x04, ...Buffer.from("self"), 0x00, 0x02],
  ...[0x0a, 0x1b, 0x03],
  ...[0x07, 0x00, 0x03, 0x40, 0x0c, 0x00, 0x0b, 0x0b],
  ...[0x0b, 0x00, 0x41, 0x00, 0x41, 0x00, 0x20, 0x00, 0xfc, 0x0b, 0x00, 0x0b],
  ...[0x04, 0x00, 0x10, 0x02, 0x0b],
]);

/** Node has it; the types that these scripts are checked with do not. */
const { WebAssembly: wasm } = globalThis as unknown as {
  WebAssembly: {
    Module: new (bytes: Uint8Array) => object;
    Memory: new (limits: { initial: number; maximum: number }) => object;
    Instance: new (module: object, imports: object) => { exports: object };
    RuntimeError: new () => Error;
  };
};

interface Small {
  readonly fuel: { value: bigint };
  spin(): void;
  fill(length: number): void;
  self(): void;
}

function instantiate(): Small {
  const module = new wasm.Module(meterWasm(SMALL, { initialPages: 2 }));
  const memory = new wasm.Memory({ initial: 2, maximum: 8 });
  return new wasm.Instance(module, { a: { a: memory } }).exports as unknown as Small;
}

test("a loop without end traps when its fuel is used up", () => {
  const small = instantiate();
  small.fuel.value = 1_000n;
  expect(() => small.spin()).toThrow(wasm.RuntimeError);
  expect(small.fuel.value).toBe(-1n);
});

test("recursion without end traps too, before the stack does", () => {
  const small = instantiate();
  small.fuel.value = 100n;
  expect(() => small.self()).toThrow(wasm.RuntimeError);
});

test("filling memory at once costs by its length", () => {
  const small = instantiate();
  small.fuel.value = 10_000n;
  small.fill(64 * 1024);
  expect(small.fuel.value).toBe(10_000n - 1n - 1_024n);
});

test("an instruction that it does not know is refused, not guessed", () => {
  const unknown = Uint8Array.from(SMALL);
  unknown[unknown.lastIndexOf(0x10)] = 0xfd;
  expect(() => meterWasm(unknown, { initialPages: 2 })).toThrow("Unknown instruction");
});
