import { describe, expect, it } from "vitest";
import { decideNext } from "../delivery/decide-next.ts";
import { DEFAULT_RETRY_POLICY } from "../delivery/retry-policy.ts";
import type { GraphqlSettings } from "./graphql-settings.ts";
import { judgeAnswer, MAX_ANSWER_BYTES } from "./judge-answer.ts";

const SETTINGS: GraphqlSettings = {
  document: "{ a }",
  operationName: null,
  variables: null,
  errorCodes: {},
  partialData: "fail",
  userErrorsPath: null,
};

interface Told {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly settings?: Partial<GraphqlSettings>;
  readonly truncated?: boolean;
}

function judge(body: unknown, { status = 200, headers = {}, settings = {}, truncated = false }: Told = {}) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const result = judgeAnswer(
    { ...SETTINGS, ...settings },
    { kind: "response", status, headers },
    text,
    truncated,
  );
  if (result.kind !== "response") throw new Error("An answer stays one.");
  return result;
}

const categoryOf = (body: unknown, told?: Told) => judge(body, told).refusal?.category ?? null;
const coded = (code: string) => ({ errors: [{ message: "no", extensions: { code } }], data: null });

/** Bodies as these servers send them, shortened; where each was read is beside it. */
const REAL: readonly (readonly [source: string, body: unknown, category: string, status?: number])[] = [
  [
    // apollographql.com/docs/apollo-server/data/errors
    "Apollo: a field that is not there",
    {
      errors: [
        {
          message: 'Cannot query field "__typenam" on type "Query".',
          locations: [{ line: 1, column: 2 }],
          extensions: { code: "GRAPHQL_VALIDATION_FAILED", stacktrace: ["GraphQLError: …"] },
        },
      ],
    },
    "VALIDATION",
    400,
  ],
  [
    // github.com/astronomer/houston-api/pull/15
    "Apollo: forbidden",
    {
      errors: [
        {
          message: "You do not have the appropriate permissions for that",
          locations: [{ line: 2, column: 3 }],
          path: ["workspaceAddUser"],
          extensions: { code: "FORBIDDEN", exception: { message: "…" } },
        },
      ],
      data: { workspaceAddUser: null },
    },
    "AUTH",
  ],
  [
    // github.com/nestjs/nest/issues/4428
    "NestJS: a guard behind the code for everything",
    {
      errors: [
        {
          message: { statusCode: 403, error: "Forbidden", message: "Forbidden resource" },
          locations: [{ line: 2, column: 3 }],
          path: ["userList"],
          extensions: { code: "INTERNAL_SERVER_ERROR", exception: { status: 403 } },
        },
      ],
      data: null,
    },
    "AUTH",
  ],
  [
    // github.com/maticzav/graphql-shield/issues/1176: nothing but the message tells
    "Apollo: an error that nobody named",
    {
      errors: [{ message: "Not Authorised!", extensions: { code: "INTERNAL_SERVER_ERROR", exception: {} } }],
      data: null,
    },
    "SERVER_ERROR",
  ],
  [
    // community.shopify.com/t/throttled/254776
    "Shopify: throttled",
    {
      errors: [
        { message: "Throttled", extensions: { code: "THROTTLED", documentation: "https://shopify.dev" } },
      ],
      extensions: {
        cost: {
          requestedQueryCost: 752,
          actualQueryCost: null,
          throttleStatus: { maximumAvailable: 1000, currentlyAvailable: 666, restoreRate: 50 },
        },
      },
    },
    "RATE_LIMIT",
  ],
  [
    // github.com/Shopify/shopify_app/issues/1848
    "Shopify: a scope is missing",
    {
      errors: [
        {
          message: "Access denied for productCreate field. Required access: `write_products` access scope.",
          locations: [{ line: 2, column: 3 }],
          path: ["productCreate"],
          extensions: { code: "ACCESS_DENIED", documentation: "https://shopify.dev/api/usage/access-scopes" },
        },
      ],
      data: { productCreate: null },
    },
    "AUTH",
  ],
  [
    // github.com/Shopify/shopify-api-ruby/issues/690: no code, never executed
    "Shopify: a variable of the wrong type",
    {
      errors: [
        {
          message: "Variable fulfillment of type FulfillmentV2Input! was provided invalid value",
          locations: [{ line: 1, column: 62 }],
          extensions: { value: { lineItemsByFulfillmentOrder: [] } },
        },
      ],
    },
    "VALIDATION",
  ],
  [
    // github.com/renovatebot/renovate/issues/21861
    "GitHub: rate limited",
    { errors: [{ type: "RATE_LIMITED", message: "API rate limit exceeded for installation ID 9306189." }] },
    "RATE_LIMIT",
  ],
  [
    // github.com/yanyongyu/githubkit/issues/271
    "GitHub: rate limited, since 2026",
    {
      errors: [
        {
          type: "RATE_LIMIT",
          code: "graphql_rate_limit",
          message: "API rate limit already exceeded for user ID 1.",
        },
      ],
    },
    "RATE_LIMIT",
  ],
  [
    // github.com/fpicalausa/remove-stale-branches/issues/49
    "GitHub: forbidden",
    {
      data: { createDiscussion: null },
      errors: [
        {
          type: "FORBIDDEN",
          path: ["createDiscussion"],
          extensions: { saml_failure: false },
          locations: [{ line: 9, column: 5 }],
          message: "Resource not accessible by integration",
        },
      ],
    },
    "AUTH",
  ],
  [
    "GitHub: no such repository",
    {
      data: { repository: null },
      errors: [
        {
          type: "NOT_FOUND",
          path: ["repository"],
          locations: [{ line: 1, column: 3 }],
          message: "Could not resolve to a Repository with the name 'a/b'.",
        },
      ],
    },
    "CLIENT_ERROR",
  ],
  [
    // docs.rs/postrust-graphql: Hasura's envelope
    "Hasura: a field that is not there",
    {
      errors: [
        {
          message: "field 'x' not found",
          extensions: { path: "$.selectionSet.x", code: "validation-failed" },
        },
      ],
    },
    "VALIDATION",
  ],
  [
    // github.com/hasura/graphql-engine/issues/8659: 200, not 401
    "Hasura: an expired token",
    {
      errors: [
        { message: "Could not verify JWT: JWTExpired", extensions: { path: "$", code: "invalid-jwt" } },
      ],
    },
    "AUTH",
  ],
  [
    "Hasura: a unique key",
    {
      errors: [
        {
          message: 'Uniqueness violation. duplicate key value violates unique constraint "orders_pkey"',
          extensions: { path: "$.selectionSet.insert_orders.args.objects", code: "constraint-violation" },
        },
      ],
    },
    "VALIDATION",
  ],
  [
    // github.com/aws-amplify/amplify-js/issues/2645
    "AWS AppSync: unauthorized",
    { errors: [{ errorType: "UnauthorizedException", message: "Unable to parse JWT token." }] },
    "AUTH",
    401,
  ],
  [
    // developer.monday.com/api-reference/docs/errors
    "monday.com: unauthorized",
    {
      data: [],
      errors: [
        {
          message: "User unauthorized to perform action",
          locations: [{ line: 2, column: 3 }],
          path: ["me"],
          extensions: { code: "UserUnauthorizedException", error_data: {}, status_code: 403 },
        },
      ],
      account_id: 123456,
    },
    "AUTH",
  ],
  [
    // developer.monday.com/api-reference/changelog/hotfix-updated-complexity-budget-exhausted-error
    "monday.com: budget",
    {
      errors: [
        {
          message: "Complexity budget exhausted",
          extensions: { code: "COMPLEXITY_BUDGET_EXHAUSTED", retry_in_seconds: 60, status_code: 429 },
        },
      ],
    },
    "RATE_LIMIT",
  ],
  [
    // developer.monday.com/api-reference/changelog/bug-fix-changes-to-complexityexception-error-reverted
    "monday.com: budget, before 2025: errors are texts",
    {
      error_code: "ComplexityException",
      status_code: 429,
      error_message: "Complexity budget exhausted, query cost 30001 budget remaining 19986",
      errors: ["Complexity budget exhausted, query cost 30001 budget remaining 19986"],
    },
    "RATE_LIMIT",
  ],
  [
    // github.com/ChilliCream/graphql-platform/issues/2665
    "Hot Chocolate: not authorized",
    {
      errors: [
        {
          message: "The current user is not authorized to access this resource.",
          locations: [{ line: 2, column: 3 }],
          path: ["search"],
          extensions: { code: "AUTH_NOT_AUTHORIZED" },
        },
      ],
      data: { search: null },
    },
    "AUTH",
  ],
  [
    // docs.spring.io/spring-graphql: ErrorType goes into extensions.classification
    "Spring: unauthorized",
    {
      errors: [
        {
          message: "Unauthorized",
          locations: [{ line: 1, column: 3 }],
          path: ["order"],
          extensions: { classification: "UNAUTHORIZED" },
        },
      ],
      data: { order: null },
    },
    "AUTH",
  ],
  [
    "graphql-js without any code: a resolver that threw",
    {
      errors: [{ message: "Unexpected error.", locations: [{ line: 1, column: 3 }], path: ["order"] }],
      data: null,
    },
    "SERVER_ERROR",
  ],
];

