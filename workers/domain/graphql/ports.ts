/** What a document is held against when it is saved. Parsing GraphQL is a library's work, which is no part of the domain. */
export interface GraphqlDocuments {
  /** @param sdl the endpoint's schema, null when nobody knows it */
  check(wanted: WantedOperation, sdl: string | null): DocumentCheck;
  /** What is wrong with a schema that somebody uploads; empty when it can be used. */
  checkSdl(sdl: string): readonly DocumentFault[];
  introspectionQuery(descriptions: boolean): string;
  /** The answer to the introspection query, as SDL. */
  readIntrospection(answer: string): SdlResult;
}

export interface WantedOperation {
  readonly document: string;
  readonly operationName: string | null;
  readonly userErrorsPath: string | null;
}

export interface DeclaredVariable {
  readonly name: string;
  /** Not null by its type, and without a default. */
  readonly required: boolean;
}

export interface DocumentFault {
  /** The member that is wrong. */
  readonly member: "document" | "operationName" | "userErrorsPath";
  readonly message: string;
}

export type DocumentCheck =
  | {
      readonly ok: true;
      readonly kind: "query" | "mutation";
      readonly name: string | null;
      readonly variables: readonly DeclaredVariable[];
    }
  | { readonly ok: false; readonly faults: readonly DocumentFault[] };

export type SdlResult =
  | { readonly ok: true; readonly sdl: string }
  | { readonly ok: false; readonly message: string };

export const SCHEMA_SOURCES = ["introspected", "uploaded"] as const;

/** The schema of one integration's endpoint, as it was known at a moment. */
export interface EndpointSchema {
  readonly sdl: string;
  readonly source: (typeof SCHEMA_SOURCES)[number];
  /** Of the SDL; the same text has the same. */
  readonly hash: string;
  readonly updatedAt: number;
}

export interface EndpointSchemas {
  find(orgId: string, integrationId: string): Promise<EndpointSchema | null>;
  /** `absent` when the integration is not there any more, `too_large` when it cannot be kept. */
  put(orgId: string, integrationId: string, schema: EndpointSchema): Promise<"kept" | "absent" | "too_large">;
  /** Answers what is gone. */
  remove(orgId: string, integrationId: string): Promise<boolean>;
}
