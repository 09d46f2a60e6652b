import { expect, test } from "@playwright/test";
import { HELLO, Playground } from "../support/playground";

test("a first visitor writes a function, runs it and sees its log, its answer and the bill", async ({ page }) => {
  const playground = await Playground.create(page);
  await playground.write(HELLO);
  await playground.setEvent('{"name":"Ada"}');
  await playground.runToEnd(/Succeeded/);

  await playground.panel("Result");
  await expect(page.getByRole("region", { name: "Output" })).toContainText("Hello Ada!");
  await expect(page.getByRole("group", { name: "Environments" })).toHaveText("1 warm, 0 busy");

  await playground.panel("Logs");
  await expect(playground.log).toContainText(/START RequestId: [0-9a-f-]{36} Version: \$LATEST/);
  await expect(playground.log).toContainText("hello Ada");
  await expect(playground.log).toContainText(/REPORT RequestId: [0-9a-f-]{36}\s+Duration: \d+\.\d\d ms\s+Billed Duration: 100 ms/);

  await playground.panel("Bill");
  await expect(page.getByRole("region", { name: "Output" })).toContainText("100 ms");
});

test("log lines arrive while the function is still running", async ({ page }) => {
  const playground = await Playground.create(page);
  await playground.write(`export const handler = async () => {
  console.log("first line");
  await new Promise(() => setInterval(() => {}, 1000));
};`);
  await playground.panel("Settings");
  await page.getByRole("spinbutton", { name: "Timeout in seconds" }).fill("60");
  await playground.run.click();
  await playground.panel("Logs");
  await expect(playground.log).toContainText("first line");
  // The handler never ends by itself, so the line above was seen before the end.
  await expect(playground.result).toHaveText(/Running/);
  const environments = page.getByRole("group", { name: "Environments" });
  await expect(environments).toHaveText("0 warm, 1 busy");
  await page.getByRole("button", { name: "Cancel run" }).click();
  await expect(environments).toHaveText("0 warm, 0 busy");
  await expect(playground.result).toHaveText(/Cancelled/);
});

test("each price book bills the same run by its own rule", async ({ page }) => {
  const playground = await Playground.create(page);
  await playground.write(HELLO);
  await playground.setEvent('{"name":"Ada"}');
  await playground.runToEnd(/Succeeded/);
  await playground.panel("Bill");
  const output = page.getByRole("region", { name: "Output" });
  const book = output.getByRole("combobox", { name: "Price book" });
  await expect(output).toContainText(/100 ms/);
  await book.selectOption({ index: 1 });
  await expect(output).toContainText(/Billed[^0-9]*\d{1,2} ms/);
  await book.selectOption({ index: 2 });
  await expect(output).toContainText(/INIT/);
});

test("when sockets are blocked the log arrives by server-sent events", async ({ page }) => {
  await page.routeWebSocket("**/ws", (socket) => socket.close());
  const playground = await Playground.create(page);
  await playground.write(HELLO);
  await playground.setEvent('{"name":"Ada"}');
  await playground.runToEnd(/Succeeded/);
  await expect(page.getByRole("contentinfo")).toContainText(/server-sent events/i);
  await playground.panel("Logs");
  await expect(playground.log).toContainText("hello Ada");
});
