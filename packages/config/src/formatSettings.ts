import { settings } from './settings.ts';

/** Every setting with its type, default and meaning, as text for `--help`; without a final line break. */
export function formatSettings(): string {
  return settings
    .map(({ path, type, default: byDefault, description }) => {
      const otherwise = byDefault === undefined ? 'required' : `default: ${byDefault}`;
      return `  ${path}  (${type}; ${otherwise})\n      ${description.replaceAll('`', '')}`;
    })
    .join('\n');
}
