// What a person does on the playground page, in their words.
import { expect, type Locator, type Page } from "@playwright/test";

export const HELLO = `export const handler = async (event) => {
  console.log("hello", event.name);
  return { greeting: \`Hello \${event.name}!\` };
};
`;

/** The playground of one function. */
export class Playground {
  readonly editor: Locator;
  readonly event: Locator;
  readonly run: Locator;
  readonly result: Locator;
  readonly log: Locator;

  constructor(readonly page: Page) {
    this.editor = page.getByRole("textbox", { name: "Code editor" });
    this.event = page.getByRole("textbox", { name: "Event JSON" });
    this.run = page.getByRole("button", { name: "Run", exact: true });
    this.result = page.getByRole("status", { name: "Run result" });
    this.log = page.getByRole("log", { name: "Log" });
  }

  /** Goes from the front page to a new function, as a first visitor does. */
  static async create(page: Page): Promise<Playground> {
    await page.goto("/");
    await hydrated(page);
    await page.getByRole("button", { name: "Write a function now" }).click();
    await page.waitForURL(/\/f\/[^/?]+/);
    const playground = new Playground(page);
    await playground.ready();
    return playground;
  }

  /** Waits until the page is alive and the editor is Monaco. */
  async ready(): Promise<void> {
    await hydrated(this.page);
    await expect(this.page.locator(".monaco-editor").first()).toBeVisible();
    await expect(this.editor).toBeVisible();
  }

  /** Replaces the open file's text by pasting: typed, Monaco would add brackets and indentation of its own. */
  async write(code: string): Promise<void> {
    await this.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await this.page.evaluate((text) => navigator.clipboard.writeText(text), code);
    await this.editor.focus();
    await this.page.keyboard.press("Control+A");
    await this.page.keyboard.press("Control+V");
  }

  /** Replaces the event. */
  async setEvent(json: string): Promise<void> {
    await this.panel("Event");
    await this.event.fill(json);
  }

  /** Opens a tab of the right panel or of the output. */
  async panel(name: string): Promise<void> {
    await this.page.getByRole("tab", { name: new RegExp(`^${name}`) }).click();
  }

  /** Presses Run and waits for the end; gives the text of the result line. */
  async runToEnd(expected: RegExp): Promise<void> {
    await this.run.click();
    await expect(this.result).toHaveText(expected);
  }

  /** Waits until the draft is on the server. */
  async saved(): Promise<void> {
    await expect(this.page.getByText(/Draft saved/)).toBeVisible();
  }

  /** Deploys the draft. */
  async deploy(): Promise<void> {
    await this.saved();
    await this.page.getByRole("button", { name: "Deploy", exact: true }).click();
    const dialog = this.page.getByRole("dialog", { name: /Deploy/ });
    await dialog.getByRole("button", { name: /^Deploy/ }).click();
    await expect(dialog).toBeHidden();
  }

  /** The function's name, from the address. */
  name(): string {
    const match = /\/f\/([^/?]+)/.exec(this.page.url());
    if (!match?.[1]) throw new Error(`not a playground: ${this.page.url()}`);
    return match[1];
  }
}

/** Waits until the page's Wasm has taken over from the server's HTML. */
export async function hydrated(page: Page): Promise<void> {
  await expect(page.locator("html")).toHaveAttribute("data-hydrated", "true");
}
