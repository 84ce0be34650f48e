import { spawn } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { duration } from "../../ui/src/primitives/moments.ts";
import { launchChromium } from "./support/chromium.ts";
import { type Desk, openDesk } from "./support/desk.ts";
import { openWorld, type World } from "./support/world.ts";

/** Deliveries as an operator sees them: the list that follows the log, and one delivery from inside. */

let world: World;
let browser: Browser;
let desk: Desk;
let page: Page;
let recorder: Server;
let recorderUrl: string;
const received: string[] = [];

beforeAll(async () => {
  recorder = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push(Buffer.concat(chunks).toString("utf8"));
      response.writeHead(200, { "content-type": "application/json" }).end('{"ok":true}');
    });
  });
  await new Promise<void>((resolve) => recorder.listen(0, "127.0.0.1", resolve));
  recorderUrl = `http://127.0.0.1:${(recorder.address() as AddressInfo).port}/recorder`;
  world = await openWorld("Deliveries");
  browser = await launchChromium();
  world.targets.answer("/broken", 503, '{"error":"maintenance"}');
  world.targets.answer("/picky", 422, '{"error":"no such customer"}');
  await make("Sink", "/sink", ["order.*"]);
  await make("Picky", "/picky", ["customer.*"]);
  await publish("order.created", 30);
  await publish("customer.updated", 3);
  desk = await openDesk(world, browser);
  page = desk.page;
});

afterAll(async () => {
  await browser?.close();
  await world?.close();
  recorder?.close();
});

afterEach(() => expect(desk.complaints).toEqual([]));

async function make(
  name: string,
  path: string,
  eventTypes: readonly string[],
  settings: object = {},
): Promise<string> {
  const url = path.startsWith("/") ? world.targets.url + path : path;
  return String(
    (await world.api.expect(201, "POST", "/api/v1/integrations", { name, url, eventTypes, ...settings })).id,
  );
}

let published = 0;
async function publish(type: string, count: number): Promise<void> {
  const events = Array.from({ length: count }, () => {
    published += 1;
    return { type, payload: { n: published } };
  });
  await world.api.expect(202, "POST", "/api/v1/events/batch", { events });
}

/** Waits until the log knows so many of them, and answers them newest first. */
async function logged(query: string, count: number): Promise<readonly Record<string, unknown>[]> {
  const read = async () =>
    (await world.api.expect(200, "GET", `/api/v1/deliveries?limit=200&${query}`)).items as Record<
      string,
      unknown
    >[];
  await expect.poll(async () => (await read()).length, { timeout: 20_000 }).toBeGreaterThanOrEqual(count);
  return read();
}

const rowsIn = (where: Page) => where.locator("[data-index]");
const idOf = async (row: Locator) => (await row.locator("a").first().getAttribute("href"))?.split("/").at(-1);
const newRows = () => page.getByRole("button", { name: /^\d+ new$/ });

