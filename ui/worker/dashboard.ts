import { isGatewayPath } from "./gateway-paths.ts";
import { servePage } from "./serve-page.ts";

interface Bindings {
  /** The gateway's Worker, bound as a service: pages and API have one origin, so there is no CORS and no preflight. */
  readonly GATEWAY: Fetcher;
  readonly ASSETS: Fetcher;
}

interface Fetcher {
  fetch(request: Request | URL | string): Promise<Response>;
}

/** The dashboard on Pages (`_worker.js`); the local runtime runs the same file. */
export default {
  fetch(request: Request, { GATEWAY, ASSETS }: Bindings): Promise<Response> {
    return isGatewayPath(new URL(request.url).pathname) ? GATEWAY.fetch(request) : servePage(request, ASSETS);
  },
};
