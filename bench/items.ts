/** The files of so many small ConfigMaps, 50 in a directory. */
export function itemFiles(size: number, directory: string): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: size }, (_, index): [string, string] => [
      `${directory}/${Math.floor(index / 50)}/item-${index}.json`,
      JSON.stringify(item(index)),
    ]),
  );
}

/** The same object as the applier sends it: in its namespace, with the label and the annotations that it adds. */
export function ownedItem(index: number, namespace: string): object {
  const { metadata, ...rest } = item(index);
  const setId = 'applyset-0123456789012345678901234567890123456789012-v1';
  const labels = { ...metadata.labels, 'applyset.kubernetes.io/part-of': setId };
  const source = `items/${Math.floor(index / 50)}/item-${index}.json`;
  const annotations = { 'couplet.dev/digest': '0'.repeat(64), 'couplet.dev/source': source };
  return { ...rest, metadata: { ...metadata, namespace, labels, annotations } };
}

function item(index: number): {
  apiVersion: string;
  kind: string;
  metadata: { name: string; labels: object };
  data: object;
} {
  const metadata = { name: `item-${index}`, labels: { 'bench.example.com/shelf': String(index % 7) } };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { title: `Item ${index}`, price: `${index % 90}.99` } };
}
