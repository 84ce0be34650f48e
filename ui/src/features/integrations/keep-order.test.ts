import { expect, it } from "vitest";
import type { Entry } from "./arrange-integrations.ts";
import { keepOrder } from "./keep-order.ts";

const entry = (id: string) => ({ integration: { id } }) as Entry;
const ids = (entries: readonly Entry[]) => entries.map(({ integration }) => integration.id);

it("nothing moves, what is new comes behind, what is gone leaves", () => {
  const all = ["new", "c", "a", "b"].map(entry);
  const arranged = ["new", "c", "a"].map(entry);
  // "b" no longer fits the filter, "gone" was deleted.
  expect(ids(keepOrder(["a", "b", "gone", "c"], arranged, all))).toEqual(["a", "b", "c", "new"]);
});
