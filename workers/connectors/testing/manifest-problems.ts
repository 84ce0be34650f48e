import { z } from "zod";
import type { ConnectorManifest } from "#domain/ingress/connector";

const text = z.string().trim().min(1);

const MANIFEST = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  name: text,
  description: text,
  docsUrl: z.url({ protocol: /^https$/ }),
  secretField: text.nullable(),
  fields: z.array(
    z.strictObject({
      name: z.string().regex(/^[a-z][A-Za-z0-9]*$/),
      label: text,
      kind: z.enum(["secret", "text", "select", "number"]),
      required: z.boolean(),
      help: text,
      options: z.array(text).min(2).optional(),
      default: text.optional(),
      placeholder: text.optional(),
    }),
  ),
  methods: z.array(z.enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])).min(1),
  toleranceSeconds: z.number().int().positive().nullable(),
  typePrefix: z.string().regex(/^([a-z][a-z0-9_-]*\.)?$/),
  fallbackType: text,
  challenge: z.boolean(),
  setup: z.array(text).min(1),
});

/** What the compiler cannot see in a JSON file. */
export function manifestProblems(manifest: ConnectorManifest): readonly string[] {
  const parsed = MANIFEST.safeParse(manifest);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join("/")}: ${issue.message}`);
  const { secretField, fields } = manifest;
  const secret = fields.find((field) => field.name === secretField);
  if (secretField !== null && secret === undefined) problems.push(`secretField: no field ${secretField}`);
  if (new Set(fields.map((field) => field.name)).size !== fields.length)
    problems.push("fields: a name twice");
  for (const field of fields) {
    if ((field.kind === "select") !== (field.options !== undefined)) problems.push(`${field.name}: options`);
    if (field.options && field.default !== undefined && !field.options.includes(field.default)) {
      problems.push(`${field.name}: the default is none of the options`);
    }
  }
  return problems;
}
