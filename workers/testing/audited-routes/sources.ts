import { type AuditedRoutes, answeredId, CHANGED, MADE, REMOVED, route } from "./route.ts";
import type { AuditWorld } from "./world.ts";

const SOURCES = "/api/v1/sources";
const SHOP = {
  name: "Shop",
  provider: "generic",
  secret: "a secret of the shop",
  settings: { header: "X-Signature" },
};

/** Sources of inbound webhooks. */
export const SOURCE_ROUTES: AuditedRoutes = {
  createSource: route("source", MADE, async () => ({
    method: "POST",
    path: SOURCES,
    body: SHOP,
    targetId: answeredId,
  })),
  updateSource: route("source", CHANGED, async (world) => ({
    ...(await onSource(world, "PATCH")),
    body: { name: "Renamed" },
  })),
  deleteSource: route("source", REMOVED, (world) => onSource(world, "DELETE")),
  rotateSourceToken: route("source", CHANGED, async (world) => ({
    ...(await onSource(world, "POST", "/rotate-token")),
    body: {},
  })),
  addSourceSecret: route("source", CHANGED, async (world) => ({
    ...(await onSource(world, "POST", "/secrets")),
    body: { secret: "another secret of the shop" },
  })),
  removeSourceSecret: route("source", CHANGED, async (world) => {
    const { path, targetId } = await onSource(world, "DELETE");
    const record = await world.services.sourceRepository.find(world.orgId, targetId);
    return { method: "DELETE", path: `${path}/secrets/${record?.secrets[0]?.id}`, targetId };
  }),
};

async function onSource({ call, key }: AuditWorld, method: string, below = "") {
  const { id } = await call(key, "POST", SOURCES, SHOP);
  return { method, path: `${SOURCES}/${id}${below}`, targetId: id };
}
