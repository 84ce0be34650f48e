import { afterEach, beforeEach } from "vitest";
import type { ApiAnswer, Json, Tenant } from "../support/api-client.ts";
import { startUpstream, type Upstream } from "../support/upstream.ts";
import { openTenant, waitFor } from "./support.ts";

const ALL_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

export interface ProxySuite {
  readonly tenant: Tenant;
  readonly upstream: Upstream;
  /** An integration that may be called; answers its id. */
  open(proxy?: Json, settings?: Json, owner?: Tenant): Promise<string>;
  call(
    id: string,
    path?: string,
    method?: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<ApiAnswer>;
  /** The log, newest first. */
  calls(query?: string): Promise<Json[]>;
  /** The log is written a moment after the answer. */
  logged(count: number, query?: string): Promise<Json[]>;
}

/** A tenant and an upstream of its own for every test. */
export function proxySuite(): ProxySuite {
  let tenant: Tenant;
  let upstream: Upstream;
  beforeEach(async () => {
    tenant = await openTenant("proxy");
    upstream = await startUpstream();
  });
  afterEach(() => upstream.close());
  const calls = async (query = "") =>
    (await tenant.api.expect(200, "GET", `/api/v1/proxy-calls${query}`)).items as Json[];
  return {
    get tenant() {
      return tenant;
    },
    get upstream() {
      return upstream;
    },
    async open(proxy = {}, settings = {}, owner = tenant) {
      const created = await owner.api.expect(201, "POST", "/api/v1/integrations", {
        name: "upstream",
        eventTypes: [],
        url: upstream.url,
        timeoutMs: 2_000,
        proxy: { methods: ALL_METHODS, ...proxy },
        ...settings,
      });
      return String(created.id);
    },
    call: (id, path = "/", method = "GET", body = undefined, headers = {}) =>
      tenant.api.call(method, `/proxy/${id}${path}`, body, headers),
    calls,
    logged: (count, query = "") =>
      waitFor(`${count} calls in the log`, async () => {
        const found = await calls(query);
        return found.length >= count ? found : null;
      }),
  };
}
