import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureBuilt } from "../../../scripts/build.ts";
import { ensureDashboardBuilt } from "../../../scripts/build-dashboard.ts";
import { type Runtime, startRuntime } from "../../../scripts/runtime.ts";
import { type ApiClient, createApiClient, createTenant, type Tenant } from "../../support/api-client.ts";

export interface Person {
  readonly email: string;
  readonly password: string;
}

/** The built gateway with its dashboard, one organization with an owner, and targets that answer as they are told. */
export interface World extends Tenant {
  readonly runtime: Runtime;
  readonly dashboardUrl: string;
  readonly owner: Person;
  readonly targets: Targets;
  readonly admin: ApiClient;
  close(): Promise<void>;
}

export interface Targets {
  readonly url: string;
  /** What `/path` answers from now on; 200 until it is told. */
  answer(path: string, status: number, body?: string, delayMs?: number): void;
  close(): Promise<void>;
}

const PASSWORD = "correct battery staple 42";
const TICK_MS = 5_000;

export async function openWorld(
  name: string,
  ports: { port?: number; dashboardPort?: number } = {},
): Promise<World> {
  await ensureBuilt();
  await ensureDashboardBuilt();
  const stateFolder = mkdtempSync(join(tmpdir(), "gateway-browser-"));
  const runtime = await startRuntime({
    stateFolder,
    port: ports.port ?? 0,
    dashboardPort: ports.dashboardPort ?? 0,
  });
  const ticker = setInterval(() => void runtime.tick().catch(() => undefined), TICK_MS);
  const tenant = await createTenant(runtime.url, runtime.adminToken, name);
  const owner = { email: "ann@example.com", password: PASSWORD };
  const admin = createApiClient(runtime.url, runtime.adminToken);
  await joinOrganization(runtime, admin, tenant.orgId, owner, "Ann Example", "owner");
  const targets = await startTargets();
  return {
    ...tenant,
    runtime,
    dashboardUrl: runtime.dashboardUrl ?? "",
    owner,
    targets,
    admin,
    async close() {
      clearInterval(ticker);
      await targets.close();
      await runtime.stop();
      rmSync(stateFolder, { recursive: true, force: true });
    },
  };
}

/** Somebody who was invited and has accepted. */
async function joinOrganization(
  runtime: Runtime,
  admin: ApiClient,
  orgId: string,
  person: Person,
  name: string,
  roleId: string,
): Promise<void> {
  const invitation = await admin.call(
    "POST",
    "/api/v1/invitations",
    { email: person.email, roleId },
    { "x-organization-id": orgId },
  );
  if (invitation.status !== 201) throw new Error(`no invitation: ${invitation.text}`);
  const accepted = await createApiClient(runtime.url, "").call("POST", "/api/v1/auth/invitations/accept", {
    token: invitation.json.token,
    name,
    password: person.password,
  });
  if (accepted.status !== 200) throw new Error(`not accepted: ${accepted.text}`);
}

export async function addPerson(world: World, email: string, name: string, roleId: string): Promise<Person> {
  const person = { email, password: PASSWORD };
  await joinOrganization(world.runtime, world.admin, world.orgId, person, name, roleId);
  return person;
}

async function startTargets(): Promise<Targets> {
  const answers = new Map<string, { status: number; body: string; delayMs: number }>();
  const server: Server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://x").pathname;
    const { status, body, delayMs } = answers.get(path) ?? { status: 200, body: '{"ok":true}', delayMs: 0 };
    request.resume().on("end", () => {
      setTimeout(() => response.writeHead(status, { "content-type": "application/json" }).end(body), delayMs);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    answer: (path, status, body = `{"status":${status}}`, delayMs = 0) => {
      answers.set(path, { status, body, delayMs });
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
