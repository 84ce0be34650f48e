import { readFileSync } from "node:fs";
import { Secret, TOTP } from "otpauth";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { axeFindings } from "./support/axe.ts";
import { launchChromium } from "./support/chromium.ts";
import { type Desk, openDesk } from "./support/desk.ts";
import { openWorld, type World } from "./support/world.ts";

/** One's own account: a second factor from the first scan to the last recovery code, a password, sessions elsewhere. */

let world: World;
let browser: Browser;
let desk: Desk;
let page: Page;
let secret: string;
let codes: readonly string[];
const NEW_PASSWORD = "another battery staple 43";

beforeAll(async () => {
  world = await openWorld("Account");
  browser = await launchChromium();
  desk = await openDesk(world, browser);
  page = desk.page;
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
});
afterEach(() => expect(desk.complaints).toEqual([]));

const dialog = () => page.getByRole("dialog");
const account = () => page.goto(`${world.dashboardUrl}/account`);

/** What was refused is marked, and whoever types goes on there. */
const isWrongAndFocused = (field: Locator) =>
  field.evaluate(
    (input) => input.getAttribute("aria-invalid") === "true" && input === document.activeElement,
  );

/** A code counts once: the second time in one span of 30 seconds the next one is taken, which the gateway allows. */
let lastStep = 0;
function nextCode(): string {
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  const step = Math.max(Math.floor(Date.now() / 30_000), lastStep + 1);
  lastStep = step;
  return totp.generate({ timestamp: step * 30_000 });
}

async function shownCodes(): Promise<readonly string[]> {
  await dialog().getByRole("button", { name: "Copy all" }).waitFor();
  return dialog().getByRole("list", { name: "Recovery codes" }).getByRole("listitem").allTextContents();
}

