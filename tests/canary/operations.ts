import { scheduler } from "node:timers/promises";
import type { CanaryPart } from "./world.ts";

/** The keys below all secrets are replaced. */
export const keyRotations: CanaryPart = async ({ admin }) => {
  const path = "/api/v1/admin/encryption";
  for (const level of ["data_keys", "key_encryption_keys"]) {
    const { id } = await admin.expect(202, "POST", `${path}/rotations`, { level });
    let status = "running";
    for (let looks = 0; status === "running" && looks < 300; looks++) {
      await scheduler.wait(100);
      status = String((await admin.expect(200, "GET", `${path}/rotations/${id}`)).status);
    }
    if (status !== "completed") throw new Error(`The rotation of ${level} is ${status}.`);
  }
};

/** Every list and every page that needs no id, whoever built it: an audit log or an export that is added is looked at too. */
export const everyList: CanaryPart = async ({ admin, api, orgId }) => {
  const document = await admin.expect(200, "GET", "/openapi.json");
  const paths = Object.entries(document.paths as Record<string, { get?: unknown }>)
    .filter(([path, item]) => item.get !== undefined && !path.includes("{"))
    .map(([path]) => path);
  if (paths.length < 8) throw new Error(`Only ${paths.length} lists in the document.`);
  for (const path of paths) {
    await api.call("GET", path);
    await admin.call("GET", path);
  }
  await admin.call("GET", `/api/v1/admin/organizations/${orgId}`);
};
