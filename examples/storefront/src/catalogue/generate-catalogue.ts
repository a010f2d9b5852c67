import { between, oneOf, type Random } from '../random.ts';
import { Catalogue } from './catalogue.ts';
import type { Category, Product } from './product.ts';

const departments = 'Kitchen Garden Bath Bedroom Office Workshop Nursery Hallway Terrace Lounge'.split(' ');
const ranges = 'Lighting Textiles Storage Furniture Decoration Tools'.split(' ');
const materials = 'Oak Linen Steel Glass Cork Bamboo Cotton Copper Slate Wool'.split(' ');
const articles = 'lamp basket shelf rug stool frame tray hook box bench mirror clock'.split(' ');

/** Sixty categories: most have a few hundred products, and every eighth has well over a thousand. */
export function generateCatalogue(random: Random): Catalogue {
  const names = departments.flatMap((department) => ranges.map((range) => ({ department, range })));
  return new Catalogue(
    names.map(({ department, range }, index) => {
      const size = index % 8 === 4 ? between(random, 1_380, 1_460) : between(random, 80, 800);
      return generateCategory(random, department, range, size);
    }),
  );
}

function generateCategory(random: Random, department: string, range: string, size: number): Category {
  const slug = `${department}-${range}`.toLowerCase();
  const prefix = `${department.slice(0, 2)}${range.slice(0, 2)}`.toUpperCase();
  const products = Array.from({ length: size }, (_, index) =>
    generateProduct(random, slug, `${prefix}-${String(index + 1).padStart(4, '0')}`),
  );
  return { slug, name: `${department} ${range.toLowerCase()}`, products };
}

function generateProduct(random: Random, category: string, sku: string): Product {
  return {
    sku,
    name: `${oneOf(random, materials)} ${oneOf(random, articles)} ${between(random, 10, 99)}`,
    category,
    price: between(random, 300, 49_900),
    discount: oneOf(random, [0, 0, 0, 5, 10, 25]),
  };
}
