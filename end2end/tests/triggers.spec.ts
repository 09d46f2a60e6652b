import { expect, test } from "@playwright/test";
import { checkAccessibility as check } from "../support/axe";
import { Playground } from "../support/playground";

const ECHO = `export const handler = async (event) => ({
  statusCode: 201,
  headers: { "x-from": "function" },
  body: JSON.stringify({ path: event.rawPath, source: event.source ?? "http" }),
});`;

async function deployed(page: import("@playwright/test").Page, code: string): Promise<Playground> {
  const playground = await Playground.create(page);
  await playground.write(code);
  await playground.deploy();
  return playground;
}

test("a function URL answers HTTP, and its runs are in the history with their source", async ({ page, request }) => {
  const playground = await deployed(page, ECHO);
  await playground.panel("Triggers");
  await page.getByRole("button", { name: "Add function URL" }).click();
  const curl = page.getByRole("textbox", { name: "curl line" });
  await expect(curl).toHaveValue(/^curl .*http/);
  const url = /https?:\/\/[^\s'"]+/.exec(await curl.inputValue())?.[0] ?? "";
  const host = new URL(url);
  // The same server, by the function's own host name.
  const answer = await request.get(`${new URL(page.url()).origin}/orders/7`, { headers: { host: host.host } });
  expect(answer.status()).toBe(201);
  expect(answer.headers()["x-from"]).toBe("function");
  expect(await answer.json()).toEqual({ path: "/orders/7", source: "http" });

  await page.getByRole("button", { name: "Try it" }).click();
  await expect(page.getByRole("status", { name: "Answer of the function URL" })).toContainText("201");
  await playground.panel("History");
  await expect(page.getByRole("table", { name: "Runs" })).toContainText("Function URL");
});

const PIECES = `export const handler = awslambda.streamifyResponse(async (event, stream) => {
  stream = awslambda.HttpResponseStream.from(stream, { statusCode: 202, headers: { "content-type": "text/plain" } });
  for (const word of ["one ", "two ", "three"]) stream.write(word);
  stream.end();
});`;

test("a function URL is set to answer in pieces, for one other origin, and then for signed requests only", async ({ page, request }) => {
  const playground = await deployed(page, PIECES);
  await playground.panel("Triggers");
  await page.getByRole("button", { name: "Add function URL" }).click();
  const card = page.getByRole("article", { name: "Function URL" });
  const settings = card.getByText(/^Settings: /);
  await expect(settings).toHaveText("Settings: NONE, BUFFERED");
  await settings.click();
  const origins = card.getByRole("textbox", { name: /Other origins/ });
  await origins.fill("shop.example");
  await card.getByRole("button", { name: "Save" }).click();
  await expect(card.getByText(/`shop.example` is no origin/)).toBeVisible();
  await origins.fill("https://shop.example");
  await card.getByRole("combobox", { name: /When it answers/ }).selectOption("RESPONSE_STREAM");
  await card.getByRole("button", { name: "Save" }).click();
  await expect(settings).toHaveText("Settings: NONE, RESPONSE_STREAM, shared with other origins");
  await check(page, "settings of a function URL");

  const curl = card.getByRole("textbox", { name: "curl line" });
  const host = new URL(/https?:\/\/[^\s'"]+/.exec(await curl.inputValue())?.[0] ?? "").host;
  const ask = () => request.get(new URL(page.url()).origin, { headers: { host, origin: "https://shop.example" } });
  const answer = await ask();
  expect([answer.status(), await answer.text()]).toEqual([202, "one two three"]);
  expect(answer.headers()["access-control-allow-origin"]).toBe("https://shop.example");

  await card.getByRole("combobox", { name: /Who may call it/ }).selectOption("AWS_IAM");
  await card.getByRole("button", { name: "Save" }).click();
  await expect(curl).toHaveValue(/--aws-sigv4/);
  expect((await ask()).status()).toBe(403);
});

test("a schedule shows its next ten times and fires when the clock is skipped to it", async ({ page }) => {
  const playground = await deployed(page, ECHO);
  await playground.panel("Triggers");
  await page.getByRole("textbox", { name: "Schedule expression" }).fill("cron(75 * * * ? *)");
  await expect(page.getByText(/75/).last()).toBeVisible();
  await page.getByRole("textbox", { name: "Schedule expression" }).fill("cron(0/15 12 * * ? *)");
  await expect(page.getByRole("list", { name: "Next times" }).getByRole("listitem")).toHaveCount(10);
  await page.getByRole("button", { name: "Add schedule" }).click();
  await page.getByRole("button", { name: "Clock" }).click();
  await page.getByRole("menuitem", { name: "Step to the next thing due" }).click();
  await playground.panel("History");
  await expect(page.getByRole("table", { name: "Runs" })).toContainText("Schedule");
});

test("a schedule can be fired now and switched off", async ({ page }) => {
  const playground = await deployed(page, ECHO);
  await playground.panel("Triggers");
  await page.getByRole("textbox", { name: "Schedule expression" }).fill("rate(5 minutes)");
  await page.getByRole("button", { name: "Add schedule" }).click();
  await page.getByRole("button", { name: "Fire now" }).click();
  await playground.panel("History");
  await expect(page.getByRole("table", { name: "Runs" })).toContainText("Schedule");
  const enabled = page.getByRole("switch", { name: "Enabled" });
  await enabled.click();
  await expect(enabled).toHaveAttribute("aria-checked", "false");
});
