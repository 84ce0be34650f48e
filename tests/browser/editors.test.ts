import { buildSchema, introspectionFromSchema } from "graphql";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { axeFindings } from "./support/axe.ts";
import { launchChromium } from "./support/chromium.ts";
import { type Desk, openDesk } from "./support/desk.ts";
import { addPerson, openWorld, type World } from "./support/world.ts";

/** The tabs of an integration that are editors, driven as a developer drives them, on the built gateway. */

let world: World;
let browser: Browser;
let desk: Desk;
let page: Page;

beforeAll(async () => {
  world = await openWorld("Editors");
  browser = await launchChromium();
  desk = await openDesk(world, browser);
  page = desk.page;
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
});
/** Chromium writes every refusal to the console; that something is refused is what some of these tests are about. */
const REFUSED = /Failed to load resource.*(404|409|422)/;
afterEach(() => expect(desk.complaints.filter((text) => !REFUSED.test(text))).toEqual([]));

async function make(name: string, settings: object = {}): Promise<string> {
  const body = { name, url: `${world.targets.url}/ok`, eventTypes: [`${name}.*`], ...settings };
  return String((await world.api.expect(201, "POST", "/api/v1/integrations", body)).id);
}
async function send(type: string, payload: object): Promise<string> {
  return String((await world.api.expect(202, "POST", "/api/v1/events", { type, payload })).id);
}
/** Its delivery stands in the log: from then on the editors know it. */
async function sendAndSee(integrationId: string, type: string, payload: object): Promise<string> {
  const id = await send(type, payload);
  const query = `/api/v1/deliveries?integrationId=${integrationId}&eventId=${id}`;
  await expect
    .poll(async () => ((await world.api.expect(200, "GET", query)).items as unknown[]).length, {
      timeout: 10_000,
    })
    .toBe(1);
  return id;
}
const stored = async (id: string) =>
  (await world.api.expect(200, "GET", `/api/v1/integrations/${id}`)) as Record<string, unknown>;
const button = (name: string | RegExp, within: Page | Locator = page) =>
  within.getByRole("button", typeof name === "string" ? { name, exact: true } : { name });
const editor = (name: string) => page.getByRole("textbox", { name, exact: true });
const rowOf = (name: string) => page.getByRole("group", { name, exact: true });
async function write(name: string, text: string): Promise<void> {
  await editor(name).click();
  await page.keyboard.press("Control+A");
  await page.keyboard.insertText(text);
}
async function save(): Promise<void> {
  await button("Save changes").click();
  await button("Save changes").waitFor({ state: "detached" });
}
async function choose(label: string, option: string | RegExp, within: Page | Locator = page): Promise<void> {
  await within
    .getByRole("button", { name: new RegExp(label) })
    .first()
    .click();
  await page.getByRole("option", { name: option }).click();
}

async function expectSideBySide(left: Locator, right: Locator): Promise<void> {
  const [one, other] = [await left.boundingBox(), await right.boundingBox()];
  expect((one?.x ?? 0) + (one?.width ?? 0)).toBeLessThanOrEqual(other?.x ?? 0);
}
/** And what saves does not lie over the second. */
async function expectBeside(left: Locator, right: Locator): Promise<void> {
  await expectSideBySide(left, right);
  const other = await right.boundingBox();
  const bar = await page.getByRole("region", { name: "Changes that are not saved" }).boundingBox();
  expect((other?.y ?? 0) + (other?.height ?? 0)).toBeLessThanOrEqual(bar?.y ?? 0);
}

