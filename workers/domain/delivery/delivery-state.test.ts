import { describe, expect, expectTypeOf, it } from "vitest";
import { canTransition, DELIVERY_STATUSES, type NextStatus } from "./delivery-state.ts";

describe("delivery states", () => {
  it("allows exactly the transitions of the table", () => {
    const allowed = DELIVERY_STATUSES.flatMap((from) =>
      DELIVERY_STATUSES.filter((to) => canTransition(from, to)).map((to) => `${from} -> ${to}`),
    );
    expect(allowed).toEqual([
      "pending -> held",
      "pending -> retrying",
      "pending -> delivered",
      "pending -> dead_lettered",
      "pending -> discarded",
      "pending -> unmatched",
      "pending -> cancelled",
      "pending -> duplicate",
      "held -> held",
      "held -> retrying",
      "held -> delivered",
      "held -> dead_lettered",
      "held -> discarded",
      "held -> cancelled",
      "retrying -> held",
      "retrying -> retrying",
      "retrying -> delivered",
      "retrying -> dead_lettered",
      "retrying -> discarded",
      "retrying -> cancelled",
      "delivered -> retrying",
      "dead_lettered -> retrying",
      "dead_lettered -> discarded",
      "discarded -> dead_lettered",
      "cancelled -> retrying",
      "duplicate -> retrying",
    ]);
  });

  it("derives the type of what may follow from the table", () => {
    expectTypeOf<NextStatus<"dead_lettered">>().toEqualTypeOf<"retrying" | "discarded">();
    expectTypeOf<NextStatus<"unmatched">>().toBeNever();
  });
});
