import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { freePort } from "../support/free-port.ts";

const stateFolder = mkdtempSync(join(tmpdir(), "gateway-start-"));
afterAll(() => rmSync(stateFolder, { recursive: true, force: true }));

/** The README's first command, as far as its demonstration goes. */
async function start(): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "../../scripts/start.ts"), "--once"], {
    env: {
      ...process.env,
      GATEWAY_STATE: stateFolder,
      PORT: String(await freePort()),
      ECHO_PORT: String(await freePort()),
    },
  });
  let output = "";
  child.stdout.on("data", (part: Buffer) => {
    output += part.toString();
  });
  child.stderr.on("data", (part: Buffer) => {
    output += part.toString();
  });
  const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
  return { code, output };
}

describe("npm start", () => {
  it("delivers a signed event, shows a retry that recovers, and does so again on the state it left", async () => {
    for (const run of ["first", "second"]) {
      const { code, output } = await start();
      expect(output, run).toMatch(/delivered 200 in \d+ ms, signature verified/);
      expect(output, run).toMatch(/attempt 1 answered 503/);
      expect(output, run).toMatch(/SERVER_ERROR: retry at 20\d\d-/);
      expect(output, run).toMatch(/attempt 2 answered 200, signature verified: delivered, recovered/);
      expect(code, output).toBe(0);
    }
  });
});
