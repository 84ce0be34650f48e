/**
 * Rewrites a WebAssembly module so that it counts its own work and stops when a budget is used up: one unit per turn of a
 * loop and per call of a function, and one per 64 bytes that are copied or filled at once.
 *
 * QuickJS asks its interrupt handler only between steps of JavaScript, so a native call (sort, join, fill, a regular
 * expression over a long text) can run for seconds in between; and on the platform the clock stands still meanwhile.
 * The units are counted inside the machine, so nothing runs past them and they are the same on every computer.
 */
import { concat, unsigned, WasmReader } from "./wasm-bytes.ts";
import { LOOP, MEMORY_COPY, MEMORY_FILL, readInstruction } from "./wasm-instructions.ts";

/** The name under which the module exports what is left: a mutable global of 64 bits. */
const FUEL = "fuel";
const SECTION = { type: 1, import: 2, function: 3, global: 6, export: 7, code: 10 } as const;
const I32 = 0x7f;
/** A mutable i64 that starts at 2^40: the module's own start function is metered too, before anybody can fill it. */
const FUEL_GLOBAL = [0x7e, 0x01, 0x42, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20, 0x0b];

export interface MeterOptions {
  /** What the module's memory starts with. It must hold its data and its stack. */
  readonly initialPages: number;
}

export function meterWasm(source: Uint8Array, options: MeterOptions): Uint8Array {
  const sections = readSections(source);
  const body = (id: number): Uint8Array => {
    const found = sections.find((section) => section.id === id);
    if (found === undefined) throw new Error(`The module has no section ${id}.`);
    return found.body;
  };
  const parameterCounts = readParameterCounts(body(SECTION.type));
  const functionTypes = readVector(body(SECTION.function));
  const fuelIndex = new WasmReader(body(SECTION.global)).unsigned();
  const rewritten = sections.map(({ id, body: old }) => {
    if (id === SECTION.import) return { id, body: shrinkMemory(old, options.initialPages) };
    if (id === SECTION.global) return { id, body: append(old, FUEL_GLOBAL) };
    if (id === SECTION.export)
      return { id, body: append(old, [FUEL.length, ...Buffer.from(FUEL), 0x03, ...unsigned(fuelIndex)]) };
    if (id === SECTION.code)
      return {
        id,
        body: meterCode(old, fuelIndex, (index) => parameterCounts[functionTypes[index] ?? -1] ?? 0),
      };
    return { id, body: old };
  });
  return concat([
    source.subarray(0, 8),
    ...rewritten.flatMap(({ id, body: bytes }) => [[id, ...unsigned(bytes.length)], bytes]),
  ]);
}

function readSections(source: Uint8Array): { id: number; body: Uint8Array }[] {
  const reader = new WasmReader(source, 8);
  const sections = [];
  while (reader.at < source.length) {
    const id = reader.byte();
    const length = reader.unsigned();
    sections.push({ id, body: reader.slice(reader.at, reader.at + length) });
    reader.skip(length);
  }
  return sections;
}

function readParameterCounts(body: Uint8Array): number[] {
  const reader = new WasmReader(body);
  return Array.from({ length: reader.unsigned() }, () => {
    reader.skip(1);
    const parameters = reader.unsigned();
    reader.skip(parameters);
    reader.skip(reader.unsigned());
    return parameters;
  });
}

function readVector(body: Uint8Array): number[] {
  const reader = new WasmReader(body);
  return Array.from({ length: reader.unsigned() }, () => reader.unsigned());
}

/** One more entry at the end of a section that is a vector. */
function append(body: Uint8Array, entry: readonly number[]): Uint8Array {
  const reader = new WasmReader(body);
  const count = reader.unsigned();
  return concat([unsigned(count + 1), body.subarray(reader.at), entry]);
}

/** The imported memory is the last import; its least size becomes smaller. */
function shrinkMemory(body: Uint8Array, initialPages: number): Uint8Array {
  const reader = new WasmReader(body);
  const imports = reader.unsigned();
  for (let index = 0; index < imports; index++) {
    reader.skip(reader.unsigned());
    reader.skip(reader.unsigned());
    const kind = reader.byte();
    if (kind === 0x00) {
      reader.skipLeb();
      continue;
    }
    if (kind !== 0x02) throw new Error(`Unknown kind of import ${kind}.`);
    reader.skip(1);
    const from = reader.at;
    reader.skipLeb();
    return concat([body.subarray(0, from), unsigned(initialPages), body.subarray(reader.at)]);
  }
  throw new Error("The module imports no memory.");
}

function meterCode(body: Uint8Array, fuel: number, parametersOf: (index: number) => number): Uint8Array {
  const reader = new WasmReader(body);
  const count = reader.unsigned();
  const parts: (Uint8Array | number[])[] = [unsigned(count)];
  for (let index = 0; index < count; index++) {
    const length = reader.unsigned();
    const metered = meterFunction(
      reader.slice(reader.at, reader.at + length),
      unsigned(fuel),
      parametersOf(index),
    );
    parts.push(unsigned(metered.length), metered);
    reader.skip(length);
  }
  return concat(parts);
}

function meterFunction(body: Uint8Array, fuel: readonly number[], parameters: number): Uint8Array {
  const reader = new WasmReader(body);
  const groups = reader.unsigned();
  let locals = parameters;
  const groupsFrom = reader.at;
  for (let index = 0; index < groups; index++) {
    locals += reader.unsigned();
    reader.skip(1);
  }
  const charge = chargeOne(fuel);
  const parts: (Uint8Array | readonly number[])[] = [
    // One local more, to hold a length.
    unsigned(groups + 1),
    body.subarray(groupsFrom, reader.at),
    [1, I32],
    charge,
  ];
  let copiedTo = reader.at;
  while (reader.at < body.length) {
    const from = reader.at;
    const opcode = readInstruction(reader);
    if (opcode === LOOP) {
      parts.push(body.subarray(copiedTo, reader.at), charge);
      copiedTo = reader.at;
    } else if (opcode === MEMORY_COPY || opcode === MEMORY_FILL) {
      parts.push(body.subarray(copiedTo, from), chargeLength(fuel, unsigned(locals)));
      copiedTo = from;
    }
  }
  parts.push(body.subarray(copiedTo));
  return concat(parts);
}

/** fuel -= 1; if (fuel < 0) unreachable. */
function chargeOne(fuel: readonly number[]): number[] {
  const [get, set] = [
    [0x23, ...fuel],
    [0x24, ...fuel],
  ];
  return [...get, 0x42, 0x01, 0x7d, ...set, ...get, 0x42, 0x00, 0x53, 0x04, 0x40, 0x00, 0x0b];
}

/** fuel -= length >> 6, with the length on the stack left where it is. The next loop or call finds out. */
function chargeLength(fuel: readonly number[], local: readonly number[]): number[] {
  const length = [0x20, ...local];
  return [
    ...[0x21, ...local],
    ...[0x23, ...fuel],
    ...[...length, 0xad, 0x42, 0x06, 0x88, 0x7d],
    ...[0x24, ...fuel],
    ...length,
  ];
}
