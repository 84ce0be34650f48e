import { createHmac } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { axeFindings } from "./support/axe.ts";
import { launchChromium } from "./support/chromium.ts";
import { type Desk, openDesk } from "./support/desk.ts";
import { addPerson, openWorld, type World } from "./support/world.ts";

/** A source from nothing to its first event, and what an operator does with it afterwards. */

let world: World;
let browser: Browser;
let desk: Desk;
let page: Page;
let address = "";
let secret = "";

beforeAll(async () => {
  world = await openWorld("Sources");
  browser = await launchChromium();
  desk = await openDesk(world, browser);
  page = desk.page;
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
});
afterEach(() => expect(desk.complaints).toEqual([]));

/** As GitHub sends it. */
async function push(to: string, signedWith: string, n: number): Promise<Response> {
  const body = JSON.stringify({ ref: "refs/heads/main", n });
  return fetch(to, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-github-event": "push",
      "x-github-delivery": `delivery-${n}`,
      "x-hub-signature-256": `sha256=${createHmac("sha256", signedWith).update(body).digest("hex")}`,
    },
    body,
  });
}

const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
/** Of the event whose page is open. */
async function sentNumber(): Promise<unknown> {
  const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  const { payloadText } = await world.api.expect(200, "GET", `/api/v1/events/${id}`);
  return (JSON.parse(String(payloadText)) as { readonly n: number }).n;
}
const tab = (name: string | RegExp) => page.getByRole("tab", { name });

