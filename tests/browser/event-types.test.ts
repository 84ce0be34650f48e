import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { axeFindings } from "./support/axe.ts";
import { launchChromium } from "./support/chromium.ts";
import { type Desk, openDesk } from "./support/desk.ts";
import { openWorld, type World } from "./support/world.ts";

/** A type from its first example to a catalogue that refuses what does not fit. */

let world: World;
let browser: Browser;
let desk: Desk;
let page: Page;

beforeAll(async () => {
  world = await openWorld("Catalogue");
  browser = await launchChromium();
  for (const [name, pattern] of [
    ["Ticket desk", "ticket.*"],
    ["Everything", "*"],
    ["Orders only", "order.*"],
  ]) {
    await world.api.expect(201, "POST", "/api/v1/integrations", {
      name,
      url: `${world.targets.url}/in`,
      eventTypes: [pattern],
    });
  }
  desk = await openDesk(world, browser);
  page = desk.page;
  await desk.go("/event-types");
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
});
afterEach(() => expect(desk.complaints).toEqual([]));

const tab = (name: string | RegExp) => page.getByRole("tab", { name });
const editor = (name: string) => page.getByRole("textbox", { name });

describe("an event type", () => {
  it("is made with an example", async () => {
    await page.getByText("A template").first().waitFor({ state: "detached" });
    await page.getByRole("button", { name: "New event type" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("ticket.opened");
    await dialog.getByLabel("What it means").fill("Somebody needs help.");
    await editor("Example payload").fill('{"ticketId":"t-1","priority":2}');
    expect(await axeFindings(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Add to the catalogue" }).click();
    await page.getByRole("heading", { name: "ticket.opened", level: 1 }).waitFor();
  });

  it("has an address that can be opened anew, though it ends like a file", async () => {
    await page.reload();
    await page.getByRole("heading", { name: "ticket.opened", level: 1 }).waitFor();
    await editor("Example").waitFor();
  });

  it("is not saved with a schema that is none, also while nothing is checked by it", async () => {
    await editor("Schema").fill('{"type":"objekt"}');
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByText("This is no JSON Schema. Nothing was saved:").waitFor();
    await page.locator("li", { hasText: "/type" }).first().waitFor();
    expect(desk.takeComplaints(/status of 422/)).toBe(1);
    expect(await axeFindings(page)).toEqual([]);
    expect((await world.api.expect(200, "GET", "/api/v1/event-types/ticket.opened")).schema).toBeNull();
    await editor("Schema").fill("");
    await page.getByText("This is no JSON Schema").waitFor({ state: "detached" });
  });

  it("gets a schema that is drafted from the example, and checks the example by it", async () => {
    await page.getByRole("button", { name: "Draft one from the example" }).click();
    await page.getByRole("button", { name: "Does the example fit?" }).click();
    await page.getByText("The example fits the schema.").waitFor();
    await page.getByRole("button", { name: /^When an event is sent/ }).click();
    await page.getByRole("option", { name: "Refuse", exact: true }).click();
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByText("ticket.opened was saved").waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });

  it("asks before what is typed is lost", async () => {
    await page.getByLabel("What it means").fill("Something else");
    await page.getByRole("navigation").getByRole("link", { name: "Sources" }).click();
    const ask = page.getByRole("dialog", { name: "Leave without saving?" });
    await ask.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Discard changes" }).click();
    await page.getByText("Something else").waitFor({ state: "detached" });
  });

  it("names who takes it", async () => {
    await tab(/^Subscribers/).click();
    const rows = page.getByRole("table", { name: "Integrations that take it" }).locator("[data-index]");
    await expect.poll(() => rows.count()).toBe(2);
    await rows.filter({ hasText: "Ticket desk" }).getByText("ticket.*").waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });

  it("is sent as a real event, which is followed to its page", async () => {
    await tab("Send this").click();
    await page.getByText("2 integrations take it.").waitFor();
    await editor("Payload").fill('{"ticketId":"t-1","priority":"high"}');
    // Told before it is sent, and not forbidden.
    await page.getByText("The payload does not fit the schema:").waitFor();
    await page.getByText("Sent like this it is refused.").waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole("button", { name: "Send the event" }).click();
    await page.getByText("It was not accepted").waitFor();
    await page.getByText("/payload/priority").waitFor();
    expect(desk.takeComplaints(/status of 422/)).toBe(1);
    expect(await axeFindings(page)).toEqual([]);

    await editor("Payload").fill('{"ticketId":"t-7","priority":12345678901234567890}');
    await page.getByText("It was not accepted").waitFor({ state: "detached" });
    await page.getByText("The payload does not fit the schema:").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Send the event" }).click();
    await page.waitForURL(/\/events\/evt_/);
    await page.getByText("ticket.opened").first().waitFor();
    const id = decodeURIComponent(new URL(page.url()).pathname.split("/").at(-1) ?? "");
    const event = await world.api.expect(200, "GET", `/api/v1/events/${id}`);
    // Digit for digit as it was written.
    expect(event.payloadText).toBe('{"ticketId":"t-7","priority":12345678901234567890}');
  });

  it("tells how real events would fare, and what was refused", async () => {
    await desk.go("/event-types/ticket.opened?tab=validation");
    await page.getByRole("button", { name: "Check them" }).click();
    await page.getByText("1 checked: 1 fit, 0 do not.").waitFor();
    // What was refused is written by the queue, and asked for every 15 s.
    await page.getByText("/priority").first().waitFor({ timeout: 30_000 });
    await page.getByText("2 checked, 1 did not fit").waitFor({ timeout: 30_000 });
    expect(await axeFindings(page)).toEqual([]);
  });

  it("is archived, and comes back", async () => {
    await page.getByRole("button", { name: "Archive" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Archive" }).click();
    await page.getByText("ticket.opened was archived").waitFor();
    await page.getByText("Archived", { exact: true }).click();
    await page.locator("[data-index] a", { hasText: "ticket.opened" }).click();
    await page.getByRole("button", { name: "Bring it back" }).click();
    await page.getByText("ticket.opened is back in the catalogue").waitFor();
    await editor("Schema").waitFor();
  });
});

describe("the catalogue", () => {
  it("is searched, with the search in the address", async () => {
    await desk.go("/event-types");
    await page.locator("[data-index]").first().waitFor();
    await page.getByRole("searchbox", { name: "Search event types" }).fill("needs help");
    await expect.poll(() => page.locator("[data-index]").count()).toBe(1);
    await page.waitForURL(/q=needs/);
    await page.reload();
    await page.locator("[data-index]", { hasText: "ticket.opened" }).waitFor();
    await expect.poll(() => page.locator("[data-index]").count()).toBe(1);
    expect(await axeFindings(page)).toEqual([]);
  });

  it("has templates, which become one's own to be changed", async () => {
    await desk.go("/event-types/order.created");
    await page.getByText("A template that every organization shares").waitFor();
    expect(await page.getByRole("button", { name: "Save changes" }).count()).toBe(0);
    await page.getByRole("button", { name: "Make it your own" }).click();
    await page.getByText("order.created is your own now").waitFor();
    await page.getByRole("button", { name: "Save changes" }).waitFor();
  });
});