async function signInAt(at: Page, password: string, code?: string): Promise<void> {
  await at.goto(`${world.dashboardUrl}/sign-in`);
  await at.getByLabel("E-mail address").fill(world.owner.email);
  await at.getByLabel("Password").fill(password);
  await at.getByRole("button", { name: "Sign in" }).click();
  if (code !== undefined) {
    await at.getByLabel("Code").fill(code);
    await at.getByRole("button", { name: "Sign in" }).click();
  }
  await at.waitForURL(/\/o\//);
}

async function signOut(): Promise<void> {
  await page.getByRole("button", { name: "Your account" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.waitForURL(/sign-in/);
}

describe("the second factor", () => {
  it("is reached from the menu, and begins with the password", async () => {
    await page.getByRole("button", { name: "Your account" }).click();
    await page.getByRole("menuitem", { name: "Account" }).click();
    await page.waitForURL(/\/account$/);
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole("button", { name: "Switch on" }).click();
    await dialog().getByLabel("Your password").fill("not my password");
    await dialog().getByRole("button", { name: "Continue" }).click();
    await dialog().getByText("This is not your password.").waitFor();
    await expect.poll(() => isWrongAndFocused(dialog().getByLabel("Your password"))).toBe(true);
    expect(desk.takeComplaints(/401/)).toBe(1);
    await dialog().getByLabel("Your password").fill(world.owner.password);
    await page.keyboard.press("Enter");
    await dialog()
      .getByRole("img", { name: /QR code/ })
      .waitFor();
  });

  it("shows its secret as a picture and as text", async () => {
    await dialog().getByRole("button", { name: "Copy the secret" }).click();
    secret = await page.evaluate(() => navigator.clipboard.readText());
    expect(secret).toMatch(/^[A-Z2-7]{16,}$/);
    expect(await axeFindings(page)).toEqual([]);
  });

  it("is on after the first right code, and gives ten recovery codes once", async () => {
    await dialog().getByLabel("Code that it shows now").fill("000000");
    await page.keyboard.press("Enter");
    await dialog().getByText("This is not what the authenticator shows now.").waitFor();
    await expect.poll(() => isWrongAndFocused(dialog().getByLabel("Code that it shows now"))).toBe(true);
    expect(desk.takeComplaints(/401/)).toBe(1);
    await dialog().getByLabel("Code that it shows now").fill(nextCode());
    await page.keyboard.press("Enter");
    codes = await shownCodes();
    expect(codes.length).toBe(10);
    await dialog().getByRole("button", { name: "Copy all" }).click();
    await dialog().getByRole("button", { name: "Copied" }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(codes.join("\n"));
    const saved = page.waitForEvent("download");
    await dialog().getByRole("button", { name: "Download" }).click();
    expect(readFileSync(await (await saved).path(), "utf8")).toContain(codes[9]);
    expect(await axeFindings(page)).toEqual([]);
    await dialog().getByRole("button", { name: "I have kept them" }).click();
    await page.getByText("10 recovery codes are left.").waitFor();
  });

  it("is asked for when one signs in", async () => {
    await signOut();
    await signInAt(page, world.owner.password, nextCode());
    expect(desk.takeComplaints(/401/)).toBe(1);
  });

  it("is replaced by a recovery code, which works once", async () => {
    await signOut();
    await signInAt(page, world.owner.password, codes[0] ?? "");
    await account();
    await page.getByText("9 recovery codes are left.").waitFor();
    await signOut();
    await page.getByLabel("E-mail address").fill(world.owner.email);
    await page.getByLabel("Password").fill(world.owner.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByLabel("Code").fill(codes[0] ?? "");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("This code is wrong, or was used already.").waitFor();
    await expect.poll(() => isWrongAndFocused(page.getByLabel("Code"))).toBe(true);
    await page.getByLabel("Code").fill(codes[1] ?? "");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL(/\/o\//);
    await account();
    await page.getByText("8 recovery codes are left.").waitFor();
    expect(desk.takeComplaints(/401/)).toBe(3);
  });

  it("is set up anew with an old code, and the old codes are gone", async () => {
    await page.getByRole("button", { name: "Set up anew" }).click();
    await dialog().getByLabel("Your password").fill(world.owner.password);
    await dialog()
      .getByLabel("Code of the old authenticator")
      .fill(codes[2] ?? "");
    await dialog().getByRole("button", { name: "Continue" }).click();
    await dialog().getByRole("button", { name: "Copy the secret" }).click();
    const before = secret;
    secret = await page.evaluate(() => navigator.clipboard.readText());
    expect(secret).not.toBe(before);
    lastStep = 0;
    await dialog().getByLabel("Code that it shows now").fill(nextCode());
    await page.keyboard.press("Enter");
    const fresh = await shownCodes();
    expect(fresh.filter((code) => codes.includes(code))).toEqual([]);
    codes = fresh;
    await dialog().getByRole("button", { name: "I have kept them" }).click();
    await page.getByText("10 recovery codes are left.").waitFor();
  });
});

describe("a session elsewhere", () => {
  it("is in the list, and is really out once it is ended", async () => {
    const elsewhere = await browser.newContext({
      userAgent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
    });
    const other = await elsewhere.newPage();
    await signInAt(other, world.owner.password, codes[0] ?? "");
    await account();
    await page.getByRole("button", { name: "Sign out: Firefox on Windows" }).click();
    await page.getByText("Firefox on Windows is signed out").waitFor();
    await page.getByRole("button", { name: "Sign out: Firefox on Windows" }).waitFor({ state: "detached" });
    await other.reload();
    await other.waitForURL(/sign-in/);
    await other.getByLabel("Password").waitFor();
    await elsewhere.close();
  });
});

describe("the password", () => {
  it("is changed with the old one, and says at its field what is wrong with the new one", async () => {
    await page.getByLabel("Current password").fill(world.owner.password);
    await page.getByLabel(/^New password\s*\*?$/).fill("short");
    await page.getByLabel("New password, again").fill("other");
    await page.getByText("These two differ.").waitFor();
    await page.getByLabel("New password, again").fill("short");
    await page.getByRole("button", { name: "Change password" }).click();
    await page.locator('[aria-invalid="true"]').first().waitFor();
    expect(await page.getByText("At least 12 characters. Every other").count()).toBe(0);
    expect(desk.takeComplaints(/422|400/)).toBe(1);
    expect(await axeFindings(page)).toEqual([]);
    await page.getByLabel("Current password").fill("not my password");
    await page.getByLabel(/^New password\s*\*?$/).fill(NEW_PASSWORD);
    await page.getByLabel("New password, again").fill(NEW_PASSWORD);
    await page.getByRole("button", { name: "Change password" }).click();
    await page.getByText("This is not your password.").waitFor();
    await expect.poll(() => isWrongAndFocused(page.getByLabel("Current password"))).toBe(true);
    expect(desk.takeComplaints(/401/)).toBe(1);
    await page.getByLabel("Current password").fill(world.owner.password);
    await page.getByRole("button", { name: "Change password" }).click();
    await page.getByText("The password is changed").waitFor();
    await expect.poll(() => page.getByLabel("Current password").inputValue()).toBe("");
  });

  it("is needed with a code to switch the second factor off", async () => {
    await page.getByRole("button", { name: "Switch off" }).click();
    await dialog().getByLabel("Your password").fill(NEW_PASSWORD);
    await dialog()
      .getByLabel("Code")
      .fill(codes[1] ?? "");
    await dialog().getByRole("button", { name: "Switch off" }).click();
    await page.getByText("The second factor is off").waitFor();
    await page.getByRole("button", { name: "Switch on" }).waitFor();
  });

  it("is asked for again after signing out everywhere", async () => {
    await page.getByRole("button", { name: "Sign out everywhere" }).click();
    await dialog().getByRole("button", { name: "Sign out everywhere" }).click();
    await page.waitForURL(/sign-in/);
  });

  it("is asked for with what is missing said at its field, can be looked at, and cannot be had by mail", async () => {
    await page.goto(`${world.dashboardUrl}/sign-in`);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect.poll(() => isWrongAndFocused(page.getByLabel("E-mail address"))).toBe(true);
    await expect.poll(() => page.getByText("Nothing stands here yet.").count()).toBe(2);
    const password = page.getByLabel("Password");
    await password.fill("as I see it");
    await expect.poll(() => password.getAttribute("type")).toBe("password");
    await page.getByRole("button", { name: "Show what is typed" }).click();
    await expect.poll(() => password.getAttribute("type")).toBe("text");
    await expect.poll(() => password.inputValue()).toBe("as I see it");
    await page.getByRole("button", { name: "Hide what is typed" }).click();
    await expect.poll(() => password.getAttribute("type")).toBe("password");
    await page.getByRole("button", { name: "Forgot the password?" }).click();
    await page.getByText("The gateway sends no mail").waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await signInAt(page, NEW_PASSWORD);
  });
});

describe("a session that ends while somebody writes", () => {
  it("is taken up again in front of the page: what was typed is still there, and is saved", async () => {
    await account();
    await page.getByLabel("Name").fill("Ann after a pause");
    const elsewhere = await browser.newContext();
    const other = await elsewhere.newPage();
    await signInAt(other, NEW_PASSWORD);
    await other.goto(`${world.dashboardUrl}/account`);
    await other.getByRole("button", { name: "Sign out everywhere" }).click();
    await other.getByRole("dialog").getByRole("button", { name: "Sign out everywhere" }).click();
    await other.waitForURL(/sign-in/);
    await elsewhere.close();

    const ended = page.getByRole("dialog", { name: "Your session has ended" });
    // The gateway may take the last token for half a minute more; the page asks by itself when it is looked at again.
    await expect
      .poll(
        async () => {
          await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));
          return ended.count();
        },
        { timeout: 60_000, interval: 1_000 },
      )
      .toBe(1);
    await expect.poll(() => page.getByRole("heading", { name: "Your account" }).isVisible()).toBe(false);
    await expect.poll(() => ended.getByLabel("E-mail address").inputValue()).toBe(world.owner.email);
    await ended.getByLabel("Password").fill("not my password");
    await page.keyboard.press("Enter");
    await ended.getByRole("alert").waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await ended.getByLabel("Password").fill(NEW_PASSWORD);
    await page.keyboard.press("Enter");
    await ended.waitFor({ state: "detached" });
    await expect.poll(() => page.getByLabel("Name").inputValue()).toBe("Ann after a pause");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Your name is saved").waitFor();
    expect(desk.takeComplaints(/status of 401/)).toBeGreaterThan(0);
  });

  it("ends in every tab of the browser when somebody signs out in one", async () => {
    const tab = await desk.context.newPage();
    await tab.goto(`${world.dashboardUrl}/account`);
    await tab.getByLabel("Name").waitFor();
    await signOut();
    await tab.waitForURL(/sign-in/);
    await tab.close();
    await signInAt(page, NEW_PASSWORD);
  });
});
