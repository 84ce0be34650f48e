import { z } from "@hono/zod-openapi";
import { LOOKUP_CHANGES } from "#domain/lookups/lookup-table";
import { IMPORT_MODES } from "#services/import-lookup-rows";
import { LOOKUP_FORMATS } from "#services/read-lookup-source";
import { PageQuery } from "./page.ts";

const name = z
  .string()
  .openapi({ description: "As templates speak it: `{{lookup.countries.NL}}`.", example: "countries" });
const value = z
  .unknown()
  .openapi({ description: "Any JSON of at most 4,096 characters.", example: "Netherlands" });
const fallback = z
  .unknown()
  .optional()
  .openapi({ description: "What stands in for a missing key; left out: a missing key is an error." });

export const LookupTable = z
  .object({
    name,
    description: z.string(),
    default: fallback,
    version: z.int().openapi({ description: "Grows by one with every change of its rows." }),
    oldestVersion: z.int().openapi({ description: "The oldest one that can still be read and restored." }),
    rows: z.int(),
    columns: z
      .array(z.string())
      .nullable()
      .openapi({ description: "Of values that came from a CSV file with several." }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .openapi("LookupTable");

export const LookupTableCreate = z
  .strictObject({ name, description: z.string().max(1_000).optional(), default: fallback })
  .openapi("LookupTableCreate");

export const LookupTablePatch = z
  .strictObject({
    description: z.string().max(1_000).optional(),
    default: fallback,
    noDefault: z
      .literal(true)
      .optional()
      .openapi({ description: "Takes the default away: null would be one." }),
  })
  .refine((patch) => patch.noDefault === undefined || patch.default === undefined, {
    path: ["noDefault"],
    message: "Send default or noDefault, not both.",
  })
  .openapi("LookupTablePatch");

export const LookupRow = z.object({ key: z.string(), value }).openapi("LookupRow");

export const LookupRowValue = z.strictObject({ value }).openapi("LookupRowValue");

export const LookupRows = z
  .strictObject({
    rows: z
      .array(z.strictObject({ key: z.string(), value }))
      .min(1)
      .max(1_000),
  })
  .openapi("LookupRows");

export const LookupWritten = z
  .object({ version: z.int(), rows: z.int().openapi({ description: "Of the table, afterwards." }) })
  .openapi("LookupWritten");

export const LookupImported = LookupWritten.extend({
  read: z.int(),
  added: z.int(),
  changed: z.int().openapi({ description: "Keys that were there and mean something else now." }),
  removed: z.int(),
  repeated: z.int().openapi({ description: "Rows whose key came again further down: the last one counts." }),
}).openapi("LookupImported");

export const LookupVersion = z
  .object({
    version: z.int(),
    at: z.iso.datetime(),
    change: z.enum(LOOKUP_CHANGES),
    rows: z.int(),
    added: z.int(),
    changed: z.int().nullable(),
    removed: z.int(),
    by: z.string().nullable().openapi({
      description: "Who made it; null, as `changed`, of versions from before that was kept.",
      example: "user:user_01k9zs4q8r0123456789abcdef",
    }),
  })
  .openapi("LookupVersion");

const version = z.coerce.number().int().min(1);

export const RowsQuery = PageQuery.extend({
  prefix: z.string().max(256).default("").openapi({ description: "Only keys that begin so." }),
  version: version.optional().openapi({ description: "Left out: the newest." }),
});

export const ImportQuery = z.strictObject({
  mode: z.enum(IMPORT_MODES).default("replace"),
  format: z.enum(LOOKUP_FORMATS).optional().openapi({
    description: "Left out: by Content-Type (text/csv, application/json, application/x-ndjson).",
  }),
  keyColumn: z
    .string()
    .max(200)
    .optional()
    .openapi({ description: "CSV: the column with the key; the first when left out." }),
  delimiter: z.enum([",", ";", "\t", "|"]).default(","),
});

export const ExportQuery = z.strictObject({
  format: z.enum(LOOKUP_FORMATS).default("csv"),
  version: version.optional(),
});
export const VersionParameter = z.object({ name: z.string(), version });