describe("validation", () => {
  it("begins a schema from an event, shows who would fail before it is on, and counts them afterwards", async () => {
    const id = await make("vat");
    const bad = await sendAndSee(id, "vat.sent", { orderId: "one", total: 3 });
    await sendAndSee(id, "vat.sent", { orderId: 7, total: 12.5 });
    await desk.go(`/integrations/${id}?tab=validation`);
    await button("Begin from an event").click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText(/^vat.sent/).waitFor();
    await button("Begin from an event", dialog).click();
    await editor("Schema").getByText('"integer"').waitFor();
    await button("Check").click();
    await page.getByText("1 would not fit").waitFor();
    await page.getByText("2 checked, 1 fit.").waitFor();
    await expect.poll(() => page.getByText("must be integer").count()).toBe(1);
    await expect
      .poll(() => page.getByRole("link", { name: bad }).getAttribute("href"))
      .toContain(`/events/${bad}`);
    expect(await axeFindings(page)).toEqual([]);
    await page.getByText(/^Nothing is refused while it is off\. With “Refuse it”, 1 of these/).waitFor();
    // Nothing is switched on by looking.
    expect((await stored(id)).validation).toBeNull();

    await page.getByRole("radio", { name: /Refuse it/ }).focus();
    await page.keyboard.press("Space");
    await save();
    expect((await stored(id)).validation).toMatchObject({ mode: "STRICT", schema: { type: "object" } });
    await sendAndSee(id, "vat.sent", { orderId: "two", total: 1 });
    await page.reload();
    await page.getByText("1 payloads checked, 1 did not fit: 100 %.").waitFor();
  });

  it("takes a schema that is written while it is off for unsaved work, and names what events lack", async () => {
    const id = await make("off");
    await sendAndSee(id, "off.sent", { note: "nothing else" });
    await desk.go(`/integrations/${id}?tab=validation`);
    await write("Schema", '{"type": "object", "required": ["orderId", "total"]}');
    await page.getByText("A schema is kept only while validation is on.", { exact: false }).first().waitFor();
    await expect.poll(() => button("Save changes").isDisabled()).toBe(true);
    await page.getByRole("tab", { name: /Validation.*Not saved/ }).waitFor();
    await page.getByRole("tab", { name: "Target" }).click();
    await page.getByRole("tab", { name: /Validation.*Not saved/ }).waitFor();
    await page.getByRole("link", { name: "Deliveries", exact: true }).first().click();
    const guard = page.getByRole("dialog", { name: "Leave without saving?" });
    await button("Cancel", guard).click();
    await page.getByRole("tab", { name: /Validation/ }).click();
    await editor("Schema").getByText("orderId").waitFor();
    await page.getByRole("radio", { name: /Refuse it/ }).focus();
    await page.keyboard.press("Space");
    await button("Check").click();
    await page.getByText("Would be refused: 1 of these events would be dead letters.").waitFor();
    await page.getByText("missing: orderId, total").waitFor();
    await save();
    await button("Check").click();
    await page.getByText("Refused: an event like these 1 is a dead letter.").waitFor();
  });

  it("asks before a stored schema is lost by switching validation off", async () => {
    const schema = { type: "object", required: ["a"] };
    const id = await make("drop", { validation: { mode: "STRICT", schema } });
    await desk.go(`/integrations/${id}?tab=validation`);
    await editor("Schema").getByText('"required"').waitFor();
    const off = async () => {
      await page.getByRole("radio", { name: /^Off/ }).focus();
      await page.keyboard.press("Space");
    };
    const ask = page.getByRole("dialog", { name: /lose the schema/ });
    await off();
    await button("Cancel", ask).click();
    await expect.poll(() => page.getByRole("radio", { name: /Refuse it/ }).isChecked()).toBe(true);
    await off();
    await button("Note it, deliver", ask).click();
    await save();
    expect((await stored(id)).validation).toEqual({ mode: "LAX", schema });
    await off();
    await button("Switch off, drop the schema", ask).click();
    await button("Discard").click();
    await editor("Schema").getByText('"required"').waitFor();
    await off();
    await button("Switch off, drop the schema", ask).click();
    await save();
    expect((await stored(id)).validation).toBeNull();
  });

  it("says in the schema itself what the gateway refuses of it, and does not save what is no JSON", async () => {
    const id = await make("wrong");
    await desk.go(`/integrations/${id}?tab=validation`);
    await editor("Schema").waitFor();
    await write("Schema", '{"type": "object", "properties": {"a": {"type": "strng"}}}');
    await page.getByRole("radio", { name: /Note it, deliver/ }).focus();
    await page.keyboard.press("Space");
    await button("Save changes").click();
    await page.getByRole("alert").getByText("/properties/a/type").first().waitFor();
    await page.locator(".cm-lint-marker-error").first().waitFor();
    await write("Schema", '{"type": ');
    await page.getByText("The schema is not JSON yet.").waitFor();
    await expect.poll(() => button("Save changes").isDisabled()).toBe(true);
    await button("Discard").click();
  });
});

