import { z } from "@hono/zod-openapi";
import { described } from "../guarded-route.ts";
import { problems } from "../schemas/problem.ts";

/** A call changes nothing of the gateway's: it is in the log of calls, with who made it, and not in the audit log. */
export const PROXY_GUARD = { access: "proxy:call", audit: null } as const;

const DESCRIPTION = `Reaches the integration's target with the integration's credential. What goes on and what comes back \
is set in the integration's \`proxy\`. The upstream's answers pass with their status; answers of the gateway itself are \
problem documents and have the header \`X-Gateway-Error\`. \`X-Gateway-Cache\` says where an answer came from, \
\`X-Gateway-Call\` names the call in GET /api/v1/proxy-calls.`;

const params = z.object({
  integration: z.string().openapi({ description: "The integration's id" }),
  path: z.string().openapi({
    description: "Everything behind it, slashes included, is the path at the upstream.",
    example: "v1/orders",
  }),
});

const anything = { "*/*": { schema: z.unknown().openapi({ format: "binary" }) } };

const answers = {
  200: { description: "Whatever the upstream answers, whatever its status", content: anything },
  ...problems(400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 501, 502, 503, 504),
};

const METHODS = ["get", "post", "put", "patch", "delete"] as const;

/** One description for each method: OpenAPI knows neither wildcards in paths nor routes for any method. */
export const PROXY_OPERATIONS = METHODS.map((method) => ({
  ...described(PROXY_GUARD),
  method,
  path: "/proxy/{integration}/{path}",
  operationId: `proxy${method.charAt(0).toUpperCase()}${method.slice(1)}`,
  tags: ["proxy"],
  summary: `Call an upstream API: ${method.toUpperCase()}`,
  description:
    method === "get" ? `${DESCRIPTION} HEAD goes on too, where proxy.methods has it.` : DESCRIPTION,
  request:
    method === "get" || method === "delete"
      ? { params }
      : { params, body: { required: false, content: anything } },
  responses: answers,
}));
