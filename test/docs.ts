/** `npm run docs`: writes the pages that are made from the code. A test says when they are out of date. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { troubleshootingMarkdown } from '../src/core/views/troubleshootingPage';
import { REPOSITORY } from './host/repository';

writeFileSync(join(REPOSITORY, 'media', 'troubleshooting.md'), troubleshootingMarkdown());
console.log('media/troubleshooting.md');
