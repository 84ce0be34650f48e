import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { listChanges } from "#domain/audit/changes";
import { readSnapshot } from "#domain/audit/present-entry";
import { targetName } from "#domain/audit/target-name";
import { Problem } from "#domain/problem";
import { findAuditEntry, noteReading, searchAudit } from "#services/read-audit";
import { verifyAudit } from "#services/verify-audit";
import { readingOf } from "../../audit-intent.ts";
import { createRouter, type HttpEnv } from "../../context.ts";
import { decodeCursor, encodeCursor } from "../../cursor.ts";
import { guardedRoute } from "../../guarded-route.ts";
import {
  AuditEntrySchema,
  AuditPage,
  AuditQuery,
  presentArchive,
  presentSummary,
  readAuditFilter,
  VerificationQuery,
  VerificationSchema,
} from "../../schemas/audit.ts";
import { readPage } from "../../schemas/page.ts";
import { problems } from "../../schemas/problem.ts";
import type { AuditPlace } from "./audit-place.ts";

/** The audit log of an organization, and the platform's: the same routes twice. */
export function createAuditRoutes(place: AuditPlace) {
  const { tags, named, needs } = place;

  const list = guardedRoute(
    { access: needs("audit:read") },
    {
      method: "get",
      path: "/",
      operationId: named("searchAuditLog"),
      tags,
      summary: "Search the audit log, newest first",
      description:
        "Looks at the entries of the last 90 days; `archive` says which older ones an export has. Reading is audited too: once an hour for each reader, with a count.",
      request: { query: AuditQuery },
      responses: {
        200: { description: "One page", content: { "application/json": { schema: AuditPage } } },
        ...problems(400, 401),
      },
    },
  );

  const verify = guardedRoute(
    { access: needs("audit:verify") },
    {
      method: "get",
      path: "/verification",
      operationId: named("verifyAuditLog"),
      tags,
      summary: "Verify the hash chain, ten thousand entries a step",
      description:
        "Compares every entry, in D1 and in the archive, with its hash, with its neighbours, and with what the log's owner keeps apart from both. Follow `nextCursor` while the status is `in_progress`.",
      request: { query: VerificationQuery },
      responses: {
        200: {
          description: "What this step found",
          content: { "application/json": { schema: VerificationSchema } },
        },
        ...problems(400, 401),
      },
    },
  );

  const show = guardedRoute(
    { access: needs("audit:read") },
    {
      method: "get",
      path: "/{seq}",
      operationId: named("getAuditEntry"),
      tags,
      summary: "One entry, with what it changed",
      request: {
        params: z.object({
          seq: z
            .string()
            .regex(/^[1-9]\d{0,14}$/, "The number of an entry: 1, 2, 3 …")
            .openapi({ example: "1" }),
        }),
      },
      responses: {
        200: { description: "The entry", content: { "application/json": { schema: AuditEntrySchema } } },
        ...problems(400, 401, 404),
      },
    },
  );

  return createRouter()
    .openapi(list, async (c) => {
      const query = c.req.valid("query");
      const { limit: _limit, cursor: _cursor, ...asked } = query;
      const { limit, after } = readPage(query, c.var.orgId);
      const filter = readAuditFilter(asked);
      const request = { before: after === null ? null : readSeq(after), limit };
      const state = await noteReading(c.var.services, c.var.orgId, readingOf(c, "audit.read", { asked }));
      const { rows, next } = await searchAudit(c.var.services, c.var.orgId, filter, request);
      const nextCursor = encodeCursor(c.var.orgId, next === null ? null : String(next));
      return c.json({ items: rows.map(presentSummary), nextCursor, archive: presentArchive(state) }, 200);
    })
    .openapi(verify, async (c) => {
      const cursor = decodeCursor(c.var.orgId, c.req.valid("query").cursor);
      const { services, orgId } = c.var;
      const state = await noteReading(services, orgId, readingOf(c, "audit.verified", null));
      const from = cursor === null ? state.base : readPoint(cursor);
      const { through, head, fault, finished } = await verifyAudit(services, orgId, from);
      const status = fault !== null ? "broken" : finished ? "valid" : "in_progress";
      const nextCursor =
        status === "in_progress" ? encodeCursor(orgId, `${through.seq}:${through.hash}`) : null;
      return c.json({ status, from, through, head, fault, nextCursor } as const, 200);
    })
    .openapi(show, async (c) => {
      const seq = Number(c.req.valid("param").seq);
      return c.json(await showEntry(c, seq), 200);
    });
}

async function showEntry(c: Context<HttpEnv>, seq: number) {
  const { services, orgId } = c.var;
  const state = await noteReading(services, orgId, readingOf(c, "audit.read", { seq }));
  const entry = await findAuditEntry(services, orgId, seq, state);
  const before = readSnapshot(entry.before);
  const after = readSnapshot(entry.after);
  const summary = presentSummary({ ...entry, targetName: targetName(before, after) });
  return { ...summary, before, after, changes: [...listChanges(before, after)] };
}

function readSeq(cursor: string): number {
  if (!/^[1-9]\d{0,14}$/.test(cursor)) throw foreignCursor();
  return Number(cursor);
}

function readPoint(cursor: string) {
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(cursor) ?? [];
  if (seq === undefined || hash === undefined) throw foreignCursor();
  return { seq: Number(seq), hash };
}

function foreignCursor(): Problem {
  return new Problem("invalid_cursor", "This cursor belongs to another list. Leave it out to begin anew.");
}