describe("errors as real servers answer them", () => {
  it.each(REAL.map(([source, ...told]) => ({ source, told })))("$source", ({ told }) => {
    const [body, category, status = 200] = told;
    expect(categoryOf(body, { status })).toBe(category);
  });
});

describe("a code", () => {
  it.each([
    ["BAD_USER_INPUT", "VALIDATION"],
    ["GRAPHQL_PARSE_FAILED", "VALIDATION"],
    ["UNAUTHENTICATED", "AUTH"],
    ["TOO_MANY_REQUESTS", "RATE_LIMIT"],
    ["PERSISTED_QUERY_NOT_FOUND", "SERVER_ERROR"],
    ["access-denied", "AUTH"],
    ["ratelimited", "RATE_LIMIT"],
    ["SOME_SHOP_RATE_LIMITED", "RATE_LIMIT"],
    ["SOMETHING_ELSE", "SERVER_ERROR"],
    ["constructor", "SERVER_ERROR"],
  ])("%s means %s", (code, category) => {
    expect(categoryOf(coded(code))).toBe(category);
  });

  it("means what the integration says, before what is known", () => {
    const settings = { errorCodes: { VALIDATION: ["ORDER_CLOSED"], SERVER_ERROR: ["not_found"] } };
    expect(categoryOf(coded("order-closed"), { settings })).toBe("VALIDATION");
    expect(categoryOf(coded("NOT_FOUND"), { settings })).toBe("SERVER_ERROR");
  });

  it("that looks like part of a secret is not written into the detail", () => {
    expect(judge(coded("UNAUTHENTICATED")).refusal?.detail).toContain("(UNAUTHENTICATED)");
    expect(judge(coded("sk_live_51H8")).refusal?.detail).not.toContain("sk_live");
    expect(judge({ errors: [{ message: "key sk_live is wrong" }] }).refusal?.detail).not.toContain("sk_live");
  });
});

