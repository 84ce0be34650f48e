import { z } from "@hono/zod-openapi";
import { ERROR_CATEGORIES } from "#domain/delivery/error-category";
import { PROTOCOLS } from "#domain/graphql/choose-protocol";
import { SCHEMA_SOURCES } from "#domain/graphql/ports";
import { Step } from "./step.ts";

const codes = z.array(z.string().min(1).max(100)).readonly().optional();

const settings = z.strictObject({
  document: z.string().min(1).openapi({
    description: "A query or a mutation, checked when it is saved.",
    example: "mutation Create($id: ID!) { createOrder(id: $id) { id } }",
  }),
  operationName: z.string().min(1).max(200).nullable().default(null).openapi({
    description: "Which of the document's operations is sent; null when it has one.",
  }),
  variables: z
    .unknown()
    .default(null)
    .openapi({
      description: "A mapping over the event with a member for each variable; null sends the payload itself.",
      example: { id: "{{payload.id}}" },
    }),
  errorCodes: z
    .strictObject({
      AUTH: codes,
      VALIDATION: codes,
      RATE_LIMIT: codes,
      CLIENT_ERROR: codes,
      SERVER_ERROR: codes,
    })
    .default({})
    .openapi({ description: "The server's own error codes by category, before the ones that are known." }),
  partialData: z.enum(["fail", "accept"]).default("fail").openapi({
    description: "What an answer with some data beside errors is.",
  }),
  userErrorsPath: z.string().max(500).nullable().default(null).openapi({
    description: "Where in data the mutation lists what it refused. A list that is not empty is a failure.",
    example: "productCreate.userErrors",
  }),
});

const description = "What is asked of a GraphQL endpoint, which is the url; null for a plain HTTP target.";
export const GraphqlInput = settings.nullable().openapi({ description });
export const GraphqlSchema = settings.nullable().openapi({ description });

export const ProtocolSchema = z.enum(PROTOCOLS).openapi({
  description: "GRAPHQL needs graphql, HTTP forbids it. A PATCH to HTTP alone takes graphql away.",
});

const Fault = z.object({ pointer: z.string(), message: z.string() });

export const EndpointSchema = z
  .object({
    integrationId: z.string(),
    source: z.enum(SCHEMA_SOURCES),
    updatedAt: z.iso.datetime(),
    hash: z.string().openapi({ description: "SHA-256 of the SDL in hex; it is the ETag, too." }),
    sdl: z.string(),
  })
  .openapi("GraphqlEndpointSchema");

export const SavedEndpointSchema = EndpointSchema.omit({ sdl: true })
  .extend({
    length: z.int().openapi({ description: "Characters of SDL." }),
    problems: z.array(Fault).readonly().openapi({
      description: "What of the integration's document no longer fits. It goes on being sent.",
    }),
  })
  .openapi("SavedGraphqlEndpointSchema");

export const SchemaUpload = z
  .strictObject({ sdl: z.string().min(1).openapi({ example: "type Query { ping: String }" }) })
  .openapi("GraphqlSchemaUpload");

export const IntrospectionRequest = z
  .strictObject({
    descriptions: z.boolean().default(true).openapi({ description: "They are half of a large schema." }),
  })
  .openapi("GraphqlIntrospectionRequest");

export const ExecuteRequest = z
  .strictObject({
    document: z.string().min(1).openapi({ example: "{ __typename }" }),
    operationName: z.string().min(1).max(200).nullable().default(null),
    variables: z.record(z.string(), z.unknown()).nullable().default(null),
  })
  .openapi("GraphqlExecuteRequest");

export const ExecuteResult = z
  .object({
    outcome: z.enum(["success", "failure"]),
    category: z.enum(ERROR_CATEGORIES).nullable(),
    detail: z.string().nullable(),
    durationMs: z.number(),
    steps: z.array(Step),
    answer: z
      .object({
        status: z.int(),
        headers: z.record(z.string(), z.string()),
        body: z.string().openapi({ description: "As it came, at most 256 KB. Secrets read [redacted]." }),
        bodyTruncated: z.boolean(),
      })
      .nullable()
      .openapi({ description: "Null when none came." }),
    error: z.string().nullable(),
  })
  .openapi("GraphqlExecuteResult");
