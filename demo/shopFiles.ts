import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const shop = join(import.meta.dirname, 'shop');

/** Objects in the files of demo/shop. */
export const shopObjects = 8;

/** The files of the repository: the shop, and as many products (ConfigMaps, 50 in a directory) as make `manifests` objects. */
export function shopFiles(manifests: number): Record<string, string> {
  const files: Record<string, string> = {};
  for (const name of globSync('*.yaml', { cwd: shop })) files[`shop/${name}`] = readFileSync(join(shop, name), 'utf8');
  for (let index = 0; index < manifests - shopObjects; index += 1) {
    files[`shop/products/${Math.floor(index / 50)}/product-${index}.yaml`] = product(index);
  }
  return files;
}

function product(index: number): string {
  return `apiVersion: v1
kind: ConfigMap
metadata:
  name: product-${index}
  labels:
    shop.example.com/shelf: "${index % 7}"
data:
  title: Product ${index}
  price: "${(index % 90) + 10}.99"
`;
}

/** The change that a push of the demo makes. */
export function changedSettings(push: number): Record<string, string> {
  const settings = readFileSync(join(shop, 'settings.yaml'), 'utf8');
  return { 'shop/settings.yaml': settings.replace('Welcome to the shop', `Welcome to the shop, visitor ${push}`) };
}