describe("of several errors the one that leaves the least hope decides", () => {
  const both = (...codes: string[]) => ({
    errors: codes.map((code) => ({ message: "no", extensions: { code } })),
    data: null,
  });
  it.each([
    [["INTERNAL_SERVER_ERROR", "THROTTLED"], "RATE_LIMIT"],
    [["THROTTLED", "NOT_FOUND"], "CLIENT_ERROR"],
    [["NOT_FOUND", "BAD_USER_INPUT"], "VALIDATION"],
    [["BAD_USER_INPUT", "FORBIDDEN", "THROTTLED"], "AUTH"],
  ])("%j is %s", (codes, category) => {
    expect(categoryOf(both(...codes))).toBe(category);
    expect(categoryOf(both(...codes.toReversed()))).toBe(category);
  });
});

describe("an answer that says that there are no errors", () => {
  // The specification leaves the entry out, and many servers write null: a mutation that was done must not be done again.
  it.each(["null", "[]"])("is delivered with errors %s", (errors) => {
    expect(categoryOf(`{"data":{"createOrder":{"id":1}},"errors":${errors}}`)).toBeNull();
  });

  it("is still a failure without data", () => {
    expect(categoryOf('{"data":null,"errors":null}')).toBe("SERVER_ERROR");
    expect(categoryOf('{"errors":null}')).toBe("SERVER_ERROR");
  });
});

