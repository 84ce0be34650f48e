import type { Cage } from "#domain/sandbox/cage";

/** Runs scripts with `new Function`, which is no cage at all: for tests of what stands around it. */
export function createFakeCage(): Cage {
  return {
    checkScript: async () => ({ ok: true }),
    async run({ source, entry, argumentsJson }) {
      const report = { log: [], fuelUsed: 1 };
      try {
        const make = new Function(`${source}\nreturn ${entry};`) as () => (...given: unknown[]) => unknown;
        const output = await make()(...argumentsJson.map((json) => JSON.parse(json) as unknown));
        return { ...report, ok: true, outputJson: JSON.stringify(output) };
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        return { ...report, ok: false, reason: "threw", message, line: null };
      }
    },
  };
}
