import { expect, test } from "@playwright/test";
import { HELLO, Playground } from "../support/playground";

const HOG = `export const handler = async () => {
  const kept = [];
  for (let i = 0; i < 160; i++) kept.push(new Uint8Array(1024 * 1024).fill(1));
  return kept.length;
};`;

test("the memory slider sets the limit that a memory hog fails at", async ({ page }) => {
  const playground = await Playground.create(page);
  await playground.write(HOG);
  await playground.runToEnd(/Out of memory|Failed/);
  await expect(page.getByRole("region", { name: "Output" })).toContainText(/128 MB/);
  await playground.panel("Settings");
  await page.getByRole("spinbutton", { name: "Memory in MB" }).fill("512");
  await expect(page.getByRole("slider", { name: "Memory" })).toHaveValue(/\d+/);
  await playground.runToEnd(/Succeeded/);
});

test("a variable from the form, and a whole pasted .env, reach the function", async ({ page }) => {
  const playground = await Playground.create(page);
  await playground.write("export const handler = async () => [process.env.STAGE, process.env.GREETING, process.env.EMPTY];");
  await playground.panel("Settings");
  const group = page.getByRole("group", { name: "Environment variables" });
  await group.getByRole("button", { name: "Add variable" }).click();
  const name = group.getByRole("textbox", { name: "Variable name 1" });
  await name.focus();
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData("text/plain", '# a comment\nSTAGE=dev\nexport GREETING="hello world"\nEMPTY=\n');
    document.activeElement?.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await expect(group.getByRole("textbox", { name: "Variable value 2" })).toHaveValue("hello world");
  await playground.runToEnd(/Succeeded/);
  await playground.panel("Result");
  await expect(page.getByRole("region", { name: "Output" })).toContainText(/"dev"[^]*"hello world"[^]*""/);
});

test("a syntax error marks its line in the editor and is named with line and column", async ({ page }) => {
  const playground = await Playground.create(page);
  await playground.write("export const handler = async () => {\n  const = 1;\n};\n");
  await playground.runToEnd(/Failed/);
  await expect(page.getByRole("region", { name: "Output" })).toContainText(/SyntaxError/);
  await expect(page.getByRole("region", { name: "Output" })).toContainText(/line 2/i);
  await expect(page.locator(".monaco-editor .squiggly-error").first()).toBeVisible();
});

test("an endless loop is stopped at the timeout with Lambda's words, and the fix works", async ({ page }) => {
  const playground = await Playground.create(page);
  await playground.write("export const handler = async () => { while (true) {} };");
  await playground.panel("Settings");
  await page.getByRole("spinbutton", { name: "Timeout in seconds" }).fill("1");
  await playground.runToEnd(/Timed out/);
  await expect(page.getByRole("region", { name: "Output" })).toContainText("Task timed out after 1.00 seconds");
});

test("a run is cancelled by its button", async ({ page }) => {
  const playground = await Playground.create(page);
  await playground.write("export const handler = async () => { while (true) {} };");
  await playground.panel("Settings");
  await page.getByRole("spinbutton", { name: "Timeout in seconds" }).fill("900");
  await playground.run.click();
  await page.getByRole("button", { name: "Cancel run" }).click();
  await expect(playground.result).toHaveText(/Cancelled/);
});

test("an event that is not JSON is refused with the place, and nothing runs", async ({ page }) => {
  const playground = await Playground.create(page);
  await playground.setEvent('{"name": }');
  await playground.run.click();
  await expect(page.getByText(/line 1/i).first()).toBeVisible();
  await expect(page.getByText(/not.*JSON/i).first()).toBeVisible();
});
