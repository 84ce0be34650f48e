import { createMachine, type Machine } from "./machine.ts";

/** Each run leaves its memory in pieces. A new machine now and then costs nothing that anybody feels. */
const RUNS = 2_000;

/** Keeps one machine warm, and gives a new one when the last is broken, old or fat. */
export interface MachineRoom {
  /** How many machines there have been: who keeps something inside compares it. */
  readonly generation: number;
  machine(): Promise<Machine>;
}

export interface RoomLimits {
  readonly maximumBytes: number;
  /** A machine never gives memory back: one that grew past this is not kept. */
  readonly keptBytes: number;
  readonly runs?: number;
}

export function openRoom({ maximumBytes, keptBytes, runs = RUNS }: RoomLimits): MachineRoom {
  let current: Promise<Machine> | null = null;
  let used = 0;
  let generation = 0;

  async function replace(): Promise<Machine> {
    current = createMachine(maximumBytes);
    used = 0;
    generation++;
    try {
      return await current;
    } catch (error) {
      current = null;
      throw error;
    }
  }

  return {
    get generation() {
      return generation;
    },
    async machine() {
      used++;
      const machine = current === null ? null : await current;
      if (machine === null || machine.broken || used > runs || machine.memoryBytes() > keptBytes) {
        return replace();
      }
      return machine;
    },
  };
}
