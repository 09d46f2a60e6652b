import { expect, test } from "@playwright/test";
import { checkAccessibility } from "../support/axe";
import { Playground } from "../support/playground";

test("a version is published, an alias shares between two, is moved and deleted", async ({ page }) => {
  await page.setViewportSize({ width: 1366, height: 768 });
  const playground = await Playground.create(page);
  await playground.write("export const handler = async () => 'second';");
  await playground.saved();
  const name = new URL(page.url()).pathname.split("/")[2];
  await page.goto(`/f/${name}/versions`);
  await expect(page.getByText("No alias yet.")).toBeVisible();

  await page.getByRole("textbox", { name: "Note" }).first().fill("second try");
  await page.getByRole("button", { name: "Publish version" }).click();
  await expect(page.getByText("Version 2 is published.")).toBeVisible();
  const versions = page.getByRole("region", { name: "Versions", exact: true });
  await expect(versions.getByRole("row", { name: /^2/ })).toContainText("second try");

  const added = page.getByRole("form", { name: "New alias" });
  await added.getByRole("textbox", { name: "Name" }).fill("live");
  await added.getByRole("combobox", { name: "Version", exact: true }).selectOption("1");
  await added.getByRole("combobox", { name: "Second version" }).selectOption("2");
  await added.getByRole("spinbutton", { name: "Share of the second, %" }).fill("20");
  await added.getByRole("button", { name: "Add alias" }).press("Enter");
  await expect(versions.getByRole("row", { name: /^1/ })).toContainText("live (80 %)");
  await expect(versions.getByRole("row", { name: /^2/ })).toContainText("live (20 %)");
  await checkAccessibility(page, "versions");

  const moved = page.getByRole("form", { name: "Move live" });
  await moved.getByRole("combobox", { name: "Version", exact: true }).selectOption("2");
  await moved.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("alert")).toContainText("is already included in routing configuration");
  await moved.getByRole("combobox", { name: "Second version" }).selectOption("");
  await moved.getByRole("button", { name: "Save" }).click();
  await expect(versions.getByRole("row", { name: /^1/ })).not.toContainText("live");

  await page.getByRole("form", { name: "Delete live" }).getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("No alias yet.")).toBeVisible();
});

test("environments are kept ready for a version, and the history shows the runs that had one", async ({ page }) => {
  await page.setViewportSize({ width: 1366, height: 768 });
  await Playground.create(page);
  const name = new URL(page.url()).pathname.split("/")[2];
  await page.goto(`/f/${name}/versions`);
  const form = page.getByRole("form", { name: "Keep ready" });
  await form.getByRole("combobox", { name: "Alias or version" }).selectOption("1");
  await form.getByRole("spinbutton", { name: "Environments" }).fill("2");
  await form.getByRole("button", { name: "Keep ready" }).press("Enter");
  const kept = page.getByRole("region", { name: "Provisioned concurrency" });
  await expect(kept.getByRole("row", { name: /^1/ })).toContainText("2 of 2");
  await expect(kept.getByRole("row", { name: /^1/ })).toContainText("✓ ready");
  await checkAccessibility(page, "provisioned concurrency");
  await kept.getByRole("form", { name: "Keep none for 1" }).getByRole("button").click();
  await expect(page.getByText("Nothing is kept ready.")).toBeVisible();

  await page.goto(`/f/${name}/runs?start=provisioned`);
  await expect(page.getByText("No run is like that.")).toBeVisible();
  const which = page.getByRole("form", { name: "Which runs" });
  await expect(which.getByRole("combobox", { name: "Start" })).toHaveValue("provisioned");
  await checkAccessibility(page, "filtered history");
});
