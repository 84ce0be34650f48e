import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launchChromium } from "./support/chromium.ts";
import { oneAfterTheOther, picture } from "./support/day.ts";
import { type Desk, openBrowserAt } from "./support/desk.ts";
import { type Keys, keysOf } from "./support/keys.ts";
import { moveReceiver, NEW_PATH, OLD_PATH, pushFromGithub, WHY } from "./support/receiver.ts";
import { openWorld, type World } from "./support/world.ts";

/** The same day without a mouse: nothing is clicked, focused or filled but by keys, and the focus is never lost. */

const COLLEAGUE = { email: "nia@example.com", password: "nine lives of a cat 99" };

let world: World;
let browser: Browser;
let desk: Desk;
let page: Page;
let keys: Keys;
let invitation = "";

beforeAll(async () => {
  world = await openWorld("A day by keyboard");
  moveReceiver(world);
  browser = await launchChromium();
  desk = await openBrowserAt(browser, `${world.dashboardUrl}/o/${world.orgId}`);
  page = desk.page;
  keys = keysOf(page);
});
afterAll(async () => {
  console.log(`keys pressed: ${keys?.count()}`);
  await browser?.close();
  await world?.close();
});
oneAfterTheOther(() => desk);

const button = (name: string | RegExp, within: Page | Locator = page) =>
  within.getByRole("button", { name, exact: true }).first();
const link = (name: string | RegExp) =>
  page.locator("#content").getByRole("link", { name, exact: true }).first();
const tab = (name: string) => page.getByRole("tab", { name });
const field = (name: string) => page.getByLabel(name).first();
const heading = (name: string | RegExp) => page.getByRole("heading", { level: 1, name });
const view = () => page.locator("#content");
const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
const health = () => page.locator("section", { hasText: "Of the last 24 hours" }).first();
const isChosen = (name: string) => expect.poll(() => tab(name).getAttribute("aria-selected")).toBe("true");

/** "g" and its letter: the focus is in the view afterwards, wherever it was. */
async function goTo(letter: string, title: string): Promise<void> {
  await keys.press("g", letter);
  await heading(title).waitFor();
  await keys.expectFocus(view());
}

it("signs in: the first field has the focus, and Enter sends the form", async () => {
  await keys.expectFocus(field("E-mail address"));
  await keys.type(world.owner.email);
  await keys.tabTo(field("Password"));
  await keys.type(world.owner.password);
  await keys.press("Enter");
  await page.getByText("Two steps to the first delivery").waitFor();
});

it("skips the frame, and makes an integration", async () => {
  await keys.tabTo(button("Skip to the content"));
  await keys.press("Enter");
  await keys.expectFocus(view());
  await keys.tabTo(link("New integration"));
  await keys.press("Enter");
  await keys.expectFocus(field("Name"));
  await keys.type("Order desk");
  await keys.tabTo(page.getByRole("combobox", { name: /^Event types/ }));
  await keys.type("order.created");
  await keys.press("Enter");
  await keys.tabTo(field("URL"));
  await keys.type(world.targets.url + OLD_PATH);
  await keys.press("Enter");
  await heading("Order desk").waitFor();
  await keys.expectFocus(view());
  await keys.tabTo(button("Copy the secret"));
  await keys.press("Enter");
  await expect.poll(clipboard).toMatch(/^whsec_/);
});

it("sends an event from the catalogue, and sees it fail", async () => {
  await goTo("e", "Event types");
  await keys.press("/");
  await keys.type("order.created");
  await keys.tabTo(link("order.created"));
  await keys.press("Enter");
  await heading("order.created").waitFor();
  await keys.expectFocus(view());
  await keys.tabTo(tab("Definition"));
  await keys.press("ArrowRight");
  await keys.expectFocus(tab("Send this"));
  await page.getByText("1 integration takes it.").waitFor();
  // The keys of the page are letters in an editor.
  await keys.tabTo(page.getByRole("textbox", { name: "Payload" }));
  await keys.press("Control+A");
  await keys.type('{"orderId": "o-1", "note": "go / g e ?"}');
  await keys.tabTo(button("Send the event"));
  await keys.press("Enter");
  await page.getByText("Dead letter", { exact: true }).first().waitFor();
  await keys.expectFocus(view());
});

it("reads why", async () => {
  await keys.tabTo(link("Order desk"));
  await keys.press("Enter");
  await page.getByRole("region", { name: "What went wrong" }).getByText(WHY).waitFor();
  await keys.expectFocus(view());
  await picture(page, "k1-why");
});

