import { describe, expect, it } from "vitest";
import type { Delivery, DeliveryStatus } from "../delivery-types.ts";
import { LoadedPage } from "./loaded-page.ts";
import { letIn, sortTail } from "./tail.ts";

function row(n: number, status: DeliveryStatus = "delivered"): Delivery {
  const id = `dlv_${String(n).padStart(4, "0")}`;
  return { id, status, attempts: 1, httpStatus: 200 } as Delivery;
}

function page(from: number, to: number, nextCursor: string | null): LoadedPage {
  const items = Array.from({ length: from - to + 1 }, (_, index) => row(from - index));
  return new LoadedPage({ items, nextCursor, scanned: items.length });
}

const ids = (rows: readonly Delivery[]) => rows.map(({ id }) => Number(id.slice(4)));

describe("the tail of a list", () => {
  const pages = [page(20, 11, "more"), page(10, 1, "more")];

  it("holds back what is new, once, newest first", () => {
    const first = sortTail(pages, [], [row(19), row(20), row(21), row(22)]);
    expect(ids(first.waiting)).toEqual([22, 21]);
    const second = sortTail(pages, first.waiting, [row(21), row(22), row(23)]);
    expect(ids(second.waiting)).toEqual([23, 22, 21]);
    expect(second.changed.size).toBe(0);
  });

  it("tells what became of a row that is listed, and of one that waits", () => {
    const { changed, waiting } = sortTail(pages, [row(21)], [row(19, "retrying"), row(21, "retrying")]);
    expect([...changed.keys()]).toEqual(["dlv_0019"]);
    expect(waiting.map(({ status }) => status)).toEqual(["retrying"]);
    expect(letIn(pages, changed, [])[0]?.items[1]?.status).toBe("retrying");
  });

  it("leaves pages that nothing happened to as they are", () => {
    const { changed } = sortTail(pages, [], [row(19, "retrying")]);
    const after = letIn(pages, changed, []);
    expect(after[0]).not.toBe(pages[0]);
    expect(after[1]).toBe(pages[1]);
  });

  it("does not list a row twice that is let in late", () => {
    const after = letIn(pages, new Map(), [row(22), row(21), row(20)]);
    expect(ids(after[0]?.items ?? []).slice(0, 4)).toEqual([22, 21, 20, 19]);
  });

  it("does not count as waiting what came with its page meanwhile", () => {
    expect(ids(sortTail(pages, [row(21), row(20)], [row(22)]).waiting)).toEqual([22, 21]);
  });

  it("leaves to its page what is older than all that is listed", () => {
    expect(sortTail([page(20, 11, "more")], [], [row(5)]).waiting).toEqual([]);
    expect(ids(sortTail([page(20, 11, null)], [], [row(5)]).waiting)).toEqual([5]);
    expect(ids(sortTail([page(0, 1, null)], [], [row(5)]).waiting)).toEqual([5]);
  });
});
