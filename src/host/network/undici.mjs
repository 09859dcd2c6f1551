/**
 * The part of undici that exchange.ts uses, as the entry of a bundle of its own: the whole of it, with fetch,
 * WebSocket and caches, would make the package a third larger. Of its parser in WebAssembly only the one that runs everywhere is
 * taken: undici tries the other first, and does without where it is not there.
 */
export { default as Client } from 'undici/lib/dispatcher/client.js';
