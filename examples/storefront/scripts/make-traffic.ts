import type { CartLine } from '../src/carts/carts.ts';
import { between, oneOf, type Random, seededRandom } from '../src/random.ts';
import { createShop } from '../src/shop.ts';
import { stores } from '../src/stores/stores.ts';

/** One line of `traffic.jsonl`: a visitor's request, `at` milliseconds after the start. */
interface VisitorRequest {
  readonly at: number;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly contentType?: string;
  readonly body?: string;
}

const length = 30_000;
const { catalogue, orders, carts } = createShop();
const random = seededRandom(7);

const filled = [...carts.ids()].filter((id) => (carts.lines(id)?.length ?? 0) >= 10);
const started = [...carts.ids()].filter((id) => (carts.lines(id)?.length ?? 0) < 10);
const customers = [...orders.keys()];

/** Independent arrivals: the gaps are exponentially distributed. */
function arrivals(random: Random, perSecond: number): number[] {
  const times: number[] = [];
  for (let at = gap(); at < length; at += gap()) times.push(Math.round(at));
  return times;

  function gap(): number {
    return (-Math.log(1 - random()) * 1_000) / perSecond;
  }
}

function reads(perSecond: number, path: () => string): VisitorRequest[] {
  return arrivals(random, perSecond).map((at) => ({ at, method: 'GET', path: path() }));
}

/** The checkout page requests all delivery options at once. Its visitors arrive at an even pace, with a little jitter. */
function checkouts(perSecond: number): VisitorRequest[] {
  const pace = 1_000 / perSecond;
  return Array.from({ length: Math.floor(length / pace) }, (_, index) => {
    const at = Math.round((index + 0.5) * pace) + between(random, -40, 40);
    const cart = oneOf(random, filled);
    return ['standard', 'express', 'pickup'].map(
      (option): VisitorRequest => ({ at, method: 'GET', path: `/carts/${cart}/delivery?option=${option}` }),
    );
  }).flat();
}

function additions(perSecond: number): VisitorRequest[] {
  return arrivals(random, perSecond).map((at) => {
    const line: CartLine = { sku: oneOf(random, catalogue.products).sku, quantity: between(random, 1, 9) };
    return {
      at,
      method: 'POST',
      path: `/carts/${oneOf(random, started)}/lines`,
      contentType: 'application/json',
      body: JSON.stringify(line),
    };
  });
}

/** Visitors browse large categories more often than small ones. */
function browsedCategory(): string {
  return oneOf(random, catalogue.products).category;
}

const traffic = [
  ...reads(3.5, () => `/categories/${oneOf(random, catalogue.categories).slug}/prices`),
  ...reads(3.5, () => `/customers/${oneOf(random, customers)}/orders`),
  ...checkouts(3),
  ...reads(9, () => `/products/${oneOf(random, catalogue.products).sku}`),
  ...reads(5, () => `/products?category=${browsedCategory()}&page=${between(random, 1, 5)}`),
  ...reads(2, () => '/categories'),
  ...reads(2, () => `/stores/${oneOf(random, [...stores.keys()])}`),
  ...additions(2),
];

for (const request of traffic.sort((a, b) => a.at - b.at)) console.log(JSON.stringify(request));
