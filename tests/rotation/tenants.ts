import { type ApiClient, createApiClient, createTenant } from "../support/api-client.ts";

/** Everything secret about one integration, as we were told when it was made. */
export interface KnownIntegration {
  readonly orgId: string;
  readonly id: string;
  /** Values that may arrive, by header in lower case. One header changes while the run goes on. */
  readonly headers: Map<string, Set<string>>;
  /** Every one of them signs. */
  readonly signing: { readonly id: string; readonly value: string }[];
}

export interface KnownTenant {
  readonly orgId: string;
  readonly apiKey: string;
  readonly integrations: readonly KnownIntegration[];
}

export const SECRETS_PER_TENANT = 10;
const HEADERS = ["authorization", "x-api-key", "x-auth-token"];
export const CHANGING_HEADER = "x-api-key";
/** Deliveries that meet a kill are tried again soon. */
const RETRY = { strategy: { kind: "schedule", delaysMs: [500, 1_000, 2_000, 4_000, 8_000] } };
const CONNECTIONS = 8;

/** Organizations with two integrations each, with three secret headers and two signing secrets each. */
export async function createTenants(
  count: number,
  gateway: { readonly url: string; readonly adminToken: string },
  targetUrl: string,
): Promise<KnownTenant[]> {
  const tenants: KnownTenant[] = [];
  let started = 0;
  const worker = async () => {
    while (started < count) {
      const { orgId, apiKey, api } = await createTenant(
        gateway.url,
        gateway.adminToken,
        `rotation ${started++}`,
      );
      const integrations = [
        await createIntegration(api, orgId, targetUrl),
        await createIntegration(api, orgId, targetUrl),
      ];
      tenants.push({ orgId, apiKey, integrations });
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  return tenants;
}

export const clientOf = (url: string, { apiKey }: KnownTenant): ApiClient => createApiClient(url, apiKey);

async function createIntegration(
  api: ApiClient,
  orgId: string,
  targetUrl: string,
): Promise<KnownIntegration> {
  const headers = Object.fromEntries(HEADERS.map((name) => [name, `${name}-${crypto.randomUUID()}`]));
  const body = { name: "rotation", eventTypes: ["order.*"], url: targetUrl, headers, retry: RETRY };
  const created = await api.expect(201, "POST", "/api/v1/integrations", body);
  const id = String(created.id);
  await api.expect(200, "PATCH", `/api/v1/integrations/${id}`, { url: `${targetUrl}/${id}` });
  const rotated = await api.expect(201, "POST", `/api/v1/integrations/${id}/secrets/rotate`, {});
  const listed = await api.expect(200, "GET", `/api/v1/integrations/${id}/secrets`);
  const [, first] = listed.items as { id: string }[];
  return {
    orgId,
    id,
    headers: new Map(Object.entries(headers).map(([name, value]) => [name, new Set([value])])),
    signing: [
      { id: String(first?.id), value: String(created.signingSecret) },
      { id: String(rotated.id), value: String(rotated.signingSecret) },
    ],
  };
}
