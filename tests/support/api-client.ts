/** The gateway's public API as tests use it: every call is plain HTTP, as a stranger would make it. */
export interface ApiClient {
  call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<ApiAnswer>;
  /** As `call`, and throws unless the answer's status is the expected one. */
  expect(status: number, method: string, path: string, body?: unknown): Promise<Json>;
}

// Answers of many shapes are read here; a test that reads a missing member fails with its name.
export type Json = Record<string, unknown>;

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Json;
}

export function createApiClient(url: string, token: string): ApiClient {
  const client: ApiClient = {
    async call(method, path, body, headers = {}) {
      const response = await fetch(url + path, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, json: parse(text) };
    },
    async expect(status, method, path, body) {
      const answer = await client.call(method, path, body);
      if (answer.status !== status) {
        throw new Error(
          `${method} ${path} answered ${answer.status} instead of ${status}: ${answer.text.slice(0, 500)}`,
        );
      }
      return answer.json;
    },
  };
  return client;
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return {};
  }
}

export interface Tenant {
  readonly orgId: string;
  readonly apiKey: string;
  readonly api: ApiClient;
}

/** A fresh organization with an API key. */
export async function createTenant(url: string, adminToken: string, name: string): Promise<Tenant> {
  const admin = createApiClient(url, adminToken);
  const organization = await admin.expect(201, "POST", "/api/v1/admin/organizations", { name });
  const orgId = String(organization.id);
  const key = await admin.expect(201, "POST", `/api/v1/admin/organizations/${orgId}/api-keys`, {
    name: "test",
  });
  const apiKey = String(key.key);
  return { orgId, apiKey, api: createApiClient(url, apiKey) };
}
