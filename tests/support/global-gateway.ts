import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { ensureBuilt } from "../../scripts/build.ts";
import { freePort } from "./free-port.ts";
import { startGatewayProcess } from "./gateway-process.ts";

declare module "vitest" {
  export interface ProvidedContext {
    gatewayUrl: string;
    adminToken: string;
  }
}

/** Builds the Worker and starts it once for all end-to-end tests. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await ensureBuilt();
  const stateFolder = mkdtempSync(join(tmpdir(), "gateway-e2e-"));
  const gateway = await startGatewayProcess({ stateFolder, port: await freePort() });
  project.provide("gatewayUrl", gateway.url);
  project.provide("adminToken", gateway.adminToken);
  return async () => {
    await gateway.stop();
    rmSync(stateFolder, { recursive: true, force: true });
  };
}
