import { expect, test } from "@playwright/test";
import { HELLO, hydrated, Playground } from "../support/playground";

const MIB = 1024 * 1024;

test("an uploaded module is imported by the handler", async ({ page }) => {
  const playground = await Playground.create(page);
  const helper = Buffer.from("export const double = (n) => 2 * n;\n");
  await page.getByLabel("Upload file").setInputFiles({ name: "helper.mjs", mimeType: "text/javascript", buffer: helper });
  await expect(page.getByText("`helper.mjs` is added (36 bytes)")).toBeVisible();
  await page.getByRole("tab", { name: "index.mjs" }).click();
  await playground.write('import { double } from "./helper.mjs";\nexport const handler = async () => double(21);\n');
  await playground.runToEnd(/Succeeded/);
  await playground.panel("Result");
  await expect(page.getByRole("region", { name: "Output" })).toContainText("42");
});

test("ten megabytes of code are refused with limit and value, uploaded or pasted, and what was there stays", async ({ page }) => {
  const playground = await Playground.create(page);
  await playground.write(HELLO);
  await playground.saved();
  const large = Buffer.from(`// ${"x".repeat(10 * MIB)}\n`);
  await page.getByLabel("Upload file").setInputFiles({ name: "large.mjs", mimeType: "text/javascript", buffer: large });
  await expect(page.getByText("`large.mjs` is 10.0 MiB, the limit of the editor is 3.0 MiB; put it into a zip with the rest of the function and upload that")).toBeVisible();
  await playground.write(large.toString());
  await expect(page.getByText("the code is 10.0 MiB, the limit of the inline editor is 3 MiB").first()).toBeVisible();
  await page.reload();
  await playground.ready();
  await playground.setEvent('{"name":"Ada"}');
  await playground.runToEnd(/Succeeded/);
});

test("a source file that is not UTF-8 is refused with the place, and what was there stays", async ({ page }) => {
  const playground = await Playground.create(page);
  await playground.write(HELLO);
  const latin1 = Buffer.from("// one\nexport const handler = async () => 'gr\xfc\xdfe';\n", "latin1");
  await page.getByLabel("Upload file").setInputFiles({ name: "index.mjs", mimeType: "text/javascript", buffer: latin1 });
  await expect(page.getByText("`index.mjs` is not UTF-8: line 2 has the byte 0xFC; save it as UTF-8 and upload it again")).toBeVisible();
  await playground.runToEnd(/Succeeded/);
});

for (const name of ["../../etc/passwd", "a/../b.mjs", "/abs.mjs", "nul\u0000.mjs", "con\u202egpj.mjs", "x".repeat(300)]) {
  test(`a file cannot be called ${JSON.stringify(name).slice(0, 30)}`, async ({ page }) => {
    await Playground.create(page);
    await page.getByRole("button", { name: "Add file" }).click();
    const box = page.getByRole("textbox", { name: /file name|name of/i });
    await box.fill(name);
    await box.press("Enter");
    await expect(page.getByText(/^the file name `.*(must be a path below|has a character that|the limit is 255)/)).toBeVisible();
    await expect(page.getByRole("tab", { name: "index.mjs" })).toBeVisible();
  });
}

test("a function's name that breaks Lambda's rule is refused with the rule, and markup stays text", async ({ page }) => {
  await page.goto("/f/new");
  await hydrated(page);
  for (const name of ["<img src=x onerror=alert(1)>", "a b", "'; drop table function; --", "ü", "x".repeat(65)]) {
    const box = page.getByRole("textbox", { name: /name/i });
    await box.fill(name);
    await page.getByRole("button", { name: /Create/ }).click();
    await expect(page.getByText(name.length > 64 ? /has 65 characters, the limit is 64/ : /digits, `-` and `_` are allowed/)).toBeVisible();
    await expect(page.locator("img[src=x]")).toHaveCount(0);
  }
  expect((await page.goto("/f/%3Cscript%3Ealert(1)%3C%2Fscript%3E"))?.status()).toBe(400);
  await expect(page.getByText(/digits, `-` and `_` are allowed/)).toBeVisible();
});
