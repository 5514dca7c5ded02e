import { writeFileSync } from 'node:fs';
import { editorSchema } from './editorSchema.ts';

// node packages/config/src/printSchema.ts > packages/config/couplet.schema.json
writeFileSync(1, editorSchema());
