import { baseStyle } from './style/base.ts';
import { formStyle } from './style/forms.ts';
import { layoutStyle } from './style/layout.ts';
import { listStyle } from './style/lists.ts';
import { runStyle } from './style/runs.ts';

/** The style sheet of the page; the Content-Security-Policy admits exactly these bytes. */
export const styles = [baseStyle, layoutStyle, listStyle, runStyle, formStyle]
  .join('')
  .replaceAll(/\n\s*/g, '')
  .replaceAll(';}', '}');
