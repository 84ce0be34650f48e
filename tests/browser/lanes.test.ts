import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { axeFindings } from "./support/axe.ts";
import { launchChromium } from "./support/chromium.ts";
import { type Desk, openDesk } from "./support/desk.ts";
import { addPerson, openWorld, type World } from "./support/world.ts";

/** Lanes that a dead letter stops: seen, explained, and set going again. */

interface Sent {
  readonly n: number;
  readonly customer?: string;
}

let world: World;
let browser: Browser;
let desk: Desk;
let page: Page;
let receiver: Receiver;
/** What the receiver refuses, by number. */
const refused = new Set<number>();

beforeAll(async () => {
  receiver = await startReceiver();
  receiver.answer(({ body }, response) => {
    response.writeHead(refused.has((JSON.parse(body) as Sent).n) ? 422 : 200).end("{}");
  });
  world = await openWorld("Lanes");
  browser = await launchChromium();
  desk = await openDesk(world, browser);
  page = desk.page;
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
  await receiver?.close();
});
afterEach(() => expect(desk.complaints).toEqual([]));

async function make(path: string, order: object | null): Promise<string> {
  const body = {
    name: path,
    url: `${receiver.url}/${path}`,
    eventTypes: [`${path}.*`],
    flow: { order, circuit: null },
  };
  return String((await world.api.expect(201, "POST", "/api/v1/integrations", body)).id);
}

async function publish(path: string, payloads: readonly Sent[]): Promise<void> {
  const events = payloads.map((payload) => ({ type: `${path}.made`, payload }));
  await world.api.expect(202, "POST", "/api/v1/events/batch", { events });
}

/** What came at the receiver for a customer, in this order. */
const arrived = (path: string, customer: string): readonly number[] =>
  receiver.requests
    .filter((request) => request.path === `/${path}`)
    .map(({ body }) => JSON.parse(body) as Sent)
    .flatMap((sent) => (sent.customer === customer ? [sent.n] : []));

/** The API's own word, before the dashboard is asked for its. */
async function blocked(id: string): Promise<readonly { readonly waiting: number }[]> {
  const { items } = await world.api.expect(200, "GET", `/api/v1/integrations/${id}/blocked-lanes?limit=100`);
  return items as { waiting: number }[];
}

const held = async (id: string): Promise<string> => {
  const { items } = await world.api.expect(200, "GET", `/api/v1/deliveries?status=held&integrationId=${id}`);
  return String((items as { id: string }[])[0]?.id);
};

const card = (on: Page = page): Locator =>
  on.locator("section").filter({ has: on.getByRole("heading", { name: "Blocked lanes" }) });
const lanes = (on: Page = page) => card(on).getByRole("listitem");

