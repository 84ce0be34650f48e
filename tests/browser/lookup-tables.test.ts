import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { axeFindings } from "./support/axe.ts";
import { launchChromium } from "./support/chromium.ts";
import { type Desk, openDesk } from "./support/desk.ts";
import { openWorld, type World } from "./support/world.ts";

/** A table from a file that had to be corrected first, and back to what it was. */

let world: World;
let browser: Browser;
let desk: Desk;
let page: Page;

beforeAll(async () => {
  world = await openWorld("Lookups");
  browser = await launchChromium();
  desk = await openDesk(world, browser);
  page = desk.page;
  await desk.go("/lookup-tables");
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
});
afterEach(() => expect(desk.complaints).toEqual([]));

const BAD = "code;name\nNL;Netherlands\nBE;Belgium;too much\nFR;France\n";
const GOOD = "code;name\nNL;Netherlands\nBE;Belgium\nFR;France\n";
const rows = () => page.getByRole("table", { name: "Rows" }).locator("[data-index]");
const dialog = () => page.getByRole("dialog");

async function choose(name: string, text: string): Promise<void> {
  await dialog()
    .locator("input[type=file]")
    .setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
  await dialog().getByText(name).first().waitFor();
}

describe("a lookup table", () => {
  it("is made, and says how templates speak of it", async () => {
    await page.getByText("No lookup tables yet").waitFor();
    await page.getByRole("button", { name: "New lookup table" }).first().click();
    await dialog().getByLabel("Name").fill("countries");
    await dialog().getByText("{{lookup.countries[payload.code]}}").waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await dialog().getByRole("button", { name: "Make the table" }).click();
    await page.getByText("The table has no rows").waitFor();
  });

  it("refuses a file with a bad row as a whole, and says which row that is", async () => {
    await page.getByRole("button", { name: "Import", exact: true }).click();
    await choose("countries.csv", BAD);
    await dialog()
      .getByRole("button", { name: /^Between the cells Semicolon/ })
      .waitFor();
    await dialog().getByRole("button", { name: "Import the rows" }).click();
    await dialog().getByText("Nothing was imported").waitFor();
    const wrong = dialog().getByRole("row").filter({ hasText: "Row 3" });
    await wrong.getByText("3 cells").waitFor();
    await wrong.getByText("BE;Belgium;too much").waitFor();
    expect(desk.takeComplaints(/status of 422/)).toBe(1);
    expect(await axeFindings(page)).toEqual([]);
    expect((await world.api.expect(200, "GET", "/api/v1/lookup-tables/countries")).rows).toBe(0);
  });

  it("says of a file what is strange about it before it is sent", async () => {
    await choose("open.csv", 'code;name\nNL;"Netherlands\nBE;Belgium\n');
    await dialog().getByText("A quote that begins in row 2 never ends").waitFor();
    await choose("twice.csv", "code;name\nNL;Netherlands\nBE;Belgium\nNL;Holland\n");
    await dialog().getByText("A quote that begins").waitFor({ state: "detached" });
    await dialog().getByText("only the last row of each counts: NL.").waitFor();
    await dialog().getByText("It has none now.").waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });

  it("takes the corrected file", async () => {
    await choose("countries.csv", GOOD);
    await dialog().getByText("Nothing was imported").waitFor({ state: "detached" });
    await dialog().getByRole("button", { name: "Import the rows" }).click();
    await page.getByText("3 rows were imported").waitFor();
    await expect.poll(() => rows().count()).toBe(3);
    await page.getByText("3 rows, version 2").waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });

  it("is edited row by row, and a removed row comes back", async () => {
    await page.getByRole("button", { name: "Edit BE" }).click();
    await dialog().getByRole("textbox", { name: "Value" }).fill("Belgique");
    await dialog().getByRole("button", { name: "Save the row" }).click();
    await rows().filter({ hasText: "BE" }).getByText("Belgique").waitFor();
    await page.getByRole("button", { name: "Remove FR" }).click();
    await expect.poll(() => rows().count()).toBe(2);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => rows().count()).toBe(3);
    expect((await world.api.expect(200, "GET", "/api/v1/lookup-tables/countries/rows/FR")).value).toBe(
      "France",
    );
  });

  it("keeps the digits of a number that is edited beside others", async () => {
    await page.getByRole("button", { name: "Add a row" }).click();
    await dialog().getByLabel("Key").fill("BIG");
    await dialog().getByRole("button", { name: "JSON" }).click();
    await dialog().getByRole("textbox", { name: "Value" }).fill('{"n": 12345678901234567890, "m": 1}');
    await dialog().getByRole("button", { name: "Save the row" }).click();
    await expect.poll(() => rows().count()).toBe(4);
    await page.getByRole("button", { name: "Edit BIG" }).click();
    await dialog().getByText("12345678901234567890").waitFor();
    await page.keyboard.press("Escape");
    await dialog().waitFor({ state: "detached" });
  });

  it("says how many rows go and how many changed when a file comes again", async () => {
    await page.getByRole("button", { name: "Import", exact: true }).click();
    await choose("again.csv", "code;name\nNL;Netherlands\nBE;Belgien\nFR;France\n");
    await dialog().getByText("It has 4 now: those whose key is not in the file go.").waitFor();
    await dialog()
      .getByRole("button", { name: /^What becomes of the rows/ })
      .click();
    await page.getByRole("option", { name: "Kept" }).click();
    await dialog().getByRole("button", { name: "Import the rows" }).click();
    await page.getByText("0 new keys, 1 changed, 0 removed.").waitFor();
    await expect.poll(() => rows().count()).toBe(4);
  });

  it("is exported as what can be imported again", async () => {
    await page.getByRole("button", { name: "Export" }).click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: "As NDJSON" }).click(),
    ]);
    const file = await download.path();
    expect(
      readFileSync(file, "utf8")
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line).key),
    ).toEqual(["BE", "BIG", "FR", "NL"]);
  });

  it("has versions that are looked at and restored, and that is undone", async () => {
    await page.getByRole("tab", { name: "Versions" }).click();
    const versions = page.getByRole("table", { name: "Versions" }).locator("[data-index]");
    await versions.first().getByText("Current").waitFor();
    await versions.first().getByText("you", { exact: true }).filter({ visible: true }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    // On a phone nothing of it is left out.
    const size = page.viewportSize() ?? { width: 1_440, height: 900 };
    await page.setViewportSize({ width: 390, height: 844 });
    await versions.first().getByText("Import: 4 rows, 0 added, 1 changed, 0 removed").waitFor();
    await versions.first().getByText("you", { exact: true }).filter({ visible: true }).waitFor();
    await page.setViewportSize(size);
    const imported = versions.filter({ hasText: "Import" }).last();
    await imported.getByRole("button", { name: "Look at it" }).click();
    await page.getByText("These are the rows of version 2").waitFor();
    await rows().filter({ hasText: "BE" }).getByText("Belgium").waitFor();
    expect(await page.getByRole("button", { name: "Edit BE" }).count()).toBe(0);
    await page.getByRole("button", { name: "Restore this version" }).click();
    await dialog().getByRole("button", { name: "Restore" }).click();
    await page.getByText("Version 2 was restored").waitFor();
    await expect.poll(() => rows().count()).toBe(3);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => rows().count()).toBe(4);
  });

  it("answers missing keys with a default", async () => {
    await page.getByRole("tab", { name: "Settings" }).click();
    await page.getByRole("button", { name: /^A key that is not there/ }).click();
    await page.getByRole("option", { name: "Becomes the default" }).click();
    await page.getByRole("textbox", { name: "Default value" }).fill('"elsewhere"');
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByText("Saved", { exact: true }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect((await world.api.expect(200, "GET", "/api/v1/lookup-tables/countries")).default).toBe("elsewhere");
  });

  it("of a hundred thousand rows is searched by the beginning of a key, and scrolls", async () => {
    const lines = Array.from({ length: 100_000 }, (_, n) => `C-${String(n).padStart(6, "0")},Account ${n}`);
    await page.getByRole("tab", { name: "Rows" }).click();
    await page.getByRole("button", { name: "Import", exact: true }).click();
    await choose("accounts.csv", `number,account\n${lines.join("\n")}\n`);
    await dialog().getByRole("button", { name: "Import the rows" }).click();
    await page.getByText("100,000 rows were imported").waitFor({ timeout: 50_000 });
    await page.getByText("C-000000").waitFor();
    // Only what is on the screen is in the page.
    expect(await rows().count()).toBeLessThan(80);
    // Page after page comes as the end comes near.
    await expect
      .poll(
        async () => {
          await page.mouse.wheel(0, 1_000_000);
          return page.getByText("C-000599").count();
        },
        { timeout: 20_000 },
      )
      .toBe(1);
    expect(await rows().count()).toBeLessThan(80);
    await page.evaluate(() => window.scrollTo(0, 0));
    await page.getByRole("searchbox", { name: "Search keys" }).fill("C-09999");
    await expect.poll(() => rows().count()).toBe(10);
    await page.getByText("10 found: that is all.").waitFor();
    await expect.poll(() => new URL(page.url()).searchParams.get("key")).toBe("C-09999");
  });

  it("is deleted after a question", async () => {
    await page.getByRole("tab", { name: "Settings" }).click();
    await page.getByRole("button", { name: "Delete the table" }).click();
    await dialog().getByRole("button", { name: "Delete the table" }).click();
    await page.getByText("No lookup tables yet").waitFor();
  });
});
