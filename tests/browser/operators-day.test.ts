import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createApiClient } from "../support/api-client.ts";
import { launchChromium } from "./support/chromium.ts";
import { oneAfterTheOther, picture, timeOverview } from "./support/day.ts";
import { type Desk, openBrowserAt, openDesk } from "./support/desk.ts";
import { moveReceiver, NEW_PATH, OLD_PATH, pushFromGithub, WHY } from "./support/receiver.ts";
import { openWorld, type World } from "./support/world.ts";

/** An operator's day with the mouse, from nothing to a colleague who may do only what they should. */

let world: World;
let browser: Browser;
let desk: Desk;
let page: Page;
let invitation = "";
const COLLEAGUE = { email: "nia@example.com", password: "nine lives of a cat 99" };

beforeAll(async () => {
  world = await openWorld("A day");
  moveReceiver(world);
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
});
oneAfterTheOther(() => desk);

const button = (name: string | RegExp) => page.getByRole("button", { name, exact: true });
const link = (name: string | RegExp) => page.getByRole("link", { name, exact: true });
const tab = (name: string) => page.getByRole("tab", { name });
/** Through the navigation at the side, as somebody who does not know the addresses. */
const goTo = (place: string) => page.getByRole("navigation").getByRole("link", { name: place }).click();
const heading = (name: string | RegExp) => page.getByRole("heading", { level: 1, name });
const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
/** A button that may be covered by the toasts of what was just done is waited for by Playwright itself. */
const health = () =>
  page
    .getByRole("region", { name: "Health" })
    .or(page.locator("section", { hasText: "Of the last 24 hours" }))
    .first();

it("begins with signing in: nothing has happened yet, and the page says how to begin", async () => {
  desk = await openDesk(world, browser);
  page = desk.page;
  await page.getByText("Two steps to the first delivery").waitFor();
  await picture(page, "01-signed-in");
});

it("makes an integration with three answers, and is shown its secret", async () => {
  await link("New integration").click();
  await page.getByLabel("Name").fill("Order desk");
  await page.getByRole("combobox", { name: /^Event types/ }).fill("order.created");
  await page.keyboard.press("Enter");
  await page.getByLabel("URL").fill(world.targets.url + OLD_PATH);
  await picture(page, "02-new-integration");
  await button("Create integration").click();
  await heading("Order desk").waitFor();
  await page.getByRole("region", { name: "The signing secret, shown this once" }).waitFor();
  await picture(page, "03-created");
});

it("sends an event from the catalogue, and sees it fail", async () => {
  await goTo("Event types");
  await link("order.created").click();
  await tab("Send this").click();
  await page.getByText("1 integration takes it.").waitFor();
  await picture(page, "04-send-this");
  await button("Send the event").click();
  await heading("order.created").waitFor();
  await page.getByText("Dead letter", { exact: true }).first().waitFor();
  await picture(page, "05-event-failed");
});

it("reads why: the category, what to do, and the target's own words", async () => {
  await page.getByRole("link", { name: "Order desk" }).click();
  const problem = page.getByRole("region", { name: "What went wrong" });
  await problem.getByText("What to do").waitFor();
  await problem.getByText("422").first().waitFor();
  await page.getByText(WHY).first().waitFor();
  await picture(page, "06-why");
});

it("mends the target's address", async () => {
  await page.locator("dl").getByRole("link", { name: "Order desk" }).click();
  await expect.poll(() => health().textContent()).toMatch(/Unhealthy/);
  await picture(page, "07-unhealthy");
  await tab("Target").click();
  await page.getByRole("tab", { name: "Target", selected: true }).waitFor();
  await page.getByLabel("URL").fill(world.targets.url + NEW_PATH);
  await button("Save changes").click();
  await page.getByText("Saved", { exact: true }).first().waitFor();
  await picture(page, "08-mended");
});

