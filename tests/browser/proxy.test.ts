import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Json } from "../support/api-client.ts";
import { startUpstream, type Upstream } from "../support/upstream.ts";
import { launchChromium } from "./support/chromium.ts";
import { type Desk, openDesk } from "./support/desk.ts";
import { addPerson, openWorld, type World } from "./support/world.ts";

/** An API behind the gateway: made, called, limited and reshaped from its Proxy tab. */

const run = promisify(execFile);
let world: World;
let browser: Browser;
let upstream: Upstream;
let desk: Desk;
let page: Page;

beforeAll(async () => {
  world = await openWorld("Proxy");
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

const button = (name: string) => page.getByRole("button", { name, exact: true });
const answer = () => page.getByRole("status", { name: "Answer of the call" });
const save = async () => {
  await button("Save changes").click();
  await button("Save changes").waitFor({ state: "detached" });
};
const proxyOf = async (id: string) =>
  (await world.api.expect(200, "GET", `/api/v1/integrations/${id}`)).proxy as Json;

async function makeCalled(settings: Json = {}): Promise<string> {
  const body = { name: "Called", url: upstream.url, eventTypes: [], proxy: settings };
  return String((await world.api.expect(201, "POST", "/api/v1/integrations", body)).id);
}

describe("an API behind the gateway", () => {
  it("is made with a name and an address, is called at once, and the same call works from a shell", async () => {
    await desk.go("/integrations/new");
    await page.getByRole("button", { name: "It is called through the gateway" }).click();
    await page.getByLabel("Name").fill("Orders API");
    await page.getByLabel("URL").fill(`${upstream.url}/v1`);
    await button("Create integration").click();
    await page.getByRole("heading", { level: 1, name: "Orders API" }).waitFor();
    await page.getByRole("tab", { name: "Proxy", selected: true }).waitFor();
    await page.getByLabel("Path and query").fill("/orders/7?expand=lines");
    await page.getByText(`${upstream.url}/v1/orders/7?expand=lines`, { exact: true }).waitFor();
    await button("Call it").click();
    await answer().getByText("The upstream's answer").waitFor();
    await answer().getByText("200", { exact: true }).first().waitFor();
    expect(upstream.calls.at(-1)).toBe("GET /v1/orders/7?expand=lines");

    await button("Copy the curl command").click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain("YOUR_API_KEY");
    const before = upstream.calls.length;
    const { stdout } = await run("bash", [
      "-c",
      `${copied.replace("YOUR_API_KEY", world.apiKey).replace("curl", "curl --silent")}`,
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ method: "GET", url: "/v1/orders/7?expand=lines" });
    expect(upstream.calls.length).toBe(before + 1);
    // It stands among the others, and the list says what it is for.
    await desk.go("/integrations");
    await page.getByRole("article", { name: "Orders API" }).getByText("Called through the gateway").waitFor();
  });

  it("what is not allowed is said while it is typed, and refused in the gateway's name when it is called", async () => {
    const id = await makeCalled();
    await desk.go(`/integrations/${id}?tab=proxy`);
    await page.getByLabel("Paths that may be called").fill("/orders/**\n/customers/{id}");
    await page.getByLabel("Path and query").fill("/secrets");
    await page.getByText("This path is not among those that the integration allows.").waitFor();
    // Calls go by what is saved.
    await expect.poll(() => button("Call it").isDisabled()).toBe(true);
    await page.getByText("save the changes first").waitFor();
    await save();
    await button("Call it").click();
    await answer().getByText("The gateway's own answer: path_not_allowed").waitFor();
    expect(desk.takeComplaints(/status of 403/)).toBe(1);
    expect(upstream.calls.some((call) => call.includes("/secrets"))).toBe(false);
  });

  it("everything that a proxy can be is edited, saved and there after a reload", async () => {
    const id = await makeCalled();
    await desk.go(`/integrations/${id}?tab=proxy`);
    await page.getByRole("checkbox", { name: "POST" }).press("Space");
    await page.getByLabel("The whole answer within").fill("30 s");
    await page.getByText("Mask the credential in answers", { exact: true }).click();
    await page.getByLabel("Paths that may be called").fill("/clients/**");
    await page.getByLabel("Take off the front").fill("/clients");
    await page.getByLabel("Put in front").fill("/v2");
    await button("Add a rule").click();
    await page.getByLabel("Path of the caller, rule 1").fill("/clients/{id}");
    await page.getByLabel("Path at the upstream, rule 1").fill("/v2/customers/{id}");
    const group = (name: string) => page.getByRole("group", { name, exact: true });
    await group("Parameters that go on").getByText("Only these").click();
    await page.getByLabel("Parameters that go on: which").fill("page\nlimit");
    await page.getByLabel("Never these").fill("debug");
    await group("Renamed").getByRole("button", { name: "Add" }).click();
    await page.getByLabel("Renamed: Caller's name 1").fill("page");
    await page.getByLabel("Renamed: Upstream's name 1").fill("offset");
    await group("Always sent").getByRole("button", { name: "Add" }).click();
    await page.getByLabel("Always sent: Name 1").fill("tenant");
    await page.getByLabel("Always sent: Value 1").fill("acme");
    await page.getByLabel("Of the caller's, these go upstream").fill("accept\nx-acme-*");
    await page.getByLabel("Of the upstream's, these come back").fill("content-type\netag");
    await page.getByText("Keep answers", { exact: true }).click();
    await page.getByLabel("For at most").fill("5 min");
    await page.getByLabel("Serve on while the upstream fails, for").fill("1 h");
    await group("Query parameters that tell answers apart").getByText("Only these").click();
    await page.getByLabel("Query parameters that tell answers apart: which").fill("page");
    await page.getByText("Limit the rate of calls", { exact: true }).click();
    await page.getByLabel("Calls a second").fill("25");
    await page.getByText("Limit how many run at once", { exact: true }).click();
    await page.getByLabel("At the same time").fill("7");
    await page.getByLabel("Failures in a row").fill("9");
    await save();
    expect(await proxyOf(id)).toMatchObject({
      methods: ["GET", "HEAD", "POST"],
      totalTimeoutMs: 30_000,
      hideCredential: false,
      path: {
        allow: ["/clients/**"],
        strip: "/clients",
        add: "/v2",
        rewrite: [{ from: "/clients/{id}", to: "/v2/customers/{id}" }],
      },
      query: {
        allow: ["page", "limit"],
        deny: ["debug"],
        rename: { page: "offset" },
        set: { tenant: "acme" },
      },
      requestHeaders: ["accept", "x-acme-*"],
      responseHeaders: ["content-type", "etag"],
      cache: { ttlSeconds: 300, staleIfErrorSeconds: 3_600, query: ["page"], headers: null },
      limits: { rate: { ratePerSecond: 25 }, concurrency: 7 },
      circuit: { consecutiveFailures: 9 },
    });
    await page.reload();
    await expect.poll(() => page.getByLabel("Failures in a row").inputValue()).toBe("9");
    await expect.poll(() => page.getByLabel("Parameters that go on: which").inputValue()).toBe("page\nlimit");
    // The card of calls goes by it: the renamed parameter and the one that is always sent.
    await page.getByLabel("Path and query").fill("/clients/9?page=2&debug=1");
    await page.getByText(`${upstream.url}/v2/customers/9?offset=2&tenant=acme`, { exact: true }).waitFor();
    await button("Call it").click();
    await answer().getByText("Asked anew").waitFor();
    expect(upstream.calls.at(-1)).toBe("GET /v2/customers/9?offset=2&tenant=acme");
    await button("Call it").click();
    await answer().getByText("From the cache").waitFor();
  });

  it("what the gateway refuses stands at its field, with the entry it is about", async () => {
    const id = await makeCalled();
    await desk.go(`/integrations/${id}?tab=proxy`);
    await page.getByLabel("Paths that may be called").fill("/fine\norders");
    await page.getByText("Limit how many run at once", { exact: true }).click();
    await page.getByLabel("At the same time").fill("5000");
    await switchMethodsOff();
    await button("Save changes").click();
    await page.getByText(/^orders: .*begins with/).waitFor();
    await page.getByText("Name at least one method.", { exact: true }).waitFor();
    await page
      .getByText(/1 to 1000/)
      .first()
      .waitFor();
    expect(desk.takeComplaints(/status of (?:400|422)/)).toBe(1);
    await page.getByRole("checkbox", { name: "GET" }).press("Space");
    await page.getByLabel("Paths that may be called").fill("/fine");
    await page.getByLabel("At the same time").fill("50");
    await save();
  });

  it("bodies are reshaped both ways: by a mapping that knows the call, and by a script", async () => {
    const id = await makeCalled({ methods: ["POST"] });
    await desk.go(`/integrations/${id}?tab=proxy`);
    const card = (name: string) =>
      page.locator("section", { has: page.getByRole("heading", { level: 2, name, exact: true }) }).last();
    const request = card("Request body");
    const response = card("Response body");
    await request.getByRole("button", { name: "Mapping" }).click();
    await request.getByRole("button", { name: "JSON", exact: true }).click();
    await request.getByRole("textbox", { name: "Mapping" }).click();
    await page.keyboard.press("Control+A");
    // A name that only events have is refused before it is saved.
    await page.keyboard.insertText('{"id": "{{payload.orderId}}", "by": "{{event.id}}"}');
    await request.getByRole("button", { name: "Rows", exact: true }).click();
    await request
      .getByText(/event is unknown/)
      .first()
      .waitFor();
    await request.getByRole("button", { name: "JSON", exact: true }).click();
    await request.getByRole("textbox", { name: "Mapping" }).click();
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText('{"id": "{{payload.orderId}}", "by": "{{request.method}}"}');
    await response.getByRole("button", { name: "Script" }).click();
    await response.getByRole("textbox", { name: "Response body: script" }).click();
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText(
      "function transform(payload, context) {\n  return { got: JSON.parse(payload.body), was: context.event.response.status };\n}",
    );
    await save();
    await page.getByLabel("Path and query").fill("/orders");
    await page.getByRole("textbox", { name: "Body", exact: true }).click();
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText('{"orderId": "o-1"}');
    await button("Call it").click();
    await expect
      .poll(() => answer().textContent())
      .toMatch(/"got": \{\s*"id": "o-1",\s*"by": "POST"\s*\},\s*"was": 200/);
  });

  it("the answer of an upstream that says 401 is shown, and asked for once only", async () => {
    const id = await makeCalled();
    upstream.answer((_request, response) => {
      response.statusCode = 401;
      response.setHeader("content-type", "application/json");
      response.end('{"error":"who are you?"}');
    });
    await desk.go(`/integrations/${id}?tab=proxy`);
    await page.getByLabel("Path and query").fill("/whoami");
    const before = upstream.calls.length;
    await button("Call it").click();
    await answer().getByText("401", { exact: true }).first().waitFor();
    await answer().getByText("who are you?").waitFor();
    expect(upstream.calls.length).toBe(before + 1);
    expect(desk.takeComplaints(/status of 401/)).toBe(1);
  });

  it("is switched off and on again with all its settings, until somebody saves", async () => {
    const id = await makeCalled({ methods: ["GET", "POST"] });
    await desk.go(`/integrations/${id}?tab=proxy`);
    const whole = page.getByText("Let callers reach it through the gateway", { exact: true });
    await whole.click();
    await page.getByRole("heading", { name: "Try a call" }).waitFor({ state: "detached" });
    await whole.click();
    await page.getByRole("checkbox", { name: "POST", checked: true }).waitFor();
    expect(await button("Save changes").count()).toBe(0);
  });

  it("who may not change it sees it, and who may not call is told which permission that takes", async () => {
    const id = await makeCalled();
    const viewer = await addPerson(world, "vic@example.com", "Vic Viewer", "viewer");
    const theirs = await openDesk(world, browser, viewer);
    await theirs.go(`/integrations/${id}?tab=proxy`);
    await theirs.page.getByText("It takes the permission proxy:call").waitFor();
    await expect.poll(() => theirs.page.getByLabel("Paths that may be called").isDisabled()).toBe(true);
    await expect.poll(() => theirs.page.getByRole("checkbox", { name: "POST" }).isDisabled()).toBe(true);
    expect(theirs.complaints).toEqual([]);
    await theirs.context.close();
  });
});

async function switchMethodsOff(): Promise<void> {
  for (const method of ["GET", "HEAD"]) await page.getByRole("checkbox", { name: method }).press("Space");
}