describe("what is no GraphQL answer", () => {
  it.each([
    ["nothing", ""],
    ["a page", "<html>ok</html>"],
    ["cut off", '{"data":{"a":1}'],
    ["another API", '{"ok":true}'],
    ["a batch", '[{"data":{"a":1}}]'],
    ["no data and no errors", '{"data":null}'],
    ["errors as a text", '{"data":{"a":1},"errors":"no"}'],
    ["too deep", `{"data":${"[".repeat(5_000)}${"]".repeat(5_000)}}`],
  ])("is a failure of the server with a 200: %s", (_what, body) => {
    expect(categoryOf(body)).toBe("SERVER_ERROR");
  });

  it("is what its status says with any other", () => {
    expect(categoryOf("<html>", { status: 401 })).toBeNull();
    expect(categoryOf('{"errors":"[API] Invalid API key"}', { status: 401 })).toBeNull();
  });

  it("is a rate limit where the headers say so, as GitHub's are", () => {
    const body = { message: "You have exceeded a secondary rate limit.", documentation_url: "…" };
    expect(categoryOf(body, { status: 403, headers: { "retry-after": "60" } })).toBe("RATE_LIMIT");
    expect(categoryOf(body, { status: 200, headers: { "x-ratelimit-remaining": "0" } })).toBe("RATE_LIMIT");
    expect(categoryOf({ message: "Bad credentials" }, { status: 403 })).toBeNull();
  });

  it("is not sent again when it is too long to be judged", () => {
    const { refusal } = judge('{"data":{"a":', { truncated: true });
    expect(refusal?.category).toBe("CLIENT_ERROR");
    expect(refusal?.detail).toContain(String(MAX_ANSWER_BYTES));
  });
});

describe("data beside errors", () => {
  const partial = { data: { a: 1, b: null }, errors: [{ message: "no", path: ["b"] }] };

  it("is a failure unless the integration accepts it", () => {
    expect(judge(partial).refusal).toEqual({
      category: "SERVER_ERROR",
      detail: "the GraphQL server answered 200 with 1 error beside partial data",
    });
    expect(categoryOf(partial, { settings: { partialData: "accept" } })).toBeNull();
  });

  it("is none where every field is null", () => {
    const nothing = { data: { a: null }, errors: [{ message: "no", path: ["a"] }] };
    expect(categoryOf(nothing, { settings: { partialData: "accept" } })).toBe("SERVER_ERROR");
  });

  it("does not make a failed request a success", () => {
    expect(categoryOf(partial, { status: 500, settings: { partialData: "accept" } })).toBe("SERVER_ERROR");
  });
});

describe("user errors inside data", () => {
  const settings = { userErrorsPath: "productCreate.userErrors" };
  const answer = (userErrors: unknown) => ({ data: { productCreate: { product: null, userErrors } } });

  it("are a failure, of the category that their code names", () => {
    const refused = answer([{ field: ["title"], message: "Title can't be blank" }]);
    expect(categoryOf(refused)).toBeNull();
    expect(categoryOf(refused, { settings })).toBe("VALIDATION");
    expect(categoryOf(answer([{ message: "slow", code: "THROTTLED" }]), { settings })).toBe("RATE_LIMIT");
    expect(categoryOf(answer([]), { settings })).toBeNull();
    expect(categoryOf({ data: { productCreate: null } }, { settings })).toBeNull();
  });

  it("are found below any field with *", () => {
    const any = { userErrorsPath: "*.userErrors" };
    expect(categoryOf(answer([{ message: "no" }]), { settings: any })).toBe("VALIDATION");
    expect(categoryOf({ data: JSON.parse('{"__proto__":{"userErrors":[]}}') }, { settings: any })).toBeNull();
  });
});

