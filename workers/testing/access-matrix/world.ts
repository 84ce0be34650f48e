import { ALL_PERMISSIONS, type Permission } from "#domain/access/permissions";
import type { Services } from "#services/composition";
import { markDeleted, seedBelow } from "../place-below.ts";
import { type SeededOrganization, seedApiKey, seedOrganization } from "../seed.ts";
import type { Place } from "./samples.ts";

export interface Home extends Place {
  /** A key of this organization that may do everything in it. */
  readonly apiKey: string;
}

/**
 * Six organizations around the one that a route is asked about, made anew for every route, so that no route meets what
 * another one left behind.
 */
export interface World {
  readonly target: Home;
  readonly parent: Home;
  readonly child: Home;
  readonly sibling: Home;
  readonly foreign: Home;
  /** A child of the parent whose deletion has begun. */
  readonly deleted: Home;
  /** Keys of the target and of the parent, made for the route's permission. */
  readonly keys: {
    readonly exact: string;
    readonly without: string;
    readonly revoked: string;
    readonly expired: string;
    readonly parentExact: string;
    readonly parentWithout: string;
  };
}

export async function makeWorld(env: Env, services: Services, permission: Permission | null): Promise<World> {
  const home = (name: string, { orgId, apiKey }: SeededOrganization, marker: string): Home => ({
    env,
    services,
    orgId,
    apiKey,
    name: name + marker,
    marker: name + marker,
    permission,
    person: null,
  });
  const tag = () => crypto.randomUUID().replaceAll("-", "").slice(0, 12);
  const make = async (name: string, parentId: string | null): Promise<Home> => {
    const marker = tag();
    const settings = { name: name + marker };
    const seeded =
      parentId === null
        ? await seedOrganization(env, settings)
        : await seedBelow(env, parentId, settings.name);
    return home(name, seeded, marker);
  };
  const [parent, foreign] = [await make("parent", null), await make("foreign", null)];
  const target = await make("target", parent.orgId);
  const child = await make("child", target.orgId);
  const sibling = await make("sibling", parent.orgId);
  const deleted = await make("deleted", parent.orgId);
  const exact = permission === null ? [] : [permission];
  const without = ALL_PERMISSIONS.filter((other) => other !== permission);
  const keys = {
    exact: await seedApiKey(env, target.orgId, exact),
    without: await seedApiKey(env, target.orgId, without),
    revoked: await seedApiKey(env, target.orgId),
    expired: await seedApiKey(env, target.orgId),
    parentExact: await seedApiKey(env, parent.orgId, exact),
    parentWithout: await seedApiKey(env, parent.orgId, without),
  };
  await endKey(services, env, keys.revoked, "revoked_at");
  await endKey(services, env, keys.expired, "expires_at");
  await markDeleted(env, deleted.orgId);
  services.forgetApiKeys();
  return { target, parent, child, sibling, foreign, deleted, keys };
}

/** As time or a person would: the column holds a moment that has passed. */
async function endKey(services: Services, env: Env, key: string, column: "revoked_at" | "expires_at") {
  const principal = await services.authenticate(key);
  await env.DB.prepare(`UPDATE api_keys SET ${column} = ?2 WHERE id = ?1`)
    .bind(principal?.id ?? null, Date.now() - 1)
    .run();
}