it("sends it again from the dead letters, and they are empty", async () => {
  await goTo("Dead letters");
  await page.locator("[data-index='0']").waitFor();
  await picture(page, "09-dead-letters");
  await button("Retry order.created").click();
  await page.getByText("No dead letters").waitFor();
  await goTo("Deliveries");
  await page.locator("[data-index='0']").getByText("Delivered").waitFor();
  await picture(page, "10-delivered");
});

it("watches the integration's health recover", async () => {
  await goTo("Integrations");
  await page.getByRole("article", { name: "Order desk" }).getByText("Healthy").waitFor();
  await picture(page, "11-healthy");
  await link("Order desk").click();
  await expect.poll(() => health().textContent()).toMatch(/Healthy/);
  await picture(page, "12-healthy");
});

it("pauses it at once and says why afterwards: what comes now waits", async () => {
  await button("Pause").click();
  await page.getByText("Paused: Paused from the dashboard").waitFor();
  await button("Add a reason").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").fill("Their database moves");
  await picture(page, "13-pause");
  await dialog.getByRole("button", { name: "Pause", exact: true }).click();
  await page.getByText("Paused: Their database moves").waitFor();
  await goTo("Event types");
  await link("order.created").click();
  await tab("Send this").click();
  await button("Send the event").click();
  await heading("order.created").waitFor();
  await page.getByText("Held", { exact: true }).first().waitFor();
  await picture(page, "14-held");
});

it("resumes it, and what waited is delivered", async () => {
  await goTo("Integrations");
  const card = page.getByRole("article", { name: "Order desk" });
  await card.getByText("Paused").waitFor();
  await card.getByRole("button", { name: "Let Order desk deliver again" }).click();
  await card.getByRole("button", { name: "Pause Order desk" }).waitFor();
  await card.getByText("Paused").waitFor({ state: "detached" });
  await goTo("Deliveries");
  await expect
    .poll(() => page.locator("[data-index]", { hasText: "Delivered" }).count(), { timeout: 15_000 })
    .toBe(2);
  await picture(page, "15-resumed");
});

it("makes a webhook source, and the page turns green at the first request that is really signed", async () => {
  await goTo("Sources");
  await link("New source").first().click();
  await page.getByRole("searchbox", { name: "Search providers" }).fill("github");
  await button(/^GitHub/).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Repository");
  await button("Make one").click();
  await picture(page, "16-new-source");
  await button("Create the source").click();
  await page.getByText("Listening.").waitFor();
  await button("Copy the address").click();
  const address = await clipboard();
  await button("Copy the secret").click();
  const secret = await clipboard();
  expect((await pushFromGithub(address, "not the secret", "forged")).status).toBe(401);
  await page.getByText("Signature does not match").waitFor();
  await picture(page, "17-forged");
  expect((await pushFromGithub(address, secret, "first")).status).toBe(200);
  await page.getByText("The first event has arrived").waitFor();
  await page.getByText("Receiving", { exact: true }).waitFor();
  await picture(page, "18-green");
});

it("writes a script, tries it on the event of this morning, and saves it", async () => {
  await goTo("Integrations");
  await link("Order desk").click();
  await tab("Transformation").click();
  await button("Begin a script").click();
  const script = page.getByRole("textbox", { name: "Script", exact: true });
  await script.click();
  await page.keyboard.press("Control+A");
  await page.keyboard.insertText(
    "function transform(payload) {\n  return { reference: payload.orderId, from: 'gateway' };\n}",
  );
  await button("Run").click();
  const after = page.getByRole("region", { name: "After" });
  await expect.poll(() => after.textContent()).toContain('"from": "gateway"');
  await picture(page, "19-dry-run");
  await button("Save changes").click();
  await button("Save changes").waitFor({ state: "detached" });
  await goTo("Event types");
  await link("order.created").click();
  await tab("Send this").click();
  await button("Send the event").click();
  await heading("order.created").waitFor();
  await page.getByRole("link", { name: "Order desk" }).click();
  await tab("Payload").click();
  await page.getByText("What the transformation changed").waitFor();
  await picture(page, "20-changed");
});