describe("the wait that a server asks for", () => {
  const nextAfter = (body: unknown, told?: Told) => {
    const next = decideNext(
      {
        policy: DEFAULT_RETRY_POLICY,
        result: judge(body, told),
        attempt: 1,
        cycleAttempt: 1,
        firstAttemptAt: 0,
        now: 1_000_000,
        deadLetter: { policy: { autoRetry: null }, round: 0 },
      },
      () => 0.5,
    );
    return next.kind === "retry" ? { waitMs: next.at - 1_000_000, reason: next.reason } : next.kind;
  };
  const throttled = {
    errors: [{ message: "Throttled", extensions: { code: "THROTTLED" } }],
    extensions: {
      cost: { requestedQueryCost: 900, throttleStatus: { currentlyAvailable: 300, restoreRate: 50 } },
    },
  };

  it("is kept to when it is in Retry-After, in seconds in the error, or a cost to be restored", () => {
    expect(nextAfter(throttled)).toEqual({ waitMs: 12_000, reason: "receiver_asked" });
    expect(nextAfter(throttled, { headers: { "retry-after": "30" } })).toEqual({
      waitMs: 30_000,
      reason: "receiver_asked",
    });
    const budget = { errors: [{ extensions: { code: "COMPLEXITY_BUDGET_EXHAUSTED", retry_in_seconds: 7 } }] };
    expect(nextAfter(budget)).toEqual({ waitMs: 7_000, reason: "receiver_asked" });
  });

  it("counts with a server error in a 200, too", () => {
    const away = { errors: [{ message: "away" }], data: null };
    expect(nextAfter(away, { headers: { "retry-after": "20" } })).toEqual({
      waitMs: 20_000,
      reason: "receiver_asked",
    });
  });

  it("that makes no sense is not taken", () => {
    const odd = (retryAfter: unknown) => ({ errors: [{ extensions: { code: "THROTTLED", retryAfter } }] });
    for (const value of [-5, "soon", Number.NaN, null, {}]) {
      expect(nextAfter(odd(value))).toMatchObject({ reason: "backoff" });
    }
  });

  it("is not asked for what cannot succeed", () => {
    expect(nextAfter(coded("BAD_USER_INPUT"), { headers: { "retry-after": "1" } })).toBe("dead_letter");
  });
});

describe("another token", () => {
  it("may help where nothing was done for want of one, and nowhere else", () => {
    expect(judge(coded("UNAUTHENTICATED")).refusal?.unauthenticated).toBe(true);
    expect(judge(coded("FORBIDDEN")).refusal?.unauthenticated).toBeUndefined();
    const partly = { data: { a: 1 }, errors: [{ message: "no", extensions: { code: "UNAUTHENTICATED" } }] };
    expect(judge(partly).refusal?.unauthenticated).toBeUndefined();
  });
});

describe("statuses that mean the same everywhere", () => {
  it.each([301, 410])("%d is left as it is", (status) => {
    expect(categoryOf(coded("THROTTLED"), { status })).toBeNull();
  });
  it("429 is a rate limit whatever the body calls it", () => {
    expect(categoryOf(coded("BAD_USER_INPUT"), { status: 429 })).toBe("RATE_LIMIT");
  });
  it("a success stays one", () => {
    expect(categoryOf({ data: { a: 1 } })).toBeNull();
    expect(categoryOf({ data: { a: 1 }, errors: [] })).toBeNull();
    expect(categoryOf({ data: { a: null } })).toBeNull();
  });
});
