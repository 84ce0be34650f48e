import { z } from "@hono/zod-openapi";
import { SEARCHED_KINDS } from "#domain/operations/quick-search";
import { searchQuickly } from "#services/quick-search";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { problems } from "../../schemas/problem.ts";

const SearchQuery = z.strictObject({
  q: z.string().trim().min(2).max(200).openapi({
    description: "A whole id, or a part of a name in any letter case.",
    example: "shop",
  }),
});

const SearchResults = z
  .object({
    items: z.array(
      z.object({
        kind: z.enum(SEARCHED_KINDS),
        id: z.string().openapi({ description: "What its own route takes." }),
        name: z.string(),
        detail: z.string().nullable().openapi({ description: "Tells two of the same name apart." }),
      }),
    ),
  })
  .openapi("SearchResults");

const search = guardedRoute(
  // Everything that is found asks for its own permission besides.
  { access: "organization:read" },
  {
    method: "get",
    path: "/",
    operationId: "search",
    tags: ["overview"],
    summary: "What an id or a word may mean",
    description:
      "Integrations, sources, credentials, event types, lookup tables, members, roles (also the built-in ones) and API keys by id or name, up to five of each; deliveries, events and jobs by their whole id. Only what the caller may read.",
    request: { query: SearchQuery },
    responses: {
      200: { description: "The likeliest first", content: { "application/json": { schema: SearchResults } } },
      ...problems(400, 401),
    },
  },
);

export function createSearchRoutes() {
  return createRouter().openapi(search, async (c) => {
    const { services, orgId, permissions } = c.var;
    const items = await searchQuickly(services, orgId, c.req.valid("query").q, permissions);
    return c.json({ items: items.map((item) => ({ ...item })) }, 200);
  });
}