it("mends the target's address", async () => {
  await keys.tabTo(link("Order desk"));
  await keys.press("Enter");
  await expect.poll(() => health().textContent(), { timeout: 10_000 }).toMatch(/Unhealthy/);
  await keys.expectFocus(view());
  await keys.tabTo(tab("Overview"));
  await keys.press("ArrowRight");
  await isChosen("Target");
  await keys.expectFocus(tab("Target"));
  await keys.tabTo(field("URL"));
  await keys.replaceBy(world.targets.url + NEW_PATH);
  await keys.tabTo(button("Save changes"));
  await keys.press("Enter");
  await button("Save changes").waitFor({ state: "detached" });
  await keys.expectFocus(view());
});

it("sends it again from the dead letters", async () => {
  await goTo("x", "Dead letters");
  await page.locator("[data-index='0']").waitFor();
  await keys.press("j");
  await keys.expectFocus(page.locator("[data-index='0'] a").first());
  await keys.tabTo(button("Retry order.created"));
  await keys.press("Enter");
  await page.getByText("No dead letters").waitFor();
  await keys.expectFocus(view());
  await goTo("d", "Deliveries");
  await page.locator("[data-index='0']").getByText("Delivered").waitFor();
});

it("watches health recover, by way of the palette", async () => {
  await keys.press("Control+k");
  await keys.expectFocus(page.getByRole("combobox", { name: /^Go to a page/ }));
  await keys.type("integrations");
  await keys.press("Enter");
  await heading("Integrations").waitFor();
  await keys.expectFocus(view());
  await page.getByRole("article", { name: "Order desk" }).getByText("Healthy").waitFor();
  await keys.tabTo(link("Order desk"));
  await keys.press("Enter");
  await expect.poll(() => health().textContent()).toMatch(/Healthy/);
});

it("pauses it and resumes it, and stays on the button; the reason is asked for by the menu beside it", async () => {
  const dialog = page.getByRole("dialog");
  await keys.tabTo(button("Pause"));
  await keys.press("Enter");
  await page.getByText("Paused: Paused from the dashboard").waitFor();
  await keys.expectFocus(button("Resume"));
  await keys.tabTo(button("More about pausing"));
  await keys.press("Enter");
  const item = page.getByRole("menuitem", { name: /^Change the reason/ });
  await item.waitFor();
  await keys.press("ArrowDown");
  await expect.poll(() => item.getAttribute("data-highlighted")).not.toBeNull();
  await keys.press("Enter");
  await keys.expectFocus(dialog.getByLabel("Reason"));
  await keys.type("Their database moves");
  await keys.press("Enter");
  await page.getByText("Paused: Their database moves").waitFor();
  await keys.expectFocus(button("More about pausing"));
  await picture(page, "k2-paused");
  await keys.tabTo(button("Resume"), "Shift+Tab");
  await keys.press("Enter");
  await keys.expectFocus(button("Pause"));
  await page.getByText("Paused: Their database moves").waitFor({ state: "detached" });
});

