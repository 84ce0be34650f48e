import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Runtime } from "../runtime.ts";
import { callApi } from "./call-api.ts";

/** Who signs in to the dashboard of the demo organization, as its owner. */
export interface DemoPerson {
  readonly email: string;
  readonly password: string;
}

/** Made on the first start. The password is made up here: a known one would be the first that somebody tries. */
export async function openPerson(
  runtime: Pick<Runtime, "url" | "adminToken">,
  stateFolder: string,
  orgId: string,
): Promise<DemoPerson> {
  const file = join(stateFolder, "person.json");
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as DemoPerson;
  const person = { email: "you@example.com", password: randomBytes(12).toString("base64url") };
  await invite(runtime, orgId, person);
  writeFileSync(file, JSON.stringify(person, null, 2), { mode: 0o600 });
  return person;
}

async function invite(
  { url, adminToken }: Pick<Runtime, "url" | "adminToken">,
  orgId: string,
  { email, password }: DemoPerson,
): Promise<void> {
  const admin = { url, apiKey: adminToken, orgId };
  const { token } = await callApi<{ token: string }>(admin, 201, "POST", "/api/v1/invitations", {
    email,
    roleId: "owner",
  });
  await callApi(admin, 200, "POST", "/api/v1/auth/invitations/accept", { token, name: "You", password });
}
