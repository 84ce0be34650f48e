import { isPermission, type Permission } from "#domain/access/permissions";
import type { OpenApiDocument } from "#http/openapi";

/** Who may call a route, as the OpenAPI document says: not as the code says, which is what is being judged. */
export type Access =
  | { readonly kind: "organization"; readonly permission: Permission }
  | { readonly kind: "platform"; readonly permission: Permission }
  | { readonly kind: "session" }
  | { readonly kind: "public" };

export interface Operation {
  /** `GET /api/v1/integrations/{id}` */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly operationId: string;
  readonly access: Access;
  /** Every path up to a parameter, that one included: what `samples.ts` is asked for. */
  readonly parameterPaths: readonly string[];
  /** Null when it takes no body. */
  readonly bodySchema: unknown;
  /** It answers page by page, and the caller says how long a page is. */
  readonly isList: boolean;
  readonly takesCursor: boolean;
}

interface Described {
  readonly operationId?: string;
  readonly "x-permission"?: string;
  readonly "x-permission-scope"?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: unknown }>> };
}

const METHODS = ["get", "put", "post", "delete", "patch"];

export function readOperations(document: OpenApiDocument): readonly Operation[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item as Readonly<Record<string, Described>>)
      .filter(([method]) => METHODS.includes(method))
      .map(([method, described]) => readOperation(method.toUpperCase(), path, described)),
  );
}

function readOperation(method: string, path: string, described: Described): Operation {
  const queries = (described.parameters ?? []).filter((parameter) => parameter.in === "query");
  const takes = (query: string) => queries.some(({ name }) => name === query);
  return {
    name: `${method} ${path}`,
    method,
    path,
    operationId: described.operationId ?? "",
    access: readAccess(described, path),
    parameterPaths: [...path.matchAll(/\{[^}]+\}/g)].map(({ index, 0: text }) =>
      path.slice(0, index + text.length),
    ),
    bodySchema: described.requestBody?.content?.["application/json"]?.schema ?? null,
    isList: takes("cursor") && takes("limit"),
    takesCursor: takes("cursor"),
  };
}

function readAccess(described: Described, path: string): Access {
  const declared = described["x-permission"] ?? "";
  if (declared === "session" || declared === "public") return { kind: declared };
  if (!isPermission(declared)) throw new Error(`${path} declares ${JSON.stringify(declared)}.`);
  const kind = described["x-permission-scope"] === "platform" ? "platform" : "organization";
  return { kind, permission: declared };
}
