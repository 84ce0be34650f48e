import { z } from "@hono/zod-openapi";

/** A connector's manifest, as the dashboard draws its form from it. */

const ManifestField = z.object({
  name: z.string(),
  label: z.string(),
  kind: z.enum(["secret", "text", "select", "number"]),
  required: z.boolean(),
  help: z.string(),
  options: z.array(z.string()).readonly().optional(),
  default: z.string().optional(),
  placeholder: z.string().optional(),
});

export const ConnectorSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    docsUrl: z.string(),
    secretField: z.string().nullable(),
    fields: z.array(ManifestField).readonly(),
    methods: z.array(z.string()).readonly(),
    toleranceSeconds: z.number().nullable(),
    typePrefix: z.string(),
    fallbackType: z.string(),
    challenge: z.boolean(),
    setup: z.array(z.string()).readonly(),
  })
  .openapi("Connector");
