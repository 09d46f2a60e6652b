// `make screenshots`: the pictures in docs/images, taken from the built server as a visitor sees it.
import { mkdirSync } from "node:fs";
import { launch, playground, write } from "../bench/browser.mjs";
import { dataFolder, remove, start } from "../bench/server.mjs";

const FOLDER = new URL("../docs/images/", import.meta.url).pathname;
const VIEW = { width: 1366, height: 768 };

const ORDERS = `import { total } from "./orders.mjs";

export const handler = async (event) => {
  console.log("orders received", event.orders.length);
  for (const order of event.orders) {
    console.log("packing", order);
  }
  return { parcels: event.orders.length, total: total(event.orders) };
};
`;
const EVENT = '{\n  "orders": [\n    { "item": "lamp", "price": 30 },\n    { "item": "chair", "price": 80 }\n  ]\n}';

async function prepare(page) {
  await page.getByRole("button", { name: "Add file" }).click();
  await page.getByRole("textbox", { name: "File name" }).fill("orders.mjs");
  await page.keyboard.press("Enter");
  await write(page, "export const total = (orders) => orders.reduce((sum, order) => sum + order.price, 0);\n");
  await page.getByRole("tab", { name: /^index/ }).click();
  await write(page, ORDERS);
  await page.getByRole("tab", { name: /^Event/ }).click();
  await page.getByRole("textbox", { name: "Event JSON" }).fill(EVENT);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.getByRole("status", { name: "Run result" }).filter({ hasText: "Succeeded" }).waitFor();
}

async function shoot(page, name) {
  await page.screenshot({ path: `${FOLDER}${name}.png` });
  process.stdout.write(`docs/images/${name}.png\n`);
}

async function everything(page, scheme) {
  for (const tab of ["Result", "Logs", "Timeline", "Bill", "History", "Environments"]) {
    await page.getByRole("tab", { name: new RegExp(`^${tab}`) }).click();
    await shoot(page, `${tab === "Result" ? "playground" : tab.toLowerCase()}-${scheme}`);
  }
  for (const tab of ["Settings", "Triggers", "Versions"]) {
    await page.getByRole("tab", { name: new RegExp(`^${tab}`) }).click();
    await shoot(page, `${tab.toLowerCase()}-${scheme}`);
  }
  const { origin, pathname } = new URL(page.url());
  const others = { landing: "/", functions: "/functions", "new-function": "/f/new", runs: `${pathname}/runs`, events: "/events", queues: "/queues", connect: "/connect", preferences: "/settings", "not-found": "/no-such-page" };
  for (const [name, path] of Object.entries(others)) {
    await page.goto(`${origin}${path}`);
    await page.waitForSelector("html[data-hydrated=true]");
    await shoot(page, `${name}-${scheme}`);
  }
}

const COMPUTES = `export const handler = async (event) => {
  let primes = 0;
  for (let n = 2; n < event.below; n++) {
    let isPrime = true;
    for (let d = 2; d * d <= n && isPrime; d++) isPrime = n % d > 0;
    if (isPrime) primes++;
  }
  return { primes };
};
`;

async function tuning(page, scheme) {
  await write(page, COMPUTES);
  await page.getByText(/Draft saved/).waitFor();
  await page.getByRole("link", { name: "Compare memory sizes" }).click();
  await page.getByRole("textbox", { name: "Event JSON" }).fill('{ "below": 8000 }');
  await page.getByRole("button", { name: "Compare" }).click();
  await page.getByRole("button", { name: /^Set the draft/ }).waitFor({ timeout: 120_000 });
  await page.locator("main").evaluate((main) => main.scrollTo(0, main.scrollHeight));
  await shoot(page, `tuning-${scheme}`);
}

mkdirSync(FOLDER, { recursive: true });
const data = dataFolder();
const server = await start(data);
const browser = await launch();
try {
  for (const colorScheme of ["light", "dark"]) {
    const context = await browser.newContext({ viewport: VIEW, colorScheme });
    const page = await playground(context, server.address);
    await prepare(page);
    await everything(page, colorScheme);
    await tuning(await playground(context, server.address), colorScheme);
    await context.close();
  }
} finally {
  await browser.close();
  await server.stop();
  remove(data);
}
