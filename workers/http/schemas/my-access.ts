import { z } from "@hono/zod-openapi";
import { ALL_PERMISSIONS } from "#domain/access/permissions";
import { PageQuery, pageOf } from "./page.ts";

const Named = z.object({ id: z.string(), name: z.string() });

export const MyOrganizationsQuery = PageQuery.extend({
  q: z.string().trim().min(1).max(100).optional().openapi({
    description: "Part of the name, in any letter case, or the whole id.",
  }),
});

export const MyOrganization = Named.extend({
  parentId: z.string().nullable().openapi({ description: "Null at the top, and where you may not see it." }),
  above: z.array(Named).openapi({ description: "What lies above and you may see, the topmost first." }),
  role: Named.nullable().openapi({
    description: "Your role in this very organization; null where you work by a role from above.",
  }),
}).openapi("MyOrganization");

export const MyOrganizationPage = pageOf(MyOrganization).openapi("MyOrganizationPage");

export const MyPermissionsQuery = z.strictObject({
  organizationId: z.string().min(1).max(128).optional().openapi({ description: "Left out: your own." }),
});

export const MyPermissions = z
  .object({
    organizationId: z.string().nullable().openapi({
      description: "Null when you named none and belong to none: then it is about the platform itself.",
    }),
    organizationName: z.string().nullable(),
    permissions: z
      .array(z.enum(ALL_PERMISSIONS))
      .openapi({ description: "By your roles there and in the organizations above." }),
  })
  .openapi("MyPermissions");
