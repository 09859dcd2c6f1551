import { resolve } from 'node:path';

/** The folder of the repository, which holds package.json. */
export const REPOSITORY = resolve(__dirname, '..', '..');
