/** `npm run screenshots`: takes the pictures of the README from those that the end-to-end tests have made. */
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from './host/repository';

const [FROM, TO] = [join(REPOSITORY, 'out', 'screenshots', 'newest'), join(REPOSITORY, 'media', 'screenshots')];

for (const name of ['connect.png', 'diagnostics.png', 'report.png']) {
  const made = join(FROM, name);
  if (!existsSync(made)) throw new Error(`There is no ${made}. Make it first: npm test -- e2e:newest`);
  mkdirSync(TO, { recursive: true });
  copyFileSync(made, join(TO, name));
  console.log(`media/screenshots/${name}`);
}
