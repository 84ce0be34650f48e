import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import type { FieldNode, GraphQLError, ValidationContext } from "graphql";
import {
  createGraphQLError,
  createSchema,
  createYoga,
  type Plugin,
  type YogaInitialContext,
} from "graphql-yoga";

export interface GraphqlRequest {
  readonly headers: IncomingHttpHeaders;
  readonly body: { readonly query: string; readonly operationName?: string; readonly variables: unknown };
  readonly status: number;
}

export interface GraphqlServer {
  readonly url: string;
  readonly requests: readonly GraphqlRequest[];
  readonly orders: readonly { readonly id: string; readonly qty: number }[];
  /** What the next calls of a resolver throw, one after the other. */
  failWith(...errors: readonly GraphQLError[]): void;
  introspection: boolean;
  /** Whom it lets in, by the header Authorization. */
  letsIn: (authorization: string | undefined) => boolean;
  close(): Promise<void>;
}

const typeDefs = /* GraphQL */ `
  type Query {
    order(id: ID!): Order
    "Long answers"
    text(length: Int!): String
    broken: String
    "What the caller signed in with"
    echo: String
  }
  type Mutation {
    createOrder(input: OrderInput!): CreatedOrder
  }
  input OrderInput {
    id: ID!
    qty: Int!
  }
  "What was ordered"
  type Order {
    id: ID!
    qty: Int!
    note: String
  }
  type CreatedOrder {
    order: Order
    userErrors: [UserError!]!
  }
  type UserError {
    field: [String!]
    message: String!
  }
`;

/** A real GraphQL server, graphql-yoga on node:http. */
export async function startGraphqlServer(): Promise<GraphqlServer> {
  const requests: GraphqlRequest[] = [];
  const orders: { id: string; qty: number }[] = [];
  const failures: GraphQLError[] = [];
  const fail = () => {
    const error = failures.shift();
    if (error !== undefined) throw error;
  };
  const authenticated: Plugin = {
    onParams({ request }) {
      if (state.letsIn(request.headers.get("authorization") ?? undefined)) return;
      // With its status 200, as Hasura and many others do.
      throw createGraphQLError("Who are you?", {
        extensions: { code: "UNAUTHENTICATED", http: { status: 200 } },
      });
    },
    onValidate({ addValidationRule }) {
      if (state.introspection) return;
      addValidationRule((context: ValidationContext) => ({
        Field({ name }: FieldNode) {
          if (name.value !== "__schema") return;
          const extensions = { code: "GRAPHQL_VALIDATION_FAILED" };
          context.reportError(createGraphQLError("Introspection is switched off.", { extensions }));
        },
      }));
    },
  };
  const yoga = createYoga({
    logging: false,
    plugins: [authenticated],
    schema: createSchema<YogaInitialContext>({
      typeDefs,
      resolvers: {
        Query: {
          order: (_, { id }: { id: string }) => orders.find((order) => order.id === id) ?? null,
          text: (_, { length }: { length: number }) => "x".repeat(length),
          echo: (_, __, { request }) => request.headers.get("authorization"),
          broken: () => {
            throw createGraphQLError("It broke.");
          },
        },
        Order: {
          note: () => {
            throw createGraphQLError("The notes are away.");
          },
        },
        Mutation: {
          createOrder: (_, { input }: { input: { id: string; qty: number } }) => {
            fail();
            if (input.qty < 1) {
              return { order: null, userErrors: [{ field: ["qty"], message: "must be at least 1" }] };
            }
            orders.push(input);
            return { order: input, userErrors: [] };
          },
        },
      },
    }),
  });
  const state: GraphqlServer = {
    url: "",
    requests,
    orders,
    failWith: (...errors) => void failures.push(...errors),
    introspection: true,
    letsIn: () => true,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (part: Buffer) => {
      text += part.toString();
    });
    response.on("finish", () => {
      const { headers } = request;
      requests.push({
        headers,
        body: JSON.parse(text || "{}") as GraphqlRequest["body"],
        status: response.statusCode,
      });
    });
    void yoga(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return Object.assign(state, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql` });
}
