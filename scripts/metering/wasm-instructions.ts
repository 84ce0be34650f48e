import type { WasmReader } from "./wasm-bytes.ts";

export const LOOP = 0x03;
const PREFIXED = 0xfc;
export const MEMORY_COPY = 0xfc0a;
export const MEMORY_FILL = 0xfc0b;

/**
 * Moves the reader past one instruction and answers its opcode (prefix and number, for the prefixed ones).
 * @throws Error for an instruction that it does not know: an upgrade of QuickJS must not be metered by guessing.
 */
export function readInstruction(reader: WasmReader): number {
  const opcode = reader.byte();
  if (opcode === PREFIXED) return readPrefixed(reader);
  skipImmediates(reader, opcode);
  return opcode;
}

function skipImmediates(reader: WasmReader, opcode: number): void {
  if (hasOneImmediate(opcode)) reader.skipLeb();
  else if (opcode === 0x0e) skipBranchTable(reader);
  // call_indirect, loads, stores
  else if (opcode === 0x11 || (opcode >= 0x28 && opcode <= 0x3e)) skipTwo(reader);
  else if (opcode === 0x43) reader.skip(4);
  else if (opcode === 0x44) reader.skip(8);
  else if (!isPlain(opcode)) throw new Error(`Unknown instruction 0x${opcode.toString(16)} at ${reader.at}.`);
}

function hasOneImmediate(opcode: number): boolean {
  return (
    (opcode >= 0x02 && opcode <= 0x04) || // block, loop, if: the block's type
    [0x0c, 0x0d, 0x10].includes(opcode) || // br, br_if, call
    (opcode >= 0x20 && opcode <= 0x24) || // locals and globals
    (opcode >= 0x3f && opcode <= 0x42) // memory.size, memory.grow, integer constants
  );
}

function isPlain(opcode: number): boolean {
  // unreachable, nop, else, end, return, drop, select; then all that only works on the stack
  return [0x00, 0x01, 0x05, 0x0b, 0x0f, 0x1a, 0x1b].includes(opcode) || (opcode >= 0x45 && opcode <= 0xc4);
}

function skipBranchTable(reader: WasmReader): void {
  const targets = reader.unsigned();
  for (let index = 0; index <= targets; index++) reader.skipLeb();
}

function skipTwo(reader: WasmReader): void {
  reader.skipLeb();
  reader.skipLeb();
}

function readPrefixed(reader: WasmReader): number {
  const number = reader.unsigned();
  if (number <= 0x07) return (PREFIXED << 8) | number; // conversions that saturate
  if (number === 0x0a) skipTwo(reader);
  else if (number === 0x0b) reader.skipLeb();
  else throw new Error(`Unknown instruction 0xfc ${number} at ${reader.at}.`);
  return (PREFIXED << 8) | number;
}