describe("an order with a lane for each customer", () => {
  let id = "";

  it("shows the one lane that stands still, what stops it and what waits", async () => {
    id = await make("orders", { key: "payload.customer", onDeadLetter: "block" });
    await desk.go(`/integrations/${id}`);
    await card().getByText("Nothing is blocked.").waitFor();
    refused.add(1);
    await publish("orders", [
      { n: 1, customer: "anna" },
      { n: 2, customer: "anna" },
      { n: 3, customer: "bert" },
      { n: 4, customer: "anna" },
    ]);
    await expect.poll(() => arrived("orders", "bert")).toEqual([3]);
    await expect.poll(() => blocked(id)).toMatchObject([{ waiting: 2 }]);
    // Of itself: the card asks again.
    await lanes().getByText("1 dead letter stops it, 2 wait behind").waitFor();
    await expect.poll(() => lanes().count()).toBe(1);
    await lanes().getByText("anna", { exact: true }).waitFor();
    await expect.poll(() => lanes().locator("time").getAttribute("title")).toMatch(/\d{2}:\d{2}/);
    expect(await axeFindings(page)).toEqual([]);
  });

  it("leads to the dead letter, and from what waits behind it to the lanes", async () => {
    await lanes().getByRole("link", { name: "Show the dead letter that stops anna" }).click();
    await page.getByRole("region", { name: "What went wrong" }).getByText("422").first().waitFor();

    await desk.go(`/deliveries/${await held(id)}`);
    const state = page.getByRole("region", { name: "What happens now" });
    await state.getByText("Waits for those before it.").waitFor();
    await state.getByText("Dead letters stop lanes of this integration", { exact: false }).waitFor();
    await state.getByRole("link", { name: "Show the blocked lanes" }).click();
    await page.waitForURL(new RegExp(`/integrations/${id}`));
    await lanes().first().waitFor();
  });

  it("is shown without actions to whoever may only look", async () => {
    const viewer = await addPerson(world, "vera@example.com", "Vera Viewer", "viewer");
    const other = await openDesk(world, browser, viewer);
    await other.go(`/integrations/${id}`);
    await lanes(other.page).getByText("2 wait behind", { exact: false }).waitFor();
    await lanes(other.page).getByRole("link", { name: /^Show/ }).waitFor();
    expect(await card(other.page).getByRole("button").count()).toBe(0);
    expect(other.complaints).toEqual([]);
    await other.context.close();
  });

  it("goes on in its order when the dead letter is retried at a target that was mended", async () => {
    refused.clear();
    await lanes().getByRole("button", { name: "Retry the dead letter that stops anna" }).click();
    await card().getByText("Nothing is blocked.").waitFor();
    await expect.poll(() => arrived("orders", "anna")).toEqual([1, 1, 2, 4]);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("content");
  });

  it("goes on without the dead letter that is discarded, when that was asked first", async () => {
    refused.add(5);
    const behind = [6, 7].map((n) => ({ n, customer: "anna" }));
    await publish("orders", [{ n: 5, customer: "anna" }, ...behind]);
    const discard = lanes().getByRole("button", { name: "Discard the dead letter that stops anna" });
    await lanes().getByText("2 wait behind", { exact: false }).waitFor();
    await discard.click();
    const dialog = page.getByRole("dialog", { name: "Discard this dead letter?" });
    await dialog.getByText("What waits behind it goes out then", { exact: false }).waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await dialog.waitFor({ state: "detached" });
    expect(arrived("orders", "anna")).toEqual([1, 1, 2, 4, 5]);

    await discard.click();
    await dialog.getByRole("button", { name: "Discard" }).click();
    await card().getByText("Nothing is blocked.").waitFor();
    await expect.poll(() => arrived("orders", "anna")).toEqual([1, 1, 2, 4, 5, 6, 7]);
  });

  it("comes by twenty lanes", async () => {
    const customers = Array.from({ length: 22 }, (_, n) => ({ n: 100 + n, customer: `c-${100 + n}` }));
    for (const { n } of customers) refused.add(n);
    await publish("orders", customers);
    await expect.poll(async () => (await blocked(id)).length).toBe(22);
    await expect.poll(() => lanes().count()).toBe(20);
    await card().getByRole("button", { name: "Show more" }).click();
    await expect.poll(() => lanes().count()).toBe(22);
    // The next lane has the focus: who works by keyboard goes through them one by one.
    refused.clear();
    await lanes().getByRole("button", { name: "Retry the dead letter that stops c-100" }).press("Enter");
    await expect.poll(() => lanes().count()).toBe(21);
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.closest("li")?.textContent))
      .toContain("c-101");
  });
});

describe("an order without a key", () => {
  it("is one lane, and what waits in it leads to the dead letter itself", async () => {
    const id = await make("ledger", { key: null, onDeadLetter: "block" });
    refused.add(1);
    await publish("ledger", [{ n: 1 }, { n: 2 }]);
    await expect.poll(() => blocked(id)).toMatchObject([{ waiting: 1 }]);
    await desk.go(`/integrations/${id}`);
    await lanes().getByText("The whole order").waitFor();
    await desk.go(`/deliveries/${await held(id)}`);
    await page.getByRole("link", { name: "Show the dead letter" }).click();
    await page.getByRole("region", { name: "What went wrong" }).getByText("422").first().waitFor();
    refused.clear();
  });

  it("says so where a dead letter stops nothing", async () => {
    await desk.go(`/integrations/${await make("skipping", { key: null, onDeadLetter: "skip" })}`);
    await card().getByText("those behind a dead letter go on", { exact: false }).waitFor();
  });
});

it("an integration without an order has no such card", async () => {
  await desk.go(`/integrations/${await make("loose", null)}`);
  await page.getByRole("heading", { name: "Circuit" }).waitFor();
  expect(await card().count()).toBe(0);
});