describe("the list", () => {
  it("shows new deliveries at the top while nobody reads", async () => {
    await logged("status=delivered,dead_lettered", 33);
    await desk.go("/deliveries");
    await rowsIn(page).first().waitFor();
    const before = await idOf(rowsIn(page).first());
    await publish("order.created", 2);
    await expect.poll(() => idOf(rowsIn(page).first()), { timeout: 15_000 }).not.toBe(before);
    expect(await idOf(page.locator('[data-index="2"]'))).toBe(before);
  });

  it("holds them back under the pointer, tells how many, and lets them in afterwards", async () => {
    const first = rowsIn(page).first();
    await first.hover();
    const [before, place] = [await idOf(first), await first.boundingBox()];
    await publish("order.created", 12);
    await expect.poll(() => newRows().textContent(), { timeout: 15_000 }).toContain("12 new");
    expect(await idOf(first)).toBe(before);
    expect(await first.boundingBox()).toEqual(place);
    await expect.poll(() => page.getByText("Holding while you read").isVisible()).toBe(true);
    await page.mouse.move(700, 60);
    await expect.poll(() => idOf(page.locator('[data-index="12"]'))).toBe(before);
    await newRows().waitFor({ state: "detached" });
  });

  it("does not move what one has scrolled to", async () => {
    await page.mouse.wheel(0, 600);
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(300);
    const reading = page.locator('[data-index="20"]');
    const [id, place] = [await idOf(reading), await reading.boundingBox()];
    await publish("order.created", 3);
    await expect.poll(() => newRows().textContent(), { timeout: 15_000 }).toContain("3 new");
    expect(await idOf(reading)).toBe(id);
    expect(await reading.boundingBox()).toEqual(place);
    await newRows().click();
    await expect.poll(() => page.evaluate(() => scrollY)).toBe(0);
    await expect.poll(() => idOf(page.locator('[data-index="23"]'))).toBe(id);
  });

  it("stands still when it is paused, in the address too, and catches up", async () => {
    await page.getByRole("button", { name: "Pause" }).click();
    await expect.poll(() => page.url()).toContain("live=off");
    await page.mouse.move(700, 60);
    const before = await idOf(rowsIn(page).first());
    const asked: string[] = [];
    page.on("request", (request) => request.url().includes("/tail") && asked.push(request.url()));
    // Another tab, that follows, tells when the paused one would have shown it.
    const other = await desk.context.newPage();
    await other.goto(page.url().replace("live=off", ""));
    await rowsIn(other).first().waitFor();
    const seen = await idOf(rowsIn(other).first());
    await publish("order.created", 1);
    await expect.poll(() => idOf(rowsIn(other).first()), { timeout: 15_000 }).not.toBe(seen);
    await other.close();
    expect(await idOf(rowsIn(page).first())).toBe(before);
    expect(asked).toEqual([]);
    await page.getByRole("button", { name: "Go on" }).click();
    await page.mouse.move(700, 60);
    await expect.poll(() => idOf(rowsIn(page).first()), { timeout: 15_000 }).not.toBe(before);
  });

  it("keeps its filters in the address and over a reload", async () => {
    await page.getByRole("button", { name: "Status" }).click();
    await page.getByText("Dead letter", { exact: true }).last().click();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "HTTP code" }).click();
    await page.getByLabel("Find: HTTP code").fill("4zz");
    await expect.poll(() => page.getByText("A code such as 503").isVisible()).toBe(true);
    await page.getByLabel("Find: HTTP code").fill("4xx");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Category" }).click();
    await page.getByRole("button", { name: "Validation", exact: true }).click();
    await page.getByRole("button", { name: "Time" }).click();
    await page.getByRole("button", { name: "Last 24 hours" }).click();
    const isFiltered = async () => {
      const chips = page.getByRole("list", { name: "Active filters" });
      await expect
        .poll(() => chips.getByRole("listitem").allTextContents())
        .toEqual([
          "Status: Dead letter",
          "Category: Validation",
          "HTTP code: 4xx",
          "Time: Last 24 hours",
          "Clear all",
        ]);
      await expect.poll(() => rowsIn(page).count()).toBe(3);
      await expect.poll(() => page.getByText("That is all: 3 deliveries.").isVisible()).toBe(true);
    };
    await isFiltered();
    await expect.poll(() => new URL(page.url()).searchParams.get("httpStatus")).toBe("4xx");
    await page.reload();
    await isFiltered();
    await page.getByRole("button", { name: "Remove the filter HTTP code: 4xx" }).click();
    await page.getByRole("button", { name: "Clear all" }).click();
    await expect.poll(() => rowsIn(page).count()).toBeGreaterThan(3);
    await expect.poll(() => new URL(page.url()).search).toBe("");
  });

  it("says so when nothing fits", async () => {
    await desk.go("/deliveries?text=zzzz");
    await page.getByText("Nothing fits these filters").waitFor();
    await desk.go("/deliveries?status=held");
    await page.getByText("Nothing fits these filters").waitFor();
  });

  it("does not say that it follows the log when it could not be read", async () => {
    const log = /\/api\/v1\/deliveries\?/;
    await page.route(log, (route) => route.abort());
    await desk.go("/deliveries");
    await page.getByRole("alert").getByText("No answer").waitFor();
    expect(await page.locator("[data-live]").count()).toBe(0);
    await page.unroute(log);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.locator("[data-live]").waitFor();
    expect(desk.takeComplaints(/ERR_FAILED/)).toBeGreaterThan(0);
  });

  it("is gone through with j, k and Enter, and the delivery leads on to the next and back", async () => {
    await desk.go("/deliveries?status=dead_lettered");
    await rowsIn(page).first().waitFor();
    const ids = [await idOf(rowsIn(page).nth(0)), await idOf(rowsIn(page).nth(1))];
    const focused = () =>
      page.evaluate(() => document.activeElement?.getAttribute("href")?.split("/").at(-1));
    await page.keyboard.press("j");
    await expect.poll(focused).toBe(ids[0]);
    await page.keyboard.press("j");
    await expect.poll(focused).toBe(ids[1]);
    await page.keyboard.press("k");
    await expect.poll(focused).toBe(ids[0]);
    await page.keyboard.press("Enter");
    await expect.poll(() => page.url()).toContain(ids[0]);
    await page.getByText("What happened").waitFor();
    await page.keyboard.press("j");
    await expect.poll(() => page.url()).toContain(ids[1]);
    await page.getByRole("link", { name: "All deliveries" }).click();
    await expect.poll(() => page.url()).toContain("status=dead_lettered");
  });

  it("calls off what waits, of the filter that is set, after counting it", async () => {
    await make("Patient", "/broken", ["parcel.*"], {
      retry: { strategy: { kind: "schedule", delaysMs: [3_600_000] } },
      flow: { circuit: null },
    });
    await publish("parcel.sent", 4);
    await logged("status=retrying&eventType=parcel.sent", 4);
    await desk.go("/deliveries?eventType=parcel.*&status=retrying");
    await expect.poll(() => rowsIn(page).count()).toBe(4);
    await page.getByRole("button", { name: "Actions on all that match" }).click();
    await page.getByRole("menuitem", { name: "Call off what waits" }).click();
    await page.getByText("4 deliveries wait.").waitFor();
    await page.getByRole("button", { name: "Call off 4 deliveries" }).click();
    await logged("status=cancelled&eventType=parcel.sent", 4);
    await page.getByText("Nothing fits these filters").waitFor();
  });
});

