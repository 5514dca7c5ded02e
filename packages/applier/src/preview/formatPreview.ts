import type { Json } from '../load/manifest.ts';
import { writeJson } from '../load/writeJson.ts';
import { visible } from '../report/page/visible.ts';
import type { FieldChange } from './diffObjects.ts';
import type { Preview, PreviewStep } from './preview.ts';

const signs: Record<PreviewStep['action'], string> = { create: '+', configure: '~', delete: '-', hold: '!', keep: '=' };
const longestValue = 200;

/** A preview for a person: one line for each object, its fields below it, a summary at the end. Ends with a line break. */
export function formatPreview({ environment, from, steps, unchanged, errors }: Preview): string {
  const lines = [`Plan for ${environment} from ${from}`, ''];
  for (const step of steps) {
    const place = step.file === undefined ? '' : `  ${visible(step.file)}:${step.line ?? 1}`;
    lines.push(`${signs[step.action]} ${step.action} ${visible(step.id)}  (${visible(step.reason)})${place}`);
    lines.push(...(step.changes ?? []).map((change) => `    ${describe(change)}`));
  }
  for (const { message, file, line } of errors) {
    lines.push(`x ${visible(message)}${file === undefined ? '' : `  ${visible(file)}:${line ?? 1}`}`);
  }
  if (steps.length + errors.length > 0) lines.push('');
  const count = (action: PreviewStep['action']): number => steps.filter((step) => step.action === action).length;
  const counts = [
    `${count('create')} to create`,
    `${count('configure')} to configure`,
    `${count('delete')} to delete`,
    ...(count('hold') > 0 ? [`${count('hold')} held for a person`] : []),
    `${unchanged} unchanged`,
    ...(errors.length > 0 ? [`${errors.length} ${errors.length === 1 ? 'error' : 'errors'}`] : []),
  ];
  return `${[...lines, `${counts.join(', ')}. Nothing was written.`].join('\n')}\n`;
}

function describe({ path, before, after }: FieldChange): string {
  if (before === undefined) return `+ ${visible(path)}: ${show(after)}`;
  if (after === undefined) return `- ${visible(path)}: ${show(before)}`;
  return `~ ${visible(path)}: ${show(before)} -> ${show(after)}`;
}

function show(value: Json | undefined): string {
  const text = visible(writeJson(value ?? null));
  return text.length > longestValue ? `${text.slice(0, longestValue)}… (${text.length} characters)` : text;
}