it("makes a webhook source, and the page turns green", async () => {
  await goTo("s", "Sources");
  await keys.tabTo(link("New source"));
  await keys.press("Enter");
  await heading("New source").waitFor();
  await keys.expectFocus(view());
  await keys.press("/");
  await keys.type("github");
  await page.getByText("1 of 35 providers").waitFor();
  await keys.tabTo(button(/^GitHub/));
  await keys.press("Enter");
  const name = page.getByRole("textbox", { name: "Name" });
  await keys.expectFocus(name);
  await keys.replaceBy("Repository");
  await keys.tabTo(button("Make one"));
  await keys.press("Enter");
  await keys.tabTo(button("Create the source"));
  await keys.press("Enter");
  await page.getByText("Listening.").waitFor();
  await keys.expectFocus(view());
  await keys.tabTo(button("Copy the address"));
  await keys.press("Enter");
  await expect.poll(clipboard).toMatch(/\/in\//);
  const address = await clipboard();
  await keys.tabTo(button("Copy the secret"));
  await keys.press("Enter");
  await expect.poll(clipboard).toMatch(/^[0-9a-f]{48}$/);
  expect((await pushFromGithub(address, await clipboard(), "first")).status).toBe(200);
  await page.getByText("The first event has arrived").waitFor();
  await page.getByText("Receiving", { exact: true }).waitFor();
});

it("writes a script, runs it without leaving the editor, and saves it", async () => {
  await goTo("i", "Integrations");
  await keys.tabTo(link("Order desk"));
  await keys.press("Enter");
  await heading("Order desk").waitFor();
  await keys.tabTo(tab("Overview"));
  await keys.press("ArrowRight", "ArrowRight", "ArrowRight");
  await keys.expectFocus(tab("Transformation"));
  await keys.tabTo(button("Begin a script"));
  await keys.press("Enter");
  const script = page.getByRole("textbox", { name: "Script", exact: true });
  await keys.expectFocus(script);
  await keys.replaceBy("function transform(payload) { return { reference: payload.orderId, d: 'g d' }; }");
  await keys.press("Control+Enter");
  await expect.poll(() => page.getByRole("region", { name: "After" }).textContent()).toContain('"d": "g d"');
  await keys.expectFocus(script);
  await picture(page, "k3-dry-run");
  await keys.tabTo(button("Save changes"));
  await keys.press("Enter");
  await button("Save changes").waitFor({ state: "detached" });
  await keys.expectFocus(view());
});

it("composes a role in the matrix by its arrows, and invites a colleague with it", async () => {
  const dialog = page.getByRole("dialog");
  await goTo("r", "Roles");
  await keys.tabTo(button("New role").or(link("New role")).first());
  await keys.press("Enter");
  await heading("New role").waitFor();
  await keys.tabTo(page.getByRole("textbox", { name: "Name" }));
  await keys.type("Night shift");
  await keys.tabTo(page.getByRole("checkbox", { name: "Everything of Operate" }));
  // Reading events, deliveries and dead letters, and retrying those.
  await keys.press("ArrowDown", "ArrowRight", "Space", "ArrowDown", "Space", "ArrowDown", "Space");
  await keys.press("ArrowRight", "ArrowRight");
  await keys.expectFocus(page.getByRole("checkbox", { name: /^deadletters:retry,/ }));
  await keys.press("Space");
  await page.getByText("4 of 52 allowed").first().waitFor();
  await keys.tabTo(button("Make the role"));
  await keys.press("Enter");
  await heading("Night shift").waitFor();
  await goTo("m", "Members");
  await keys.tabTo(button("Invite somebody"));
  await keys.press("Enter");
  await keys.expectFocus(dialog.getByLabel("E-mail address"));
  await keys.type(COLLEAGUE.email);
  await keys.tabTo(dialog.getByRole("button", { name: /^Role/ }));
  await keys.press("Enter");
  await page.getByRole("option", { name: "Night shift" }).waitFor();
  await keys.type("Night");
  await keys.press("Enter");
  await keys.tabTo(button("Make the invitation", dialog));
  await keys.press("Enter");
  await keys.tabTo(button("Copy", dialog));
  await keys.press("Enter");
  await expect.poll(clipboard).toMatch(/^http/);
  invitation = await clipboard();
  await keys.tabTo(button("I have kept it", dialog));
  await keys.press("Enter");
  await page.getByText(COLLEAGUE.email).waitFor();
});

it("the colleague joins, retries what failed, and is offered nothing that the role lacks", async () => {
  world.targets.answer(NEW_PATH, 422, JSON.stringify({ error: WHY }));
  await world.api.expect(202, "POST", "/api/v1/events", {
    type: "order.created",
    payload: { orderId: "o-2" },
  });
  const theirs = await openBrowserAt(browser, invitation);
  const night = theirs.page;
  const their = keysOf(night);
  await their.tabTo(night.getByLabel("Your name"));
  await their.type("Nia Night");
  await their.tabTo(night.getByLabel("Password"));
  await their.type(COLLEAGUE.password);
  await their.press("Enter");
  const places = night.getByRole("navigation", { name: "Main" }).getByRole("link");
  await places.getByText("Dead letters").waitFor();
  await expect
    .poll(() => places.allTextContents())
    .toEqual(["Overview", "Deliveries", "Proxy calls", "Dead letters"]);
  // The key of a page that is not theirs does nothing.
  await their.press("g", "r");
  await their.press("g", "x");
  await night.getByRole("heading", { level: 1, name: "Dead letters" }).waitFor();
  await night.locator("[data-index='0']").waitFor();
  expect(await night.getByRole("button", { name: /Discard/ }).count()).toBe(0);
  world.targets.answer(NEW_PATH, 200);
  await their.tabTo(night.getByRole("button", { name: "Retry order.created" }));
  await their.press("Enter");
  await night.getByText("No dead letters").waitFor();
  expect(theirs.complaints).toEqual([]);
  await theirs.context.close();
});
