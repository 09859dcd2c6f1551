/**
 * The part of undici that exchange.ts uses, as the entry of a bundle of its own: the whole of it, with fetch,
 * WebSocket and caches, would make the package a third larger.
 */
export { default as Client } from 'undici/lib/dispatcher/client.js';
