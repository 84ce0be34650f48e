import { randomBytes } from "node:crypto";
import { type CanaryPart, uniqueValue } from "./world.ts";

const RETRY = { strategy: { kind: "schedule", delaysMs: [200, 200] } };

/** An organization, its API key, and an integration whose secrets are created, changed, masked, rotated and retired. */
export const configuration: CanaryPart = async (world) => {
  const { admin, plant, receiver } = world;
  const organization = await admin.expect(201, "POST", "/api/v1/admin/organizations", { name: "canary" });
  world.orgId = String(organization.id);
  const keys = `/api/v1/admin/organizations/${world.orgId}/api-keys`;
  const made = await admin.expect(201, "POST", keys, { name: "canary" }, ["API key"]);
  world.api = world.client(plant("API key", String(made.key)));
  const { api } = world;
  const second = await api.expect(201, "POST", "/api/v1/api-keys", { name: "revoked soon" }, [
    "second API key",
  ]);
  plant("second API key", String(second.key));
  await api.call("DELETE", `/api/v1/api-keys/${second.id}`);

  const secret = plant("imported signing secret", `whsec_${randomBytes(32).toString("base64")}`);
  const headers = {
    Authorization: `Bearer ${plant("header value", uniqueValue("header"))}`,
    "X-Api-Key": plant("another header value", uniqueValue("api-key")),
    "X-Session": `session=${plant("session value", uniqueValue("session"))}`,
  };
  const integration = await api.expect(
    201,
    "POST",
    "/api/v1/integrations",
    {
      name: "canary",
      eventTypes: ["order.*"],
      url: receiver.url,
      headers,
      secret,
      retry: RETRY,
      flow: { circuit: null },
    },
    ["imported signing secret"],
  );
  const path = `/api/v1/integrations/${integration.id}`;
  const shown = await api.expect(200, "GET", path);
  await api.expect(200, "GET", "/api/v1/integrations");
  // Masks sent back, one value new, one gone.
  const changed = { ...(shown.headers as Record<string, string>) };
  changed["X-Api-Key"] = plant("changed header value", uniqueValue("changed"));
  delete changed["X-Session"];
  await api.expect(200, "PATCH", path, { headers: changed });

  const rotated = await api.expect(201, "POST", `${path}/secrets/rotate`, {}, ["generated signing secret"]);
  plant("generated signing secret", String(rotated.signingSecret));
  const text = `utf8:${plant("text signing secret", uniqueValue("text"))}`;
  await api.expect(201, "POST", `${path}/secrets/rotate`, { secret: text }, ["text signing secret"]);
  const seed = plant("Ed25519 private key", `whsk_${randomBytes(32).toString("base64")}`);
  await api.expect(201, "POST", `${path}/secrets/rotate`, { secret: seed });
  const { items } = await api.expect(200, "GET", `${path}/secrets`);
  for (const { id, status } of items as { id: string; status: string }[]) {
    if (status === "expiring") await api.call("POST", `${path}/secrets/${id}/retire`, { overlapMs: 0 });
  }
};
