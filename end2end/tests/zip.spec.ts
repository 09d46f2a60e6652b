import { readFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { Playground } from "../support/playground";
import { listed, zip } from "../support/zip";

/** Drops a file of the disk onto the page, as the browser tells it. */
async function drop(page: Page, path: string, name: string): Promise<void> {
  const bytes = readFileSync(path).toString("base64");
  const data = await page.evaluateHandle(
    ([bytes, name]) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], name));
      return data;
    },
    [bytes, name] as const,
  );
  await page.locator("body").dispatchEvent("drop", { dataTransfer: data });
}

const SHOP = {
  "index.mjs": "import { price } from './lib/prices.mjs';\nexport const handler = async (event) => price(event.item);\n",
  "lib/prices.mjs": "export const price = (item) => ({ tea: 4, mug: 9 })[item] ?? null;\n",
};

test("a zip becomes the draft, runs, is undone, and is downloaded again", async ({ page }) => {
  const playground = await Playground.create(page);
  await playground.write("export const handler = async () => 'mine';\n");
  await page.getByLabel("Upload file").setInputFiles(zip("shop.zip", SHOP));
  await expect(page.getByText("The draft is `shop.zip` now; Deploy makes it a version")).toBeVisible();
  await expect(page.getByRole("tab", { name: "lib/prices.mjs" })).toBeVisible();
  await playground.setEvent('{"item":"mug"}');
  await playground.runToEnd(/Succeeded/);
  await playground.panel("Result");
  const output = page.getByRole("region", { name: "Output" });
  await expect(output).toContainText("9");

  const coming = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download", exact: true }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toBe(`${playground.name()}.zip`);
  const names = listed(await download.path());
  expect(names).toContain("lib/prices.mjs");

  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("tab", { name: "lib/prices.mjs" })).toHaveCount(0);
  await playground.runToEnd(/Succeeded/);
  await expect(output).toContainText("mine");
});

test("files are dropped on the page, and a zip that cannot be taken says why and changes nothing", async ({ page }) => {
  const playground = await Playground.create(page);
  await drop(page, zip("up.zip", { "../../up.mjs": "" }), "up.zip");
  await expect(page.getByText(/`up.zip` is not taken: in the zip, the file name `..\/..\/up.mjs` must be a path below/)).toBeVisible();
  await drop(page, "README.md", "broken.zip");
  await expect(page.getByText("`broken.zip` is not taken: Could not unzip uploaded file.")).toBeVisible();
  await playground.runToEnd(/Succeeded/);

  const many = Object.fromEntries(Array.from({ length: 250 }, (_, n) => [`node_modules/parts/${n}.mjs`, `export default ${n};`]));
  await drop(page, zip("many.zip", { ...SHOP, ...many }), "many.zip");
  await expect(page.getByRole("note").filter({ hasText: "252 files" })).toBeVisible();
  await drop(page, "README.md", "README.md");
  await expect(page.getByText("`README.md` is not taken: the package is too large to be edited here")).toBeVisible();
  await drop(page, zip("shop.zip", SHOP), "shop.zip");
  await expect(page.getByRole("note").filter({ hasText: "252 files" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Add file" })).toBeVisible();
  await drop(page, zip("note.zip", {}), "note.txt");
  await expect(page.getByText("`note.txt` is added")).toBeVisible();
});
