import { describe, expect, it } from "vitest";
import type { Delivery } from "../delivery-types.ts";
import { createStableRows } from "./stable-rows.ts";

const row = (id: string, status: string) => ({ id, status }) as Delivery;

describe("the rows of a list that was read again", () => {
  it("are the same objects where they say the same", () => {
    const rowsOf = createStableRows();
    const before = rowsOf([{ items: [row("c", "held"), row("b", "held")] }, { items: [row("a", "held")] }]);
    const after = rowsOf([
      { items: [row("d", "held"), row("c", "held")] },
      { items: [row("b", "delivered")] },
    ]);
    expect(after.map(({ id }) => id)).toEqual(["d", "c", "b"]);
    expect(after[1]).toBe(before[0]);
    expect(after[2]).not.toBe(before[1]);
    expect(after[2]?.status).toBe("delivered");
  });
});
