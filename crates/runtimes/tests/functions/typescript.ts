// What TypeScript adds to JavaScript and what is left of it.
import assert from 'node:assert';
import { Buffer } from 'buffer';
import type { Unused } from './nowhere';

enum Colour { Red, Green = 5, Blue, Text = 'text' }
const enum Size { Small = 1, Large = Small << 3 }
declare enum Elsewhere { A }
declare const nothing: string;

namespace Geometry {
  export interface Point { x: number; y: number }
  export const origin: Point = { x: 0, y: 0 };
  export namespace Inner { export const depth = 2 }
  export function length({ x, y }: Point): number { return Math.hypot(x, y); }
}

abstract class Shape {
  static count = 0;
  declare readonly kind: string;
  #secret = 7;
  protected constructor(public readonly name: string, private sides: number = 4, protected override_?: boolean) { Shape.count++; }
  abstract area(): number;
  describe(this: Shape): string { return `${this.name} has ${this.sides} sides and ${this.#secret}`; }
}
class Square extends Shape {
  constructor(private size: number) { super('square'); }
  override area(): number { return this.size ** 2; }
}

const seen: string[] = [];
function logged(target: object, key: string, descriptor: PropertyDescriptor): PropertyDescriptor {
  const original = descriptor.value as (...given: unknown[]) => unknown;
  return { ...descriptor, value(...given: unknown[]) { seen.push(`${key}(${given.join()})`); return original.apply(this, given); } };
}
const named = (name: string) => <T extends new (...given: any[]) => object>(target: T) => { Object.assign(target, { label: name }); return target; };
function noted(target: object, key: string, index: number) { seen.push(`${key}#${index}`); }
function field(target: object, key: string) { seen.push(`field ${key}`); }

@named('service')
class Service {
  @field value = 1;
  @logged add(a: number, @noted b: number): number { return a + b + this.value; }
}

function overloaded(a: string): string;
function overloaded(a: number): number;
function overloaded(a: unknown) { return a; }

const identity = <T,>(value: T): T => value;
const config = { level: 3, on: true } satisfies Record<string, number | boolean>;
function isText(value: unknown): value is string { return typeof value === 'string'; }
function assertText(value: unknown): asserts value is string { assert.ok(isText(value)); }
type Tuple = [first: string, ...rest: number[]];
interface Context { functionName: string; getRemainingTimeInMillis(): number }

export const handler = async (event: Record<string, unknown>, context: Context): Promise<string> => {
  assert.deepEqual([Colour.Red, Colour.Blue, Colour[5], Colour.Text, Size.Large], [0, 6, 'Green', 'text', 8]);
  assert.equal(Geometry.length({ x: 3, y: 4 }) + Geometry.Inner.depth + Geometry.origin.x, 7);
  const square = new Square(3);
  assert.equal(square.describe(), 'square has 4 sides and 7');
  assert.deepEqual([square.area(), Shape.count, 'kind' in square, square.name], [9, 1, false, 'square']);
  assert.equal(new Service().add(1, 2), 4);
  assert.equal((Service as unknown as { label: string }).label, 'service');
  assert.deepEqual(seen, ['field value', 'add#1', 'add(1,2)']);
  assert.equal(overloaded(5)!, 5);
  assert.equal(identity<string>('x'), 'x');
  assert.equal(config.level, 3);
  const value: unknown = 'text';
  assertText(value);
  assert.equal(value.length + (<string>value).length, 8);
  const tuple: Tuple = ['a', 1, 2];
  assert.equal(tuple?.[0] ?? 'none', 'a');
  assert.equal(typeof context.getRemainingTimeInMillis(), 'number');
  assert.equal(Buffer.from('é').length, 2);
  let later!: number;
  for (const key in config) later = key.length;
  assert.equal(later, 2);
  return 'ok';
};
