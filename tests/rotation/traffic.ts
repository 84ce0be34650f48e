import { scheduler } from "node:timers/promises";
import { CHANGING_HEADER, clientOf, type KnownIntegration, type KnownTenant } from "./tenants.ts";

export interface Traffic {
  /** `<integration>/<event>` that must arrive. */
  readonly promised: ReadonlySet<string>;
  /** Configuration changes that were made meanwhile. */
  readonly changes: number;
  stop(): Promise<void>;
}

const SENDERS = 4;
const WRITERS = 2;
const PAUSE_MS = 20;

/** Events all the time, and people who change secrets while the keys below them are replaced. */
export function startTraffic(
  url: () => string,
  tenants: readonly KnownTenant[],
  random: () => number,
): Traffic {
  const promised = new Set<string>();
  let running = true;
  let changes = 0;
  const pick = () => tenants[Math.floor(random() * tenants.length)];
  const repeat = async (work: (tenant: KnownTenant) => Promise<void>) => {
    while (running) {
      const tenant = pick();
      try {
        if (tenant !== undefined) await work(tenant);
      } catch {
        // The gateway was killed under this request.
      }
      await scheduler.wait(PAUSE_MS);
    }
  };
  const senders = Array.from({ length: SENDERS }, () =>
    repeat(async (tenant) => {
      for (const promise of await postEvent(url(), tenant)) promised.add(promise);
    }),
  );
  const writers = Array.from({ length: WRITERS }, () =>
    repeat(async (tenant) => {
      const [integration] = tenant.integrations;
      if (integration !== undefined && (await changeHeader(url(), tenant, integration))) changes++;
    }),
  );
  return {
    promised,
    get changes() {
      return changes;
    },
    async stop() {
      running = false;
      await Promise.all([...senders, ...writers]);
    },
  };
}

/** What its 202 promises. */
export async function postEvent(url: string, tenant: KnownTenant): Promise<string[]> {
  const answer = await clientOf(url, tenant).expect(202, "POST", "/api/v1/events", {
    type: "order.created",
    payload: { at: Date.now() },
  });
  return tenant.integrations.map(({ id }) => `${id}/${answer.id}`);
}

/** The receiver takes the old and the new value from before the change is asked for: a kill leaves open which it became. */
async function changeHeader(
  url: string,
  tenant: KnownTenant,
  { id, headers }: KnownIntegration,
): Promise<boolean> {
  const value = `${CHANGING_HEADER}-${crypto.randomUUID()}`;
  const values = headers.get(CHANGING_HEADER);
  values?.add(value);
  const api = clientOf(url, tenant);
  const current = await api.expect(200, "GET", `/api/v1/integrations/${id}`);
  const changed = { ...(current.headers as Record<string, string>), [CHANGING_HEADER]: value };
  const { status, text } = await api.call("PATCH", `/api/v1/integrations/${id}`, { headers: changed });
  if (status >= 500 && status !== 503) throw new UnexpectedAnswer(`${status} ${text}`);
  return status === 200;
}

class UnexpectedAnswer extends Error {}