it("makes a role for the night and invites a colleague with it", async () => {
  await goTo("Roles");
  await page.getByRole("link", { name: "New role" }).or(button("New role")).first().click();
  await page.getByRole("textbox", { name: "Name" }).fill("Night shift");
  for (const permission of ["events:read", "deliveries:read", "deadletters:read", "deadletters:retry"])
    await page.getByRole("checkbox", { name: new RegExp(`^${permission},`) }).click();
  await picture(page, "21-role");
  await button("Make the role").click();
  await heading("Night shift").waitFor();
  await goTo("Members");
  await button("Invite somebody").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("E-mail address").fill(COLLEAGUE.email);
  await dialog.getByRole("button", { name: /^Role/ }).click();
  await page.getByRole("option", { name: "Night shift" }).click();
  await dialog.getByRole("button", { name: "Make the invitation" }).click();
  invitation = (await dialog.locator("code").textContent()) ?? "";
  await picture(page, "22-invitation");
  await dialog.getByRole("button", { name: "I have kept it" }).click();
  await page.getByText(COLLEAGUE.email).waitFor();
});

it("the colleague joins, and can do what the role allows and nothing that it lacks", async () => {
  // An event that fails again, so that there is something to retry, and something that may not be discarded.
  world.targets.answer(NEW_PATH, 422, JSON.stringify({ error: WHY }));
  await world.api.expect(202, "POST", "/api/v1/events", {
    type: "order.created",
    payload: { orderId: "o-2" },
  });
  const theirs = await openBrowserAt(browser, invitation);
  const night = theirs.page;
  await night.getByLabel("Your name").fill("Nia Night");
  await night.getByLabel("Password").fill(COLLEAGUE.password);
  await night.getByRole("button", { name: "Join" }).click();
  const places = night.getByRole("navigation", { name: "Main" }).getByRole("link");
  await places.getByText("Dead letters").waitFor();
  await expect
    .poll(() => places.allTextContents())
    .toEqual(["Overview", "Deliveries", "Proxy calls", "Dead letters"]);
  await places.getByText("Dead letters").click();
  await night.locator("[data-index='0']").waitFor();
  expect(await night.getByRole("button", { name: /Discard/ }).count()).toBe(0);
  await picture(night, "23-colleague");
  world.targets.answer(NEW_PATH, 200);
  await night.getByRole("button", { name: "Retry order.created" }).click();
  await night.getByText("No dead letters").waitFor();
  expect(theirs.complaints).toEqual([]);
  // Whoever types an address that their role lacks is refused by the gateway, and Chromium writes that down.
  for (const place of ["integrations", "roles"]) {
    await night.goto(`${world.dashboardUrl}/o/${world.orgId}/${place}`);
    await night.getByText(`It takes the permission ${place}:read`).waitFor();
    await picture(night, `24-refused-${place}`);
  }
  expect(theirs.takeComplaints(/status of 403/)).toBeGreaterThan(0);
  expect(theirs.complaints).toEqual([]);
  await theirs.context.close();
  // What is not offered is refused as well.
  const anybody = createApiClient(world.runtime.url, "");
  const { accessToken } = await anybody.expect(200, "POST", "/api/v1/auth/sign-in", COLLEAGUE);
  const them = createApiClient(world.runtime.url, String(accessToken));
  await them.expect(200, "GET", "/api/v1/dead-letters");
  await them.expect(403, "GET", "/api/v1/integrations");
  await them.expect(403, "POST", "/api/v1/dead-letters/discard", { filter: { category: "VALIDATION" } });
});

it("shows the overview of the day", async () => {
  await goTo("Overview");
  await page.getByText("Success rate", { exact: true }).waitFor();
  await picture(page, "25-overview");
  const took = await timeOverview(page, `${world.dashboardUrl}/o/${world.orgId}`);
  console.log(`overview: ${took} ms from navigation to shown`);
});
