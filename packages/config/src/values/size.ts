const bytesIn: Record<string, number> = { '': 1, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 };

/** The written form: bytes, or a binary suffix as Kubernetes quantities have it. */
export const sizePattern = '^[0-9]{1,15}(Ki|Mi|Gi|Ti)?$';

/** Bytes of `32Mi` or `1048576`; undefined when the text is no size. */
export function parseSize(text: string): number | undefined {
  if (!new RegExp(sizePattern).test(text)) return undefined;
  const [, amount = '', unit = ''] = /^([0-9]+)(.*)$/.exec(text) ?? [];
  return Number(amount) * (bytesIn[unit] ?? 1);
}

/** The shortest exact written form: 33554432 is `32Mi`. */
export function formatSize(bytes: number): string {
  const unit = ['Ti', 'Gi', 'Mi', 'Ki', ''].find((name) => bytes > 0 && bytes % (bytesIn[name] ?? 1) === 0) ?? '';
  return `${bytes / (bytesIn[unit] ?? 1)}${unit}`;
}