describe("mapping", () => {
  it("is built by clicks, tried at once, moved by keys and mouse, and saved in its order", async () => {
    const id = await make("map");
    await sendAndSee(id, "map.sent", { orderId: 42, customer: { name: " Ada " }, items: [{ sku: "A-1" }] });
    await desk.go(`/integrations/${id}?tab=transform`);
    await button("Begin a mapping").click();
    await page.getByTitle("Use payload.orderId").click();
    await page.getByTitle("Use payload.customer.name").click();
    await page.getByTitle("Use payload.items", { exact: true }).click();
    await button("Cast, default, pipe", rowOf("orderId")).click();
    await page.getByRole("menuitem", { name: /^string/ }).click();
    await button("Cast, default, pipe", rowOf("name")).click();
    await page.getByRole("menuitem", { name: /^trim/ }).click();
    await choose("Kind of value", /^For each/, rowOf("items"));
    await rowOf("Each becomes").getByRole("combobox", { name: "Comes from" }).fill("item.s");
    await page.getByRole("option", { name: /item\.sku/ }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    const after = page.getByRole("region", { name: "After" });
    await expect
      .poll(async () => JSON.parse((await after.textContent()) || "null"), { timeout: 10_000 })
      .toEqual({ orderId: "42", name: "Ada", items: ["A-1"] });
    await page.setViewportSize({ width: 1_280, height: 800 });
    await expectBeside(rowOf("orderId"), after);
    await page.setViewportSize({ width: 1_440, height: 900 });
    await expectBeside(rowOf("orderId"), after);
    expect(await axeFindings(page)).toEqual([]);

    await rowOf("items").getByRole("textbox", { name: "Target field" }).focus();
    await page.keyboard.press("Alt+ArrowUp");
    await page.getByText("items is 2 of 3").waitFor({ state: "attached" });
    await rowOf("name").locator("[draggable]").dragTo(rowOf("orderId"));
    await save();
    const mapping = {
      name: "{{payload.customer.name | trim}}",
      orderId: "{{payload.orderId | string}}",
      items: { $each: "payload.items", do: "{{item.sku}}" },
    };
    expect(JSON.stringify((await stored(id)).transform)).toBe(JSON.stringify({ kind: "simple", mapping }));

    await button("JSON").click();
    await editor("Mapping").getByText("$each").waitFor();
    await write("Mapping", JSON.stringify({ id: "{{payload.orderId}}" }));
    await button("Rows").click();
    await rowOf("id").waitFor();
    await expect.poll(() => after.textContent(), { timeout: 10_000 }).toContain('"id": 42');
    await button("Discard").click();
    await rowOf("items").waitFor();
  });

  it("marks the row that is being typed when its name is taken, and a result that is older as such", async () => {
    const id = await make("twice", {
      transform: { kind: "simple", mapping: { one: "{{payload.a}}", two: "{{payload.b}}" } },
    });
    await sendAndSee(id, "twice.sent", { a: 1, b: 2 });
    await desk.go(`/integrations/${id}?tab=transform`);
    await page.getByText("Would be sent").waitFor();
    const first = page
      .locator("[data-row]")
      .filter({ has: page.getByRole("textbox", { name: "Target field" }) })
      .first();
    await first.getByRole("textbox", { name: "Target field" }).fill("two");
    await first.getByRole("alert").getByText("There is a field “two” already.").waitFor();
    await expect.poll(() => page.getByRole("alert").filter({ hasText: "There is a field" }).count()).toBe(1);
    await page
      .getByRole("region", { name: "Changes that are not saved" })
      .getByText("“two” already")
      .waitFor();
    await page.getByText("Of an older state").waitFor();
    await first.getByRole("textbox", { name: "Target field" }).fill("three");
    await page.getByText("Of an older state").waitFor({ state: "detached" });
    await button("Discard").click();
  });

  it("shows what is unknown at its row: a name at once, a path that an event lacks by the dry run", async () => {
    const id = await make("fault", {
      transform: { kind: "simple", mapping: { order: { id: "{{payload.id}}", note: "{{payload.note}}" } } },
    });
    await desk.go(`/integrations/${id}?tab=transform&sample=own`);
    await write("Payload", '{"id": 1}');
    await rowOf("note")
      .getByRole("alert")
      .getByText(/payload\.note/)
      .waitFor();
    await rowOf("id").getByRole("combobox", { name: "Comes from" }).fill("payloud.id");
    await rowOf("id")
      .getByText(/payloud is unknown/)
      .waitFor();
    await page.getByText(/^Not run: payloud is unknown/).waitFor();
    await rowOf("id").getByRole("combobox", { name: "Comes from" }).fill("payload.id");
    await button("Cast, default, pipe", rowOf("note")).click();
    await page.getByRole("menuitem", { name: /^default/ }).click();
    const after = page.getByRole("region", { name: "After" });
    await expect.poll(() => after.textContent(), { timeout: 10_000 }).toContain('"note": ""');
    expect(await page.getByRole("alert").count()).toBe(0);
    await button("Discard").click();
  });
});

describe("script", () => {
  it("is completed from the event, run beside it, and its errors stand at their lines", async () => {
    const id = await make("code");
    await sendAndSee(id, "code.sent", { orderId: "o-1", total: 40 });
    await desk.go(`/integrations/${id}?tab=transform`);
    await button("Begin a script").click();
    await editor("Script").waitFor();
    await button("Run").click();
    await page.getByText("Would be sent").waitFor();

    await write(
      "Script",
      "function transform(payload, context) {\n  console.log('seen');\n  return { id: }\n}",
    );
    await editor("Script").press("Control+Home");
    for (const key of ["ArrowDown", "ArrowDown", "End", "ArrowLeft"]) await page.keyboard.press(key);
    await page.keyboard.type(" payload.ord");
    await page.getByRole("option", { name: /payload\.orderId/ }).click();
    await editor("Script").getByText("orderId").waitFor();
    await page.keyboard.press("Control+Enter");
    const after = page.getByRole("region", { name: "After" });
    await expect.poll(() => after.textContent(), { timeout: 10_000 }).toContain('"id": "o-1"');
    await page.getByRole("list", { name: "Console" }).getByText("seen").waitFor();
    await expect
      .poll(() => page.getByRole("progressbar", { name: "Fuel used" }).getAttribute("aria-valuemax"))
      .toMatch(/^400\d{4}$/);
    await button("Difference").click();
    await page.getByRole("textbox", { name: "Before and after" }).waitFor();
    expect(await axeFindings(page)).toEqual([]);

    await write("Script", "function transform(payload) {\n  return payload;\n  nonsense(;\n}");
    await button("Save changes").click();
    await page
      .getByRole("alert")
      .getByText(/^Line 3: /)
      .waitFor();
    await page.locator(".cm-lint-marker-error").first().waitFor();
    await write("Script", "function transform(payload) {\n\n  return missing.thing;\n}");
    await button("Run").click();
    await page
      .getByRole("alert")
      .getByText(/missing.*line 3/)
      .waitFor();
    await page.locator(".cm-lint-marker-error").first().waitFor();

    await button("Examples").click();
    await page.getByRole("menuitem", { name: "Send nothing for some events" }).click();
    await button("Run").click();
    await page.getByText(/cancelled by its script: nobody to write to/).waitFor();
    await save();
    expect((await stored(id)).transform).toMatchObject({ kind: "script" });
    // What was written in another kind is not lost by looking.
    await button("Mapping").click();
    await button("Script").click();
    await editor("Script").getByText("nobody to write to").waitFor();
  });
});

describe("variables", () => {
  it("are set and deleted in a drawer, suggested behind braces, and kept while a transformation uses them", async () => {
    const id = await make("vars", { transform: { kind: "simple", mapping: { shop: "none" } } });
    await desk.go(`/integrations/${id}?tab=transform&sample=own`);
    await button("Variables").click();
    const drawer = page.getByRole("dialog", { name: "Variables" });
    await button("New variable", drawer).click();
    await drawer.getByLabel("Name").fill("SHOP");
    await drawer.getByLabel("Value").fill("Berlin");
    expect(await axeFindings(page)).toEqual([]);
    await button("Save", drawer).click();
    await drawer.getByText("Berlin").waitFor();
    await page.keyboard.press("Escape");
    const text = rowOf("shop").getByRole("combobox", { name: "Text" });
    await text.fill("Shop {{env.");
    await page.getByRole("option", { name: /env\.SHOP/ }).click();
    await text.pressSequentially("}}");
    const after = page.getByRole("region", { name: "After" });
    await expect.poll(() => after.textContent(), { timeout: 10_000 }).toContain("Shop Berlin");
    await save();
    await button("Variables").click();
    const refusal = page.waitForResponse((answer) => answer.request().method() === "DELETE");
    await button("Delete SHOP", drawer).click();
    expect((await refusal).status()).toBe(409);
    await drawer.getByText("Berlin").waitFor();
    expect(await world.api.expect(200, "GET", "/api/v1/variables/SHOP")).toMatchObject({ value: "Berlin" });
  });
});

const SDL = `type Query { order(id: ID!): Order }
type Order { id: ID! total: Float }
type Mutation { createOrder(id: ID!, note: String): Order }`;

describe("GraphQL", () => {
  it("asks the endpoint for its schema, checks the document against it, and runs it with an event's variables", async () => {
    const id = await make("gql", { url: `${world.targets.url}/graphql` });
    await desk.go(`/integrations/${id}?tab=graphql&sample=own`);
    await button("Make it GraphQL").click();
    await editor("Document").waitFor();
    await page.getByText("so it has to be saved as GraphQL first", { exact: false }).waitFor();
    await expect.poll(() => button("Ask the endpoint").isDisabled()).toBe(true);
    // Nothing is asked that can only be refused: not even a schema that cannot be there yet.
    expect(desk.takeComplaints(/404/)).toBe(0);
    await save();
    const introspection = introspectionFromSchema(buildSchema(SDL));
    world.targets.answer("/graphql", 200, JSON.stringify({ data: introspection }));
    await button("Ask the endpoint").click();
    await page.getByText("Asked from the endpoint").waitFor();
    await page.getByText("Checked against the schema").waitFor();

    await write(
      "Document",
      "mutation Make($id: ID!, $note: String) {\n  createOrder(id: $id, note: $note) { id totl }\n}",
    );
    await page.locator(".cm-lintRange-error").first().waitFor();
    await page.getByText("Does not fit the schema").waitFor();
    await page.getByText("Saved as it is, it would be refused.").waitFor();
    expect(await page.getByText("The saved document fits it", { exact: false }).count()).toBe(0);
    await button("Save changes").click();
    await page
      .getByRole("alert")
      .getByText(/Line 2, column .*totl/)
      .waitFor();
    await editor("Document").press("Control+Home");
    for (const key of ["ArrowDown", "End"]) await page.keyboard.press(key);
    for (let step = 0; step < "totl }".length; step += 1) await page.keyboard.press("ArrowLeft");
    for (let step = 0; step < "totl".length; step += 1) await page.keyboard.press("Delete");
    await page.keyboard.type("to");
    await page.getByRole("option", { name: /total/ }).click();
    await editor("Document").getByText("total").waitFor();
    await page.getByText("Checked against the schema").waitFor();

    await write("Payload", '{"note": "fragile"}');
    await page
      .getByText("The chosen payload has no $id, which the operation requires.", { exact: false })
      .waitFor();
    await page.getByText("Make them by a mapping").click();
    await rowOf("note").waitFor();
    await write("Payload", '{"id": 7, "note": "fragile"}');
    await button("From the chosen event").click();
    await editor("Variables").getByText("fragile").waitFor();
    world.targets.answer(
      "/graphql",
      200,
      '{"data": null, "errors": [{"message": "No such order", "extensions": {"code": "NOT_FOUND"}}]}',
    );
    await expectSideBySide(editor("Document"), editor("Variables"));
    await button("Run").click();
    const ask = page.getByRole("dialog", { name: "Run the mutation Make?" });
    await button("Cancel", ask).click();
    expect(await page.getByText("Would fail").count()).toBe(0);
    await button("Run").click();
    await button("Run the mutation", ask).click();
    await page.getByText("Would fail").waitFor();
    await page.getByRole("listitem").getByText("No such order").waitFor();
    await page.getByText("NOT_FOUND").first().waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await save();
    expect((await stored(id)).graphql).toMatchObject({
      variables: { id: "{{payload.id}}", note: "{{payload.note}}" },
    });
  });

  it("explores the schema, and writes what is clicked into the document", async () => {
    const graphql = { document: "query Ping {\n  __typename\n}\n" };
    const id = await make("explore", { url: `${world.targets.url}/graphql`, graphql });
    await world.api.expect(200, "PUT", `/api/v1/integrations/${id}/graphql/schema`, { sdl: SDL });
    await desk.go(`/integrations/${id}?tab=graphql&side=schema`);
    const explorer = page.getByRole("region", { name: "Schema explorer" });
    await explorer.getByRole("button", { name: "createOrder" }).click();
    await editor("Document").getByText("mutation CreateOrder", { exact: false }).waitFor();
    await page.getByText("Checked against the schema").waitFor();
    await explorer.getByRole("button", { name: "Order", exact: true }).first().click();
    await explorer.getByText("total").waitFor();
    await button("Back", explorer).click();
    await explorer.getByRole("searchbox").fill("tot");
    await explorer.getByRole("button", { name: "total" }).waitFor();
    expect(await explorer.getByRole("button", { name: "createOrder" }).count()).toBe(0);
    expect(await axeFindings(page)).toEqual([]);
    // Into what is written already it goes where the cursor is.
    await write("Document", "query Q { order(id: 1) { id  } }");
    await editor("Document").press("Control+End");
    for (let step = 0; step < " } }".length; step += 1) await page.keyboard.press("ArrowLeft");
    await explorer.getByRole("button", { name: "total" }).click();
    await editor("Document").getByText("total").waitFor();
    await page.getByText("Checked against the schema").waitFor();
    await button("Discard").click();
  });

  it("takes SDL where introspection is switched off, and says what is wrong with it", async () => {
    const graphql = { document: "query Q { order(id: 1) { id } }" };
    const id = await make("sdl", { url: `${world.targets.url}/graphql`, graphql });
    await desk.go(`/integrations/${id}?tab=graphql`);
    await button("Upload SDL").click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Or its text (SDL)").fill("type Query {\n a: }");
    await button("Upload SDL", dialog).click();
    await dialog
      .getByRole("alert")
      .getByText(/Line 2, column 5/)
      .waitFor();
    await dialog.getByLabel("Or its text (SDL)").fill(SDL);
    await button("Upload SDL", dialog).click();
    await page.getByText("The saved document fits it").waitFor();
    await button("Forget it").click();
    await button("Forget it", page.getByRole("dialog")).click();
    await page.getByText("Not known yet.", { exact: false }).waitFor();
  });
});

describe("settings as JSON", () => {
  it("marks the lines that are refused, and leaves what was typed as it is until it is thrown away", async () => {
    const id = await make("raw");
    await desk.go(`/integrations/${id}?tab=json`);
    await editor("Settings as JSON").getByText('"eventTypes"').waitFor();
    await write("Settings as JSON", '{\n  "name": "raw",\n  "url": "no address"\n}');
    await button("Save changes").click();
    await page.getByRole("alert").getByText("/url").waitFor();
    await page.locator(".cm-lintRange-error").getByText('"no address"').waitFor();
    const shown = () => editor("Settings as JSON").innerText();
    expect(await shown()).not.toContain("eventTypes");
    expect(await shown()).toContain("no address");
    await button("Discard").click();
    await editor("Settings as JSON").getByText('"eventTypes"').waitFor();

    await write("Settings as JSON", '{ "timeoutMs": 4000 }');
    await save();
    expect((await stored(id)).timeoutMs).toBe(4_000);
  });
});

describe("an integration's overview", () => {
  it("says that nothing went through it in place of bare axes, and keeps its range in the address", async () => {
    const id = await make("quiet");
    await desk.go(`/integrations/${id}`);
    await page.getByText("Nothing went through it in the last 24 hours").waitFor();
    expect(await page.getByRole("slider").count()).toBe(0);
    await button("7 d").click();
    await page.waitForURL(/range=7d/);
    await page.getByText("Nothing went through it in the last 7 days").waitFor();
    await sendAndSee(id, "quiet.sent", { n: 1 });
    await page.getByRole("slider", { name: "Deliveries over time" }).waitFor({ timeout: 20_000 });
    await page.reload();
    await page.getByRole("slider", { name: "Deliveries over time" }).waitFor();
    await expect.poll(() => button("7 d").getAttribute("aria-pressed")).toBe("true");
    expect(await axeFindings(page)).toEqual([]);
  });
});

describe("somebody who may only look", () => {
  it("sees mapping, script and schema, and is offered nothing that would be refused", async () => {
    const viewer = await addPerson(world, "vera@example.com", "Vera Viewer", "viewer");
    const id = await make("seen", {
      transform: { kind: "simple", mapping: { id: "{{payload.id}}" } },
      validation: { mode: "LAX", schema: { type: "object" } },
    });
    const { page: hers, go, complaints, context } = await openDesk(world, browser, viewer);
    await go(`/integrations/${id}?tab=transform`);
    const row = hers.getByRole("group", { name: "id", exact: true });
    await row.waitFor();
    await expect.poll(() => row.getByRole("combobox", { name: "Comes from" }).isDisabled()).toBe(true);
    expect(await hers.getByRole("button", { name: /^(Remove|Move|Field|Run)/ }).count()).toBe(0);
    await go(`/integrations/${id}?tab=validation`);
    await hers.getByText('"object"').waitFor();
    expect(await hers.getByRole("button", { name: /^(Check|Begin from an event)$/ }).count()).toBe(0);
    expect(complaints).toEqual([]);
    await context.close();
  });
});
