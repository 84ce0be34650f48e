/**
 * The gateway for a part that compares several organizations with each other within one run: its loads go one after
 * another to the same instance, so that what else the machine does meets all of them.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { callApi } from "../scripts/demo/call-api.ts";
import { type Runtime, startRuntime, WORKER_NAME } from "../scripts/runtime.ts";
import { bundleGateway } from "./bundle-gateway.ts";
import { startChild } from "./child.ts";
import type { GeneratorQuestions } from "./load-generator.ts";
import { createMeasured, type Measured } from "./measure.ts";
import { OPERATIONS_PATH } from "./operation-counter.ts";
import { NO_OPERATIONS, type OperationCounts } from "./operation-counts.ts";
import { findWorkerd } from "./process-stats.ts";
import { raiseRates } from "./raise-rates.ts";
import type { ReceiverQuestions } from "./receiver.ts";
import { inspectedBy, type Mode } from "./subjects/subject.ts";

export interface Caller {
  readonly url: string;
  readonly apiKey: string;
}

export interface Tenant {
  readonly orgId: string;
  readonly caller: Caller;
  /** Loads of this organization; all that it accepts must reach the part's receiver exactly once. */
  readonly measured: Measured;
}

export interface PartGateway {
  readonly runtime: Runtime;
  readonly stateFolder: string;
  readonly workerdPids: readonly number[];
  /** Where the reconciled deliveries go. */
  readonly targetUrl: string;
  openTenant(name: string): Promise<Tenant>;
  /** Since the start; of a gateway that is not `counted`, none. */
  operations(): Promise<OperationCounts>;
}

export async function withGateway<Result>(
  mode: Mode,
  use: (gateway: PartGateway) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "gateway-bench-part-"));
  const bundle = await bundleGateway(join(folder, "bundle"), mode === "counted");
  const generator = startChild<GeneratorQuestions>(new URL("load-generator.ts", import.meta.url));
  const receiver = startChild<ReceiverQuestions>(new URL("receiver.ts", import.meta.url));
  const stateFolder = join(folder, "state");
  const runtime = await startRuntime({ stateFolder, bundle, direct: true, inspect: mode === "inspected" });
  try {
    const { url: targetUrl } = await receiver.ask("listen", undefined);
    const workerdPids = findWorkerd(process.pid);
    const inspected = await inspectedBy(runtime.miniflare, WORKER_NAME, mode);
    return await use({
      runtime,
      stateFolder,
      workerdPids,
      targetUrl,
      async openTenant(name) {
        const { orgId, caller } = await openOrganization(runtime, name);
        // Neither side of a comparison may meet the limit on its calls.
        await raiseRates(runtime, orgId);
        const target = { ...caller, workerdPids, hostPid: process.pid, signingSecret: "", inspected };
        return { orgId, caller, measured: createMeasured(target, generator, receiver) };
      },
      async operations() {
        if (mode !== "counted") return NO_OPERATIONS;
        const response = await fetch(new URL(OPERATIONS_PATH, runtime.url));
        return (await response.json()) as OperationCounts;
      },
    });
  } finally {
    await runtime.stop();
    await Promise.all([generator.stop(), receiver.stop()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function openOrganization(
  { url, adminToken }: Pick<Runtime, "url" | "adminToken">,
  name: string,
): Promise<{ readonly orgId: string; readonly caller: Caller }> {
  const admin = { url, apiKey: adminToken };
  const organizations = "/api/v1/admin/organizations";
  const { id } = await callApi<{ id: string }>(admin, 201, "POST", organizations, { name });
  const keys = `${organizations}/${id}/api-keys`;
  const { key } = await callApi<{ key: string }>(admin, 201, "POST", keys, { name: "bench" });
  return { orgId: id, caller: { url, apiKey: key } };
}

export interface OpenedIntegration {
  readonly id: string;
  readonly signingSecret: string;
}

export function openIntegration(caller: Caller, settings: object): Promise<OpenedIntegration> {
  return callApi<OpenedIntegration>(caller, 201, "POST", "/api/v1/integrations", settings);
}
