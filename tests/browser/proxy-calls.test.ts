import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startUpstream, type Upstream } from "../support/upstream.ts";
import { launchChromium } from "./support/chromium.ts";
import { type Desk, openDesk } from "./support/desk.ts";
import { addPerson, openWorld, type World } from "./support/world.ts";

/** The log of calls through the proxy: what was called, what was answered, whose answer it is and why. */

const run = promisify(execFile);
let world: World;
let browser: Browser;
let upstream: Upstream;
let desk: Desk;
let page: Page;
let integrationId = "";

beforeAll(async () => {
  world = await openWorld("Calls");
  upstream = await startUpstream();
  browser = await launchChromium();
  desk = await openDesk(world, browser);
  page = desk.page;
});
afterAll(async () => {
  await browser?.close();
  await upstream?.close();
  await world?.close();
});
afterEach(() => {
  const complaints = [...desk.complaints];
  desk.takeComplaints(/./);
  expect(complaints).toEqual([]);
});

const call = (path: string, init: RequestInit = {}) =>
  fetch(`${world.runtime.url}/proxy/${integrationId}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${world.apiKey}`, ...init.headers },
  });
const row = (text: string | RegExp) => page.locator("[data-index]", { hasText: text });
const filter = (name: string | RegExp) =>
  page.getByRole("group", { name: "Filters of the calls" }).getByRole("button", { name });

describe("the log of calls", () => {
  it("says what will stand there, and leads to an API behind the gateway", async () => {
    await page.getByRole("navigation").getByRole("link", { name: "Proxy calls" }).click();
    await page.getByText("No calls yet").waitFor();
    await page.getByRole("link", { name: "Put an API behind the gateway" }).click();
    await page.getByLabel("Name").fill("Orders API");
    await page.getByLabel("URL").fill(upstream.url);
    await page.getByRole("button", { name: "Create integration" }).click();
    await page.getByRole("heading", { level: 1, name: "Orders API" }).waitFor();
    await page.waitForURL(/\/int_/);
    integrationId = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  });

  it("shows calls as they come: the upstream's answers, and the gateway's own", async () => {
    await desk.go("/proxy-calls");
    await page.getByText("No calls yet").waitFor();
    expect((await call("/orders/7?expand=lines")).status).toBe(200);
    upstream.answer((_request, response) => {
      response.statusCode = 404;
      response.end('{"error":"no such order"}');
    });
    expect((await call("/orders/8")).status).toBe(404);
    expect((await call("/orders/9", { method: "DELETE" })).status).toBe(405);
    await row("/orders/7").getByText("200", { exact: true }).waitFor();
    await row("/orders/8").getByText("The upstream's answer").waitFor();
    await row("/orders/9").getByText("The method is not allowed").last().waitFor();
    await expect.poll(() => row(/orders/).count()).toBe(3);
  });

  it("is narrowed by filters that stand in the address", async () => {
    await filter("HTTP code").click();
    await page.getByRole("button", { name: "404", exact: true }).click();
    await expect.poll(() => row(/orders/).count()).toBe(1);
    await filter("HTTP code: 404").click();
    await page.getByRole("button", { name: "Any", exact: true }).click();
    await filter("Refused because").click();
    await page.getByRole("button", { name: "The method is not allowed" }).click();
    await expect.poll(() => row(/orders/).allTextContents()).toHaveLength(1);
    await expect.poll(() => new URL(page.url()).searchParams.get("gatewayError")).toBe("method_not_allowed");
    await page.reload();
    await row("/orders/9").waitFor();
    await expect.poll(() => row(/orders/).count()).toBe(1);
    await desk.go("/proxy-calls?integrationId=int_of_somebody_else");
    await page.getByText("None fits").waitFor();
    await page.getByRole("button", { name: "Clear all" }).click();
    await row("/orders/7").waitFor();
  });

  it("opens a call with its steps, both sides of it, and a command that makes it once more", async () => {
    await row("/orders/7").getByRole("link").click();
    await page.getByRole("heading", { level: 1, name: "GET /orders/7?expand=lines" }).waitFor();
    await page.getByText("Check target", { exact: true }).waitFor();
    await page.getByText(`${upstream.url}/orders/7?expand=lines`).first().waitFor();
    await page.getByText("HTTP 200").waitFor();
    await page.getByRole("link", { name: "Orders API" }).waitFor();
    upstream.answer((request, response) => response.end(`again ${request.url}`));
    await page.getByRole("button", { name: "Copy as curl" }).click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain("YOUR_API_KEY");
    const { stdout } = await run("bash", [
      "-c",
      copied.replace("YOUR_API_KEY", world.apiKey).replace("curl", "curl --silent"),
    ]);
    expect(stdout).toBe("again /orders/7?expand=lines");
    await page.getByRole("button", { name: "Copy as fetch" }).click();
    const script = await page.evaluate(() => navigator.clipboard.readText());
    const { stdout: answered } = await run(process.execPath, [
      "--input-type=module",
      "--eval",
      `console.log(await (${script.replace("YOUR_API_KEY", world.apiKey).replace(/;$/, "")}).text())`,
    ]);
    expect(answered.trim()).toBe("again /orders/7?expand=lines");
  });

  it("says of a refused call why, and what to do", async () => {
    await page.goBack();
    await row("/orders/9").getByRole("link").click();
    const why = page.getByRole("region", { name: "Why it was answered so" });
    await why.getByText("The method is not allowed").waitFor();
    await why.getByText("Allow it on the integration's Proxy tab").waitFor();
    await page.getByText("Nothing went upstream.").waitFor();
  });

  it("is found by the palette by a call's id", async () => {
    const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    expect(id).toMatch(/^pxc_/);
    await desk.go("/settings");
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog", { name: "Commands" }).getByRole("combobox").fill(id);
    await page.getByRole("option", { name: id }).waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL(new RegExp(`/proxy-calls/${id}$`));
  });

  it("is led to from the integration, and to the record of the call that was just tried", async () => {
    await desk.go(`/integrations/${integrationId}?tab=proxy`);
    await page.getByLabel("Path and query").fill("/tried");
    await page.getByRole("button", { name: "Call it", exact: true }).click();
    const record = page.getByRole("link", { name: "Its record" });
    await record.waitFor();
    // It is written half a second after the answer.
    await expect
      .poll(async () => {
        const { items } = await world.api.expect(200, "GET", "/api/v1/proxy-calls");
        return (items as { path: string }[]).some(({ path }) => path === "/tried");
      })
      .toBe(true);
    await record.click();
    await page.getByRole("heading", { level: 1, name: "GET /tried" }).waitFor();
    await desk.go(`/integrations/${integrationId}?tab=proxy`);
    await page.getByRole("link", { name: "All its calls" }).click();
    await row("/tried").waitFor();
  });

  it("is not offered to whoever may not see deliveries", async () => {
    const role = await world.api.expect(201, "POST", "/api/v1/roles", {
      name: "Integrations only",
      permissions: ["integrations:read"],
    });
    const person = await addPerson(world, "ivy@example.com", "Ivy", String(role.id));
    const theirs = await openDesk(world, browser, person);
    await theirs.go("/integrations");
    await theirs.page.getByRole("article", { name: "Orders API" }).waitFor();
    expect(await theirs.page.getByRole("link", { name: "Proxy calls" }).count()).toBe(0);
    await theirs.go("/proxy-calls");
    await theirs.page.getByText("It takes the permission deliveries:read").waitFor();
    await theirs.context.close();
  });
});