describe("a GitHub source", () => {
  it("is made from the provider's own form, found by a word", async () => {
    await desk.go("/sources");
    await page.getByText("No sources yet").waitFor();
    await page.getByRole("link", { name: "New source" }).first().click();
    await page.getByText("35 of 35 providers").waitFor();
    await page.getByRole("searchbox", { name: "Search providers" }).fill("pull requests github");
    await page.getByText("1 of 35 providers").waitFor();
    await page.getByRole("button", { name: /^GitHub/ }).click();
    await page.getByRole("heading", { name: "GitHub", level: 1 }).waitFor();
    await page.getByText("GitHub never shows it again").waitFor();
    // The picker is one step back, with what was searched for.
    await page.goBack();
    await page.getByText("1 of 35 providers").waitFor();
    await page.goForward();
    await page.getByText("GitHub never shows it again").waitFor();
    expect(await axeFindings(page)).toEqual([]);

    await page.getByRole("textbox", { name: "Name" }).fill("Repository");
    await page.getByRole("button", { name: "Make one" }).click();
    await page.getByRole("button", { name: "Create the source" }).click();
    await page.getByText("Listening.").waitFor();
  });

  it("shows its address and the secret that was made, this once, to be copied", async () => {
    await page.getByRole("button", { name: "Copy the address" }).click();
    address = await clipboard();
    expect(address).toMatch(/\/in\/in_/);
    await page.getByRole("button", { name: "Copy the secret" }).click();
    secret = await clipboard();
    expect(secret).toMatch(/^[0-9a-f]{48}$/);
  });

  it("says why a forged request was rejected while one waits", async () => {
    expect((await push(address, "guessed", 1)).status).toBe(401);
    await page.getByText("A request was rejected").waitFor();
    await page.getByText("Signature does not match").waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });

  it("turns green by itself when the first signed event arrives, and leads to it", async () => {
    expect((await push(address, secret, 2)).status).toBe(200);
    await page.getByText("The first event has arrived").waitFor();
    await page.getByRole("link", { name: "Open the event" }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole("link", { name: "Open the event" }).click();
    await page.getByText("github.push").first().waitFor();
    await page.goBack();
  });

  it("does not show the address again after a reload", async () => {
    await page.reload();
    // The counts may be some seconds behind; until then it is still the page that waited.
    await page.getByText("The first event has arrived").or(page.getByText("Events in all")).first().waitFor();
    expect(await page.content()).not.toContain(address.split("/in/")[1]);
  });

  it("keeps rejected requests with reason, headers and body, filtered in the address", async () => {
    await tab(/^Rejected requests/).click();
    const table = page.getByRole("table", { name: "Rejected requests" });
    await table.getByText("Signature does not match").waitFor();
    await page.getByRole("button", { name: /^Reason/ }).click();
    await page.getByRole("option", { name: "Malformed body" }).click();
    await page.getByText("Nothing was rejected", { exact: true }).waitFor();
    await expect.poll(() => new URL(page.url()).searchParams.get("reason")).toBe("malformed_body");
    await page.getByRole("button", { name: /^Reason/ }).click();
    await page.getByRole("option", { name: "Signature does not match" }).click();
    await table.locator("[data-index='0']").getByRole("button").click();
    const drawer = page.getByRole("dialog", { name: "Rejected request" });
    await drawer.getByText("What to check first").waitFor();
    await drawer.getByText("x-hub-signature-256:").waitFor();
    await drawer.getByText("refs/heads/main").waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.reload();
    await drawer.getByText("refs/heads/main").waitFor();
    await page.keyboard.press("Escape");
    await drawer.waitFor({ state: "detached" });
  });

  it("gets another address, and both work for a while", async () => {
    await tab("Address and secrets").click();
    await page.getByRole("button", { name: "Make a new address" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Make a new address" }).click();
    await page.getByRole("dialog", { name: "The new address" }).waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Copy" }).click();
    const other = await clipboard();
    await page.getByRole("button", { name: "I have kept it" }).click();
    expect(other).not.toBe(address);
    expect((await push(other, secret, 3)).status).toBe(200);
    expect((await push(address, secret, 4)).status).toBe(200);
    const addresses = page.getByRole("list", { name: "Address" });
    await addresses.getByText("Ending").waitFor();
    await addresses.getByText("Current").waitFor();
  });

  it("leads from its overview to each of its newest events, and to all of them in the log", async () => {
    expect((await push(address, secret, 4)).status).toBe(200);
    await tab("Overview").click();
    const events = page.getByRole("list", { name: "Newest events" });
    // A quarter of a minute behind. What was forged is none of them, and what was sent again is the same event.
    const rows = events.getByRole("listitem");
    await expect.poll(() => rows.count(), { timeout: 40_000 }).toBe(3);
    await page.reload();
    await page.getByText("Events in all").waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await rows.nth(1).getByRole("link", { name: "github.push" }).click();
    await page.getByRole("heading", { name: "github.push", level: 1 }).waitFor();
    expect(await sentNumber()).toBe(3);
    await page.goBack();

    await page.getByText("Last event", { exact: true }).locator("..").getByRole("link").click();
    await page.getByRole("heading", { name: "github.push", level: 1 }).waitFor();
    expect(await sentNumber()).toBe(4);
    await page.goBack();
    await page.getByRole("link", { name: "All in the log" }).click();
    await expect.poll(() => page.locator("[data-index]").count()).toBe(3);
    await page.goBack();
    await tab("Address and secrets").click();
  });

  it("gets another secret, and the old one is taken away at once", async () => {
    await page.getByRole("button", { name: "Rotate the secret" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Secret").fill("the next secret of GitHub");
    expect(await axeFindings(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Rotate the secret" }).click();
    const secrets = page.getByRole("list", { name: "Signing secrets" });
    await secrets.getByText("Ending").waitFor();
    await expect.poll(async () => (await push(address, "the next secret of GitHub", 5)).status).toBe(200);
    expect((await push(address, secret, 6)).status).toBe(200);
    await secrets.getByRole("listitem").filter({ hasText: "Ending" }).getByRole("button").click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await page.getByText("The secret was removed").waitFor();
    await expect.poll(async () => (await push(address, secret, 7)).status, { timeout: 40_000 }).toBe(401);
  });

  it("shows a secret that was made here once more, where it was added", async () => {
    await page.getByRole("button", { name: "Rotate the secret" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Make one" }).click();
    const made = await dialog.getByLabel("Secret").inputValue();
    expect(made.length).toBeGreaterThan(20);
    await dialog.getByRole("button", { name: "Rotate the secret" }).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByText(made, { exact: true }).waitFor();
    await expect.poll(async () => (await push(address, made, 9)).status).toBe(200);
  });

  it("keeps what is typed into its settings while another tab is looked at, and asks before it is lost", async () => {
    await tab("Settings").click();
    await page.getByLabel("Name").fill("Renamed");
    await tab("Address and secrets").click();
    await page.getByRole("list", { name: "Address" }).waitFor();
    await tab(/^Settings/).click();
    await expect.poll(() => page.getByLabel("Name").inputValue()).toBe("Renamed");
    await page.getByRole("navigation").getByRole("link", { name: "Event types" }).click();
    const ask = page.getByRole("dialog", { name: "Leave without saving?" });
    await ask.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Discard changes" }).click();
    await page
      .getByRole("img", { name: "There are changes that are not saved." })
      .waitFor({ state: "detached" });
  });

  it("says who changed the same meanwhile, and takes nothing away from whoever changed something else", async () => {
    const id = new URL(page.url()).pathname.split("/").at(-1);
    const asAnother = (body: unknown) => world.api.expect(200, "PATCH", `/api/v1/sources/${id}`, body);
    const stored = () => world.api.expect(200, "GET", `/api/v1/sources/${id}`);
    await tab("Settings").click();
    await page.getByLabel("Name").fill("Mine");
    // What only they changed stays theirs.
    await asAnother({ headers: ["x-github-event"] });
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByText("Saved. It counts everywhere").waitFor();
    expect(await stored()).toMatchObject({ name: "Mine", headers: ["x-github-event"] });

    await page.getByLabel("Name").fill("Mine, again");
    await asAnother({ name: "Theirs" });
    await page.getByRole("button", { name: "Save changes" }).click();
    const notice = page.getByRole("alert", { name: "Changed by somebody else" });
    await notice.getByText("What is different now: Name.").waitFor();
    expect(await stored()).toMatchObject({ name: "Theirs" });
    expect(desk.takeComplaints(/status of 412/)).toBe(2);
    expect(await axeFindings(page)).toEqual([]);
    await notice.getByRole("button", { name: "Keep mine on top" }).click();
    await notice.waitFor({ state: "detached" });
    await expect.poll(() => page.getByLabel("Name").inputValue()).toBe("Mine, again");
    await page.getByRole("button", { name: "Save changes" }).click();
    await expect.poll(async () => (await stored()).name).toBe("Mine, again");

    await page.getByLabel("Name").fill("Dropped");
    await asAnother({ name: "Repository" });
    // By itself, while one types.
    await notice.waitFor({ timeout: 30_000 });
    await notice.getByRole("button", { name: "Reload and drop mine" }).click();
    await expect.poll(() => page.getByLabel("Name").inputValue()).toBe("Repository");
    await page.getByRole("button", { name: "Save changes", disabled: true }).waitFor();
  });

  it("answers as it is told, and says of a header that it may not", async () => {
    await tab("Settings").click();
    await page.getByText("A custom answer").click();
    await page.getByLabel("Status").fill("202");
    await page.getByRole("group", { name: "Headers" }).getByRole("button", { name: "Add" }).click();
    await page.getByLabel("Headers: Name 1").fill("Set-Cookie");
    await page.getByLabel("Headers: Value 1").fill("a=b");
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByText("is set by the gateway itself").waitFor();
    // Where it is wrong, and not where the button is.
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute("aria-label")))
      .toMatch(/^Headers/);
    expect(desk.takeComplaints(/status of 422/)).toBe(1);
    await page.getByRole("button", { name: "Remove Set-Cookie" }).click();
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByText("Saved. It counts everywhere").waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await expect
      .poll(async () => (await push(address, "the next secret of GitHub", 8)).status, { timeout: 40_000 })
      .toBe(202);
  });
});

describe("a source of any other sender", () => {
  it("says what is still to be filled in, and shows no example as if it were checked", async () => {
    await desk.go("/sources/new?provider=generic");
    const preview = page.getByRole("region", { name: "What will be checked" });
    const header = page.getByRole("textbox", { name: "Header", exact: true });
    await preview.getByText("…: <signature>").waitFor();
    await page.getByText("Still to be filled in: Header.").waitFor();
    expect(await header.getAttribute("required")).not.toBeNull();
    await page.getByLabel("Signed content").fill("{timestamp}.{body}");
    await page.getByText("Still to be filled in: Header, Header of the timestamp.").waitFor();
    expect(await axeFindings(page)).toEqual([]);
    // Nothing is sent that is bound to be refused.
    await page.getByRole("button", { name: "Create the source" }).click();
    await expect.poll(() => header.evaluate((field) => field === document.activeElement)).toBe(true);
    await header.fill("X-Sign");
    await page.getByLabel("Header of the timestamp").fill("X-Time");
    await preview.getByText("X-Time: <timestamp>").waitFor();
    await page.getByText("Still to be filled in").waitFor({ state: "detached" });
    await page.getByRole("link", { name: "What an HMAC is" }).waitFor();
  });

  it("asks only for what the chosen scheme needs, and shows what will be checked", async () => {
    await desk.go("/sources/new?provider=generic");
    await page.getByLabel("Hash algorithm").waitFor();
    await page.getByRole("button", { name: /^How the sender proves itself/ }).click();
    await page.getByRole("option", { name: "A fixed key" }).click();
    await page.getByLabel("Hash algorithm").waitFor({ state: "detached" });
    await page.getByRole("textbox", { name: "Header", exact: true }).fill("X-Key");
    await page.getByText("X-Key: <secret>").waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });

  it("is marked everywhere when it verifies nothing, and must be meant", async () => {
    await page.getByText("Take requests without verifying them").click();
    await page.getByText("Nothing. Whoever knows the address is believed.").waitFor();
    const create = page.getByRole("button", { name: "Create the source" });
    await expect.poll(() => create.isDisabled()).toBe(true);
    await page.getByText("I know that anybody who learns").click();
    await create.click();
    await page.getByText("Listening.").waitFor();
    await page.getByText("Not verified").waitFor();
    await desk.go("/sources");
    const row = page.locator("[data-index]", { hasText: "Generic webhook" });
    await row.getByText("Not verified").waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });

  it("is found by its name, and switched off with a way back", async () => {
    await page.keyboard.press("/");
    await page.keyboard.type("generic");
    await expect.poll(() => page.locator("[data-index]").count()).toBe(1);
    await expect.poll(() => new URL(page.url()).searchParams.get("q")).toBe("generic");
    await page.locator("[data-index] a").click();
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Switch off" }).click();
    await page.getByText("Off", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Off", { exact: true }).waitFor({ state: "detached" });
  });

  it("is deleted after a question", async () => {
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Delete the source" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete the source" }).click();
    await page.getByText("was deleted").waitFor();
    await expect.poll(() => page.locator("[data-index]").count()).toBe(1);
  });
});

describe("somebody who may only look", () => {
  it("is offered nothing to change", async () => {
    const person = await addPerson(world, "val@example.com", "Val", "viewer");
    const other = await openDesk(world, browser, person);
    // Whoever comes before the first event is counted, a quarter of a minute behind, is shown how to get one.
    const firstEventAt = async () => {
      const { items } = await world.api.expect(200, "GET", "/api/v1/sources");
      const [source] = items as { activity: { firstEventAt: string | null } }[];
      return source?.activity.firstEventAt ?? null;
    };
    await expect.poll(firstEventAt, { timeout: 40_000 }).not.toBeNull();
    await other.go("/sources");
    await other.page.locator("[data-index] a").click();
    await other.page.getByText("Events in all").waitFor();
    expect(await other.page.getByRole("button", { name: "More actions" }).count()).toBe(0);
    await other.go("/sources/new");
    await other.page.getByText("You may not see this").waitFor();
    expect(other.complaints).toEqual([]);
    await other.context.close();
  });
});