describe("a delivery", () => {
  it("draws its attempts and the wait between them on one axis, with what is planned and why", async () => {
    const retry = { strategy: { kind: "schedule", delaysMs: [1_500, 3_600_000] } };
    await make("Broken", "/broken", ["invoice.*"], { retry });
    await publish("invoice.issued", 1);
    await expect
      .poll(async () => (await logged("eventType=invoice.issued", 1))[0]?.attempts, { timeout: 20_000 })
      .toBe(2);
    const [delivery] = await logged("eventType=invoice.issued", 1);
    await desk.go(`/deliveries/${delivery?.id}`);
    await page.getByRole("button", { name: /^Attempt 2 503/ }).waitFor();
    const { attemptHistory, nextRetryAt } = await world.api.expect(
      200,
      "GET",
      `/api/v1/deliveries/${delivery?.id}`,
    );
    const times = (attemptHistory as { at: string; durationMs: number }[]).map(({ at, durationMs }) => ({
      begin: Date.parse(at),
      end: Date.parse(at) + durationMs,
    }));
    const waits = [
      (times[1]?.begin ?? 0) - (times[0]?.end ?? 0),
      Date.parse(String(nextRetryAt)) - (times[1]?.end ?? 0),
    ];
    expect(waits[0]).toBeGreaterThan(1_000);
    for (const ms of waits)
      await page
        .getByText(`waited ${duration(ms)}`)
        .first()
        .waitFor();
    const box = async (kind: string, nth: number) => {
      const found = await page.locator(`[data-bar="${kind}"]`).nth(nth).boundingBox();
      if (found === null) throw new Error(`no ${kind} ${nth}`);
      return { left: found.x, right: found.x + found.width };
    };
    const [first, second] = [await box("attempt", 0), await box("attempt", 1)];
    const gaps = await page.locator('[data-bar="wait"]').count();
    const [short, long, planned] = [
      await box("wait", gaps - 2),
      await box("wait", gaps - 1),
      await box("planned", 0),
    ];
    expect(short.left).toBeCloseTo(first.right, 0);
    expect(second.left).toBeCloseTo(short.right, 0);
    expect(long.left).toBeCloseTo(second.right, 0);
    expect(planned.left).toBeCloseTo(long.right, 0);
    expect(long.right - long.left).toBeGreaterThan(short.right - short.left);
    await page.getByText("The integration's retry policy waits this long after such an attempt.").waitFor();

    await page.getByRole("tab", { name: "Schedule" }).click();
    await page.getByText("A dead letter: the retry policy grants no further attempt.").waitFor();
  });

  it("says that it waits behind an open circuit, and until when, in place of a moment that is past", async () => {
    world.targets.answer("/broken", 503, '{"error":"maintenance"}');
    const id = await make("Resting", "/broken", ["crate.lost"], {
      retry: { strategy: { kind: "schedule", delaysMs: [1_000, 3_600_000] } },
      flow: { circuit: { consecutiveFailures: 1 } },
    });
    await publish("crate.lost", 1);
    const circuit = () => world.api.expect(200, "GET", `/api/v1/integrations/${id}/circuit`);
    await expect.poll(async () => (await circuit()).phase, { timeout: 20_000 }).toBe("open");
    const [delivery] = await logged("eventType=crate.lost&status=retrying", 1);
    await desk.go(`/deliveries/${delivery?.id}`);
    const note = page.getByRole("region", { name: "What happens now" });
    await note.getByText("The circuit is open: nothing is sent").waitFor();
    await note.getByText(/Next probe in \d+m/).waitFor();
    await page.getByText("held back").waitFor();
    expect(await page.getByText("due now").count()).toBe(0);
    const way = note.getByRole("link", { name: "Show the circuit" });
    await expect.poll(() => way.getAttribute("href")).toMatch(new RegExp(`/circuits\\?integration=${id}$`));
    await page.getByRole("tab", { name: "Schedule" }).click();
    await page.getByRole("tabpanel").getByText("The circuit is open: nothing is sent").waitFor();
  });

  it("tells when each attempt began, with the zone, to be looked up in the receiver's log", async () => {
    const [delivery] = await logged("eventType=crate.lost", 1);
    await desk.go(`/deliveries/${delivery?.id}`);
    await page.getByText(/^Begun \d+ \w{3} \d{4}, \d\d:\d\d:\d\d \S+$/).waitFor();
  });

  it("compares any two of its attempts", async () => {
    world.targets.answer("/broken", 500, '{"error":"now it is something else"}');
    await make("Changing", "/broken", ["refund.*"], {
      retry: { strategy: { kind: "schedule", delaysMs: [1_000, 3_600_000] } },
      flow: { circuit: null },
    });
    await publish("refund.made", 1);
    await logged("eventType=refund.made", 1);
    world.targets.answer("/broken", 503, '{"error":"maintenance"}');
    await expect
      .poll(async () => (await logged("eventType=refund.made", 1))[0]?.attempts, { timeout: 20_000 })
      .toBe(2);
    const [delivery] = await logged("eventType=refund.made", 1);
    await desk.go(`/deliveries/${delivery?.id}?tab=compare`);
    const diff = page.getByRole("tabpanel");
    await diff.getByText("HTTP 500").waitFor();
    await diff.getByText("HTTP 503").waitFor();
    await page.getByRole("button", { name: /^Attempt 1 500/ }).click();
    await expect.poll(() => page.url()).toContain("attempt=1");
    await page.getByRole("tab", { name: "Request and response" }).click();
    await page.getByText("now it is something else").waitFor();
  });

  it("is copied as a curl command that reaches the target with the same body, without secrets", async () => {
    const payload = { name: "O'Brien", note: '$(id) `id` "quoted" \\ %s', big: [1, { a: null }] };
    await make("Recorder", recorderUrl, ["contact.*"], {
      headers: { authorization: "Bearer a-secret-of-theirs", "x-plain": "it's fine" },
    });
    await world.api.expect(202, "POST", "/api/v1/events", { type: "contact.made", payload });
    const [delivery] = await logged("eventType=contact.made&status=delivered", 1);
    await expect.poll(() => received.length).toBe(1);
    await desk.go(`/deliveries/${delivery?.id}`);
    await page.getByRole("button", { name: "Copy as curl" }).click();
    await page.getByText("Copied, with secrets masked").waitFor();
    const command = await page.evaluate(() => navigator.clipboard.readText());
    expect(command).not.toContain("a-secret-of-theirs");
    expect(command).toContain("authorization: [masked]");
    await new Promise<void>((resolve, reject) => {
      const shell = spawn("/bin/sh", ["-c", command], { stdio: "ignore" });
      shell.on("error", reject);
      shell.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`rc ${code}`))));
    });
    expect(received).toHaveLength(2);
    expect(received[1]).toBe(received[0]);
    expect(JSON.parse(received[1] ?? "")).toEqual(payload);
  });

  it("is sent again after a question, and its event shows all that came of it", async () => {
    const [delivery] = await logged("eventType=contact.made", 1);
    await page.getByRole("button", { name: "Replay" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Replay" }).click();
    await expect.poll(() => received.length, { timeout: 15_000 }).toBe(3);
    await page.getByRole("button", { name: /^Attempt 2 200/ }).waitFor();
    await page.getByRole("link", { name: String(delivery?.eventId) }).click();
    await page.getByRole("list", { name: "When each integration got it" }).getByText("Recorder").waitFor();
    await page.getByRole("button", { name: "Replay all" }).click();
    await page.getByText("1 delivery matches.").waitFor();
    await page.getByRole("button", { name: "Replay 1 delivery" }).click();
    await expect.poll(() => received.length, { timeout: 15_000 }).toBe(4);
  });

  it("that is not there is told so", async () => {
    await desk.go("/deliveries/dlv_01zzzzzzzzzzzzzzzzzzzzzzzz");
    await page.getByText("There is no delivery with this id").waitFor();
    // The browser itself reports every 404.
    (desk.complaints as string[]).splice(0);
  });
});
