import type { ObjectKind, PurgeObject } from "#domain/operations/purge";
import type { PurgeObjects } from "#domain/operations/purge-ports";
import { type Jurisdiction, within } from "./jurisdiction.ts";

/** The methods that every Durable Object class of the gateway has. */
interface Purgeable extends Rpc.DurableObjectBranded {
  purge(): Promise<void>;
  remains(): Promise<number>;
}

type Namespaces = Readonly<Record<ObjectKind, DurableObjectNamespace<Purgeable>>>;

export function createPurgeObjects(env: Env, jurisdiction: Jurisdiction): PurgeObjects {
  const namespaces: Namespaces = {
    intake: env.INTAKE,
    integration: env.INTEGRATION,
    credential: env.CREDENTIAL,
    rate_limit: env.RATE_LIMIT,
    audit: env.AUDIT,
  };
  const stub = ({ kind, name }: PurgeObject) => within(namespaces[kind], jurisdiction).getByName(name);
  return {
    purge: (object) => stub(object).purge(),
    remains: (object) => stub(object).remains(),
  };
}
