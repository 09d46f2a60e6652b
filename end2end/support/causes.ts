// The last lines of a red run say why: where only the end of the output is kept, the cause is in it.
import { stripVTControlCharacters } from "node:util";
import type { FullResult, Reporter, TestCase, TestResult } from "@playwright/test/reporter";

/** So many lines of a failure's message are repeated. */
const LINES = 8;

export default class Causes implements Reporter {
  readonly #failed: string[] = [];

  onTestEnd(test: TestCase, result: TestResult): void {
    if (result.status === test.expectedStatus) return;
    const causes = result.errors.map((error) => stripVTControlCharacters(error.message ?? error.value ?? "no message"));
    const shown = causes.join("\n").split("\n").slice(0, LINES);
    this.#failed.push([`✗ ${test.title}: ${result.status} after ${result.duration} ms`, ...shown.map((line) => `    ${line}`)].join("\n"));
  }

  onEnd(_: FullResult): void {
    for (const failed of this.#failed) process.stdout.write(`\n${failed}\n`);
  }

  printsToStdio(): boolean {
    return false;
  }
}
